/// What the commands say of themselves, taken from the parser once: manual pages and completion are made of it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace wedge::app {

/// What the value of an option is completed by.
enum class Completed { by_nothing, by_choice, by_files, by_keys };

struct OptionText {
  std::vector<std::string> names;    ///< `-o`, `--output`; of a positional argument its name alone
  std::string value;                 ///< `KEY=VALUE`; empty: it takes none
  std::vector<std::string> choices;  ///< all values that there are; empty: others too
  std::string fallback;              ///< without it
  std::string meaning;
  bool positional = false, required = false, optional_value = false;
  Completed completed = Completed::by_nothing;
};

struct CommandText {
  std::string name, meaning;
  std::vector<OptionText> options;
};

struct ProgramText {
  std::string name, version, meaning, footer;
  std::vector<OptionText> options;    ///< of the program itself
  std::vector<CommandText> commands;  ///< but for hidden ones
};

ProgramText program_text(const CLI::App& program);

/// The manual page of a command, or of the program (empty name), as roff. InputError for a command that there is not.
std::string manual_page(const ProgramText& program, const std::string& command);

/// What a shell (bash, zsh, fish) reads to complete commands, options, choices, files and scenario keys.
std::string completion_script(const ProgramText& program, const std::string& shell);

}  // namespace wedge::app
