#include "engine/studies/shapley.hpp"

#include <bit>
#include <numeric>
#include <random>
#include <utility>

namespace wedge::engine {

std::vector<double> shapley_values(int players, const std::vector<double>& worth) {
  // Of a set of s others, the share of orders in which they and nobody else come before a player: s! (n−1−s)! / n!.
  std::vector<double> share(static_cast<std::size_t>(players));
  for (int s = 0; s < players; ++s) {
    double sets = 1.0;  // of that size among the n − 1 others
    for (int i = 0; i < s; ++i) sets = sets * (players - 1 - i) / (i + 1);
    share[s] = 1.0 / (players * sets);
  }
  std::vector<double> out(static_cast<std::size_t>(players), 0.0);
  for (PlayerSet set = 0; set < worth.size(); ++set)
    for (int i = 0; i < players; ++i)
      if (!(set >> i & 1)) out[i] += share[std::popcount(set)] * (worth[set | PlayerSet{1} << i] - worth[set]);
  return out;
}

std::vector<std::vector<int>> sampled_orders(int players, int count, std::uint64_t seed) {
  std::vector<std::vector<int>> out;
  std::mt19937_64 random(seed);
  for (int o = 0; o < count; ++o) {
    std::vector<int> order(static_cast<std::size_t>(players));
    std::iota(order.begin(), order.end(), 0);
    for (int last = players - 1; last > 0; --last)
      std::swap(order[last], order[random() % (static_cast<std::uint64_t>(last) + 1)]);
    out.push_back(order);
    out.emplace_back(order.rbegin(), order.rend());
  }
  return out;
}

}  // namespace wedge::engine
