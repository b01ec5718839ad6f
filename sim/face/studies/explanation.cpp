#include "wedge/explanation.hpp"

#include <fmt/format.h>

#include "engine/action_json.hpp"
#include "engine/studies/explained_json.hpp"
#include "face/access.hpp"
#include "face/studies/stoppable.hpp"

namespace wedge::face {
namespace {

Change change_of(const engine::Paired& found) {
  return {found.difference, found.standard_error, found.rises, found.falls};
}

template <class Kind>
std::vector<Term> named_terms(const std::vector<double>& with, const std::vector<double>& without) {
  std::vector<Term> out;
  for (std::size_t t = 0; t < with.size(); ++t)
    out.push_back({engine::words_of(static_cast<Kind>(t)), with[t], without[t]});
  return out;
}

}  // namespace

Explanation explain(const Scenario& scenario, const ExplainOptions& options) {
  const std::string seed = fmt::format("{:x}", options.seed);
  const engine::ExplainSettings settings{options.draws, seed, options.orders};
  engine::Explained explained(Access::source(scenario), settings);
  std::optional<engine::BreakEvens> levers;
  if (options.break_even)
    levers.emplace(Access::source(scenario),
                   engine::BreakEvenSettings{options.draws, seed, options.levers, options.deterrence, options.tie});
  StoppableWork(options.threads, options.stop).run([&](const engine::OnDraws& work) {
    return explained.run_alone(work) && explained.run_together(work) && (!levers || levers->run(work));
  });

  const engine::Effect whole = explained.whole();
  Explanation out{};
  out.loss = whole.loss.after;
  out.deterrence = whole.deterrence.after;
  out.loss_without_any = whole.loss.before;
  out.deterrence_without_any = whole.deterrence.before;
  const std::vector<engine::Mechanism>& all = explained.mechanisms().all();
  for (std::size_t m = 0; m < all.size(); ++m) {
    const engine::Effect alone = explained.alone(static_cast<int>(m));
    out.mechanisms.push_back({all[m].name, all[m].meaning, all[m].off, change_of(alone.loss),
                              change_of(alone.deterrence), explained.matters(static_cast<int>(m))});
  }
  for (const engine::Contribution& one : explained.contributions()) {
    ShapleyValue value{one.name, {}, change_of(one.effect.loss), change_of(one.effect.deterrence)};
    for (const int m : one.mechanisms) value.mechanisms.push_back(all[m].name);
    out.shapley.push_back(std::move(value));
  }
  out.all_orders = explained.all_orders();
  if (levers) {
    for (const engine::BreakEven& one : levers->found())
      out.break_even.push_back({one.lever.key, one.lever.unit, one.lever.now, one.lever.low, one.lever.high,
                                one.value[0], one.value[1], one.value[2], one.idle});
    out.deterrence_level = levers->level();
    out.tie = levers->tie();
  }
  out.json = engine::explanation_document(Access::source(scenario), settings, explained, levers ? &*levers : nullptr);
  return out;
}

ActionExplanation explain_action(const Scenario& scenario, const std::string& words) {
  const engine::ActionTerms terms = engine::action_terms(Access::read(scenario).scenario, words);
  ActionExplanation out{terms.adversary,
                        terms.action.target,
                        terms.action.rung,
                        terms.action.tactic,
                        terms.action.at,
                        terms.action.probability,
                        {},
                        {},
                        {}};
  for (std::size_t type = 0; type < terms.types.size(); ++type)
    out.worth.emplace_back(terms.types[type],
                           named_terms<engine::AttackTerm>(terms.terms[type], terms.without_tactic[type]));
  for (const engine::SupportTerms& one : terms.responders)
    out.support.emplace_back(one.responder, named_terms<engine::SupportTerm>(one.terms, one.terms_then));
  out.json = engine::action_document(Access::source(scenario), terms);
  return out;
}

}  // namespace wedge::face
