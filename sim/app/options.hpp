/// Options that several commands take.
#pragma once

#include <CLI/CLI.hpp>

#include "app/commands.hpp"

namespace wedge::app {

void add_scenario(CLI::App& command, engine::ScenarioSource& arguments, bool required = true);

/// Everything that `wedge run` takes.
void add_run(CLI::App& command, RunArguments& arguments);

}  // namespace wedge::app
