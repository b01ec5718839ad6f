// What the page calls. Each call takes a JSON text, {"toml", "name", "set", "adversary", …}, and returns another: the
// answer, or {"problems": […]} where the input is wrong, or {"failure": …}. A text stays until the next call.
#include <atomic>
#include <exception>
#include <string>

#include "base/error.hpp"
#include "base/version.hpp"
#include "engine/action_json.hpp"
#include "engine/described.hpp"
#include "engine/json.hpp"
#include "engine/solution_json.hpp"
#include "engine/studies/compared_json.hpp"

namespace wedge::web {
namespace {

using engine::Json;
using engine::ScenarioSource;

ScenarioSource source_of(const Json& request, const char* changes) {
  ScenarioSource out;
  out.file = request.value("name", "scenario");
  out.text = request.at("toml").get<std::string>();
  out.set = request.value("set", std::vector<std::string>{});
  for (const std::string& change : request.value(changes, std::vector<std::string>{})) out.set.push_back(change);
  out.adversary = request.value("adversary", "");
  return out;
}

std::string problems_text(const InputError& error) {
  Json out = {{"problems", Json::array()}};
  for (const Problem& p : error.problems())
    out["problems"].push_back({{"file", p.file},
                               {"line", p.line},
                               {"column", p.column},
                               {"key", p.key},
                               {"message", p.message},
                               {"text", p.text()}});
  return out.dump();
}

template <class Answer>
const char* answered(const char* request, Answer answer) {
  static std::string text;
  try {
    text = answer(Json::parse(request));
  } catch (const InputError& error) {
    text = problems_text(error);
  } catch (const std::exception& error) {
    text = Json{{"failure", error.what()}}.dump();
  }
  return text.c_str();
}

}  // namespace
}  // namespace wedge::web

using namespace wedge;

extern "C" {

const char* wedge_version() { return version; }

/// Who is there, and every number (engine/described.hpp).
const char* wedge_describe(const char* request) {
  return web::answered(request, [](const engine::Json& asked) {
    return engine::described_json(engine::read(web::source_of(asked, ""))).dump();
  });
}

/// The document of `wedge solve --format json`; also takes "selection".
const char* wedge_solve(const char* request) {
  return web::answered(request, [](const engine::Json& asked) {
    const engine::ScenarioSource source = web::source_of(asked, "");
    const Scenario<Quantity> scenario = engine::read(source).scenario;
    const engine::Solved solved = engine::solve_at_medians(scenario, {asked.value("selection", ""), 0});
    return engine::solution_document(source, scenario, solved);
  });
}

/// The document of `wedge explain --action --format json` for the attack that "action" names.
const char* wedge_explain_action(const char* request) {
  return web::answered(request, [](const engine::Json& asked) {
    const engine::ScenarioSource source = web::source_of(asked, "");
    return engine::action_document(source,
                                   engine::action_terms(engine::read(source).scenario, asked.value("action", "")));
  });
}

/// The document of `wedge compare --format json`: before, and with the changes of "to", on the same "draws". Tells its
/// progress on the way (one_thread.cpp).
const char* wedge_compare(const char* request) {
  return web::answered(request, [](const engine::Json& asked) {
    const std::vector<engine::ScenarioSource> sources{web::source_of(asked, ""), web::source_of(asked, "to")};
    const std::string seed = asked.value("seed", "5eed");
    engine::ComparedScenarios compared(
        sources,
        {.draws = asked.value("draws", std::int64_t{256}), .seed = seed, .balance = asked.value("balance", true)});
    const std::atomic<bool> never{false};
    std::atomic<std::int64_t> draws_done{0};
    compared.run(1, never, draws_done);
    return engine::comparison_document(compared, sources, seed);
  });
}
}
