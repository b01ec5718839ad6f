#include "study/study.hpp"

#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "campaign_slots.hpp"
#include "scenario/keys.hpp"
#include "study/limits.hpp"

namespace wedge {
namespace {

// Blocks are cut into whole packs of the widest kernel.
constexpr std::int64_t lanes = 8;

// To find out whether a draw is fragile takes as long as several solutions: one run of draws in so many is looked at.
constexpr std::int64_t look_at_one_in = 8;

// Blocks have at most this many draws, short enough to lose, and a study has at least this many blocks to share among
// threads and shards, unless they would get too short to be worth storing.
// Few points a block bound what its sums take in memory.
constexpr std::int64_t most_draws = 4096, least_draws = 64, enough_blocks = 64, most_points = 16;
// A campaign is many crises, and the hard ones of a block are solved in packs of their own, which few would not fill.
constexpr std::int64_t enough_blocks_of_campaigns = 8;

// With `until`: the draws before the first decision (two at least in each replicate), and how often one is made.
constexpr std::int64_t least_watched = 256, most_decisions = 16;
static_assert(least_watched >= 2 * Design::structured_replicates);

}  // namespace

Study::Study(const std::string& text, const std::string& file, std::vector<Override> overrides,
             const std::vector<Sweep>& sweeps, const StudySettings& settings)
    : settings_(settings) {
  if (settings.draws < 1) fail_input("draws", "is below 1; expected the number of draws a point");
  layout_.draws = settings.draws;
  ReadResult read = read_scenario(text, file, overrides);
  toml_ = std::move(read.toml);
  scenario_ = std::move(read.scenario);
  find_swept_leaves(text, file, overrides, sweeps);
  require_countable(layout_);
  sampler_ = std::make_unique<Sampler>(scenario_);
  if (settings.sensitivity) find_parameters(sweeps);
  const int sets = settings.sensitivity ? 2 : 1;  // of inputs for a draw
  design_ = std::make_unique<Design>(settings.method, settings.seed, sets * sampler_->dimensions(), settings.draws);
  if (settings.campaigns) require_whole_campaigns();
  layout_.balance_one_in = balance_one_in();
  if (settings.campaigns)
    describe_campaign_slots(scenario_, layout_);
  else
    describe_slots(scenario_, layout_.balance_one_in > 0, layout_);
  for (const Status status : {Status::solved, Status::branch_lost, Status::not_settled, Status::inaccurate})
    layout_.statuses.emplace_back(status_name(status));
  layout_.replicates = design_->replicates();
  layout_.until = settings.until;
  require_measure(layout_.until, layout_);
  layout_.keep_draws = settings.keep_draws;
  if (settings.certify_one_in < 0) fail_input("--certify", "is below 0; expected all, or N for one run of draws in N");
  layout_.certify_one_in = settings.campaigns ? 0 : settings.certify_one_in;
  if (settings.keep_draws) describe_inputs();
  cut_into_blocks();
  require_consistent(layout_);
}

void Study::describe_inputs() {
  const auto all = leaves(scenario_);
  for (const int leaf : sampler_->leaf())
    layout_.inputs.push_back({all[leaf].key, std::string(all[leaf].unit), std::string(all[leaf].meaning)});
}

void Study::cut_into_blocks() {
  const std::int64_t draws = layout_.draws;
  if (!layout_.until.measure.empty()) {
    layout_.block_draws = least_watched;
    while (layout_.block_draws * most_decisions < draws) layout_.block_draws *= 2;
    layout_.block_draws = std::min(draws, layout_.block_draws);
    return;
  }
  const std::int64_t solutions = layout_.solutions_of_a_draw();
  const std::int64_t all = layout_.points() * draws * solutions;
  const std::int64_t blocks = settings_.campaigns ? enough_blocks_of_campaigns : enough_blocks;
  const std::int64_t work = std::clamp(all / blocks, least_draws, most_draws) / solutions;
  layout_.block_points = std::clamp<std::int64_t>(work / draws, 1, most_points);
  layout_.block_draws = std::min(draws, std::max<std::int64_t>((work + lanes - 1) / lanes, 1) * lanes);  // whole packs
}

bool Study::in_share(std::int64_t draw, std::int64_t one_in) {
  return one_in > 0 && draw / Design::structured_replicates % one_in == 0;
}

namespace {

void keep(const DrawRows& rows, int count, int slots, Draws& draws) {
  for (int i = 0; i < count; ++i) {
    const auto row = rows.slots.begin() + static_cast<std::ptrdiff_t>(i) * slots;
    draws.status.push_back(static_cast<std::int8_t>(rows.status[i]));
    if (rows.status[i] == static_cast<std::uint8_t>(Status::solved))
      draws.values.insert(draws.values.end(), row, row + slots);
    else
      draws.values.insert(draws.values.end(), slots, std::numeric_limits<double>::quiet_NaN());
  }
}

}  // namespace

void Study::require_whole_campaigns() const {
  if (settings_.balance_one_in.value_or(0) > 0)
    fail_input("balance", "is for single crises; leave campaigns or it out");
  for (const Axis& axis : layout_.axes)
    for (const std::string_view whole : {"campaign.rounds", "campaign.foresight"})
      for (const std::string& key : swept_keys(axis.key))
        if (key_matches(key, whole))
          fail_input("sweep " + axis.key, "cannot be swept; it is one number for all campaigns of a study");
}

std::int64_t Study::balance_one_in() const {
  if (settings_.balance_one_in.value_or(0) < 0)
    fail_input("balance", "is below 0; expected 1 for all draws, 0 for none, or N for one run of 16 draws in N");
  if (scenario_.ties.empty() || settings_.campaigns) return 0;
  constexpr std::size_t few = 4;  // of more, balances would be nearly all of the time
  const std::int64_t usual = scenario_.adversaries.size() > 1 ? 0 : scenario_.ties.size() > few ? 4 : 1;
  return settings_.balance_one_in.value_or(usual);
}

std::unique_ptr<DrawKernel> Study::kernel() const {
  std::vector<int> leaves = sampler_->leaf();
  for (const SweptLeaf& swept : swept_) leaves.push_back(swept.leaf);
  return make_kernel(settings_.isa, {scenario_,
                                     std::move(leaves),
                                     {*selection_named(scenario_.solver.selection)},
                                     layout_.balance_one_in > 0,
                                     settings_.campaigns,
                                     settings_.seed});
}

void Study::append_swept(std::int64_t point, std::vector<double>& row) const {
  for (const SweptLeaf& swept : swept_) {
    std::int64_t cell = point;
    for (int axis = static_cast<int>(layout_.axes.size()) - 1; axis > swept.axis; --axis)
      cell /= static_cast<std::int64_t>(layout_.axes[axis].values.size());
    const std::vector<double>& at = layout_.axes[swept.axis].values;
    row.push_back(at[cell % static_cast<std::int64_t>(at.size())]);
  }
}

Sums Study::run(int number, std::atomic<std::int64_t>* draws_done, Draws* kept) const {
  const Block block = layout_.block(number);
  const int dimensions = sampler_->dimensions();
  Sums sums = empty_sums(layout_, block.points);
  const std::vector<double> points = design_->points(block.first_draw, block.draws);
  std::vector<double> values(static_cast<std::size_t>(block.draws * dimensions));
  for (std::int64_t d = 0; d < block.draws; ++d)
    sampler_->values(std::span(points).subspan(d * design_->dimensions(), dimensions),
                     std::span(values).subspan(d * dimensions, dimensions));
  for (int i = 0; i < dimensions; ++i)
    for (const auto& [key, value] : settings_.held)
      if (sampler_->keys()[i] == key)
        for (std::int64_t d = 0; d < block.draws; ++d) values[d * dimensions + i] = value;
  Draws own;
  if (kept == nullptr && !layout_.parameters.empty()) kept = &own;
  if (kept != nullptr) kept->inputs = values;

  const std::unique_ptr<DrawKernel> solver = kernel();
  DrawRows rows;
  DrawBatch batch;
  const std::int64_t all = block.points * block.draws;  // by point, then by draw
  for (std::int64_t first = 0; first < all; first += most_rows) {
    const int count = static_cast<int>(std::min(most_rows, all - first));
    batch.clear();
    for (std::int64_t i = first; i < first + count; ++i) {
      const auto draw = values.begin() + i % block.draws * dimensions;
      batch.values.insert(batch.values.end(), draw, draw + dimensions);
      append_swept(block.first_point + i / block.draws, batch.values);
      const std::int64_t draw_number = block.first_draw + i % block.draws;
      batch.number.push_back(static_cast<std::uint64_t>(draw_number));
      batch.look.push_back(settings_.fragility && in_share(draw_number, look_at_one_in));
      batch.certify.push_back(in_share(draw_number, layout_.certify_one_in));
      batch.balance.push_back(in_share(draw_number, layout_.balance_one_in));
    }
    solver->run(batch, rows);
    for (int i = 0; i < count; ++i) {
      const std::int64_t point = (first + i) / block.draws, draw = block.first_draw + (first + i) % block.draws;
      if (rows.status[i] != static_cast<std::uint8_t>(Status::solved))
        sums.add_failure(point, rows.status[i]);
      else
        sums.add(point, static_cast<int>(draw % layout_.replicates), &rows.slots[i * layout_.slots]);
    }
    if (kept != nullptr) keep(rows, count, layout_.slots, *kept);
    if (draws_done != nullptr) *draws_done += count;
  }
  if (!layout_.parameters.empty()) add_indices(block, points, kept->values, sums.indices);
  return sums;
}

}  // namespace wedge
