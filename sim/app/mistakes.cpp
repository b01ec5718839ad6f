#include "app/mistakes.hpp"

#include <algorithm>
#include <filesystem>

#include "base/nearest.hpp"

namespace wedge::app {
namespace {

bool among(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The file in the same folder whose name is nearest; empty if none is near.
std::string beside(const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path path(file);
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator i(path.has_parent_path() ? path.parent_path() : ".", error), end; !error && i != end;
       i.increment(error))
    names.push_back(i->path().filename().string());
  std::sort(names.begin(), names.end());
  const auto name = nearest(path.filename().string(), names);
  return name ? (path.parent_path() / *name).string() : "";
}

}  // namespace

std::string misspelt_word(const CLI::App& program, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0].starts_with('-')) return {};
  std::vector<std::string> commands;
  for (const CLI::App* const known : program.get_subcommands({})) commands.push_back(known->get_name());
  const std::string begin = program.get_name() + ' ' + arguments[0];
  if (!among(commands, arguments[0]))
    return begin + ": there is no such command; " + suggestion(arguments[0], commands);
  const std::vector<std::string> options = options_of(*program.get_subcommand(arguments[0]));
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || among(options, name)) continue;
    const auto meant = nearest(name, options);
    return begin + ' ' + name + ": there is no such option; " +
           (meant ? "did you mean '" + *meant + "'?" : "'" + begin + " --help' lists those there are");
  }
  return {};
}

std::string as_typed(const InputError& error, const CLI::App& program, const std::vector<std::string>& arguments) {
  std::string out;
  for (Problem problem : error.problems()) {
    std::string& about = problem.file.empty() ? problem.key : problem.file;
    if (!among(arguments, about)) {
      const std::string option = "--" + about.substr(0, about.find(' '));
      for (const CLI::App* const command : program.get_subcommands())
        if (command->get_option_no_throw(option) != nullptr) about.insert(0, "--");
    } else if (std::error_code none; !std::filesystem::exists(about, none)) {
      const std::string meant = beside(about);
      if (!meant.empty()) problem.message += "; did you mean '" + meant + "'?";
    }
    out += problem.text() + '\n';
  }
  return out;
}

CLI::Validator one_of(const std::vector<std::string>& words) {
  const auto check = [words](const std::string& given) {
    return among(words, given) ? std::string() : "there is no '" + given + "'; " + suggestion(given, words);
  };
  return {check, CLI::IsMember(words).get_description(), "one of"};
}

}  // namespace wedge::app
