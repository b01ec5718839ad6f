#include "engine/studies/explained.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "engine/studies/shapley.hpp"

namespace wedge::engine {
namespace {

constexpr int most_mechanisms = 62;

MechanismSet alone_in(int mechanism) { return MechanismSet{1} << mechanism; }

bool changes_a_draw(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t d = 0; d < a.size(); ++d)
    if (std::isnan(a[d]) != std::isnan(b[d]) || std::abs(a[d] - b[d]) > smallest_sign) return true;
  return false;
}

}  // namespace

Explained::Explained(const ScenarioSource& source, const ExplainSettings& settings)
    : outcomes_(source, settings.draws, settings.seed), mechanisms_(outcomes_.scenario()), settings_(settings) {
  if (mechanisms_.count() > most_mechanisms)
    fail_input(source.file, "has too many ties for their mechanisms to be told apart; expected at most " +
                                std::to_string(most_mechanisms) + " mechanisms");
}

std::int64_t Explained::draws_alone() const { return outcomes_.draws() * (2 + 2 * mechanisms_.count()); }

const Explained::Values* Explained::evaluate(MechanismSet on, const OnDraws& work) {
  const auto found = known_.find(on);
  if (found != known_.end()) return &found->second;
  auto values = outcomes_.with(mechanisms_.off(mechanisms_.everything() & ~on), work);
  return values ? &known_.emplace(on, std::move(*values)).first->second : nullptr;
}

bool Explained::run_alone(const OnDraws& work) {
  const MechanismSet all = mechanisms_.everything();
  if (!evaluate(all, work) || !evaluate(0, work)) return false;
  for (int m = 0; m < mechanisms_.count(); ++m)
    if (!evaluate(all & ~alone_in(m), work) || !evaluate(alone_in(m), work)) return false;
  MechanismSet rest = 0;
  for (int m = 0; m < mechanisms_.count(); ++m)
    if (matters(m))
      players_.push_back({mechanisms_.all()[m].name, alone_in(m)});
    else
      rest |= alone_in(m);
  if (std::has_single_bit(rest))
    players_.push_back({mechanisms_.all()[std::countr_zero(rest)].name, rest});
  else if (rest != 0)
    players_.push_back({"all others together", rest});
  const int players = static_cast<int>(players_.size());
  if (players > most_players_for_all_orders)
    orders_ = sampled_orders(players, settings_.orders, seed_of(settings_.seed));
  return true;
}

MechanismSet Explained::switched_on(std::uint64_t players) const {
  MechanismSet on = 0;
  for (std::size_t i = 0; i < players_.size(); ++i)
    if (players >> i & 1) on |= players_[i].which;
  return on;
}

std::int64_t Explained::draws_together() const {
  const auto players = static_cast<std::int64_t>(players_.size());
  return outcomes_.draws() * (all_orders() ? std::int64_t{1} << players : orders() * players);
}

bool Explained::run_together(const OnDraws& work) {
  if (all_orders()) {
    for (PlayerSet set = 0; set < PlayerSet{1} << players_.size(); ++set)
      if (!evaluate(switched_on(set), work)) return false;
    return true;
  }
  for (const std::vector<int>& order : orders_) {
    PlayerSet set = 0;
    for (const int player : order)
      if (!evaluate(switched_on(set |= PlayerSet{1} << player), work)) return false;
  }
  return true;
}

Effect Explained::effect(MechanismSet without, MechanismSet with) const {
  const Values &before = at(without), &after = at(with);
  return {outcomes_.difference(before.loss, after.loss), outcomes_.difference(before.deterrence, after.deterrence)};
}

Effect Explained::whole() const { return effect(0, mechanisms_.everything()); }
Effect Explained::alone(int m) const {
  return effect(mechanisms_.everything() & ~alone_in(m), mechanisms_.everything());
}
Effect Explained::by_itself(int m) const { return effect(0, alone_in(m)); }

bool Explained::matters(int m) const {
  for (const Effect& each : {alone(m), by_itself(m)})
    if (counts(each.loss) || counts(each.deterrence)) return true;
  return false;
}

bool Explained::idle(int m) const {
  const MechanismSet all = mechanisms_.everything();
  const auto same = [&](MechanismSet a, MechanismSet b) {
    return !changes_a_draw(at(a).loss, at(b).loss) && !changes_a_draw(at(a).deterrence, at(b).deterrence);
  };
  return same(all, all & ~alone_in(m)) && same(0, alone_in(m));
}

std::int64_t Explained::solved() const {
  const std::vector<double>& loss = at(mechanisms_.everything()).loss;
  return std::count_if(loss.begin(), loss.end(), [](double x) { return !std::isnan(x); });
}

// By draw the Shapley value, or the mean over the orders; NaN where one of the scenarios was not solved.
Paired Explained::added(int player, std::vector<double> Values::*measure) const {
  const auto draws = static_cast<std::size_t>(outcomes_.draws());
  const int players = static_cast<int>(players_.size());
  std::vector<double> phi(draws, 0.0), by_order;
  if (all_orders()) {
    std::vector<const std::vector<double>*> values;
    for (PlayerSet set = 0; set < PlayerSet{1} << players; ++set) values.push_back(&(at(switched_on(set)).*measure));
    std::vector<double> worth(values.size());
    for (std::size_t d = 0; d < draws; ++d) {
      for (std::size_t set = 0; set < worth.size(); ++set) worth[set] = (*values[set])[d];
      phi[d] = shapley_values(players, worth)[player];
      if (std::any_of(worth.begin(), worth.end(), [](double x) { return std::isnan(x); })) phi[d] = nan;
    }
  } else {
    std::vector<double> any(draws, 0.0);  // NaN where some scenario was not solved
    for (const std::vector<int>& order : orders_) {
      PlayerSet set = 0;
      for (const int next : order) {
        const std::vector<double>& before = at(switched_on(set)).*measure;
        const std::vector<double>& after = at(switched_on(set |= PlayerSet{1} << next)).*measure;
        for (std::size_t d = 0; d < draws; ++d) any[d] += after[d] - before[d];
      }
    }
    for (const std::vector<int>& order : orders_) {
      PlayerSet set = 0;
      for (const int next : order) {
        if (next == player) {
          const std::vector<double>& before = at(switched_on(set)).*measure;
          const std::vector<double>& after = at(switched_on(set | PlayerSet{1} << next)).*measure;
          double sum = 0.0, count = 0.0;
          for (std::size_t d = 0; d < draws; ++d) {
            const double step = std::isnan(any[d]) ? nan : after[d] - before[d];
            phi[d] += step / orders();
            if (!std::isnan(step)) sum += step, ++count;
          }
          by_order.push_back(sum / count);
        }
        set |= PlayerSet{1} << next;
      }
    }
  }
  Paired out = outcomes_.difference(std::vector<double>(draws, 0.0), phi);
  if (by_order.size() > 2) {  // an order and its reverse are one observation
    std::vector<double> pairs;
    for (std::size_t o = 0; o + 1 < by_order.size(); o += 2) pairs.push_back((by_order[o] + by_order[o + 1]) / 2.0);
    double mean = 0.0, square = 0.0;
    for (const double x : pairs) mean += x / static_cast<double>(pairs.size());
    for (const double x : pairs) square += (x - mean) * (x - mean);
    const auto n = static_cast<double>(pairs.size());
    out.standard_error = std::sqrt(out.standard_error * out.standard_error + square / (n * (n - 1.0)));
  }
  return out;
}

std::vector<Contribution> Explained::contributions() const {
  std::vector<Contribution> out;
  for (std::size_t i = 0; i < players_.size(); ++i) {
    Contribution one{players_[i].name, {}, {}};
    for (int m = 0; m < mechanisms_.count(); ++m)
      if (players_[i].which & alone_in(m)) one.mechanisms.push_back(m);
    one.effect = {added(static_cast<int>(i), &Values::loss), added(static_cast<int>(i), &Values::deterrence)};
    out.push_back(std::move(one));
  }
  const auto rest = std::find_if(out.begin(), out.end(), [](const Contribution& c) { return c.mechanisms.size() > 1; });
  std::stable_sort(out.begin(), rest, [](const Contribution& a, const Contribution& b) {
    return std::abs(a.effect.loss.difference) > std::abs(b.effect.loss.difference);
  });
  return out;
}

}  // namespace wedge::engine
