#include "engine/exported_game.hpp"

#include "base/error.hpp"
#include "crisis/extensive_form.hpp"
#include "sampling/quantile.hpp"

namespace wedge::engine {

std::string exported_game(const Scenario<Quantity>& scenario, const std::string& follow_through) {
  const bool chance = follow_through == "chance";
  if (!chance && follow_through != "decisions")
    fail_input("follow-through", "there is no '" + follow_through + "'; expected decisions or chance");
  if (scenario.adversaries.size() > 1)
    fail_input("adversary", "is missing; a game has one adversary, and this scenario has several: " +
                                scenario.adversaries[0].id + " and others");
  return extensive_form(at_medians(scenario), 0, chance ? FollowThrough::chance : FollowThrough::decisions);
}

}  // namespace wedge::engine
