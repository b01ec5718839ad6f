#include "study/limits.hpp"

#include <cstdio>
#include <map>

#include "base/error.hpp"

namespace wedge {
namespace {

std::string whole(double x) {
  char text[400];
  std::snprintf(text, sizeof text, x < 1e18 ? "%.0f" : "%.3g", x);
  return text;
}

void require_at_most(const char* key, const std::string& what, double count, std::int64_t limit) {
  if (count > static_cast<double>(limit))
    fail_input(key, "the study has " + whole(count) + " " + what + "; expected at most " + std::to_string(limit));
}

[[noreturn]] void fail_layout(const std::string& what) { fail_input("layout", what); }

void require_variables(const StudyLayout& layout) {
  std::map<std::string, double> sizes;
  for (const LabelDimension& dimension : layout.dimensions)
    sizes[dimension.name] = static_cast<double>(dimension.labels.size());
  for (const Variable& v : layout.variables) {
    if (v.first_slot < 0 || v.slots < 0 || v.first_slot > layout.slots - v.slots)
      fail_layout(v.name + " has numbers that the study does not have");
    double slots = 1.0;
    for (const std::string& dimension : v.dimensions) {
      if (!sizes.contains(dimension)) fail_layout(v.name + " has a dimension that the study does not have");
      slots *= sizes[dimension];
    }
    if (slots != static_cast<double>(v.slots))
      fail_layout(v.name + " has more or fewer numbers than its dimensions say");
  }
}

// Numbers of one point in one replicate, and of one point, of 8 bytes each; index sums beside them.
double numbers_of_sums(const StudyLayout& layout) {
  const auto points = static_cast<double>(layout.block_points), slots = static_cast<double>(layout.slots);
  const auto parameters = static_cast<double>(layout.parameters.size());
  const double batches = 16.0, arrays = layout.morris ? 4.0 : 7.0, beside = layout.morris ? 0.0 : 1.0;  // of their sums
  return points * (slots * (3.0 * layout.replicates + 2.0) + static_cast<double>(layout.statuses.size())) +
         (parameters > 0.0 ? arrays * batches * slots * (parameters + beside) : 0.0);
}

double numbers_of_draws(const StudyLayout& layout) {
  if (!layout.keep_draws) return 0.0;
  const auto draws = static_cast<double>(layout.block_draws);
  return draws * (static_cast<double>(layout.inputs.size()) +
                  static_cast<double>(layout.block_points) * (static_cast<double>(layout.slots) + 0.125));
}

double histogram_cells(const StudyLayout& layout) {
  return static_cast<double>(layout.block_points) * static_cast<double>(layout.slots) * histogram::bins;
}

constexpr double of_a_file = 64e3;  // headers and names

}  // namespace

void require_countable(const StudyLayout& layout) {
  double points = 1.0;
  for (const Axis& axis : layout.axes) points *= static_cast<double>(axis.values.size());
  const auto draws = static_cast<double>(layout.draws);
  require_at_most("sweep", "points", points, most::points);
  require_at_most("draws", "draws at each point", draws, most::draws);
  require_at_most("draws", "points × draws", points * draws, most::solutions);
}

void require_consistent(const StudyLayout& layout) {
  for (const Axis& axis : layout.axes) {
    if (axis.values.empty()) fail_layout("the axis " + axis.name + " has no values");
    for (const auto* const texts : {&axis.labels, &axis.settings})
      if (!texts->empty() && texts->size() != axis.values.size())
        fail_layout("the axis " + axis.name + " has more or fewer labels than values");
  }
  if (layout.draws < 1 || layout.block_points < 1 || layout.block_draws < 1 || layout.replicates < 1 ||
      layout.slots < 0)
    fail_layout("a number that must be 1 or more is not");
  require_countable(layout);
  if (layout.block_draws > layout.draws || layout.block_points > (1 << 20) || layout.replicates > layout.draws)
    fail_layout("a block is larger than the study");
  if (!layout.until.measure.empty() && layout.block_points != 1) fail_layout("with `until` a block has one point");
  if (layout.statuses.empty() || layout.statuses.size() > 100) fail_layout("there are no statuses, or too many");
  require_at_most("draws", "blocks",
                  static_cast<double>(layout.point_groups()) * static_cast<double>(layout.draw_groups()), most::blocks);
  require_variables(layout);
  constexpr double most_memory = 1e11;
  if (block_memory(layout) > most_memory)
    fail_layout("a block takes " + whole(block_memory(layout)) + " bytes; expected at most " + whole(most_memory));
}

double block_memory(const StudyLayout& layout) {
  return 8.0 * (numbers_of_sums(layout) + numbers_of_draws(layout)) + 4.0 * histogram_cells(layout);
}

double block_bytes(const StudyLayout& layout) {
  return block_memory(layout) + 4.0 * histogram_cells(layout) + of_a_file;
}

double least_block_bytes(const StudyLayout& layout) {
  const double counts = 4.0 * static_cast<double>(layout.block_points * layout.slots * layout.replicates);
  return 8.0 * (numbers_of_sums(layout) + numbers_of_draws(layout)) - (layout.replicates > 1 ? 3.0 : 1.0) * counts;
}

}  // namespace wedge
