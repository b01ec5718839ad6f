#include "document.hpp"

#include <algorithm>
#include <tuple>

#include "base/error.hpp"
#include "depth.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

int index_of(toml::source_index index) { return static_cast<int>(std::min<toml::source_index>(index, 0x7fffffff)); }

[[noreturn]] void fail_syntax(const std::string& source, int line, int column, std::string message) {
  throw InputError({Problem{source, line, column, {}, std::move(message)}});
}

// A complaint of toml++ in our form. It quotes the text: line breaks would break the
// one-problem-a-line format.
std::string syntax_message(std::string_view text) {
  constexpr std::string_view prefix = "Error ";
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::string out = "is not TOML; ";
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return out;
}

}  // namespace

toml::table parse_toml(const std::string& text, const std::string& source) {
  if (const auto place = too_many_key_parts(text))
    fail_syntax(source, place->line, place->column,
                "a key has too many parts; expected at most " + std::to_string(most_key_parts));
  try {
    return toml::parse(std::string_view(text), std::string_view(source));
  } catch (const toml::parse_error& error) {
    const auto begin = error.source().begin;
    fail_syntax(source, index_of(begin.line), index_of(begin.column), syntax_message(error.description()));
  } catch (const ParserFault&) {
    fail_syntax(source, 1, 1, "is not TOML");
  }
}

Document::Document(const std::string& text, std::vector<std::string> sources)
    : sources_(std::move(sources)), root_(parse_toml(text, sources_.front())) {}

std::size_t Document::source_of(const toml::source_region& region) const {
  if (region.path == nullptr) return 0;
  for (std::size_t n = 1; n < sources_.size(); ++n)
    if (*region.path == sources_[n]) return n;
  return 0;
}

Spot Document::spot(const toml::source_region& region, const Spot& fallback, std::string key) const {
  if (!region.begin) return fallback.named(std::move(key));
  return {source_of(region), index_of(region.begin.line), index_of(region.begin.column), std::move(key)};
}

std::vector<Document::Entry> Document::in_order(const toml::table& table) const {
  std::vector<Entry> entries;
  for (auto&& [key, value] : table) entries.push_back({&key, &value});
  const auto place = [this](const Entry& entry) {
    const toml::source_region& region = entry.key->source();
    return std::tuple(source_of(region), region.begin.line, region.begin.column);
  };
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return place(a) < place(b); });
  return entries;
}

}  // namespace wedge::reading
