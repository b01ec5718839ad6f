/// The engine's scenario behind one of the face.
#pragma once

#include "engine/reading.hpp"
#include "wedge/scenario.hpp"

namespace wedge::face {

struct Scenario::State {
  engine::ScenarioSource source;
  ReadResult read;
};

class Access {
 public:
  static const engine::ScenarioSource& source(const Scenario& scenario) { return scenario.state_->source; }
  static const ReadResult& read(const Scenario& scenario) { return scenario.state_->read; }
};

}  // namespace wedge::face
