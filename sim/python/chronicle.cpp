#include "wedge/chronicle.hpp"

#include "python/parts.hpp"
#include "python/record.hpp"

namespace wedge::python {

void add_chronicle(py::module_& module) {
  using face::Chronicle, face::CrisisEvent, face::Response, face::Round;
  Record<Response>(module, "Response", "A responder's choice in a crisis.")
      .field("defender", &Response::defender, "who")
      .field("supports", &Response::supports, "whether it came to the target's aid")
      .field("probability", &Response::probability, "of its support, as it was believed before, 0 … 1");
  Record<CrisisEvent>(module, "CrisisEvent", "An adversary's move in a round, and its end.")
      .field("adversary", &CrisisEvent::adversary, "who moved")
      .field("course", &CrisisEvent::course, "no opportunity, quiet, conceded, desisted, fought or executed")
      .field("target", &CrisisEvent::target, "of the attack; empty without one, as are rung and tactic")
      .field("rung", &CrisisEvent::rung, "how far")
      .field("tactic", &CrisisEvent::tactic, "with which tactic")
      .field("at", &CrisisEvent::at, "names of those whom the tactic was aimed at")
      .field("responses", &CrisisEvent::responses, "one for each who could come")
      .field("held", &CrisisEvent::held, "whether the target lost nothing")
      .field("deterrence", &CrisisEvent::deterrence, "the probability that it would stay quiet, 0 … 1");
  Record<Round>(module, "Round", "A round of a campaign.").field("events", &Round::events, "one for each adversary");
  Record<Chronicle>(module, "Chronicle", "One campaign, told round by round.")
      .field("scenario", &Chronicle::scenario, "its id")
      .field("planned", &Chronicle::planned, "rounds")
      .field("rounds", &Chronicle::rounds, "fewer than planned if a game could not be solved")
      .field("status", &Chronicle::status, "`solved`, or why the campaign ended early")
      .json();
  module.def(
      "play",
      [](const face::Scenario& scenario, std::uint64_t seed, std::int64_t campaign) {
        const py::gil_scoped_release unlocked;
        return face::play(scenario, {seed, campaign});
      },
      py::arg("scenario"), py::arg("seed"), py::arg("campaign"));
}

}  // namespace wedge::python
