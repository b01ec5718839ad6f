/// The mechanisms of the model that a scenario uses, and the settings that switch each off.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge::engine {

/// Which mechanisms, a bit each.
using MechanismSet = std::uint64_t;

struct Mechanism {
  std::string name, meaning;
  std::vector<std::string> off;  ///< KEY=VALUE, as `--set` takes them: all that switching it off alone does
};

/// Each mechanism that is on: switching it off sets some number to what it was not.
class Mechanisms {
 public:
  explicit Mechanisms(const Scenario<Quantity>& scenario);

  const std::vector<Mechanism>& all() const { return all_; }
  int count() const { return static_cast<int>(all_.size()); }
  MechanismSet everything() const { return (MechanismSet{1} << all_.size()) - 1; }
  /// What switches several off at once: the settings of each, and the menus without any of their tactics.
  std::vector<std::string> off(MechanismSet which) const;
  /// Mechanisms that are on and that no setting switches off, a sentence each.
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  struct Menu {
    std::string adversary;
    std::vector<std::string> tactics;
  };
  void add_numbers(const Scenario<Quantity>& scenario);
  void add_signalling(const Scenario<Quantity>& scenario);
  void add_types(const Scenario<Quantity>& scenario);
  void add_perceptions(const Scenario<Quantity>& scenario);
  void add_tactics(const Scenario<Quantity>& scenario);
  void add(const std::string& name, const std::string& meaning, std::vector<std::string> off);

  std::vector<Mechanism> all_;
  std::vector<std::string> tactic_;  // by mechanism: the tactic that it is, or nothing
  std::vector<Menu> menus_;
  std::vector<std::string> left_out_;
};

}  // namespace wedge::engine
