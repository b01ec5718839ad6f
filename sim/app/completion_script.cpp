// Completion for shells. Keys come from the program, which reads the scenario of the command line for them.
#include <fmt/format.h>

#include "app/command_text.hpp"

namespace wedge::app {
namespace {

// In single quotes, of bash, zsh and fish alike.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("’") : std::string(1, c);
  return out + "'";
}

std::string names_of(const std::vector<CommandText>& commands) {
  std::string out;
  for (const CommandText& command : commands) out += (out.empty() ? "" : " ") + command.name;
  return out;
}

std::string names_of(const std::vector<OptionText>& options) {
  std::string out;
  for (const OptionText& option : options)
    if (!option.positional)
      for (const std::string& name : option.names) out += (out.empty() ? "" : " ") + name;
  return out;
}

const OptionText* positional(const CommandText& command) {
  for (const OptionText& option : command.options)
    if (option.positional) return &option;
  return nullptr;
}

// bash: one function; what stands before the cursor decides.
std::string bash_script(const ProgramText& program) {
  std::string values, options, arguments;
  for (const CommandText& command : program.commands) {
    for (const OptionText& option : command.options) {
      if (option.positional || option.value.empty()) continue;
      std::string words;
      for (const std::string& name : option.names)
        words += fmt::format("{}'{} {}'", words.empty() ? "" : " | ", command.name, name);
      const std::string reply = option.completed == Completed::by_choice
                                    ? fmt::format("_wedge_words '{}'", fmt::join(option.choices, " "))
                                : option.completed == Completed::by_keys  ? "_wedge_keys"
                                : option.completed == Completed::by_files ? "_wedge_files"
                                                                          : ":";
      values += fmt::format("    {}) {}; return ;;\n", words, reply);
    }
    options += fmt::format("    {}) options='{}' ;;\n", command.name, names_of(command.options));
    if (const OptionText* const one = positional(command); one != nullptr && one->completed == Completed::by_files)
      arguments += (arguments.empty() ? "" : " | ") + command.name;
  }
  return fmt::format(R"SH(# bash completion of wedge; made by `wedge completion bash`
_wedge_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }}
_wedge_files() {{
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
  compopt -o filenames 2>/dev/null
}}
_wedge_keys() {{
  local word file=
  for word in "${{COMP_WORDS[@]:2}}"; do [[ $word == *.toml ]] && file=$word; done
  _wedge_words "$("${{COMP_WORDS[0]}}" completion keys ${{file:+"$file"}} 2>/dev/null)"
  COMPREPLY=("${{COMPREPLY[@]/%/=}}")
  compopt -o nospace 2>/dev/null
}}
_wedge() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command=${{COMP_WORDS[1]}} options=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _wedge_words '{} {}'
    return
  fi
  case "$command $before" in
{}  esac
  case $command in
{}  esac
  if [[ $current == -* ]]; then
    _wedge_words "$options"
    return
  fi
  case $command in
    {}) _wedge_files ;;
  esac
}}
complete -F _wedge wedge
)SH",
                     names_of(program.commands), names_of(program.options), values, options, arguments);
}

// zsh: the specifications of _arguments.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const OptionText& option) {
  switch (option.completed) {
    case Completed::by_choice:
      return fmt::format("({})", fmt::join(option.choices, " "));
    case Completed::by_keys:
      return "_wedge_keys";
    case Completed::by_files:
      return "_files";
    case Completed::by_nothing:
      break;
  }
  return " ";
}

std::string zsh_specification(const OptionText& option) {
  if (option.positional)
    return fmt::format("        {} \\\n",
                       quoted((option.required ? ":" : "::") + zsh_text(option.names[0]) + ":" + zsh_action(option)));
  std::string out;
  for (const std::string& name : option.names) {
    std::string one = "*" + name + "[" + zsh_text(option.meaning) + "]";
    if (!option.value.empty())
      one += (option.optional_value ? "::" : ":") + zsh_text(option.value) + ":" + zsh_action(option);
    out += fmt::format("        {} \\\n", quoted(one));
  }
  return out;
}

std::string zsh_script(const ProgramText& program) {
  std::string commands, cases, options;
  for (const CommandText& command : program.commands) {
    commands += fmt::format("    {}\n", quoted(command.name + ":" + zsh_text(command.meaning)));
    cases += fmt::format("    {})\n      _arguments \\\n", command.name);
    for (const OptionText& option : command.options) cases += zsh_specification(option);
    cases += "        && return ;;\n";
  }
  for (const OptionText& option : program.options) options += zsh_specification(option).substr(4);
  return fmt::format(R"SH(#compdef wedge
# zsh completion of wedge; made by `wedge completion zsh`
_wedge_keys() {{
  local -a keys file
  file=(${{(M)words:#*.toml}})
  keys=(${{(f)"$(wedge completion keys $file[1] 2>/dev/null)"}})
  compadd -S '=' -a keys
}}
_wedge() {{
  local context state line
  local -a commands
  commands=(
{})
  _arguments -C \
{}    ':command:->command' \
    '*::argument:->argument'
  case $state in
  command) _describe command commands ;;
  argument)
    case $words[1] in
{}    esac ;;
  esac
}}
_wedge "$@"
)SH",
                     commands, options, cases);
}

// fish: a line for each option.
std::string fish_option(const std::string& when, const OptionText& option) {
  std::string out = "complete -c wedge -n " + quoted(when);
  if (option.positional) return option.completed == Completed::by_files ? out + " -F\n" : "";
  for (const std::string& name : option.names)
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  out += " -d " + quoted(option.meaning);
  if (option.value.empty()) return out + '\n';
  switch (option.completed) {
    case Completed::by_choice:
      return out + fmt::format(" -x -a '{}'\n", fmt::join(option.choices, " "));
    case Completed::by_keys:
      return out + " -x -a '(__wedge_keys)'\n";
    case Completed::by_files:
      return out + " -r -F\n";
    case Completed::by_nothing:
      break;
  }
  return out + (option.optional_value ? "\n" : " -x\n");
}

std::string fish_script(const ProgramText& program) {
  std::string out = R"SH(# fish completion of wedge; made by `wedge completion fish`
function __wedge_keys
    wedge completion keys (string match -- '*.toml' (commandline -opc))[1] 2>/dev/null | string replace -r '$' =
end
complete -c wedge -f
)SH";
  for (const OptionText& option : program.options) out += fish_option("__fish_use_subcommand", option);
  for (const CommandText& command : program.commands) {
    out +=
        fmt::format("complete -c wedge -n __fish_use_subcommand -a {} -d {}\n", command.name, quoted(command.meaning));
    for (const OptionText& option : command.options)
      out += fish_option("__fish_seen_subcommand_from " + command.name, option);
  }
  return out;
}

}  // namespace

std::string completion_script(const ProgramText& program, const std::string& shell) {
  return shell == "bash" ? bash_script(program) : shell == "zsh" ? zsh_script(program) : fish_script(program);
}

}  // namespace wedge::app
