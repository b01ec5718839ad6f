#include "sources.hpp"

#include "wording.hpp"

namespace wedge::reading {
namespace {

void append_sources(const toml::table& table, const std::string& path, const Document& document,
                    std::vector<Source>& sources) {
  for (const auto& [key, value] : document.in_order(table)) {
    const std::string name = dotted(path, key->str());
    if (const auto* text = value->as_string()) sources.push_back({name, text->get()});
    if (const auto* inner = value->as_table()) append_sources(*inner, name, document, sources);
  }
}

}  // namespace

void check_sources(const Document& document, Report& report) {
  const toml::node* node = document.root().get("sources");
  if (node == nullptr || node->is_table()) return;
  report.add(document.spot(node->source(), {}, "sources"),
             "is " + std::string(kind_of(*node)) + "; expected a table, [sources]");
}

std::vector<Source> sources_of(const Document& document) {
  std::vector<Source> sources;
  if (const toml::node* node = document.root().get("sources"))
    if (const toml::table* table = node->as_table()) append_sources(*table, {}, document, sources);
  return sources;
}

}  // namespace wedge::reading
