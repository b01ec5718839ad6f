#include "engine/json.hpp"

#include "base/version.hpp"
#include "engine/reading.hpp"

namespace wedge::engine {

Json document_about(const ScenarioSource& source) {
  return {{"program", "wedge " + std::string(version)},
          {"scenario", source.file},
          {"set", source.set},
          {"adversary", source.adversary.empty() ? Json(nullptr) : Json(source.adversary)}};
}

}  // namespace wedge::engine
