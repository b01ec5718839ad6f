/// Shapley values: what each of several players adds, on the average over all orders in which they may come (L. S.
/// Shapley, "A Value for n-Person Games", 1953). What all add together is what they are worth together.
#pragma once

#include <cstdint>
#include <vector>

namespace wedge::engine {

/// Who is there, a bit each.
using PlayerSet = std::uint64_t;

/// By player, from the worth of every set of them, by set.
std::vector<double> shapley_values(int players, const std::vector<double>& worth);

/// Orders of the players drawn by chance, each followed by its reverse.
std::vector<std::vector<int>> sampled_orders(int players, int count, std::uint64_t seed);

}  // namespace wedge::engine
