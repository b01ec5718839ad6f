/// What may be chosen, within which bounds and at what cost: LEVERS.toml.
#pragma once

#include "engine/decisions/local_search.hpp"
#include "engine/studies/break_even.hpp"
#include "scenario/report.hpp"

namespace wedge::engine {

class Part;

/// A lever with what moving it costs: so much per unit of change from now in either direction, or what a table says of
/// where it stands, linear between its values.
struct PricedLever : Lever {
  double rate = 0.0;
  std::vector<std::pair<double, double>>
      table{};  ///< value and cost, ascending, over all of low … high; empty: by rate
  reading::Spot spot{};
  bool by_ratio = false;  ///< half-way between its bounds is their geometric mean

  double cost(double x) const;
  double cheapest() const;  ///< the value within the bounds that costs least; now, if there are several
};

/// A scenario of its own, for regret: the file with these changes.
struct World {
  std::string name;
  std::vector<std::string> set;  ///< KEY=VALUE
  reading::Spot spot{};
};

struct LeversFile {
  std::vector<PricedLever> levers;
  std::vector<World> worlds;
};

/// The tables of this name in a file: numbers of the scenario, `key`, with bounds, `low` and `high` within the key's
/// range, which they are where they are not said; `more` reads what else such a table may have. A key that holds `*` is
/// one for each number that it matches. Problems are reported.
std::vector<PricedLever> bounded_numbers(Part& root, std::string_view table, const Scenario<Quantity>& scenario,
                                         const reading::Report& report,
                                         const std::function<void(Part&, PricedLever&)>& more);

/// `[[lever]] key, low, high, cost` and `[[scenario]] name, set`. A key that holds `*` is one lever for each number
/// that it matches. InputError with every problem and its place.
LeversFile read_levers(const std::string& text, const std::string& file, const Scenario<Quantity>& scenario);

/// Levers as the unit cube: 0 is low, 1 is high.
class LeverSpace {
 public:
  explicit LeverSpace(std::vector<PricedLever> levers) : levers_(std::move(levers)) {}

  const std::vector<PricedLever>& levers() const { return levers_; }
  int size() const { return static_cast<int>(levers_.size()); }
  std::vector<double> values(const Place& place) const;
  Place place(const std::vector<double>& values) const;  ///< within the bounds
  Place now() const;                                     ///< as near to it as the bounds allow
  double cost(const std::vector<double>& values) const;
  double cost_at(const Place& place) const { return cost(values(place)); }
  /// Where they cost least: nothing, for those with a rate, as they are.
  Place cheapest() const;
  double least_cost() const { return cost_at(cheapest()); }
  /// The farthest that can be paid for on the way from the cheapest place to this one; levers that cost no more where
  /// they are to go go there. `budget` is at least least_cost().
  Place within(double budget, const Place& place) const;
  /// KEY=VALUE.
  std::vector<std::string> settings(const std::vector<double>& values) const;

 private:
  std::vector<PricedLever> levers_;
};

}  // namespace wedge::engine
