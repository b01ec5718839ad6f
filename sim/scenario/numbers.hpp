/// Every number of a scenario as one flat list, in the order of the field table.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge {

/// One numeric leaf: its dotted key (`defender.us.posture.east-asia`), its row and where it lies.
template <class Value>
struct Leaf {
  std::string key;
  std::string_view unit, meaning;
  Range range;
  Value* value;
};

/// The leaves of a scenario, in table order. Pointers into `scenario`.
template <class Value>
std::vector<Leaf<Value>> leaves(Scenario<Value>& scenario);

/// A scenario over `To` with the texts and list lengths of `from`; numbers are value-initialised.
/// Its leaves correspond one to one to those of `from`.
template <class To, class From>
Scenario<To> reshaped(const Scenario<From>& from);

/// Fills in the keys whose default is another key, where they are absent (NaN): a pact's `ad_hoc`
/// (model.ad_hoc), `tactic_precision` (4 × precision), `integration_goal` (integration); and scales the priors of each
/// adversary to sum to 1.
template <class Real>
void settle_defaults(Scenario<Real>& scenario);

}  // namespace wedge
