// Names and lookups that the single checks share. Each one reports its own kind of problem and passes over what is
// not its own: a name that does not exist is reported by check_references() alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report.hpp"
#include "scenario/scenario.hpp"
#include "spots.hpp"

namespace wedge::reading {

/// Shares and probabilities may miss their sum by so much: decimals do.
inline constexpr double sum_tolerance = 1e-9;

struct Checking {
  Checking(const Scenario<Quantity>& read, const Spots& where, Report& to);

  const Scenario<Quantity>& scenario;
  const Spots& spots;
  Report& report;

  std::vector<std::string> defenders, pacts, adversaries, actors, regions;  // names that exist
  /// Whether all of them are known. If not, a name may only seem to be missing.
  bool defenders_known, pacts_known, adversaries_known, regions_known;

  /// At a member that was read, or at a whole table.
  void fail(const void* member, std::string message) const { report.add(spots.of(member), std::move(message)); }
  void fail_table(const void* table, std::string message) const {
    report.add(spots.of_table(table), std::move(message));
  }
  const Defender<Quantity>* defender(std::string_view id) const;
  /// Global beyond doubt: its region was neither given nor reported.
  bool global(const Defender<Quantity>& defender) const { return defender.global() && !spots.bad(&defender.region); }
};

/// Ids and other names: well-formed, unique; tactics that exist.
void check_names(const Checking& checking);
/// Names that refer to something: it exists.
void check_references(const Checking& checking);
/// Ties, commitments and pacts: their ends and members.
void check_ties(const Checking& checking);
/// Postures, plans, the number of responders.
void check_defenders(const Checking& checking);
/// Targets, forces where they lie, priors.
void check_adversaries(const Checking& checking);
/// Rounds, supplies, peacetime wedges.
void check_campaign(const Checking& checking);
/// Correlated keys: they exist and are uncertain. Puts them into the form of leaves().
void check_correlations(const Checking& checking, Scenario<Quantity>& scenario);

}  // namespace wedge::reading
