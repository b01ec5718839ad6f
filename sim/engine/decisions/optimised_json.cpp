#include "engine/decisions/optimised_json.hpp"

#include "base/version.hpp"
#include "engine/json.hpp"

namespace wedge::engine {
namespace {

Json judged_json(const Judged& of) {
  return {{"aim", json_number(of.aim)},
          {"aim_standard_error", json_number(of.aim_error)},
          {"loss", json_number(of.loss)},
          {"loss_standard_error", json_number(of.loss_error)},
          {"deterrence", json_number(of.deterrence)},
          {"deterrence_standard_error", json_number(of.deterrence_error)},
          {"solved", of.solved}};
}

Json settings_json(const Optimised& optimised, const std::vector<double>& values) {
  Json out = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) out[optimised.space().levers()[i].key] = values[i];
  return out;
}

Json optional_json(const std::optional<double>& x) { return x ? json_number(*x) : Json(nullptr); }

const char* edge_name(Edge edge) { return edge == Edge::low ? "low" : "high"; }

// What was asked.
Json head_of(const Optimised& optimised, bool complete) {
  const OptimiseSettings& settings = optimised.settings();
  const ScenarioSource& source = optimised.source();
  Json document = {{"program", "wedge " + std::string(version)},
                   {"scenario", source.file},
                   {"set", source.set},
                   {"adversary", source.adversary.empty() ? Json(nullptr) : Json(source.adversary)},
                   {"levers_file", settings.levers},
                   {"minimise", name_of(settings.aim)},
                   {"level", settings.level},
                   {"budget", optional_json(settings.budget)},
                   {"target", nullptr},
                   {"draws", settings.draws},
                   {"seed", settings.seed},
                   {"starts", settings.starts}};
  if (settings.target)
    document["target"] = {{settings.target->of_loss ? "loss" : "deterrence", settings.target->value}};
  document["complete"] = complete;
  document["evaluations"] = optimised.evaluations().asked().size();
  return document;
}

}  // namespace

std::string best_so_far_document(const Optimised& optimised) {
  Json document = head_of(optimised, false);
  const std::optional<Chosen> best = optimised.best_so_far();
  document["levers"] = Json::array();
  for (std::size_t i = 0; best && i < best->values.size(); ++i) {
    const PricedLever& lever = optimised.space().levers()[i];
    document["levers"].push_back({{"key", lever.key},
                                  {"unit", lever.unit},
                                  {"now", json_number(lever.now)},
                                  {"value", best->values[i]},
                                  {"cost", json_number(lever.cost(best->values[i]))}});
  }
  for (const auto& [name, value] : {std::pair{"cost", &Chosen::cost}, std::pair{"aim", &Chosen::aim},
                                    std::pair{"loss", &Chosen::loss}, std::pair{"deterrence", &Chosen::deterrence}})
    document[name] = best ? json_number((*best).*value) : Json(nullptr);
  document["loss_now"] = json_number(optimised.loss_now());
  return document.dump(2) + '\n';
}

std::string optimum_document(const Optimised& optimised) {
  Json document = head_of(optimised, true);
  const Optimum& found = *optimised.optimum();
  document["reached"] = found.reached;
  document["cost"] = json_number(found.choice.cost);
  document["budget_binds"] = found.budget_binds;
  document["levers"] = Json::array();
  for (std::size_t i = 0; i < found.choice.values.size(); ++i) {
    const PricedLever& lever = optimised.space().levers()[i];
    document["levers"].push_back({{"key", lever.key},
                                  {"unit", lever.unit},
                                  {"low", lever.low},
                                  {"high", lever.high},
                                  {"now", json_number(lever.now)},
                                  {"value", found.choice.values[i]},
                                  {"cost", json_number(lever.cost(found.choice.values[i]))},
                                  {"at", found.edge[i] == Edge::none ? Json(nullptr) : Json(edge_name(found.edge[i]))},
                                  {"slope", json_number(found.slope[i])},
                                  {"slope_standard_error", json_number(found.slope_error[i])}});
  }
  document["search"] = {{"before", judged_json(found.before)}, {"after", judged_json(found.after)}};
  document["fresh"] = {{"before", judged_json(found.fresh_before)}, {"after", judged_json(found.fresh_after)}};
  document["promised"] = json_number(found.promised);
  document["kept"] = json_number(found.kept);
  document["optimism"] = json_number(found.optimism);
  document["optimism_standard_error"] = json_number(found.optimism_error);
  document["front"] = Json::array();
  for (const Chosen& point : optimised.front())
    document["front"].push_back({{"budget", json_number(point.budget)},
                                 {"cost", json_number(point.cost)},
                                 {"aim", json_number(point.aim)},
                                 {"loss", json_number(point.loss)},
                                 {"deterrence", json_number(point.deterrence)},
                                 {"levers", settings_json(optimised, point.values)}});
  document["scenarios"] = Json::array();
  for (std::size_t w = 0; w < found.regret.size(); ++w)
    document["scenarios"].push_back({{"name", optimised.scenarios()[w].name},
                                     {"regret", json_number(found.regret[w])},
                                     {"least_loss", json_number(found.best_of_world[w].loss)},
                                     {"levers", settings_json(optimised, found.best_of_world[w].values)}});
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
