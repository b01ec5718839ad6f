#include "study/chain.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "base/nearest.hpp"

namespace wedge {

Until parse_until(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  Until until{argument.substr(0, equals), 0.0};
  const char* const end = argument.data() + argument.size();
  const char* const number = equals == std::string::npos ? end : argument.data() + equals + 1;
  const auto [last, error] = std::from_chars(number, end, until.standard_error);
  const bool read = error == std::errc() && last == end && std::isfinite(until.standard_error);
  if (until.measure.empty() || !read || until.standard_error <= 0.0)
    fail_input("until " + argument,
               "is not a measure and its standard error; expected MEASURE=SE with SE > 0, as in "
               "deterrence=0.001");
  return until;
}

void require_measure(const Until& until, const StudyLayout& layout) {
  std::vector<std::string> names;
  for (const Variable& variable : layout.variables) names.push_back(variable.name);
  if (until.measure.empty() || std::find(names.begin(), names.end(), until.measure) != names.end()) return;
  fail_input("until " + until.measure, "there is no such measure; " + suggestion(until.measure, names));
}

StopRule::StopRule(const StudyLayout& layout) : until_(layout.until) {
  for (const Variable& variable : layout.variables)
    if (variable.name == until_.measure) watched_ = variable;
}

void StopRule::add(const Sums& block) {
  if (until_.measure.empty()) return;
  if (so_far_)
    so_far_->merge(block.of(watched_));
  else
    so_far_ = block.of(watched_);
}

bool StopRule::satisfied() const {
  if (!so_far_) return false;
  for (const double count : so_far_->count)
    if (count < 2.0) return false;
  for (int slot = 0; slot < so_far_->slots; ++slot) {
    const double error = estimate(*so_far_, 0, slot, {}).standard_error;
    if (!(error > 0.0 && error <= until_.standard_error)) return false;
  }
  return so_far_->slots > 0;
}

std::vector<Chain> all_chains(const StudyLayout& layout) {
  std::vector<Chain> chains;
  for (int first = 0; first < layout.blocks(); first += layout.chain_length())
    chains.push_back({first, first + layout.chain_length(), nullptr});
  return chains;
}

}  // namespace wedge
