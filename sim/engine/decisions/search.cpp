#include "engine/decisions/search.hpp"

#include <algorithm>
#include <cmath>

#include "sampling/design.hpp"

namespace wedge::engine {
namespace {

constexpr double no_matter = 1e-7;  // of the value at the start: differences that are none
constexpr double nearby = 0.01;     // of a lever's range: what is so near to one of its ends may as well be there
constexpr double small_step = 0.05;

struct Tried {
  double value;
  Place place;
};

void best_first(std::vector<Tried>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Tried& a, const Tried& b) {
    return std::isnan(b.value) ? !std::isnan(a.value) : a.value < b.value;
  });
}

double scale_of(double value) { return std::abs(value) > 0.0 && std::isfinite(value) ? std::abs(value) : 1.0; }

class LeastValue {
 public:
  LeastValue(const SearchProblem& problem, const SearchSettings& settings) : problem_(problem), settings_(settings) {}

  std::optional<Place> run(const std::vector<Place>& also) {
    std::vector<Tried> tried;
    std::vector<Place> places = screen_of(problem_.space, settings_);
    places.insert(places.end(), also.begin(), also.end());
    for (const Place& place : places) {
      const Place affordable = within_budget(place);
      const auto value = ask(affordable);
      if (!value) return std::nullopt;
      if (tried.empty()) scale_ = scale_of(*value);
      tried.push_back({*value, affordable});
    }
    best_first(tried);
    const int most = settings_.most(problem_.space.size());
    for (std::size_t k = 0; k < tried.size() && k < static_cast<std::size_t>(settings_.starts); ++k)
      if (!follow(tried[k].place, {.step = 0.2, .tolerance = settings_.tolerance, .most = most})) return std::nullopt;
    if (!follow(best_.place, {.step = small_step, .tolerance = settings_.tolerance, .most = most}, true))
      return std::nullopt;
    if (!tidy()) return std::nullopt;
    return best_.place;
  }

 private:
  Place within_budget(const Place& place) const {
    return problem_.budget ? problem_.space.within(*problem_.budget, place) : place;
  }

  bool affordable(const Place& place) const {
    return !problem_.budget || problem_.space.cost_at(place) <= *problem_.budget * (1.0 + 1e-12);
  }

  std::optional<double> ask(const Place& place) {
    const auto value = problem_.value(problem_.space.values(place));
    if (value && !std::isnan(*value) && affordable(place) && (best_.place.empty() || *value < best_.value))
      best_ = {*value, place};
    if (value && best_.place.empty()) best_.place = place, best_.value = HUGE_VAL;
    return value;
  }

  // A local search. `along`: on the budget rather than up to it, which the corners of costs do not mislead.
  bool follow(const Place& start, const LocalSettings& how, bool along = false) {
    LocalProblem local{
        .dimensions = problem_.space.size(), .objective = {}, .constraint = {}, .smooth = problem_.smooth};
    const bool project = problem_.budget && (along || !problem_.smooth);
    local.objective = [&](const Place& place) -> std::optional<double> {
      const auto value = ask(project ? within_budget(place) : place);
      if (!value) return std::nullopt;
      return *value / scale_;
    };
    if (project) local.smooth = false;
    if (problem_.budget && !project)
      local.constraint = [&](const Place& place) -> std::optional<double> {
        return (problem_.space.cost_at(place) - *problem_.budget) / scale_of(*problem_.budget);
      };
    const auto end = local_minimum(local, start, how);
    return end && ask(within_budget(*end));
  }

  // Levers back to where they are, if that changes nothing; to an end that is near, if that is no worse.
  bool tidy() {
    const Place now = problem_.space.now();
    for (std::size_t i = 0; i < now.size(); ++i)
      for (const double u : {now[i], 0.0, 1.0}) {
        Place other = best_.place;
        if (other[i] == u || (u != now[i] && std::abs(other[i] - u) > nearby)) continue;
        other[i] = u;
        if (!affordable(other)) continue;
        const Tried before = best_;
        const auto value = ask(other);
        if (!value) return false;
        if (*value <= before.value + no_matter * scale_) {
          best_ = {*value, other};
          break;
        }
        best_ = before;
      }
    return true;
  }

  const SearchProblem& problem_;
  const SearchSettings& settings_;
  Tried best_{HUGE_VAL, {}};
  double scale_ = 1.0;
};

class LeastCost {
 public:
  LeastCost(const LeverSpace& space, const AtValues& shortfall, const SearchSettings& settings)
      : space_(space), shortfall_(shortfall), settings_(settings) {}

  std::optional<Reached> run() {
    const Place cheapest = space_.cheapest();
    const auto there = ask(cheapest);
    if (!there) return std::nullopt;
    if (*there <= 0.0) return Reached{cheapest, true};
    scale_ = scale_of(*there);
    std::vector<Tried> tried;  // what reaches it by its cost, then the rest by what is lacking
    const auto look_at = [&](const Place& place) {
      const auto lacking = ask(place);
      if (lacking) tried.push_back({*lacking <= 0.0 ? space_.cost_at(place) : dear() + *lacking / scale_, place});
      return lacking.has_value();
    };
    for (const Place& place : screen_of(space_, settings_))
      if (!look_at(place)) return std::nullopt;
    if (best_.place.empty()) {
      const auto nearest = least_value({space_, shortfall_, {}, true}, settings_);
      if (!nearest || !look_at(*nearest)) return std::nullopt;
      if (best_.place.empty()) return Reached{*nearest, false};
    }
    best_first(tried);
    for (std::size_t k = 0; k < tried.size() && k < static_cast<std::size_t>(settings_.starts); ++k)
      if (!follow(tried[k].place, 0.2)) return std::nullopt;
    if (!back(cheapest) || !follow(best_.place, small_step) || !back(cheapest) || !tidy()) return std::nullopt;
    return Reached{best_.place, true};
  }

 private:
  // More than anything costs.
  double dear() const {
    double sum = 1.0;
    for (const PricedLever& l : space_.levers()) {
      sum += std::max(l.cost(l.low), l.cost(l.high));
      for (const auto& [value, price] : l.table) sum += price;
    }
    return sum;
  }

  std::optional<double> ask(const Place& place) {
    const auto lacking = shortfall_(space_.values(place));
    const double cost = space_.cost_at(place);
    if (lacking && *lacking <= 0.0 && cost < best_.value) best_ = {cost, place};
    return lacking;
  }

  bool follow(const Place& start, double step) {
    const double scale = dear();
    const LocalProblem local{
        .dimensions = space_.size(),
        .objective = [&](const Place& place) -> std::optional<double> { return space_.cost_at(place) / scale; },
        .constraint = [&](const Place& place) -> std::optional<double> {
          const auto lacking = ask(place);
          if (!lacking) return std::nullopt;
          return *lacking / scale_;
        }};
    return local_minimum(local, start,
                         {.step = step, .tolerance = settings_.tolerance, .most = settings_.most(space_.size())})
        .has_value();
  }

  // From the best towards where nothing is paid, as far as the target is still reached.
  bool back(const Place& cheapest) {
    constexpr int halvings = 20;
    const Place from = best_.place;
    double near = 0.0, far = 1.0;  // of the way back
    for (int i = 0; i < halvings; ++i) {
      const double middle = 0.5 * (near + far);
      Place place = from;
      for (std::size_t l = 0; l < place.size(); ++l) place[l] += middle * (cheapest[l] - place[l]);
      const auto lacking = ask(place);
      if (!lacking) return false;
      (*lacking <= 0.0 ? near : far) = middle;
    }
    return true;
  }

  // Levers back to where they cost least, one by one, where the target is reached without them.
  bool tidy() {
    const Place cheapest = space_.cheapest();
    for (std::size_t i = 0; i < cheapest.size(); ++i) {
      Place other = best_.place;
      if (other[i] == cheapest[i]) continue;
      other[i] = cheapest[i];
      if (!ask(other)) return false;
    }
    return true;
  }

  const LeverSpace& space_;
  const AtValues& shortfall_;
  const SearchSettings& settings_;
  Tried best_{HUGE_VAL, {}};  // by cost
  double scale_ = 1.0;
};

}  // namespace

std::vector<Place> screen_of(const LeverSpace& space, const SearchSettings& settings) {
  std::vector<Place> out{space.now()};
  const auto n = static_cast<std::size_t>(space.size());
  for (std::size_t i = 0; i < n; ++i)
    for (const double end : {0.0, 1.0}) {
      out.push_back(space.now());
      out.back()[i] = end;
    }
  const int more = settings.covering(space.size());
  const std::vector<double> points = Design(Method::latin_hypercube, settings.seed, space.size(), more).points(0, more);
  for (std::size_t k = 0; k < static_cast<std::size_t>(more); ++k)
    out.emplace_back(points.begin() + static_cast<std::ptrdiff_t>(k * n),
                     points.begin() + static_cast<std::ptrdiff_t>((k + 1) * n));
  return out;
}

std::optional<Place> least_value(const SearchProblem& problem, const SearchSettings& settings,
                                 const std::vector<Place>& also) {
  return LeastValue(problem, settings).run(also);
}

std::optional<Reached> least_cost(const LeverSpace& space, const AtValues& shortfall, const SearchSettings& settings) {
  return LeastCost(space, shortfall, settings).run();
}

}  // namespace wedge::engine
