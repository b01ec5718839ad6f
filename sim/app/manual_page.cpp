// Manual pages, as man(7) reads them.
#include <fmt/format.h>

#include <algorithm>

#include "app/command_text.hpp"
#include "base/error.hpp"
#include "base/nearest.hpp"

namespace wedge::app {
namespace {

// Text that roff takes for what it is.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
      out += std::string("\\&") + c;
    else
      out += c;
  }
  return out;
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

// `-o, --output OUT.h5`
std::string heading(const OptionText& option) {
  std::string out;
  for (const std::string& name : option.names)
    out += (out.empty() ? "" : ", ") + (option.positional ? italic(name) : bold(name));
  if (option.value.empty()) return out;
  return out + (option.optional_value ? " [" + italic(option.value) + "]" : " " + italic(option.value));
}

std::string described(const OptionText& option) {
  std::string out = ".TP\n" + heading(option) + '\n' + escaped(option.meaning);
  if (!option.choices.empty()) out += escaped(fmt::format("; one of {}", fmt::join(option.choices, ", ")));
  if (!option.fallback.empty()) out += escaped("; default " + option.fallback);
  if (option.required && !option.positional) out += "; required";
  return out + ".\n";
}

std::string synopsis(const std::string& name, const std::vector<OptionText>& options) {
  std::string out = bold(name);
  for (const OptionText& option : options)
    if (option.positional || option.required)
      out += option.required ? " " + heading({{option.names.back()}, option.value, {}, {}, {}, option.positional})
                             : " [" + heading(option) + "]";
  return out + " [" + italic("OPTIONS") + "]\n";
}

std::string section(const char* name, const std::string& text) { return fmt::format(".SH {}\n{}", name, text); }

std::string options_section(const std::vector<OptionText>& options) {
  std::string arguments, rest;
  for (const OptionText& option : options) (option.positional ? arguments : rest) += described(option);
  return (arguments.empty() ? "" : section("ARGUMENTS", arguments)) + section("OPTIONS", rest);
}

std::string capital(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  return text;
}

std::string page(const ProgramText& program, const std::string& name, const std::string& meaning,
                 const std::string& body, const std::string& others) {
  return fmt::format(".TH {} 1 \"\" \"{}\" \"Wedge\"\n", capital(name), program.version) +
         section("NAME", escaped(name) + " \\- " + escaped(meaning) + '\n') + body +
         section("EXIT STATUS", escaped(program.footer) + '\n') + section("SEE ALSO", others + '\n');
}

std::string whole_page(const ProgramText& program) {
  std::string commands, others;
  for (const CommandText& command : program.commands) {
    const std::string name = program.name + '-' + command.name;
    commands += ".TP\n" + bold(command.name) + '\n' + escaped(command.meaning) + ".\n";
    others += (others.empty() ? "" : ", ") + bold(name) + "(1)";
  }
  std::string meaning = program.meaning.substr(0, program.meaning.find('\n'));
  if (meaning.ends_with('.')) meaning.pop_back();
  return page(program, program.name, meaning,
              section("SYNOPSIS", bold(program.name) + ' ' + italic("COMMAND") + " [" + italic("OPTIONS") + "]\n") +
                  section("DESCRIPTION", escaped(program.meaning) + '\n') + section("COMMANDS", commands) +
                  options_section(program.options),
              others);
}

}  // namespace

std::string manual_page(const ProgramText& program, const std::string& name) {
  if (name.empty()) return whole_page(program);
  std::vector<std::string> names;
  for (const CommandText& command : program.commands) {
    names.push_back(command.name);
    if (command.name != name) continue;
    const std::string body =
        section("SYNOPSIS", synopsis(program.name + ' ' + name, command.options)) + options_section(command.options);
    return page(program, program.name + '-' + name, command.meaning, body, bold(program.name) + "(1)");
  }
  fail_input(name, "there is no such command; " + suggestion(name, names));
}

}  // namespace wedge::app
