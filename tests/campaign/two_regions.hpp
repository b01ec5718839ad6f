/// A small world with everything that a campaign moves: two regions, a patron and a lesser one, two adversaries.
#pragma once

#include "campaign/laws.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {

inline const char* const two_regions_toml = R"(
schema = 1
name = "two-regions"
model = { solidarity = 0.5 }

[[defender]]
id = "patron"
forces = 2.0
posture = { east = 0.5, west = 0.3 }
precision = 10.0
steadfast = 0.7
resolve_gap = 0.3
reputation = 0.1

[[defender]]
id = "helper"
forces = 0.3
posture = { east = 1.0 }
precision = 10.0
steadfast = 0.9

[[defender]]
id = "alda"
region = "east"
forces = 1.0
precision = 10.0
hybrid_resilience = 0.1
plan = "league"

[[defender]]
id = "brea"
region = "east"
forces = 0.8
precision = 10.0
hybrid_resilience = 0.5
steadfast = 0.5
resolve_gap = 0.2

[[defender]]
id = "cora"
region = "west"
forces = 0.5
precision = 10.0
hybrid_resilience = 0.9

[[tie]]
between = ["alda", "brea"]
integration = 0.5
affinity = 0.4

[[tie]]
between = ["patron", "alda"]
integration = 0.6
affinity = 0.2

[[pact]]
id = "league"
members = ["alda", "brea"]
quorum = 0.5

[[commitment]]
from = "patron"
to = "alda"
reach = 0.5
stake = 0.4
penalty = 0.1

[[commitment]]
from = "helper"
to = "alda"
reach = 1.0
stake = 0.1

[[commitment]]
from = "patron"
to = "cora"
reach = 1.0
stake = 0.3
penalty = 0.2

[[commitment]]
from = "brea"
to = "alda"
reach = 1.0
stake = 0.2

[[adversary]]
id = "red"
forces = { east = 1.5 }
prize = { alda = 1.0 }
precision = 10.0
grievance = 0.1
arsenal = 1.0
tactics = ["threaten"]
closing_ranks = { blue = 0.5 }
perceives = { patron = 0.4 }
types = [{ id = "mild", prior = 0.6, prize = 0.8 }, { id = "bold", prior = 0.4, prize = 1.2 }]

[[adversary]]
id = "blue"
forces = { west = 1.0, east = 0.2 }
prize = { cora = 1.0 }
precision = 10.0

[rung.seize]
gain = 0.5
attacker_cost = 0.2
defeat_cost = 0.2
defender_cost = 0.1
mobilisation = 0.8

[rung.assault]
gain = 1.0
attacker_cost = 0.3
defeat_cost = 0.3
defender_cost = 0.4
mobilisation = 1.0

[[supply]]
from = "brea"
to = "alda"
arms = 0.1

[[supply]]
from = "red"
to = "blue"
arms = 0.2

[[wedge]]
by = "red"
between = ["alda", "brea"]
pull = 0.05
)";

inline Scenario<Quantity> two_regions(const nlohmann::json& set = nlohmann::json::object()) {
  return read_scenario(two_regions_toml, "two-regions.toml", overrides_from(set)).scenario;
}

}  // namespace wedge::test
