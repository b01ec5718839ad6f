// Where each member of a scenario was read, so that checks after reading can point at it.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "report.hpp"

namespace wedge::reading {

class Spots {
 public:
  /// Members are known by their address; the scenario must not move between reading and checking.
  void put(const void* member, const Spot& spot) { values_.insert_or_assign(member, spot); }
  /// Structs apart from members: a struct and its first member share an address.
  void put_table(const void* table, const Spot& spot) { tables_.insert_or_assign(table, spot); }

  /// A member that the document gives, be it good or bad.
  void mark_given(const void* member) { given_.insert(member); }
  bool given(const void* member) const { return given_.contains(member); }

  /// A member whose value was reported: checks pass over it instead of reporting what follows.
  void mark_bad(const void* member) { bad_.insert(member); }
  bool bad(const void* member) const { return bad_.contains(member); }

  bool has_table(const void* table) const { return tables_.contains(table); }
  Spot of(const void* member) const { return get(values_, member); }
  Spot of_table(const void* table) const { return get(tables_, table); }

 private:
  using Map = std::unordered_map<const void*, Spot>;
  static Spot get(const Map& map, const void* address) {
    const auto found = map.find(address);
    return found == map.end() ? Spot{} : found->second;
  }
  Map values_, tables_;
  std::unordered_set<const void*> bad_, given_;
};

}  // namespace wedge::reading
