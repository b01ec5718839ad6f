#include "engine/studies/explained_json.hpp"

#include "engine/json.hpp"

namespace wedge::engine {
namespace {

Json change_json(const Paired& found) {
  return {{"difference", json_number(found.difference)},
          {"standard_error", json_number(found.standard_error)},
          {"rises", json_number(found.rises)},
          {"falls", json_number(found.falls)},
          {"pairs", found.pairs},
          {"counts", counts(found)}};
}

Json effect_json(const Effect& effect) {
  return {{"loss", change_json(effect.loss)}, {"deterrence", change_json(effect.deterrence)}};
}

Json world_json(double loss, double deterrence) {
  return {{"loss", json_number(loss)}, {"deterrence", json_number(deterrence)}};
}

Json levers_json(const BreakEvens& levers) {
  Json out = {{"loss", json_number(levers.loss())},   {"deterrence", json_number(levers.deterrence())},
              {"level", json_number(levers.level())}, {"tie", levers.tie()},
              {"net", json_number(levers.net())},     {"levers", Json::array()}};
  static constexpr const char* names[]{"loss_halves", "deterrence_reached", "net_turns"};
  for (const BreakEven& one : levers.found()) {
    Json lever = {{"key", one.lever.key}, {"unit", one.lever.unit}, {"now", one.lever.now},
                  {"low", one.lever.low}, {"high", one.lever.high}, {"idle", one.idle}};
    for (std::size_t g = 0; g < one.value.size(); ++g)
      lever[names[g]] = one.value[g] ? json_number(*one.value[g]) : Json(nullptr);
    out["levers"].push_back(std::move(lever));
  }
  return out;
}

}  // namespace

std::string explanation_document(const ScenarioSource& source, const ExplainSettings& settings,
                                 const Explained& explained, const BreakEvens* levers) {
  Json document = document_about(source);
  document["seed"] = settings.seed;
  document["draws"] = settings.draws;
  document["solved"] = explained.solved();
  const Effect whole = explained.whole();
  document["without_any"] = world_json(whole.loss.before, whole.deterrence.before);
  document["as_it_is"] = world_json(whole.loss.after, whole.deterrence.after);
  document["whole"] = effect_json(whole);
  document["mechanisms"] = Json::array();
  for (int m = 0; m < explained.mechanisms().count(); ++m) {
    const Mechanism& mechanism = explained.mechanisms().all()[m];
    document["mechanisms"].push_back({{"name", mechanism.name},
                                      {"meaning", mechanism.meaning},
                                      {"off", mechanism.off},
                                      {"matters", explained.matters(m)},
                                      {"idle", explained.idle(m)},
                                      {"alone", effect_json(explained.alone(m))},
                                      {"by_itself", effect_json(explained.by_itself(m))}});
  }
  document["left_out"] = explained.mechanisms().left_out();
  document["orders"] = explained.all_orders() ? Json("all") : Json(explained.orders());
  document["shapley"] = Json::array();
  for (const Contribution& one : explained.contributions()) {
    Json row = {{"name", one.name}, {"mechanisms", Json::array()}};
    for (const int m : one.mechanisms) row["mechanisms"].push_back(explained.mechanisms().all()[m].name);
    row.update(effect_json(one.effect));
    document["shapley"].push_back(std::move(row));
  }
  document["break_even"] = levers == nullptr ? Json(nullptr) : levers_json(*levers);
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
