#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <utility>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "engine/claims/claim.hpp"
#include "engine/claims/part.hpp"

namespace wedge::engine {
namespace {

using namespace reading;

std::vector<std::string> keys_of(const std::vector<Override>& changes) {
  std::vector<std::string> keys;
  for (const Override& change : changes) keys.push_back(change.key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// Draw by draw the settings have the same numbers only if they fix the same keys.
void check_keys(const Part& part, const Comparison& comparison) {
  const Setting& first = comparison.settings.front();
  for (const Setting& setting : comparison.settings)
    if (keys_of(setting.set) != keys_of(first.set))
      part.fail(setting.spot, "sets " + joined(keys_of(setting.set)) + ", but '" + first.name + "' sets " +
                                  joined(keys_of(first.set)) + "; expected the same keys");
  for (const Override& common : comparison.where)
    for (const Override& own : first.set)
      if (own.key == common.key)
        part.fail(first.spot, "sets " + own.key + ", which `where` sets; expected one of the two");
}

MeasureName own_measure(Part& part) {
  MeasureName measure;
  for (auto& [dimension, label] : part.texts("measure", false, "a table: a name, and a label by dimension"))
    if (dimension == "name")
      measure.name = label;
    else
      measure.labels.emplace_back(dimension, label);
  if (part.has("measure") && measure.name.empty())
    part.fail(part.spot_of("measure"), "has no name; expected name = MEASURE");
  return measure;
}

std::vector<Prediction> predictions_of(Part& part) {
  const MeasureName own = own_measure(part);
  const std::vector<std::pair<std::string, MeasureName>> measures{
      {"loss", {"total_loss", {}}}, {"deterrence", {"deterrence", {}}}, {"measure", own}};
  std::vector<Prediction> out;
  for (const auto& [key, way] : part.texts("predicts", true, "a table of measures, each \"rises\" or \"falls\"")) {
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const auto& m) { return m.first == key; });
    if (found == measures.end())
      part.fail(part.spot_of("predicts"), reading::quoted(key) + " is none of loss, deterrence and measure");
    else if (found->second.name.empty())
      part.fail(part.spot_of("predicts"), "speaks of a measure, but none is given; expected measure = { name = … }");
    else if (way != "rises" && way != "falls")
      part.fail(part.spot_of("predicts"), reading::quoted(way) + " is no prediction; expected rises or falls");
    else
      out.push_back({key, found->second, way == "rises"});
  }
  return out;
}

// Which of its campaigns count, by what defenders truly are in them.
std::vector<std::pair<std::string, bool>> true_types_of(Part& part, bool campaigns) {
  std::vector<std::pair<std::string, bool>> out;
  for (const auto& [defender, type] :
       part.texts("really", false, "a table of defenders, each \"steadfast\" or \"wavering\"")) {
    if (type != "steadfast" && type != "wavering")
      part.fail(part.spot_of("really"), reading::quoted(type) + " is no type; expected steadfast or wavering");
    out.emplace_back(defender, type == "steadfast");
  }
  if (!out.empty() && !campaigns)
    part.fail(part.spot_of("really"), "is for campaigns, in which types are drawn; expected campaigns = true");
  return out;
}

Comparison comparison_of(Part part, const std::string& folder) {
  Comparison out;
  out.spot = part.spot();
  out.condition = part.text("condition", true);
  out.scenario = (std::filesystem::path(folder) / part.text("scenario", true)).string();
  out.draws = part.count("draws");
  out.campaigns = part.flag("campaigns");
  out.really = true_types_of(part, out.campaigns);
  out.where = part.overrides("where", false);
  for (Part& each : part.parts("settings", "a list of two or more settings")) {
    Setting& setting = out.settings.emplace_back();
    setting.spot = each.spot();
    setting.name = each.text("name", true);
    setting.set = each.overrides("set", true);
    each.nothing_else();
  }
  if (part.has("settings") && out.settings.size() < 2)
    part.fail(part.spot_of("settings"), "has nothing to compare; expected two or more settings");
  out.predictions = predictions_of(part);
  part.nothing_else();
  if (!out.settings.empty()) check_keys(part, out);
  return out;
}

Claim claim_of(Part part, const std::string& folder) {
  Claim out;
  out.id = part.text("id", true);
  if (!out.id.empty()) part.name(out.id);
  out.spot = part.spot();
  out.says = part.text("says", true);
  out.source = part.text("source", true);
  out.needs = part.text("needs", false);
  out.explains = part.text("explains", false);
  for (Part& each : part.parts("comparison", out.needs.empty() ? "a [[claim.comparison]], or needs = REASON" : ""))
    out.comparisons.push_back(comparison_of(std::move(each), folder));
  part.nothing_else();
  return out;
}

}  // namespace

std::string Prediction::text() const {
  if (key != "measure") return key;
  std::string out = measure.name;
  std::string before;  // said once: the adversary's own welfare has it as adversary and as actor
  for (const auto& [dimension, label] : measure.labels)
    if (std::exchange(before, label) != label) out += " " + label;
  return out;
}

std::vector<Claim> read_claims(const std::string& text, const std::string& file) {
  const Document document(text, {file});
  Report report(document.sources());
  Part root(document, report, document.root(), Spot{0, 1, 1, ""});
  std::vector<Claim> claims;
  for (Part& part : root.parts("claim", "one or more [[claim]]")) {
    Claim claim = claim_of(std::move(part), std::filesystem::path(file).parent_path().string());
    for (const Claim& other : claims)
      if (other.id == claim.id && !claim.id.empty())
        report.add(claim.spot, "is the id of two claims; expected one of each");
    claims.push_back(std::move(claim));
  }
  root.nothing_else();
  report.throw_if_any();
  return claims;
}

std::vector<Claim> chosen(std::vector<Claim> claims, const std::string& only) {
  if (only.empty()) return claims;
  std::vector<std::string> ids, wanted;
  for (const Claim& claim : claims) ids.push_back(claim.id);
  std::istringstream list(only);
  for (std::string id; std::getline(list, id, ',');) wanted.push_back(id);
  for (const std::string& id : wanted)
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
      fail_input("only " + id, "is not among the claims; " + suggestion(id, ids));
  std::erase_if(claims,
                [&](const Claim& claim) { return std::find(wanted.begin(), wanted.end(), claim.id) == wanted.end(); });
  return claims;
}

}  // namespace wedge::engine
