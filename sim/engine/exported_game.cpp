#include "engine/exported_game.hpp"

#include "base/error.hpp"
#include "crisis/extensive_form.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {

std::string exported_game(const Scenario<Quantity>& scenario) {
  if (scenario.adversaries.size() > 1)
    fail_input("adversary", "is missing; a game has one adversary, and this scenario has several: " +
                                scenario.adversaries[0].id + " and others");
  return extensive_form(at_medians(scenario), 0);
}

}  // namespace wedge::engine
