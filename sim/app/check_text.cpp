#include "app/check_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/table.hpp"
#include "base/error.hpp"
#include "crisis/draw_cost.hpp"
#include "crisis/occasions.hpp"
#include "crisis/structure.hpp"
#include "engine/idle_keys.hpp"
#include "engine/provenance.hpp"
#include "engine/studies/machine.hpp"
#include "sampling/quantile.hpp"
#include "scenario/numbers.hpp"

namespace wedge::app {
namespace {

std::string quantity_text(const Quantity& q) {
  if (q.absent()) return "default";
  if (!q.uncertain()) return fmt::format("{:.4g}", q.number());
  const auto at = [&](double u) { return quantile(q.distribution(), u); };
  return fmt::format("{:.3g} ({:.2g}…{:.2g})", at(0.5), at(0.05), at(0.95));
}

std::string defenders_text(const Scenario<Quantity>& s) {
  Table table;
  table.column("defender", Table::Align::left)
      .column("region", Table::Align::left)
      .column("forces", Table::Align::left)
      .column("steadfast", Table::Align::left)
      .column("plan", Table::Align::left);
  for (const auto& d : s.defenders)
    table.row({d.id, d.global() ? "(global)" : d.region, quantity_text(d.forces), quantity_text(d.steadfast),
               d.plan.empty() ? "–" : d.plan});
  return table.text();
}

std::string ties_text(const Scenario<Quantity>& s) {
  if (s.ties.empty()) return "";
  Table table;
  table.column("tie", Table::Align::left)
      .column("integration", Table::Align::left)
      .column("affinity", Table::Align::left);
  for (const auto& tie : s.ties) table.row({tie.name(), quantity_text(tie.integration), quantity_text(tie.affinity)});
  return "\n" + table.text();
}

std::string commitments_text(const Scenario<Quantity>& s) {
  if (s.commitments.empty()) return "";
  Table table;
  table.column("commitment", Table::Align::left)
      .column("reach", Table::Align::left)
      .column("stake", Table::Align::left)
      .column("penalty", Table::Align::left)
      .column("synergy", Table::Align::left)
      .column("dependency", Table::Align::left);
  for (const auto& c : s.commitments)
    table.row({c.from + " to " + c.to, quantity_text(c.reach), quantity_text(c.stake), quantity_text(c.penalty),
               quantity_text(c.synergy), quantity_text(c.dependency)});
  return "\n" + table.text();
}

std::string bases_text(const Scenario<Quantity>& s) {
  if (s.basings.empty()) return "";
  Table table;
  table.column("basing", Table::Align::left)
      .column("host", Table::Align::left)
      .column("gain", Table::Align::left)
      .column("dependency", Table::Align::left);
  for (const auto& b : s.basings)
    table.row({b.from + " to " + b.to, b.host, quantity_text(b.gain), quantity_text(b.dependency)});
  return "\n" + table.text();
}

std::string pacts_text(const Scenario<Quantity>& s) {
  if (s.pacts.empty()) return "";
  Table table;
  table.column("pact", Table::Align::left)
      .column("members", Table::Align::left)
      .column("quorum", Table::Align::left)
      .column("days", Table::Align::left);
  for (const auto& pact : s.pacts) {
    std::string members;
    for (const std::string& member : pact.members) members += (members.empty() ? "" : ", ") + member;
    table.row({pact.id, members, quantity_text(pact.quorum), quantity_text(pact.decision_days)});
  }
  return "\n" + table.text();
}

std::string adversary_text(const Scenario<Quantity>& s, int adversary) {
  const Adversary<Quantity>& a = s.adversaries[adversary];
  const CrisisStructure crisis = crisis_structure(s, adversary);
  std::string menu = "none", types, out;
  for (const std::string& tactic : a.tactics) menu += ", " + tactic;
  if (a.types.size() > 1)
    for (const auto& type : a.types) types += (types.empty() ? "; types " : ", ") + type.id;
  out =
      "\n" + wrapped(fmt::format("adversary {}: arsenal {}; tactics {}{}", a.id, quantity_text(a.arsenal), menu, types),
                     page_width, 0);
  for (std::size_t target = 0; target < crisis.targets.size(); ++target) {
    const Target& t = crisis.targets[target];
    std::string responders;
    for (const int k : t.responders) responders += (responders.empty() ? "" : ", ") + s.defenders[k].id;
    std::size_t games = 0;
    for (const Action& action : crisis.actions) games += action.target == static_cast<int>(target);
    out += wrapped(fmt::format("against {}: prize {}; responders {}; {} response games", s.defenders[t.defender].id,
                               quantity_text(a.prize.entries[t.prize].second), responders, games),
                   page_width);
  }
  return out + fmt::format("  {} response games a draw\n", crisis.actions.size());
}

std::string about(double x) { return x < 10.0 ? fmt::format("{:.1g}", x) : fmt::format("{:.0f}", x); }

// With several adversaries each response game is played on every occasion that the others may make of it.
std::string company_text(const Scenario<Quantity>& s) {
  if (s.adversaries.size() < 2) return "";
  const DrawCost cost = draw_cost(s);
  std::string out = fmt::format("\ntogether: {:.6g} response games a draw, about {} s and {} MB\n", cost.games,
                                about(cost.seconds), about(cost.bytes / 1e6));
  const auto refuse = [&](const std::string& why) {
    fail_input("adversary", fmt::format("{:.3g} response games a draw (about {} GB and {} s) are too many: {}; leave "
                                        "some out with --adversary",
                                        cost.games, about(cost.bytes / 1e9), about(cost.seconds), why));
  };
  if (cost.most_met > most_occasions)
    refuse(
        fmt::format("an attack on one target may meet {:.3g} combinations of the other adversaries' moves; expected "
                    "at most {:.0g}",
                    cost.most_met, most_occasions));
  if (cost.bytes > engine::usable_memory())
    refuse(fmt::format("this process may have {} GB of memory", about(engine::usable_memory() / 1e9)));
  return out;
}

std::string uncertain_text(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> s = scenario;
  Table table;
  table.column("uncertain key", Table::Align::left).column("median (5% … 95%)", Table::Align::left);
  int count = 0;
  for (const auto& leaf : leaves(s)) {
    if (!leaf.value->uncertain()) continue;
    ++count;
    table.row({leaf.key, quantity_text(*leaf.value)});
  }
  std::string out = count == 0 ? "\nno uncertain keys\n" : "\n" + table.text();
  for (const Correlation& c : s.correlations)
    out += wrapped(fmt::format("{} and {} correlated at {:.2g}", c.between[0], c.between[1], c.value), page_width);
  return out;
}

// `120 numbers: 30 sourced, 80 judged, 10 unmarked; 19 are uncertain`, and which are unmarked.
std::string provenance_text(const ReadResult& read) {
  const engine::Provenance marks = engine::provenance(read);
  Scenario<Quantity> scenario = read.scenario;
  int uncertain = 0;
  for (const auto& leaf : leaves(scenario)) uncertain += leaf.value->uncertain();
  std::string out =
      fmt::format("\n{} numbers in the file: {} sourced, {} judged, {} unmarked; {} uncertain\n", read.given.size(),
                  marks.sourced.size(), marks.judged.size(), marks.unmarked.size(), uncertain);
  // Where nothing is marked, the line above says it all.
  if (!marks.unmarked.empty() && marks.unmarked.size() < read.given.size())
    out += wrapped("unmarked: " + listed(marks.unmarked));
  if (!marks.idle.empty()) out += wrapped("entries of [sources] that match no number: " + listed(marks.idle));
  return out;
}

// One note for each reason; empty if there is none.
std::string notes_text(const ReadResult& read, const std::vector<std::string>& more) {
  std::string out;
  for (const std::string& note : more) out += wrapped("note: " + note, page_width);
  for (const engine::IdleKeys& idle : engine::idle_keys(read))
    out += wrapped("note: " + listed(idle.keys) + ": " + idle.why, page_width);
  return out.empty() ? out : out + "\n";
}

}  // namespace

std::string check_text(const ReadResult& read, const std::vector<std::string>& more) {
  const Scenario<Quantity>& s = read.scenario;
  std::string out = s.id + (s.title.empty() ? "" : ": " + s.title) + "\n";
  out += wrapped(s.description) + "\n" + notes_text(read, more) + defenders_text(s) + ties_text(s) +
         commitments_text(s) + bases_text(s) + pacts_text(s);
  for (int a = 0; a < static_cast<int>(s.adversaries.size()); ++a) out += adversary_text(s, a);
  out += company_text(s);
  return out + uncertain_text(s) + provenance_text(read);
}

}  // namespace wedge::app
