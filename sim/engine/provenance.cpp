#include "engine/provenance.hpp"

#include "scenario/keys.hpp"

namespace wedge::engine {
namespace {

bool speaks_of_numbers(const Source& source) { return source.key == "*" || source.key.find('.') != std::string::npos; }

bool is_judgement(const Source& source) {
  return source.citation.starts_with("judgement") || source.citation.starts_with("Judgement");
}

// A tie's key with its two ends the other way round; any other key as it is.
std::string turned(const Scenario<Quantity>& scenario, const std::string& key) {
  for (const auto& tie : scenario.ties) {
    const std::string prefix = "tie." + tie.name() + ".";
    if (key.starts_with(prefix))
      return "tie." + tie.between[1] + "-" + tie.between[0] + "." + key.substr(prefix.size());
  }
  return key;
}

}  // namespace

Provenance provenance(const ReadResult& read) {
  Provenance out;
  std::vector<bool> used(read.sources.size(), false);
  for (const std::string& key : read.given) {
    bool cited = false, judged = false;
    const std::string other = turned(read.scenario, key);
    for (std::size_t i = 0; i < read.sources.size(); ++i) {
      const Source& source = read.sources[i];
      if (!speaks_of_numbers(source) || !(key_matches(source.key, key) || key_matches(source.key, other))) continue;
      used[i] = true;
      (is_judgement(source) ? judged : cited) = true;
    }
    (cited ? out.sourced : judged ? out.judged : out.unmarked).push_back(key);
  }
  for (std::size_t i = 0; i < read.sources.size(); ++i)
    if (speaks_of_numbers(read.sources[i]) && !used[i]) out.idle.push_back(read.sources[i].key);
  return out;
}

}  // namespace wedge::engine
