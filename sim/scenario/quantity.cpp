#include "scenario/quantity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

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

struct TextOf {
  static std::string table(const char* family, const std::vector<double>& values, const std::string& within = "") {
    return fmt::format("{{ {} = [{}]{} }}", family, fmt::join(values, ", "), within);
  }
  static std::string cut(double low, double high) {
    return std::isinf(low) && std::isinf(high) ? "" : fmt::format(", within = [{}, {}]", low, high);
  }
  std::string operator()(const Uniform& d) const { return table("uniform", {d.low, d.high}); }
  std::string operator()(const Triangular& d) const { return table("triangular", {d.low, d.mode, d.high}); }
  std::string operator()(const Normal& d) const { return table("normal", {d.mean, d.deviation}, cut(d.low, d.high)); }
  std::string operator()(const Lognormal& d) const { return table("lognormal", {d.median, d.deviation}); }
  std::string operator()(const Beta& d) const {
    const bool usual = d.low == Beta{}.low && d.high == Beta{}.high;
    return table("beta", {d.mean, d.deviation}, usual ? "" : cut(d.low, d.high));
  }
  std::string operator()(const Pert& d) const { return table("pert", {d.low, d.mode, d.high}); }
  std::string operator()(const Choice& d) const { return table("choice", d.values); }
};

}  // namespace

std::string toml_text(const Quantity& quantity) {
  if (quantity.absent()) return "";
  return quantity.uncertain() ? std::visit(TextOf{}, quantity.distribution()) : fmt::format("{}", quantity.number());
}

Support support_of(const Distribution& distribution) { return std::visit(SupportOf{}, distribution); }

}  // namespace wedge
