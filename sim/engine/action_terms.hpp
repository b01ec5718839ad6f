/// One attack taken apart: what it is worth to each type of the adversary, term by term of (8), and what support is
/// worth to each responder, term by term of (10).
#pragma once

#include <string>
#include <vector>

#include "engine/solved.hpp"

namespace wedge::engine {

/// The terms of an attack's worth to the adversary. Their sum is EU_θ(a).
enum class AttackTerm { gained, attacking, defeat, sanctions, backing_down, carrying_out, tactic, count };
/// The terms of what supporting is worth to a responder rather than standing aside. Their sum is Δ_k.
enum class SupportTerm { saved, war, coming_in, harm, penalty, courtship, count };

/// What a term is, in a few words.
const char* words_of(AttackTerm term);
const char* words_of(SupportTerm term);

struct SupportTerms {
  std::string responder;
  double support, without_tactic;         ///< probability; the same in the attack without a tactic
  std::vector<double> terms, terms_then;  ///< by SupportTerm; the same in the attack without a tactic
};

struct ActionTerms {
  std::string adversary;
  SolvedAction action;
  std::vector<std::string> types;
  std::vector<double> quiet;                        ///< by type: what doing nothing is worth
  std::vector<double> value;                        ///< by type: EU_θ(a) as the solution has it
  std::vector<std::vector<double>> terms;           ///< by type, by AttackTerm
  std::vector<double> value_without_tactic;         ///< by type: of the same attack without a tactic
  std::vector<std::vector<double>> without_tactic;  ///< the same by AttackTerm
  std::vector<double> probability_by_type;
  double probability_without_tactic;  ///< of that attack
  std::vector<SupportTerms> responders;
};

/// Action `a` of a crisis that was solved at these numbers, with no other adversary.
ActionTerms terms_of(const Scenario<double>& scenario, const SolvedCrisis& crisis, int a);

/// The likeliest action that `words` names: TARGET RUNG TACTIC AT, all after the first may be left out; none: the
/// likeliest of all. Uncertain keys stand at their medians. InputError if no action has these names, and for scenarios
/// with several adversaries.
ActionTerms action_terms(const Scenario<Quantity>& scenario, const std::string& words);

}  // namespace wedge::engine
