// Which settings of two studies differ, in words.
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/error.hpp"
#include "results/manifest.hpp"

namespace wedge {
namespace {

using Json = nlohmann::json;
using Settings = std::map<std::string, std::string>;  // key → value as text

std::string shortened(const std::string& text) {
  constexpr std::size_t longest = 120;
  return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// Objects by their keys, lists of named things by the names, everything else as text.
void flatten(const std::string& key, const Json& value, Settings& out) {
  const auto below = [&](const std::string& part) { return key.empty() ? part : key + "." + part; };
  const bool named = value.is_array() && !value.empty() && value[0].is_object();
  if (value.is_object()) {
    for (const auto& [part, inner] : value.items()) flatten(below(part), inner, out);
  } else if (named) {
    std::string order;
    for (Json inner : value) {
      const std::string name = inner.at("name");
      order += (order.empty() ? "" : ", ") + name;
      inner.erase("name");
      flatten(below(name), inner, out);
    }
    out[key] = order;
  } else {
    out[key] = text_of(value);
  }
}

Settings settings_of(const Manifest& manifest) {
  Json study = Json::parse(manifest_text(manifest)).at("study");
  study.erase("scenario_toml");  // compared by lines
  Settings out;
  flatten("", study, out);
  return out;
}

// The first line in which two scenario files differ, with the table it stands in.
Problem scenario_difference(const std::string& file, const std::string& which, const std::string& stored,
                            const std::string& asked) {
  std::istringstream left(stored), right(asked);
  std::string table, a, b;
  for (int line = 1;; ++line) {
    const bool more_left = !!std::getline(left, a), more_right = !!std::getline(right, b);
    if (!more_left) a = "(end of the file)";
    if (!more_right) b = "(end of the file)";
    if (a != b || !(more_left || more_right)) {
      const std::string where = table.empty() ? "" : ", after " + table;
      return {file, 0, 0, "scenario",
              "line " + std::to_string(line) + where + ": " + which + " has `" + shortened(a) +
                  "`, this run asks for `" + shortened(b) + "`"};
    }
    if (a.starts_with("[")) table = a;
  }
}

std::vector<Problem> differences(const std::filesystem::path& file, const std::string& which, const Manifest& stored,
                                 const Manifest& asked) {
  std::vector<Problem> problems;
  const Settings ours = settings_of(stored), theirs = settings_of(asked);
  const auto value = [](const Settings& settings, const std::string& key) {
    const auto found = settings.find(key);
    return found == settings.end() ? std::string("nothing") : "`" + shortened(found->second) + "`";
  };
  Settings all = ours;
  all.insert(theirs.begin(), theirs.end());
  for (const auto& [key, unused] : all) {
    const auto a = ours.find(key), b = theirs.find(key);
    if (a != ours.end() && b != theirs.end() && a->second == b->second) continue;
    const std::string shown = key.starts_with("layout.") ? key.substr(7) : key;
    problems.push_back(
        {file.string(), 0, 0, shown, which + " has " + value(ours, key) + ", this run asks for " + value(theirs, key)});
  }
  if (stored.study.scenario_toml != asked.study.scenario_toml)
    problems.push_back(
        scenario_difference(file.string(), which, stored.study.scenario_toml, asked.study.scenario_toml));
  return problems;
}

}  // namespace

void require_same_study(const std::filesystem::path& file, const Manifest& stored, const Manifest& asked) {
  if (stored.study_sha256 == asked.study_sha256) return;
  std::vector<Problem> problems = differences(file, "the unfinished study", stored, asked);
  if (problems.empty())
    problems.push_back({file.string(), 0, 0, "schema", "the blocks were written in another format"});
  problems.back().message += "; finish the study with its own settings, choose another file, or start over by force";
  throw InputError(std::move(problems));
}

std::string first_difference(const StudyIdentity& stored, const StudyIdentity& asked) {
  // What follows from another difference is no news, and more draws may be asked for: both stand in the command.
  const std::set<std::string> no_news{"block_draws", "block_points", "command", "draws", "replicates", "title"};
  std::string command;
  for (const Problem& p : differences({}, "that study", manifest_of(stored), manifest_of(asked))) {
    const std::string text = p.key + ": " + p.message;
    if (!no_news.contains(p.key)) return text;
    if (p.key == "command") command = text;
  }
  return command;
}

}  // namespace wedge
