// A TOML document whose values know where they came from: the file or an override.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report.hpp"
#include "toml.hpp"

namespace wedge::reading {

/// Parses TOML. Throws InputError (one problem, with its place) if it is not. `key`: for messages.
toml::table parse_toml(const std::string& text, const std::string& source);

class Document {
 public:
  /// `sources`: the file's name, then a label for each override. Values of override n are expected
  /// to have been parsed with the n-th label as their source path.
  Document(const std::string& text, std::vector<std::string> sources);

  toml::table& root() { return root_; }
  const toml::table& root() const { return root_; }
  const std::vector<std::string>& sources() const { return sources_; }

  /// The place of a region of the source; of `fallback` where it is unknown.
  Spot spot(const toml::source_region& region, const Spot& fallback, std::string key) const;

  struct Entry {
    const toml::key* key;
    const toml::node* value;
  };
  /// The entries of a table in the order in which they were written; what overrides made comes
  /// last.
  std::vector<Entry> in_order(const toml::table& table) const;

 private:
  std::size_t source_of(const toml::source_region& region) const;

  std::vector<std::string> sources_;
  toml::table root_;
};

}  // namespace wedge::reading
