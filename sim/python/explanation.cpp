#include "wedge/explanation.hpp"

#include "python/interruptible.hpp"
#include "python/parts.hpp"
#include "python/record.hpp"
#include "wedge/comparison.hpp"

namespace wedge::python {
namespace {

void add_explanation_records(py::module_& module) {
  using namespace face;
  Record<Change>(module, "Change", "A mean over common draws.")
      .field("difference", &Change::difference, "mean difference")
      .field("standard_error", &Change::standard_error, "of the difference")
      .field("rises", &Change::rises, "share of draws in which it is above 0, 0 … 1")
      .field("falls", &Change::falls, "share of draws in which it is below 0, 0 … 1");
  Record<MechanismEffect>(module, "MechanismEffect", "A mechanism of the model that the scenario uses.")
      .field("name", &MechanismEffect::name, "short")
      .field("meaning", &MechanismEffect::meaning, "in words")
      .field("off", &MechanismEffect::off, "KEY=VALUE: what switches it off")
      .field("loss", &MechanismEffect::loss, "as it is less without it, in stakes")
      .field("deterrence", &MechanismEffect::deterrence, "as it is less without it, a probability")
      .field("matters", &MechanismEffect::matters, "beyond three standard errors, and of matter (5e-4)");
  Record<ShapleyValue>(module, "ShapleyValue", "What a mechanism adds on the average over all orders.")
      .field("name", &ShapleyValue::name, "of the mechanism, or of several together")
      .field("mechanisms", &ShapleyValue::mechanisms, "one; or those together that hardly matter")
      .field("loss", &ShapleyValue::loss, "in stakes")
      .field("deterrence", &ShapleyValue::deterrence, "a probability");
  Record<BreakEvenValue>(module, "BreakEvenValue",
                         "How far a number alone would have to go; None: not within its range.")
      .field("key", &BreakEvenValue::key, "which number")
      .field("unit", &BreakEvenValue::unit, "of the values; may be empty")
      .field("now", &BreakEvenValue::now, "its value, or median")
      .field("low", &BreakEvenValue::low, "end of its range")
      .field("high", &BreakEvenValue::high, "end of its range, or four times what it is now")
      .field("loss_halves", &BreakEvenValue::loss_halves, "value at which the loss is half")
      .field("deterrence_reached", &BreakEvenValue::deterrence_reached, "value at which deterrence_level is reached")
      .field("net_turns", &BreakEvenValue::net_turns, "value at which the tie's net changes its sign")
      .field("idle", &BreakEvenValue::idle, "it changes neither loss nor deterrence");
  Record<Explanation>(module, "Explanation", "Which mechanisms carry a result. Losses are in stakes.")
      .field("loss", &Explanation::loss, "as it is")
      .field("deterrence", &Explanation::deterrence, "as it is, a probability")
      .field("loss_without_any", &Explanation::loss_without_any, "with every mechanism switched off")
      .field("deterrence_without_any", &Explanation::deterrence_without_any, "with every mechanism switched off")
      .field("mechanisms", &Explanation::mechanisms, "each switched off alone")
      .field("shapley", &Explanation::shapley, "what adds up to the whole; the largest in loss first")
      .field("all_orders", &Explanation::all_orders, "else orders were drawn by chance")
      .field("break_even", &Explanation::break_even, "how far each lever would have to go")
      .field("deterrence_level", &Explanation::deterrence_level, "that is to be reached")
      .field("tie", &Explanation::tie, "whose net is to turn")
      .json();
  Record<Term>(module, "Term", "A term of a sum, in stakes.")
      .field("name", &Term::name, "in words")
      .field("value", &Term::value, "in this attack")
      .field("without_tactic", &Term::without_tactic, "in the same without a tactic");
  Record<ActionExplanation>(module, "ActionExplanation", "An attack taken apart, at the medians.")
      .field("adversary", &ActionExplanation::adversary, "who may make it")
      .field("target", &ActionExplanation::target, "on whom")
      .field("rung", &ActionExplanation::rung, "how far")
      .field("tactic", &ActionExplanation::tactic, "with which tactic")
      .field("at", &ActionExplanation::at, "names of those whom the tactic is aimed at")
      .field("probability", &ActionExplanation::probability, "0 … 1")
      .dict("worth", &ActionExplanation::worth, "by type: terms that sum to what the attack is worth to it")
      .dict("support", &ActionExplanation::support, "by responder: terms of what supporting is worth to it")
      .json();
}

void add_comparison_records(py::module_& module) {
  using namespace face;
  Record<KeyChange>(module, "KeyChange", "A number in which two scenarios differ.")
      .field("key", &KeyChange::key, "which")
      .field("before", &KeyChange::before, "as a scenario file has it; empty where there is none")
      .field("after", &KeyChange::after, "as a scenario file has it; empty where there is none");
  Record<MeasureChange>(module, "MeasureChange", "A measure at one place, over the draws solved in both.")
      .field("measure", &MeasureChange::measure, "its name")
      .field("unit", &MeasureChange::unit, "of before, after, difference and standard_error")
      .field("meaning", &MeasureChange::meaning, "in words")
      .field("labels", &MeasureChange::labels, "of the measure's dimensions, in order")
      .field("before", &MeasureChange::before, "mean")
      .field("after", &MeasureChange::after, "mean")
      .field("difference", &MeasureChange::difference, "mean of after − before over common draws")
      .field("standard_error", &MeasureChange::standard_error, "of the difference")
      .field("rises", &MeasureChange::rises, "share of draws, 0 … 1")
      .field("falls", &MeasureChange::falls, "share of draws, 0 … 1")
      .field("pairs", &MeasureChange::pairs, "draws solved in both")
      .field("counts", &MeasureChange::counts, "beyond three standard errors, and of matter (5e-4)");
  Record<Comparison>(module, "Comparison", "Two scenarios on the same draws.")
      .field("keys", &Comparison::keys, "in which they differ")
      .field("measures", &Comparison::measures, "those that count first, then the largest");
  Record<RemedyOutcome>(module, "RemedyOutcome", "A package of settings as a remedy.")
      .field("name", &RemedyOutcome::name, "empty: the scenario as it is")
      .field("cost", &RemedyOutcome::cost, "if the file says one")
      .field("set", &RemedyOutcome::set, "KEY=VALUE")
      .field("loss", &RemedyOutcome::loss, "in stakes")
      .field("deterrence", &RemedyOutcome::deterrence, "a probability")
      .field("difference", &RemedyOutcome::difference, "of the loss, to that as it is")
      .field("standard_error", &RemedyOutcome::standard_error, "of the difference")
      .field("best", &RemedyOutcome::best, "whether the loss is the least")
      .field("worse_than_best", &RemedyOutcome::worse_than_best, "beyond three standard errors, and of matter");
}

face::Explanation explain(const face::Scenario& scenario, std::int64_t draws, std::uint64_t seed, int orders,
                          bool break_even, const std::vector<std::string>& levers, std::optional<double> deterrence,
                          const std::string& tie, int threads) {
  return interruptible<face::Explanation>(py::none(), [&](const std::stop_token& stop, const Tell&) {
    return face::explain(scenario, {draws, seed, orders, break_even, levers, deterrence, tie, threads, stop});
  });
}

face::Comparison compare(const face::Scenario& before, const face::Scenario& after, std::int64_t draws,
                         std::uint64_t seed, int threads) {
  return interruptible<face::Comparison>(py::none(), [&](const std::stop_token& stop, const Tell&) {
    return face::compare(before, after, {draws, seed, threads, stop});
  });
}

std::vector<face::RemedyOutcome> compare_packages(const face::Scenario& scenario, const std::string& file,
                                                  std::int64_t draws, std::uint64_t seed, int threads) {
  return interruptible<std::vector<face::RemedyOutcome>>(py::none(), [&](const std::stop_token& stop, const Tell&) {
    return face::compare_packages(scenario, file, {draws, seed, threads, stop});
  });
}

}  // namespace

void add_explanation(py::module_& module) {
  add_explanation_records(module);
  add_comparison_records(module);
  module.def("explain", &explain, py::arg("scenario"), py::arg("draws"), py::arg("seed"), py::arg("orders"),
             py::arg("break_even"), py::arg("levers"), py::arg("deterrence"), py::arg("tie"), py::arg("threads"));
  module.def("explain_action", &face::explain_action, py::arg("scenario"), py::arg("words"),
             py::call_guard<py::gil_scoped_release>());
  module.def("compare", &compare, py::arg("before"), py::arg("after"), py::arg("draws"), py::arg("seed"),
             py::arg("threads"));
  module.def("compare_packages", &compare_packages, py::arg("scenario"), py::arg("file"), py::arg("draws"),
             py::arg("seed"), py::arg("threads"));
}

}  // namespace wedge::python
