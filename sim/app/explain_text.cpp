#include "app/explain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/table.hpp"

namespace wedge::app {

using namespace engine;

namespace {

// How many draws agree with the sign of the mean.
std::string agreeing(const Paired& found) {
  if (std::isnan(found.difference)) return "–";
  return fmt::format("{:.0f}%", 100.0 * (found.difference < 0.0 ? found.falls : found.rises));
}

std::string lowered(std::string words) {
  if (!words.empty()) words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return words;
}

Table effects_table(const char* heading) {
  Table table;
  table.column(heading, Table::Align::left).column("loss").column("±").column("draws");
  table.column("deterrence").column("±").column("draws");
  return table;
}

void add_effect(Table& table, const std::string& name, const Effect& e) {
  table.row({name, change_text(e.loss.difference), error_text(e.loss.standard_error), agreeing(e.loss),
             change_text(e.deterrence.difference), error_text(e.deterrence.standard_error), agreeing(e.deterrence)});
}

// The answer in words: what adds most to the loss, and what takes most from it.
std::string answer(const Explained& explained, const std::vector<Contribution>& all) {
  const Effect whole = explained.whole();
  const Contribution *worst = nullptr, *best = nullptr;
  for (const Contribution& one : all) {
    if (one.mechanisms.size() > 1 || !counts(one.effect.loss)) continue;
    const double x = one.effect.loss.difference;
    if (x > 0.0 && (worst == nullptr || x > worst->effect.loss.difference)) worst = &one;
    if (x < 0.0 && (best == nullptr || x < best->effect.loss.difference)) best = &one;
  }
  std::string out = fmt::format(
      "Expected loss is {:.4f} and deterrence {:.3f}; with none of the mechanisms below they would be {:.4f} and "
      "{:.3f}.",
      whole.loss.after, whole.deterrence.after, whole.loss.before, whole.deterrence.before);
  const auto said = [](const Contribution& one) {
    return fmt::format("{} ({:+.4f})", lowered(one.name), one.effect.loss.difference);
  };
  if (worst != nullptr) out += " What adds most to the loss is " + said(*worst) + ".";
  if (best != nullptr) out += " What takes most from it is " + said(*best) + ".";
  if (worst == nullptr && best == nullptr) out += " No mechanism by itself moves the loss beyond its error.";
  return wrapped(out, page_width, 0);
}

std::string shapley_section(const Explained& explained, const std::vector<Contribution>& all) {
  Table table = effects_table("mechanism");
  for (const Contribution& one : all) add_effect(table, one.name, one.effect);
  double loss = 0.0, deterrence = 0.0;
  for (const Contribution& one : all)
    loss += one.effect.loss.difference, deterrence += one.effect.deterrence.difference;
  table.row({"together", change_text(loss), "", "", change_text(deterrence), "", ""});
  const std::string how = explained.all_orders()
                              ? "all orders in which they may be switched on"
                              : fmt::format("{} orders drawn by chance, each with its reverse", explained.orders() / 2);
  return "\nWhat each mechanism adds (Shapley values)\n" + table.text() +
         wrapped("Mean over " + how + "; ± one standard error; draws: share of the draws that have this sign.",
                 page_width, 2);
}

std::string alone_section(const Explained& explained) {
  Table table = effects_table("mechanism");
  std::vector<int> order;
  std::vector<std::string> idle;
  for (int m = 0; m < explained.mechanisms().count(); ++m)
    if (explained.idle(m))
      idle.push_back(explained.mechanisms().all()[m].name);
    else
      order.push_back(m);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return std::abs(explained.alone(a).loss.difference) > std::abs(explained.alone(b).loss.difference);
  });
  for (const int m : order) add_effect(table, explained.mechanisms().all()[m].name, explained.alone(m));
  std::string out = "\nWhat each does while all others are there (it less without it)\n" + table.text();
  if (!idle.empty()) out += wrapped("No effect in any draw: " + listed(idle, 20) + ".", page_width, 2);
  for (const std::string& one : explained.mechanisms().left_out()) out += wrapped(one + ".", page_width, 2);
  return out;
}

// Enough digits for a range of this width.
std::string value_in(double x, const Lever& lever) {
  return fmt::format("{:.{}f}", x, lever.high - lever.low > 20.0 ? 1 : lever.high - lever.low > 2.5 ? 2 : 3);
}

std::string levers_section(const BreakEvens& levers) {
  Table table;
  table.column("lever", Table::Align::left).column("now").column("loss halves");
  table.column(fmt::format("det. {:.3f}", levers.level()));
  if (!levers.tie().empty()) table.column("net 0");
  std::vector<std::string> idle, nothing;
  for (const BreakEven& one : levers.found()) {
    const Lever& lever = one.lever;
    const bool any = std::any_of(one.value.begin(), one.value.end(), [](const auto& v) { return v.has_value(); });
    if (one.idle || !any) {
      (one.idle ? idle : nothing).push_back(lever.key);
      continue;
    }
    std::vector<std::string> cells{lever.key, value_in(lever.now, lever)};
    for (std::size_t g = 0; g + (levers.tie().empty() ? 1 : 0) < one.value.size(); ++g)
      cells.push_back(one.value[g] ? value_in(*one.value[g], lever) : "–");
    table.row(cells);
  }
  std::string out = "\nBreak-even: how far one number alone would have to go\n";
  if (idle.size() + nothing.size() < levers.found().size()) out += table.text();
  std::string legend =
      fmt::format("Loss halves: from {:.4f}. Det.: deterrence, from {:.3f}.", levers.loss(), levers.deterrence());
  if (!levers.tie().empty())
    legend += fmt::format(" Net: of {}, the loss that its integration saves, {:+.4f} now.", levers.tie(), levers.net());
  out += wrapped(legend + " –: not within its range.", page_width, 2);
  if (!nothing.empty()) out += wrapped("None of these within their range: " + listed(nothing, 30) + ".", page_width, 2);
  if (!idle.empty()) out += wrapped("Without effect: " + listed(idle, 30) + ".", page_width, 2);
  return out;
}

}  // namespace

std::string explanation_text(const Explained& explained, const BreakEvens* levers) {
  const std::vector<Contribution> all = explained.contributions();
  std::string out = fmt::format("{}: why it says what it says ({} of {} draws solved)\n\n",
                                explained.outcomes().scenario().id, explained.solved(), explained.outcomes().draws());
  out += answer(explained, all) + shapley_section(explained, all) + alone_section(explained);
  if (levers != nullptr) out += levers_section(*levers);
  return out;
}

std::string action_text(const ActionTerms& t) {
  const bool plain = t.action.tactic == "none";
  std::string out = fmt::format("{} against {}: {} {}\n", t.adversary, t.action.target, t.action.rung,
                                plain ? "without a tactic" : t.action.tactic_at());
  out += fmt::format("  probability {:.4f}", t.action.probability);
  if (!plain) out += fmt::format(", without a tactic {:.4f}", t.probability_without_tactic);
  out += fmt::format("; with nothing to gain {:.4f}\n", t.action.by_chance);
  for (std::size_t type = 0; type < t.types.size(); ++type) {
    Table table;
    table.column(t.types.size() > 1 ? "what it is worth to " + t.types[type] : "what it is worth", Table::Align::left);
    table.column(plain ? "so" : t.action.tactic);
    if (!plain) table.column("none").column("difference");
    const auto row = [&](const std::string& name, double with, double without) {
      std::vector<std::string> cells{name, change_text(with)};
      if (!plain) cells.insert(cells.end(), {change_text(without), change_text(with - without)});
      table.row(cells);
    };
    for (int term = 0; term < static_cast<int>(AttackTerm::count); ++term)
      if (t.terms[type][term] != 0.0 || t.without_tactic[type][term] != 0.0)
        row(words_of(static_cast<AttackTerm>(term)), t.terms[type][term], t.without_tactic[type][term]);
    row("together", t.value[type], t.value_without_tactic[type]);
    row("quiet is worth", t.quiet[type], t.quiet[type]);
    out += "\n" + table.text();
  }
  for (const SupportTerms& one : t.responders) {
    Table table;
    table.column(fmt::format("what supporting is worth to {}", one.responder), Table::Align::left);
    table.column(plain ? "so" : t.action.tactic);
    if (!plain) table.column("none").column("difference");
    const auto row = [&](const std::string& name, double with, double without) {
      std::vector<std::string> cells{name, change_text(with)};
      if (!plain) cells.insert(cells.end(), {change_text(without), change_text(with - without)});
      table.row(cells);
    };
    double with = 0.0, without = 0.0;
    for (int term = 0; term < static_cast<int>(SupportTerm::count); ++term) {
      with += one.terms[term], without += one.terms_then[term];
      if (one.terms[term] != 0.0 || one.terms_then[term] != 0.0)
        row(words_of(static_cast<SupportTerm>(term)), one.terms[term], one.terms_then[term]);
    }
    row("together", with, without);
    row("it supports with probability", one.support, one.without_tactic);
    out += "\n" + table.text();
  }
  return out;
}

}  // namespace wedge::app
