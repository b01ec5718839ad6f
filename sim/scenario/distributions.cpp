#include "distributions.hpp"

#include <array>
#include <cmath>

#include "wording.hpp"

namespace wedge::reading {
namespace {

// A normal cut to an interval further out than this has no probability left to speak of.
constexpr double farthest_cut = 6.0;  // standard deviations

using Parameters = std::vector<double>;
struct Interval {
  double low, high;
  bool given;
};

// One row for each distribution: its key, its parameters in words, what they must fulfil.
struct Family {
  std::string_view key;
  std::string_view form;  // as the user writes it
  std::size_t count;      // of parameters; 0: one or more
  bool within;            // takes `within`
  std::string_view rule;
  bool (*holds)(const Parameters&, const Interval&);
  Distribution (*make)(const Parameters&, const Interval&);
};

bool ordered(const Parameters& p, const Interval&) { return p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2]; }

bool beta_exists(const Parameters& p, const Interval& in) {
  const double mean = p[0], deviation = p[1];
  return in.low < mean && mean < in.high && deviation > 0 && deviation * deviation < (mean - in.low) * (in.high - mean);
}

const std::array<Family, 7> families{{
    {"uniform", "[low, high]", 2, false, "low < high", [](const Parameters& p, const Interval&) { return p[0] < p[1]; },
     [](const Parameters& p, const Interval&) -> Distribution {
       return Uniform{p[0], p[1]};
     }},
    {"triangular", "[low, mode, high]", 3, false, "low ≤ mode ≤ high and low < high", ordered,
     [](const Parameters& p, const Interval&) -> Distribution {
       return Triangular{p[0], p[1], p[2]};
     }},
    {"normal", "[mean, sd]", 2, true, "sd > 0", [](const Parameters& p, const Interval&) { return p[1] > 0; },
     [](const Parameters& p, const Interval& in) -> Distribution {
       return Normal{p[0], p[1], in.low, in.high};
     }},
    {"lognormal", "[median, gsd]", 2, false, "median > 0 and gsd > 1 (a geometric standard deviation)",
     [](const Parameters& p, const Interval&) { return p[0] > 0 && p[1] > 1; },
     [](const Parameters& p, const Interval&) -> Distribution {
       return Lognormal{p[0], p[1]};
     }},
    {"beta", "[mean, sd]", 2, true, "low < mean < high and 0 < sd² < (mean − low)(high − mean)", beta_exists,
     [](const Parameters& p, const Interval& in) -> Distribution {
       return Beta{p[0], p[1], in.low, in.high};
     }},
    {"pert", "[low, mode, high]", 3, false, "low ≤ mode ≤ high and low < high", ordered,
     [](const Parameters& p, const Interval&) -> Distribution {
       return Pert{p[0], p[1], p[2]};
     }},
    {"choice", "[value, …]", 0, false, "at least one value",
     [](const Parameters& p, const Interval&) { return !p.empty(); },
     [](const Parameters& p, const Interval&) -> Distribution { return Choice{p}; }},
}};

const Family* family_named(std::string_view key) {
  for (const Family& family : families)
    if (family.key == key) return &family;
  return nullptr;
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (const Family& family : families) names.emplace_back(family.key);
  return names;
}

std::optional<double> plain_number(const toml::node& node) {
  if (const auto* integer = node.as_integer()) return static_cast<double>(integer->get());
  if (const auto* real = node.as_floating_point()) return real->get();
  return std::nullopt;
}

std::string list_of(const Parameters& values) {
  std::string out = "[";
  for (std::size_t i = 0; i < values.size(); ++i) out += (i > 0 ? ", " : "") + shown(values[i]);
  return out + "]";
}

// Reads one distribution table.
class DistributionReader {
 public:
  DistributionReader(const toml::table& table, const Spot& spot, const Range& range, const Document& document,
                     Report& report)
      : table_(table), spot_(spot), range_(range), document_(document), report_(report) {}

  std::optional<Distribution> read() {
    const Family* family = the_family();
    if (family == nullptr) return std::nullopt;
    const auto parameters = list(family->key, family->form, family->count, false);
    const auto in = interval(*family);
    if (!parameters || !in) return std::nullopt;
    const std::string written = std::string(family->key) + " = " + list_of(*parameters);
    if (!family->holds(*parameters, *in)) {
      fail(place_of(family->key), written + " is not valid" +
                                      (in->given ? " within " + list_of({in->low, in->high}) : "") + "; expected " +
                                      std::string(family->rule));
      return std::nullopt;
    }
    const Distribution distribution = family->make(*parameters, *in);
    if (!fits(distribution, *family, written, *in)) return std::nullopt;
    return distribution;
  }

 private:
  void fail(const Spot& spot, std::string message) { report_.add(spot, std::move(message)); }

  Spot place_of(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node == nullptr ? spot_ : document_.spot(node->source(), spot_, spot_.key);
  }

  // The only distribution of the table; reports unknown keys, none and several.
  const Family* the_family() {
    const Family* found = nullptr;
    bool clean = true;
    for (const auto& [key, value] : document_.in_order(table_)) {
      const Family* family = family_named(key->str());
      const Spot spot = document_.spot(key->source(), spot_, spot_.key);
      if (family == nullptr && key->str() != "within") {
        fail(spot, with_hint(quoted(key->str()) + " is not a distribution", key->str(), family_names()));
        clean = false;
      } else if (family != nullptr && found != nullptr) {
        fail(spot, "has a second distribution, " + std::string(family->key) + "; expected one beside no other");
        clean = false;
      } else if (family != nullptr) {
        found = family;
      }
    }
    if (clean && found == nullptr) fail(spot_, with_hint("has no distribution", "", family_names()));
    return clean ? found : nullptr;
  }

  std::optional<Parameters> list(std::string_view key, std::string_view form, std::size_t count, bool may_be_infinite) {
    const std::string expected = "expected " + std::string(key) + " = " + std::string(form);
    const Spot spot = place_of(key);
    const toml::array* array = table_.get(key)->as_array();
    if (array == nullptr || (count > 0 && array->size() != count)) {
      const std::string found =
          array == nullptr ? std::string(kind_of(*table_.get(key))) : "a list of " + std::to_string(array->size());
      fail(spot, std::string(key) + " is " + found + "; " + expected);
      return std::nullopt;
    }
    Parameters values;
    for (const toml::node& node : *array) {
      const Spot place = document_.spot(node.source(), spot, spot_.key);
      const auto value = plain_number(node);
      if (!value || std::isnan(*value) || (!may_be_infinite && std::isinf(*value))) {
        const std::string found = value ? shown(*value) + " is not finite" : "holds " + std::string(kind_of(node));
        fail(place, std::string(key) + ": " + found + "; " + expected + " of numbers");
        return std::nullopt;
      }
      values.push_back(*value);
    }
    return values;
  }

  // The bounds that `within` gives, or the family's own interval.
  std::optional<Interval> interval(const Family& family) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!table_.contains("within"))
      return family.key == "beta" ? Interval{0.0, 1.0, false} : Interval{-infinity, infinity, false};
    if (!family.within) {
      fail(place_of("within"), std::string(family.key) + " takes no within; only normal and beta do");
      return std::nullopt;
    }
    const auto ends = list("within", "[low, high]", 2, family.key == "normal");
    if (!ends) return std::nullopt;
    if (!((*ends)[0] < (*ends)[1])) {
      fail(place_of("within"), "within = " + list_of(*ends) + " is not valid; expected low < high");
      return std::nullopt;
    }
    return Interval{(*ends)[0], (*ends)[1], true};
  }

  bool fits(const Distribution& distribution, const Family& family, const std::string& written, const Interval& in) {
    const Support support = support_of(distribution);
    const bool open = std::holds_alternative<Lognormal>(distribution);
    const bool low_fits = range_.contains(support.low) || (open && support.low >= range_.low);
    // Infinite ends fit only where the range has none.
    if (!low_fits || support.high > range_.high) {
      const bool add_within = family.within && !in.given;
      fail(place_of(in.given ? "within" : family.key),
           (in.given ? "within = " + list_of({in.low, in.high}) : written) + " reaches from " + shown(support.low) +
               " to " + shown(support.high) + ", out of range; expected " + number_in(range_) +
               (add_within ? ", by within = [low, high]" : ""));
      return false;
    }
    if (std::isfinite(support.low) && std::isfinite(support.high) && !std::isfinite(support.high - support.low)) {
      fail(place_of(family.key), written + " is too wide; expected a finite width");
      return false;
    }
    if (const auto* normal = std::get_if<Normal>(&distribution)) return leaves_probability(*normal, written);
    return true;
  }

  bool leaves_probability(const Normal& normal, const std::string& written) {
    const double reach = farthest_cut * normal.deviation;
    if (normal.low <= normal.mean + reach && normal.high >= normal.mean - reach) return true;
    fail(place_of("within"), "within = " + list_of({normal.low, normal.high}) + " is more than " + shown(farthest_cut) +
                                 " standard deviations from the mean of " + written +
                                 "; expected an interval that it reaches");
    return false;
  }

  const toml::table& table_;
  const Spot& spot_;
  const Range& range_;
  const Document& document_;
  Report& report_;
};

}  // namespace

std::optional<double> read_number(const toml::node& node, const Spot& spot, const Range& range, Report& report) {
  const auto number = plain_number(node);
  if (!number) {
    report.add(spot, "is " + std::string(kind_of(node)) + "; expected " + number_in(range));
  } else if (!std::isfinite(*number)) {
    report.add(spot, shown(*number) + " is not finite; expected " + number_in(range));
  } else if (!range.contains(*number)) {
    report.add(spot, shown(*number) + " is out of range; expected " + number_in(range));
  } else {
    return number;
  }
  return std::nullopt;
}

Quantity read_quantity(const toml::node& node, const Spot& spot, const Range& range, const Document& document,
                       Report& report) {
  if (const toml::table* table = node.as_table()) {
    const auto distribution = DistributionReader(*table, spot, range, document, report).read();
    return distribution ? Quantity(*distribution) : Quantity();
  }
  if (plain_number(node)) {
    const auto number = read_number(node, spot, range, report);
    return number ? Quantity(*number) : Quantity();
  }
  report.add(spot, "is " + std::string(kind_of(node)) + "; expected " + number_in(range) + " or a distribution");
  return {};
}

}  // namespace wedge::reading
