/// What is said of a command line with a mistake in it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace wedge::app {

/// What a command or an option may be that there is none of; empty where there is no such mistake.
std::string misspelt_word(const CLI::App& program, const std::vector<std::string>& arguments);

/// The problems, a line each. Those of a setting, `draws` or `set KEY=VALUE`, are named by the option that it came by;
/// a file of the command line that is not there by the one beside it that may be meant.
std::string as_typed(const InputError& error, const CLI::App& program, const std::vector<std::string>& arguments);

/// An option's value is one of these words.
CLI::Validator one_of(const std::vector<std::string>& words);

}  // namespace wedge::app
