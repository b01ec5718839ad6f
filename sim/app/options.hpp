/// Options that several commands take.
#pragma once

#include <CLI/CLI.hpp>

#include "app/commands.hpp"

namespace wedge::app {

void add_scenario(CLI::App& command, engine::ScenarioSource& arguments, bool required = true);

/// Everything that `wedge run` takes.
void add_run(CLI::App& command, RunArguments& arguments);

/// Everything that `wedge claims`, `wedge compare`, `wedge explain`, `wedge optimise` and `wedge calibrate`
/// take.
void add_claims(CLI::App& command, ClaimsArguments& arguments);
void add_compare(CLI::App& command, CompareArguments& arguments);
void add_explain(CLI::App& command, ExplainArguments& arguments);
void add_optimise(CLI::App& command, OptimiseArguments& arguments);
void add_calibrate(CLI::App& command, CalibrateArguments& arguments);

/// Everything that `wedge reproduce` takes.
void add_reproduce(CLI::App& command, ReproduceArguments& arguments);

/// Everything that `wedge explore` takes.
void add_explore(CLI::App& command, ExploreArguments& arguments);

}  // namespace wedge::app
