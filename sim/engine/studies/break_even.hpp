/// Break-even values: how far one number alone would have to go until the answer is another.
#pragma once

#include <array>
#include <optional>

#include "engine/studies/common_outcomes.hpp"

namespace wedge::engine {

/// A number that policy can move.
struct Lever {
  std::string key, unit;
  double now;        ///< in the median
  double low, high;  ///< its range; where that has no end, up to four times what it is now
};

struct BreakEvenSettings {
  std::int64_t draws = 256;
  std::string seed = "5eed";
  std::vector<std::string> levers;   ///< patterns of keys; none: those of ties, plans, protection, forces, arsenals
  std::optional<double> deterrence;  ///< the level that it is to reach; not said: attacks half as likely as now
  std::string tie;                   ///< whose net is to turn; empty: the tie whose net is the largest
};

/// What a lever is asked for. Net is loss saved by the tie's integration.
enum class Goal { loss_halves, deterrence_reached, net_turns, count };

struct BreakEven {
  Lever lever;
  bool idle = false;  ///< changes neither loss nor deterrence anywhere
  /// By goal: the value nearest to `now` at which it is reached; nothing if that is not within the range.
  std::array<std::optional<double>, static_cast<int>(Goal::count)> value{};
};

class BreakEvens {
 public:
  /// InputError for patterns that match no number, a tie that there is not, a level that is no probability.
  BreakEvens(const ScenarioSource& source, const BreakEvenSettings& settings);

  std::int64_t draws() const;     ///< about; some roots are found sooner
  bool run(const OnDraws& work);  ///< false if it was stopped; what is found by then is there

  const std::vector<BreakEven>& found() const { return found_; }
  double loss() const { return loss_; }              ///< as it is
  double deterrence() const { return deterrence_; }  ///< as it is
  double level() const { return level_; }            ///< of deterrence that is to be reached
  const std::string& tie() const { return tie_; }    ///< empty: there is none
  double net() const { return net_; }                ///< of it, as it is

 private:
  std::optional<std::array<double, static_cast<int>(Goal::count)>> measure(const Lever& lever, double x,
                                                                           const OnDraws& work) const;
  bool look_at_now(const OnDraws& work);
  bool find(const Lever& lever, const OnDraws& work);

  CommonOutcomes outcomes_;
  BreakEvenSettings settings_;
  std::vector<Lever> levers_;
  std::vector<BreakEven> found_;
  std::string tie_;
  double loss_ = 0.0, deterrence_ = 0.0, level_ = 0.0, net_ = 0.0;
};

}  // namespace wedge::engine
