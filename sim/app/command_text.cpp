#include "app/command_text.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace wedge::app {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// `TEXT:{text,json}` and `INT:INT in [0 - 4096]` are a name and what is allowed.
void read_type(const std::string& type, OptionText& out) {
  const std::size_t colon = type.find(':');
  out.value = type.substr(0, colon);
  if (const std::size_t open = type.find(":{"); open != std::string::npos && type.ends_with('}'))
    out.choices = split(type.substr(open + 2, type.size() - open - 3), ',');
}

Completed completion_of(const OptionText& option) {
  if (!option.choices.empty()) return Completed::by_choice;
  if (option.value.starts_with("KEY")) return Completed::by_keys;
  const std::string& name = option.names.back();
  const bool file = option.value == "FILE" || option.value == "OUT.h5" || name == "--output";
  const bool positional_file = option.positional && (name == "FILE" || name == "OTHER" || name == "RESULT");
  return file || positional_file ? Completed::by_files : Completed::by_nothing;
}

OptionText option_text(const CLI::Option& option) {
  OptionText out;
  out.positional = option.get_positional();
  if (out.positional)
    out.names = {option.get_name(true)};
  else
    for (const auto& [names, dashes] : {std::pair(option.get_snames(), "-"), {option.get_lnames(), "--"}})
      for (const std::string& name : names) out.names.push_back(dashes + name);
  if (option.get_items_expected_max() > 0 && !out.positional) read_type(option.get_type_name(), out);
  out.optional_value = !out.value.empty() && option.get_items_expected_min() == 0;
  if (out.positional) read_type(option.get_type_name(), out), out.value.clear();
  out.fallback = option.get_default_str();
  out.meaning = option.get_description();
  out.required = option.get_required();
  out.completed = completion_of(out);
  return out;
}

std::vector<OptionText> options_of(const CLI::App& command) {
  std::vector<OptionText> out;
  for (const CLI::Option* option : command.get_options())
    if (!option->get_group().empty()) out.push_back(option_text(*option));
  std::stable_partition(out.begin(), out.end(), [](const OptionText& one) { return one.positional; });
  return out;
}

}  // namespace

ProgramText program_text(const CLI::App& program) {
  ProgramText out{program.get_name(),   program.version(),   program.get_description(),
                  program.get_footer(), options_of(program), {}};
  for (const CLI::App* command : program.get_subcommands({}))
    if (!command->get_group().empty())
      out.commands.push_back({command->get_name(), command->get_description(), options_of(*command)});
  return out;
}

}  // namespace wedge::app
