#include "equilibrium/all_solutions.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "equilibrium/arc_tracer.hpp"

namespace wedge {
namespace {

// Of games that combine freely no more are listed.
constexpr std::size_t most_combinations = 64;
// How far above τ = 1 a curve is followed.
constexpr double highest_tau = 2.0;

template <class System>
class SolutionSearch {
 public:
  explicit SolutionSearch(System& system) : system_(system) {}

  KnownSolutions run(int starts) {
    for (const Selection selection : {Selection::principal, Selection::cohesive, Selection::fractured}) {
      const FoundSolution<double> found =
          selection == Selection::principal
              ? follow_branch(system_, Effort::whatever_it_takes)
              : settle_from(system_, selection == Selection::cohesive ? 1.0 : 0.0, Rest::complete);
      if (found.found) selected_[static_cast<int>(selection)] = add(found.benefit);
    }
    follow_curves();
    for (int start = 0; start < starts; ++start) {
      std::vector<double> unknown = starting_point(start);
      if (descend(unknown)) add(unknown);
      follow_curves();
    }
    return out();
  }

 private:
  static constexpr double longest_step = 0.3;  // of Newton's method, in support
  static constexpr int most_steps = 100;

  // Where the solution stands among those that are known, if need be as the newest; −1 where Newton's method does not
  // confirm it.
  int add(std::vector<double> unknown) {
    if (!polish(system_, unknown, true, longest_step)) return -1;
    system_.linearise(unknown, 1.0);
    const std::vector<double>& support = system_.support();
    for (std::size_t s = 0; s < known_.size(); ++s) {
      double difference = 0.0;
      for (std::size_t i = 0; i < support.size(); ++i)
        difference = std::max(difference, std::abs(support[i] - support_[s][i]));
      if (difference < fragile_difference) return static_cast<int>(s);
    }
    known_.push_back({std::move(unknown), system_.determinant_sign(), {false, false, false}});
    support_.push_back(support);
    return static_cast<int>(known_.size()) - 1;
  }

  // The curve through each solution, both ways: where it crosses τ = 1 again is another.
  void follow_curves() {
    for (; followed_ < known_.size(); ++followed_)
      for (const double orientation : {-1.0, 1.0}) {
        ArcTracer<System> tracer(system_, searching_tier, std::vector<double>(known_[followed_].unknown), 1.0,
                                 orientation);
        for (const std::vector<double>& crossing : tracer.crossings(highest_tau)) add(crossing);
      }
  }

  // In turn: everybody supports or stands aside, as drawn for each responder of each game; and anything in between.
  std::vector<double> starting_point(int start) {
    std::vector<double> support(system_.size());
    for (double& p : support) {
      const double u = std::ldexp(static_cast<double>(random_() >> 11), -53);
      p = start % 2 == 0 ? u : u < 0.5 ? 0.0 : 1.0;
    }
    system_.evaluate_support(support, support, 1.0, {});
    return system_.delta();
  }

  // Newton's method with its steps cut short.
  bool descend(std::vector<double>& unknown) {
    for (int step = 0; step < most_steps; ++step) {
      system_.linearise(unknown, 1.0);
      const double change = largest_change<double>(system_.slope(), system_.newton());
      if (!finite(change)) return false;
      const double share = std::min(1.0, longest_step / std::max(change, 1e-300));
      for (std::size_t i = 0; i < unknown.size(); ++i) unknown[i] += share * system_.newton()[i];
      if (change < 1e-6 && largest_shift<double>(system_.precision(), system_.newton()) < 1e-3) return true;
    }
    return false;
  }

  KnownSolutions out() {
    for (int selection = 0; selection < 3; ++selection)
      if (selected_[selection] >= 0) known_[selected_[selection]].selected[selection] = true;
    KnownSolutions all{std::move(known_), 0.0, 0.0};
    all.count = static_cast<double>(all.solutions.size());
    for (const KnownSolution& one : all.solutions) all.sign_sum += one.sign;
    return all;
  }

  System& system_;
  std::vector<KnownSolution> known_;
  std::vector<std::vector<double>> support_;  // of those known
  std::size_t followed_ = 0;
  int selected_[3] = {-1, -1, -1};
  std::mt19937_64 random_{0x5eed};
};

}  // namespace

template <class System>
KnownSolutions search_solutions(System& system, int starts) {
  return SolutionSearch<System>(system).run(starts);
}

KnownSolutions combined(const std::vector<KnownSolutions>& by_game) {
  KnownSolutions out;
  out.count = out.sign_sum = 1.0;
  for (const KnownSolutions& own : by_game) out.count *= own.count, out.sign_sum *= own.sign_sum;
  std::vector<std::size_t> choice(by_game.size(), 0);
  while (out.count > 0.0 && out.solutions.size() < most_combinations) {
    KnownSolution& all = out.solutions.emplace_back(KnownSolution{{}, 1.0, {true, true, true}});
    for (std::size_t g = 0; g < by_game.size(); ++g) {
      const KnownSolution& own = by_game[g].solutions[choice[g]];
      all.unknown.insert(all.unknown.end(), own.unknown.begin(), own.unknown.end());
      all.sign *= own.sign;
      for (int selection = 0; selection < 3; ++selection) all.selected[selection] &= own.selected[selection];
    }
    std::size_t g = 0;
    while (g < by_game.size() && ++choice[g] == by_game[g].solutions.size()) choice[g++] = 0;
    if (g == by_game.size()) break;
  }
  return out;
}

template KnownSolutions search_solutions(JointSystem<double>&, int);
template KnownSolutions search_solutions(LinkedSystem<double>&, int);

}  // namespace wedge
