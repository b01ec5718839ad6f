#include "scenario/quantity.hpp"

#include <algorithm>

namespace wedge {
namespace {

struct SupportOf {
  Support operator()(const Lognormal&) const { return {0.0, std::numeric_limits<double>::infinity()}; }
  Support operator()(const Choice& choice) const {
    const auto [low, high] = std::minmax_element(choice.values.begin(), choice.values.end());
    return {*low, *high};
  }
  template <class Bounded>
  Support operator()(const Bounded& bounded) const {
    return {bounded.low, bounded.high};
  }
};

}  // namespace

Support support_of(const Distribution& distribution) { return std::visit(SupportOf{}, distribution); }

}  // namespace wedge
