#include "python/interruptible.hpp"
#include "python/parts.hpp"
#include "python/record.hpp"
#include "wedge/calibration.hpp"
#include "wedge/optimisation.hpp"

namespace wedge::python {
namespace {

void add_optimisation_records(py::module_& module) {
  using namespace face;
  Record<LeverChoice>(module, "LeverChoice", "A number that may be chosen.")
      .field("key", &LeverChoice::key, "which")
      .field("unit", &LeverChoice::unit, "of low, high, now and value; may be empty")
      .field("low", &LeverChoice::low, "bound")
      .field("high", &LeverChoice::high, "bound")
      .field("now", &LeverChoice::now, "its value in the scenario, or median")
      .field("value", &LeverChoice::value, "chosen")
      .field("cost", &LeverChoice::cost, "of that value")
      .field("slope", &LeverChoice::slope, "of the aim by the lever's unit, there")
      .field("slope_error", &LeverChoice::slope_error, "its standard error; None of aims that are no means")
      .field("at_low", &LeverChoice::at_low, "whether it stands at that bound")
      .field("at_high", &LeverChoice::at_high, "whether it stands at that bound");
  Record<Outcome>(module, "Outcome", "A state of the world, as expected over draws; errors are standard errors.")
      .field("aim", &Outcome::aim, "what is made small; with a target, what it is of")
      .field("aim_error", &Outcome::aim_error, "of the aim")
      .field("loss", &Outcome::loss, "in stakes")
      .field("loss_error", &Outcome::loss_error, "of the loss")
      .field("deterrence", &Outcome::deterrence, "a probability")
      .field("deterrence_error", &Outcome::deterrence_error, "of deterrence");
  Record<FrontPoint>(module, "FrontPoint", "The best for a cost.")
      .field("budget", &FrontPoint::budget, "that was given")
      .field("cost", &FrontPoint::cost, "that was spent")
      .field("aim", &FrontPoint::aim, "what is made small")
      .field("loss", &FrontPoint::loss, "in stakes")
      .field("deterrence", &FrontPoint::deterrence, "a probability")
      .field("values", &FrontPoint::values, "of the levers, in the order of Optimisation.levers");
  Record<WorldRegret>(module, "WorldRegret", "A scenario of the levers' file, for regret.")
      .field("name", &WorldRegret::name, "of the scenario")
      .field("regret", &WorldRegret::regret, "the loss with what was chosen less the least, in stakes")
      .field("least_loss", &WorldRegret::least_loss, "that can be had there, in stakes");
  Record<Optimisation>(module, "Optimisation", "The best choice of levers.")
      .field("levers", &Optimisation::levers, "what was chosen")
      .field("cost", &Optimisation::cost, "of all levers")
      .field("reached", &Optimisation::reached, "the target; else this is the nearest to it that was found")
      .field("budget_binds", &Optimisation::budget_binds, "whether more could be had for more")
      .field("before", &Optimisation::before, "the scenario as it is, on the draws of the search")
      .field("after", &Optimisation::after, "with what was chosen, on the draws of the search")
      .field("fresh_before", &Optimisation::fresh_before,
             "the scenario as it is, on draws that the search has not seen")
      .field("fresh_after", &Optimisation::fresh_after, "with what was chosen, on draws that the search has not seen")
      .field("optimism", &Optimisation::optimism, "by how much more the search promises than fresh draws keep")
      .field("optimism_error", &Optimisation::optimism_error, "its standard error")
      .field("front", &Optimisation::front, "aim against cost, the cheapest first")
      .field("scenarios", &Optimisation::scenarios, "of regret")
      .field("settings", &Optimisation::settings, "KEY=VALUE, as --set takes them")
      .json();
}

void add_calibration_records(py::module_& module) {
  using namespace face;
  Record<FittedRate>(module, "FittedRate", "A measure at one place.")
      .field("measure", &FittedRate::measure, "its name")
      .field("at", &FittedRate::at, "labels of its dimensions, in order")
      .field("wanted", &FittedRate::wanted, "what it is to be")
      .field("error", &FittedRate::error, "standard error of that; None: not said")
      .field("now", &FittedRate::now, "in the scenario as it is")
      .field("found", &FittedRate::found, "in the fit");
  Record<FittedKey>(module, "FittedKey", "A number that was fitted.")
      .field("key", &FittedKey::key, "which")
      .field("unit", &FittedKey::unit, "of its values; may be empty")
      .field("low", &FittedKey::low, "bound")
      .field("high", &FittedKey::high, "bound")
      .field("now", &FittedKey::now, "in the scenario as it is")
      .field("value", &FittedKey::value, "in the fit")
      .field("error", &FittedKey::error, "standard error; None where the rates do not tell");
  Record<Calibration>(module, "Calibration", "A scenario fitted to rates.")
      .field("keys", &Calibration::keys, "what was fitted")
      .field("rates", &Calibration::rates, "to what")
      .field("misfit", &Calibration::misfit, "sum of weighted squared differences")
      .field("untold", &Calibration::untold, "keys that the rates do not tell apart, with shares of their ranges")
      .field("settings", &Calibration::settings, "KEY=VALUE, as --set takes them")
      .json();
}

face::Optimisation optimise(const face::Scenario& scenario, const std::string& levers, const std::string& minimise,
                            double level, std::optional<double> budget, const std::string& target, int front,
                            int starts, std::int64_t draws, std::uint64_t seed, const std::string& output, bool replace,
                            int threads) {
  return interruptible<face::Optimisation>(py::none(), [&](const std::stop_token& stop, const Tell&) {
    return face::optimise(
        scenario, levers,
        {minimise, level, budget, target, front, starts, draws, seed, output, replace, threads, stop});
  });
}

face::Calibration calibrate(const face::Scenario& scenario, const std::string& rates, std::int64_t draws,
                            std::uint64_t seed, int starts, int threads) {
  return interruptible<face::Calibration>(py::none(), [&](const std::stop_token& stop, const Tell&) {
    return face::calibrate(scenario, rates, {draws, seed, starts, threads, stop});
  });
}

}  // namespace

void add_decisions(py::module_& module) {
  add_optimisation_records(module);
  add_calibration_records(module);
  module.def("optimise", &optimise, py::arg("scenario"), py::arg("levers"), py::arg("minimise"), py::arg("level"),
             py::arg("budget"), py::arg("target"), py::arg("front"), py::arg("starts"), py::arg("draws"),
             py::arg("seed"), py::arg("output"), py::arg("replace"), py::arg("threads"));
  module.def("calibrate", &calibrate, py::arg("scenario"), py::arg("rates"), py::arg("draws"), py::arg("seed"),
             py::arg("starts"), py::arg("threads"));
}

}  // namespace wedge::python
