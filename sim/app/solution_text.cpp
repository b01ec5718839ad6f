#include "app/solution_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/table.hpp"

namespace wedge::app {

using namespace engine;

namespace {

constexpr std::size_t most_attacks = 8;

std::string join(const std::vector<std::string>& words, const std::string& separator) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : separator) + word;
  return out;
}

std::string by_name(const std::vector<std::string>& names, const std::vector<double>& values) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < names.size(); ++i) out.push_back(names[i] + " " + probability_text(values[i]));
  return join(out, ", ");
}

std::string outcome_section(const SolvedCrisis& solved) {
  const Measures<double>& m = solved.measures;
  const auto &types = solved.types, &targets = solved.targets;
  std::string out = fmt::format("{} against {}\n", solved.adversary, join(targets, ", "));
  const bool several = types.size() > 1;
  Table table;
  table.column("", Table::Align::left).column("").column("", Table::Align::left);
  table.row({"deterred (no attack)", probability_text(m.deterrence),
             several ? "if " + by_name(types, m.deterrence_by_type) : ""});
  table.row({"attacked", probability_text(1.0 - m.deterrence),
             targets.size() > 1 ? by_name(targets, m.attack_by_target) : ""});
  table.row({"  with nothing to gain", probability_text(solved.by_chance),
             solved.by_chance > most_by_chance * (1.0 - m.deterrence) ? "much of that is chance, not motive" : ""});
  table.row({"  victim concedes", probability_text(m.conceded), ""});
  table.row({"  adversary backs down", probability_text(m.desisted), ""});
  table.row({"  fought over", probability_text(m.war), ""});
  table.row({"  threat carried out", probability_text(m.executed),
             std::isnan(m.bluff) ? "" : fmt::format("{:.1f}% of live threats are bluff", 100.0 * m.bluff)});
  table.row({"  resisted too late", probability_text(m.late), ""});
  table.row(
      {"expected loss (stakes)", probability_text(m.total_loss), targets.size() > 1 ? by_name(targets, m.loss) : ""});
  return out + table.text();
}

std::string mark_of(const SolvedAction& action) { return action.probability <= action.by_chance ? "~" : ""; }

// With support by their side, or without it.
std::string attacks_table(const SolvedCrisis& solved, const std::vector<SolvedAction>& attacks, bool with_support) {
  const auto& types = solved.types;
  Table table;
  table.column("prob.")
      .column("target", Table::Align::left)
      .column("rung", Table::Align::left)
      .column("tactic", Table::Align::left);
  if (with_support) table.column("support given this attack", Table::Align::left);
  if (types.size() > 1) table.column("P(" + types.back() + ")");
  for (const SolvedAction& action : attacks) {
    std::vector<std::string> support;
    for (const auto& [responder, probability] : action.support)
      support.push_back(fmt::format("{} {:.2f}", responder, probability));
    std::vector<std::string> cells{mark_of(action) + probability_text(action.probability), action.target, action.rung,
                                   action.tactic_at()};
    if (with_support) cells.push_back(join(support, ", "));
    if (types.size() > 1) cells.push_back(fmt::format("{:.2f}", action.belief.back()));
    table.row(cells);
  }
  return table.text();
}

// A line for each of the attacks, in the same order.
std::string support_table(const SolvedCrisis& solved, const std::vector<SolvedAction>& attacks) {
  std::vector<std::string> responders;
  for (const std::string& defender : solved.defenders)
    if (std::any_of(attacks.begin(), attacks.end(), [&](const SolvedAction& action) {
          return std::any_of(action.support.begin(), action.support.end(),
                             [&](const auto& s) { return s.first == defender; });
        }))
      responders.push_back(defender);
  Table table;
  table.column("target", Table::Align::left).column("rung", Table::Align::left);
  for (const std::string& responder : responders) table.column(responder);
  for (const SolvedAction& action : attacks) {
    std::vector<std::string> cells{action.target, action.rung};
    for (const std::string& responder : responders) {
      const auto found = std::find_if(action.support.begin(), action.support.end(),
                                      [&](const auto& s) { return s.first == responder; });
      cells.push_back(found == action.support.end() ? "–" : fmt::format("{:.2f}", found->second));
    }
    table.row(cells);
  }
  return "  Support given these attacks, in the same order\n" + table.text();
}

std::string attack_section(const SolvedCrisis& solved) {
  std::vector<SolvedAction> likeliest = solved.actions;
  std::stable_sort(likeliest.begin(), likeliest.end(),
                   [](const auto& a, const auto& b) { return a.probability > b.probability; });
  if (likeliest.size() > most_attacks) likeliest.resize(most_attacks);
  const bool any_by_chance =
      std::any_of(likeliest.begin(), likeliest.end(), [](const SolvedAction& a) { return !mark_of(a).empty(); });
  std::string out = attacks_table(solved, likeliest, true);
  const bool fits = width_of(out) <= page_width;
  if (!fits) out = attacks_table(solved, likeliest, false);
  if (any_by_chance) out += "  ~ no likelier than if there were nothing to gain\n";
  if (!fits) out += support_table(solved, likeliest);
  return fmt::format("\nLikeliest attacks (of {})\n", solved.actions.size()) + out;
}

// From when on whoever defies a threat runs a risk.
std::string coercion_text(const Coercion& coercion) {
  std::string out;
  if (coercion.risk == Coercion::Risk::none)
    out = "Threats run no risk of their own: one is carried out by choice or not at all.";
  if (coercion.risk == Coercion::Risk::pressing)
    out = "Threats run a risk only if the adversary presses on; if it backs down, none.";
  if (coercion.risk == Coercion::Risk::defiance) out = "Threats run a risk from the moment of defiance.";
  if (coercion.squeezes && !out.empty()) out += ' ';
  if (coercion.squeezes)
    out += coercion.onset > 0.0
               ? fmt::format("Of a squeeze {:.0f}% is in force when the allies decide.", 100.0 * coercion.onset)
               : "A squeeze begins only after the allies have decided.";
  return out.empty() ? "" : wrapped(out, 80, 2);
}

std::string wedge_section(const SolvedCrisis& solved) {
  const Measures<double>& m = solved.measures;
  const std::vector<std::string>& defenders = solved.defenders;
  const bool beliefs_move = solved.solution.types() > 1;
  Table table;
  table.column("", Table::Align::left);
  std::vector<std::vector<std::string>> rows(defenders.size() + 1);
  rows[0].emplace_back("used");
  for (std::size_t k = 0; k < defenders.size(); ++k) rows[k + 1].push_back(defenders[k]);
  bool any_used = false;
  for (int tactic = 1; tactic < tactic_count; ++tactic) {
    if (m.attack_by_tactic[tactic] == 0.0) continue;
    any_used = true;
    for (const bool held : {false, true}) {
      if (held && !beliefs_move) continue;  // one type: there is no belief to move
      const auto& effect = held ? m.wedge_effect_at_beliefs_of_none : m.wedge_effect;
      table.column(held ? "unmoved" : std::string(tactic_name(static_cast<Tactic>(tactic))));
      rows[0].push_back(held ? "" : probability_text(m.attack_by_tactic[tactic]));
      for (std::size_t k = 0; k < defenders.size(); ++k)
        rows[k + 1].push_back(change_text(effect[tactic * defenders.size() + k]));
    }
  }
  for (const std::vector<std::string>& row : rows) table.row(row);
  if (!any_used) return "";
  return "\nWho is peeled off: support that a tactic takes away, compared with none\n" + table.text() +
         (beliefs_move ? "  unmoved: the same, had the tactic told nothing about the adversary's type\n" : "") +
         coercion_text(solved.coercion);
}

std::string reliability_section(const SolvedCrisis& solved) {
  const Measures<double>& m = solved.measures;
  Table table;
  table.column("ally", Table::Align::left)
      .column("when attacks happen")
      .column("on a standing start")
      .column("selection");
  bool any_ally = false;
  for (std::size_t k = 0; k < solved.defenders.size(); ++k) {
    if (std::isnan(m.reliability_latent[k])) continue;
    any_ally = true;
    table.row({solved.defenders[k], probability_text(m.reliability_observed[k]),
               probability_text(m.reliability_latent[k]),
               change_text(m.reliability_observed[k] - m.reliability_latent[k])});
  }
  return any_ally ? "\nReliability: probability of supporting an attacked ally\n" + table.text() : "";
}

std::string verdict(const IntegrationBalance<double>& b) {
  if (b.status[0] != Status::solved) return "one side of the comparison: " + std::string(status_name(b.status[0]));
  if (std::abs(b.net()) < smallest_change) return "";
  if (b.net() > 0.0) return "integration pays";
  return b.dividend() >= smallest_change ? "dilemma: seam outweighs it" : "integration costs";
}

std::string balance_section(const Solved& solved) {
  if (solved.balance.empty()) return "";
  Table table;
  table.column("tie", Table::Align::left)
      .column("integration")
      .column("dividend")
      .column("seam")
      .column("net")
      .column("", Table::Align::left);
  for (std::size_t tie = 0; tie < solved.balance.size(); ++tie) {
    const IntegrationBalance<double>& b = solved.balance[tie];
    table.row({solved.ties[tie], fmt::format("{:.2f}", solved.integration[tie]), change_text(b.dividend()),
               change_text(b.seam()), change_text(b.net()), verdict(b)});
  }
  return "\nIntegration balance: expected loss saved (dividend), added by dependency (seam)\n" + table.text();
}

// The measures of all adversaries together.
std::string situation_section(const Solved& solved) {
  const Situation<double>& s = solved.situation;
  Table table;
  table.column("", Table::Align::left).column("").column("", Table::Align::left);
  table.row({"nobody attacks", probability_text(s.deterrence), ""});
  table.row({"somebody attacks", probability_text(1.0 - s.deterrence), by_name(solved.regions, s.attack_by_region)});
  table.row({"expected loss (stakes)", probability_text(s.total_loss), by_name(solved.targets, s.loss)});
  table.row({"  gained by coming together", change_text(solved.coordination), "beyond what each alone would cause"});
  return "\nAll adversaries at once\n" + table.text();
}

const char* certificate_sentence(WayBack way_back) {
  switch (way_back) {
    case WayBack::home:
      return " Certified: traced back, its curve leads to the start of the principal branch.";
    case WayBack::elsewhere:
      return " Not certified: traced back, its curve does not lead to the start of the principal branch; the solution "
             "is on a wrong branch.";
    case WayBack::lost:
      return " Not certified: its curve could not be traced back to the start of the principal branch.";
    case WayBack::not_asked:
      break;
  }
  return "";
}

// What a search for all solutions found.
std::string all_solutions_section(const SolutionGroup& group) {
  Table table;
  table.column("det").column("found by", Table::Align::left);
  for (const std::string& adversary : group.adversaries) table.column(adversary + " deterred").column("loss");
  for (const OtherSolution& one : group.solutions) {
    std::vector<std::string> cells{one.sign < 0.0 ? "-" : "+",
                                   one.selections.empty() ? "search" : join(one.selections, ", ")};
    for (std::size_t j = 0; j < group.adversaries.size(); ++j) {
      cells.push_back(fmt::format("{:.5f}", one.deterrence[j]));
      cells.push_back(fmt::format("{:.5f}", one.loss[j]));
    }
    table.row(cells);
  }
  std::string out =
      fmt::format("\nAll solutions found for {} ({:.0f})\n", join(group.adversaries, ", "), group.count) + table.text();
  if (group.count > static_cast<double>(group.solutions.size()))
    out += fmt::format("  … and {:.0f} more: games that do not depend on one another combine freely.\n",
                       group.count - static_cast<double>(group.solutions.size()));
  out += group.sign_sum == 1.0
             ? wrapped("The determinants' signs add up to 1, as they do if none is missing.", 80, 2)
             : wrapped(
                   fmt::format("The determinants' signs add up to {:.0f} and not to 1: some are missing; more --starts "
                               "may find them.",
                               group.sign_sum),
                   80, 2);
  return out;
}

std::string solver_section(const Solved& solved) {
  const JointSolution<double>& j = solved.crises[0].solution.joint;
  std::string out = fmt::format("\n{} solution, {} (residual {:.0e}){}.", solved.selection, status_name(solved.status),
                                j.residual, j.fold ? "; its branch turned at a fold" : "");
  out += certificate_sentence(solved.way_back);
  out += solved.fragile
             ? " The alliance is fragile: optimists and pessimists about one another disagree on the outcome."
             : " The alliance is not fragile: optimistic and pessimistic expectations lead to the same outcome.";
  out[1] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[1])));
  return "\n" + wrapped(out, 80, 0);
}

}  // namespace

std::string solved_text(const Solved& solved) {
  std::string out;
  for (const SolvedCrisis& crisis : solved.crises)
    out += (out.empty() ? "" : "\n") + outcome_section(crisis) + attack_section(crisis) + wedge_section(crisis) +
           reliability_section(crisis);
  if (solved.several()) out += situation_section(solved);
  out += balance_section(solved);
  for (const SolutionGroup& group : solved.all) out += all_solutions_section(group);
  return out + solver_section(solved);
}

}  // namespace wedge::app
