#include "engine/decisions/optimised.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "base/nan.hpp"

namespace wedge::engine {
namespace {

// What is wrong with a scenario that a table of the levers' file makes is said at that table.
void require_readable(ScenarioSource source, const std::vector<std::string>& changes, const std::string& file,
                      const reading::Spot& spot) {
  source.set.insert(source.set.end(), changes.begin(), changes.end());
  try {
    read(source);
  } catch (const InputError& error) {
    std::vector<Problem> problems;
    for (const Problem& each : error.problems())
      problems.push_back({file, spot.line, spot.column, spot.key, each.text()});
    throw InputError(std::move(problems));
  }
}

ScenarioSource with_changes(ScenarioSource source, const std::vector<std::string>& changes) {
  source.set.insert(source.set.end(), changes.begin(), changes.end());
  return source;
}

}  // namespace

Target target_of(const std::string& words) {
  const std::size_t at = words.find('=');
  const std::string measure = words.substr(0, at), number = at == words.npos ? "" : words.substr(at + 1);
  Target out{measure == "loss", 0.0};
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), out.value);
  if ((measure != "loss" && measure != "deterrence") || problem != std::errc() ||
      end != number.data() + number.size() || !(out.value > 0.0) || !(out.value <= 1.0))
    fail_input("target " + words,
               "is no target; expected loss=SHARE of what it is, as in loss=0.5, or "
               "deterrence=PROBABILITY, between 0 and 1");
  return out;
}

Optimised::Optimised(const ScenarioSource& source, const OptimiseSettings& settings)
    : source_(source),
      settings_(settings),
      levers_text_(text_of(settings.levers)),
      file_(read_levers(levers_text_, settings.levers, read(source_).scenario)),
      space_(file_.levers),
      evaluations_(space_, worlds_, settings.level) {
  now_.loss = now_.deterrence = nan;
  check_settings();
  check_ends();
  worlds_.push_back(std::make_unique<CommonOutcomes>(source_, settings_.draws, settings_.seed));
  if (settings_.aim == Objective::regret)
    for (const World& world : file_.worlds)
      worlds_.push_back(
          std::make_unique<CommonOutcomes>(with_changes(source_, world.set), settings_.draws, settings_.seed));
  inputs_ = inputs();
}

void Optimised::check_settings() const {
  const bool cost = settings_.aim == Objective::cost;
  if (!(settings_.level > 0.0 && settings_.level < 1.0))
    fail_input("level", fmt::format("{} is no level; expected a share of the draws between 0 and 1", settings_.level));
  if (cost && !settings_.target) fail_input("minimise cost", "needs a target that is to be reached; expected --target");
  if (!cost && settings_.target)
    fail_input("target", fmt::format("is what the least cost is to reach; expected --minimise cost, not {}",
                                     name_of(settings_.aim)));
  if (cost && settings_.budget) fail_input("budget", "bounds what --minimise cost is to find; leave one of them out");
  if (settings_.front != 0 && (cost || settings_.aim == Objective::regret))
    fail_input("front", fmt::format("is for loss, quantile and tail against cost, not for {}", name_of(settings_.aim)));
  if (settings_.front < 0 || settings_.front == 1) fail_input("front", "expected two points or more");
  if (settings_.aim == Objective::regret && file_.worlds.empty())
    throw InputError(
        {Problem{settings_.levers, 1, 1, "scenario", "is missing; regret is over one or more [[scenario]]"}});
  if (settings_.budget && !(*settings_.budget >= space_.least_cost() && std::isfinite(*settings_.budget)))
    fail_input(fmt::format("budget {}", *settings_.budget),
               fmt::format("pays for no setting of the levers; expected {} or more", space_.least_cost()));
}

void Optimised::check_ends() const {
  for (const World& world : file_.worlds) require_readable(source_, world.set, settings_.levers, world.spot);
  for (const PricedLever& lever : space_.levers())
    for (const double end : {lever.low, lever.high})
      require_readable(source_, {fmt::format("{}={}", lever.key, end)}, settings_.levers, lever.spot);
}

std::uint64_t Optimised::seed() const { return seed_of(settings_.seed); }

SearchSettings Optimised::search_settings() const { return {.starts = settings_.starts, .seed = seed()}; }

std::int64_t Optimised::draws() const {
  const auto n = static_cast<std::int64_t>(space_.size()), worlds = static_cast<std::int64_t>(aimed_worlds().size());
  const std::int64_t searches = settings_.aim == Objective::regret ? 2 : std::max(settings_.front, 1);
  return settings_.draws * worlds * (searches * search_settings().evaluations(space_.size()) + 2 * n + 2) +
         2 * worlds * fresh_draws();
}

std::vector<int> Optimised::aimed_worlds() const {
  if (settings_.aim != Objective::regret) return {0};
  std::vector<int> out;
  for (std::size_t w = 0; w < file_.worlds.size(); ++w) out.push_back(static_cast<int>(w) + 1);
  return out;
}

double Optimised::aim_of(const Evaluation& found) const {
  switch (settings_.aim) {
    case Objective::quantile:
      return found.quantile;
    case Objective::tail:
      return found.tail;
    case Objective::cost:
      return found.cost;
    case Objective::loss:
    case Objective::regret:
      break;
  }
  return found.loss;
}

Chosen Optimised::choice_of(const Evaluation& found) const {
  return {found.values, found.cost, aim_of(found), found.loss, found.deterrence, 0.0};
}

std::optional<double> Optimised::shortfall(const Evaluation& found) const {
  if (settings_.target->of_loss) return found.loss / now_.loss - settings_.target->value;
  return settings_.target->value - found.deterrence;
}

// What is done of the search is written at once, now and then, and at its end.
bool Optimised::run(const OnDraws& work) {
  evaluations_.after_each = [this] { keep_now_and_then(); };
  const bool ended = look_at_now(work) &&
                     (settings_.aim == Objective::cost     ? find_least_cost(work)
                      : settings_.aim == Objective::regret ? find_least_regret(work)
                                                           : find_best(work) && find_front(work)) &&
                     judge(work) && find_slopes(work);
  if (!kept_in_.empty()) keep(ended);
  if (!ended) optimum_.reset();
  return ended;
}

bool Optimised::look_at_now(const OnDraws& work) {
  const auto now = worlds_[0]->with({}, work);
  if (!now) return false;
  now_.loss = now->mean_loss();
  now_.deterrence = now->mean_deterrence();
  if (std::isnan(now_.loss))
    throw std::runtime_error(source_.file + ": no draw was solved; there is nothing to choose by");
  return true;
}

std::optional<Chosen> Optimised::chosen_at(const std::vector<double>& values, const OnDraws& work) {
  const auto found = evaluations_.at(0, values, work);
  if (!found) return std::nullopt;
  return choice_of(*found);
}

bool Optimised::find_best(const OnDraws& work) {
  const auto value = [&](const std::vector<double>& values) -> std::optional<double> {
    const auto found = evaluations_.at(0, values, work);
    if (!found) return std::nullopt;
    return aim_of(*found);
  };
  const auto best = least_value({space_, value, settings_.budget, settings_.aim == Objective::loss}, search_settings());
  const auto choice = best ? chosen_at(space_.values(*best), work) : std::nullopt;
  if (!choice) return false;
  optimum_.emplace().choice = *choice;
  return true;
}

bool Optimised::find_front(const OnDraws& work) {
  front_.clear();
  if (settings_.front == 0) return true;
  const auto value = [&](const std::vector<double>& values) -> std::optional<double> {
    const auto found = evaluations_.at(0, values, work);
    if (!found) return std::nullopt;
    return aim_of(*found);
  };
  const double least = space_.least_cost(), most = settings_.budget.value_or(optimum_->choice.cost);
  std::vector<Place> known{space_.place(optimum_->choice.values)};
  for (int k = 0; k < settings_.front && (k == 0 || most > least); ++k) {
    const double budget = least + (most - least) * k / (settings_.front - 1);
    const bool last = k + 1 == settings_.front;
    const auto place =
        last ? std::optional(known[0])
             : least_value({space_, value, budget, settings_.aim == Objective::loss}, search_settings(), known);
    const auto choice = place ? chosen_at(space_.values(*place), work) : std::nullopt;
    if (!choice) return false;
    front_.push_back(*choice);
    front_.back().budget = budget;
    known.push_back(*place);
  }
  return true;
}

bool Optimised::find_least_cost(const OnDraws& work) {
  const auto lacking = [&](const std::vector<double>& values) -> std::optional<double> {
    const auto found = evaluations_.at(0, values, work);
    if (!found) return std::nullopt;
    return shortfall(*found);
  };
  const auto best = least_cost(space_, lacking, search_settings());
  const auto choice = best ? chosen_at(space_.values(best->place), work) : std::nullopt;
  if (!choice) return false;
  optimum_.emplace().choice = *choice;
  optimum_->reached = best->reached;
  return true;
}

std::optional<double> Optimised::regret_at(const std::vector<double>& values, const OnDraws& work) {
  double most = -HUGE_VAL;
  for (const int world : aimed_worlds()) {
    const auto found = evaluations_.at(world, values, work);
    if (!found) return std::nullopt;
    const double regret = found->loss - best_of_world_[static_cast<std::size_t>(world) - 1].loss;
    most = std::isnan(regret) ? nan : std::max(most, regret);
    if (std::isnan(most)) return nan;
  }
  return most;
}

// First what could be had in each scenario, then what is worst against it in none.
bool Optimised::find_least_regret(const OnDraws& work) {
  std::vector<Place> known;
  best_of_world_.clear();
  for (const int world : aimed_worlds()) {
    const auto value = [&](const std::vector<double>& values) -> std::optional<double> {
      const auto found = evaluations_.at(world, values, work);
      if (!found) return std::nullopt;
      return found->loss;
    };
    const auto best = least_value({space_, value, settings_.budget, true}, search_settings(), known);
    const auto found = best ? evaluations_.at(world, space_.values(*best), work) : std::nullopt;
    if (!found) return false;
    known.push_back(*best);
    best_of_world_.push_back(choice_of(*found));
  }
  const auto regret = [&](const std::vector<double>& values) { return regret_at(values, work); };
  std::optional<Place> best;
  for (bool better = true; better;) {  // the search for the least regret may find more than could be had
    best = least_value({space_, regret, settings_.budget, false}, search_settings(), known);
    if (!best) return false;
    better = false;
    for (const Evaluation& one : evaluations_.asked()) {
      if (one.world == 0 || (settings_.budget && one.cost > *settings_.budget * (1.0 + 1e-12))) continue;
      Chosen& had = best_of_world_[static_cast<std::size_t>(one.world) - 1];
      better = better || one.loss < had.loss - 1e-6 * std::abs(had.loss);
      if (one.loss < had.loss) had = choice_of(one);
    }
    known.push_back(*best);
  }
  const auto choice = chosen_at(space_.values(*best), work);
  if (!choice) return false;
  optimum_.emplace().choice = *choice;
  optimum_->choice.aim = *regret_at(choice->values, work);
  optimum_->best_of_world = best_of_world_;
  for (const int world : aimed_worlds())
    optimum_->regret.push_back(evaluations_.find(world, choice->values)->loss -
                               best_of_world_[static_cast<std::size_t>(world) - 1].loss);
  return true;
}

std::optional<Chosen> Optimised::best_so_far() const {
  std::optional<Chosen> best;
  double least = HUGE_VAL;
  for (const Evaluation& one : evaluations_.all()) {
    double value = aim_of(one);
    if (settings_.budget && one.cost > *settings_.budget * (1.0 + 1e-12)) continue;
    if (settings_.aim == Objective::cost) {
      const double lacking = *shortfall(one);
      if (!(lacking <= 0.0)) value = 1e9 * (1.0 + lacking);  // what does not reach it comes after all that does
    }
    if (settings_.aim == Objective::regret) {
      if (one.world != 1 || best_of_world_.size() != file_.worlds.size()) continue;
      value = -HUGE_VAL;
      for (const int world : aimed_worlds()) {
        const Evaluation* const there = evaluations_.find(world, one.values);
        value = there == nullptr
                    ? HUGE_VAL
                    : std::max(value, there->loss - best_of_world_[static_cast<std::size_t>(world) - 1].loss);
      }
    }
    if (!(value < least)) continue;
    least = value;
    best = choice_of(one);
    if (settings_.aim == Objective::regret) best->aim = value;
  }
  return best;
}

}  // namespace wedge::engine
