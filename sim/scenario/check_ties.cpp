#include <set>

#include "checking.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

using Pair = std::pair<std::string, std::string>;

Pair sorted(const std::string& a, const std::string& b) { return a < b ? Pair{a, b} : Pair{b, a}; }

void check_tie(const Checking& checking, const Tie<Quantity>& tie, std::set<Pair>& met) {
  if (checking.spots.bad(&tie.between)) return;
  if (tie.between.size() != 2)
    return checking.fail(&tie.between,
                         "names " + std::to_string(tie.between.size()) + "; expected the two defenders that it ties");
  const std::string &a = tie.between[0], &b = tie.between[1];
  if (a.empty() || b.empty()) return;
  if (a == b)
    checking.fail(&tie.between[1], "ties " + quoted(a) + " to itself; expected two defenders");
  else if (!met.insert(sorted(a, b)).second)
    checking.fail(&tie.between, "ties " + quoted(a) + " and " + quoted(b) +
                                    " a second time; expected one tie for each two defenders");
}

void check_commitment(const Checking& checking, const Commitment<Quantity>& commitment, std::set<Pair>& met) {
  const std::string &from = commitment.from, &to = commitment.to;
  if (const Defender<Quantity>* supported = checking.defender(to);
      supported != nullptr && from != to && checking.global(*supported))
    checking.fail(&to, quoted(to) +
                           " is global and cannot be attacked; expected a defender with a "
                           "region");
  if (from.empty() || to.empty()) return;
  if (from == to)
    checking.fail(&to, quoted(to) + " is committed to itself; expected another defender");
  else if (!met.insert({from, to}).second)
    checking.fail_table(&commitment, "commits " + quoted(from) + " to " + quoted(to) +
                                         " a second time; expected one commitment from one to the "
                                         "other");
}

// The supporter is committed, the host responds too and is neither of the two.
void check_basing(const Checking& checking, const Basing<Quantity>& basing, std::set<std::string>& met) {
  const std::string &from = basing.from, &to = basing.to, &host = basing.host;
  if (checking.defender(from) == nullptr || checking.defender(to) == nullptr || checking.defender(host) == nullptr)
    return;
  if (checking.scenario.find_commitment(from, to) < 0)
    return checking.fail(&from, quoted(from) + " has no commitment to " + quoted(to) +
                                    "; expected the one committed, with a [[commitment]] from it to " + quoted(to));
  if (host == from || host == to)
    return checking.fail(&host, quoted(host) + (host == from ? " would host itself" : " is the one supported") +
                                    "; expected another responder of " + quoted(to));
  if (checking.scenario.find_commitment(host, to) < 0)
    return checking.fail(&host, quoted(host) + " has no commitment to " + quoted(to) +
                                    "; expected a host that decides too, with a [[commitment]] to " + quoted(to));
  if (!met.insert(basing.name()).second)
    checking.fail_table(&basing, "bases " + quoted(from) + " in " + quoted(host) + " for " + quoted(to) +
                                     " a second time; expected one basing of each supporter in each host");
}

void check_pact(const Checking& checking, const Pact<Quantity>& pact) {
  if (pact.members.empty() && !checking.spots.bad(&pact.members))
    checking.fail(&pact.members, "is empty; expected at least one member");
  std::set<std::string> met;
  for (const std::string& member : pact.members)
    if (!member.empty() && !met.insert(member).second)
      checking.fail(&member, quoted(member) + " is a member twice; expected each member once");
}

}  // namespace

void check_ties(const Checking& checking) {
  std::set<Pair> tied, committed;
  for (const Tie<Quantity>& tie : checking.scenario.ties) check_tie(checking, tie, tied);
  for (const Commitment<Quantity>& commitment : checking.scenario.commitments)
    check_commitment(checking, commitment, committed);
  std::set<std::string> based;
  if (checking.defenders_known)
    for (const Basing<Quantity>& basing : checking.scenario.basings) check_basing(checking, basing, based);
  for (const Pact<Quantity>& pact : checking.scenario.pacts) check_pact(checking, pact);
}

}  // namespace wedge::reading
