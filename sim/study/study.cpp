#include "study/study.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "crisis/draw_cost.hpp"
#include "scenario/keys.hpp"
#include "study/limits.hpp"

namespace wedge {
namespace {

// Blocks are cut into whole packs of the widest kernel.
constexpr std::int64_t lanes = 8;

// Blocks have at most this many draws, short enough to lose, and a study has at least this many blocks to share among
// threads and shards, unless they would get too short to be worth storing.
// Few points a block bound what its sums take in memory. Draws that are solved one at a time are stored sooner.
constexpr std::int64_t most_draws = 4096, least_draws = 64, least_slow_draws = 8, enough_blocks = 64, most_points = 16;
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
  toml_ = read_scenario(text, file, overrides).toml;
  find_variants(text, file, overrides, sweeps);
  require_countable(layout_);
  find_uncertain_keys();
  if (settings.sensitivity) find_parameters(sweeps);
  const int sets = settings.sensitivity == SensitivityBy::sobol ? 2 : 1;  // of inputs for a draw
  design_ = std::make_unique<Design>(settings.method, settings.seed, sets * dimensions(), settings.draws);
  if (settings.campaigns) require_whole_campaigns();
  one_at_a_time_ = !settings.campaigns && draw_cost(scenario()).in_lanes;
  layout_.balance_one_in = balance_one_in();
  describe_variants();
  for (const Status status : {Status::solved, Status::branch_lost, Status::not_settled, Status::inaccurate})
    layout_.statuses.emplace_back(status_name(status));
  layout_.replicates = design_->replicates();
  layout_.until = settings.until;
  require_measure(layout_.until, layout_);
  layout_.keep_draws = settings.keep_draws;
  layout_.certify_one_in = certify_one_in();
  if (settings.keep_draws) describe_inputs();
  cut_into_blocks();
  require_consistent(layout_);
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
  const std::int64_t work =
      std::clamp(all / blocks, one_at_a_time_ ? least_slow_draws : least_draws, most_draws) / solutions;
  layout_.block_points = std::clamp<std::int64_t>(work / draws, 1, most_points);
  layout_.block_draws = std::min(draws, std::max<std::int64_t>((work + lanes - 1) / lanes, 1) * lanes);  // whole packs
}

void Study::require_whole_campaigns() const {
  if (settings_.balance_one_in.value_or(0) > 0)
    fail_input("balance", "is for single crises; leave campaigns or it out");
  for (const Axis& axis : layout_.axes)
    for (const std::string_view whole : {"campaign.rounds", "campaign.foresight"})
      for (const std::string& key : swept_keys(axis.key))
        if (key_matches(key, whole))
          fail_input("sweep " + axis.key, "cannot be swept; it is one number for all campaigns of a study");
}

std::int64_t Study::certify_one_in() const {
  if (settings_.certify_one_in.value_or(0) < 0)
    fail_input("--certify", "is below 0; expected all, or N for one run of draws in N");
  return settings_.campaigns ? 0 : settings_.certify_one_in.value_or(one_at_a_time_ ? 0 : 16);
}

// To find out whether a draw is fragile takes as long as several solutions.
std::int64_t Study::look_one_in() const { return !settings_.fragility ? 0 : one_at_a_time_ ? 64 : 8; }

std::int64_t Study::balance_one_in() const {
  if (settings_.balance_one_in.value_or(0) < 0)
    fail_input("balance", "is below 0; expected 1 for all draws, 0 for none, or N for one run of 16 draws in N");
  if (scenario().ties.empty() || settings_.campaigns) return 0;
  constexpr std::size_t few = 4;  // of more, balances would be nearly all of the time
  const std::int64_t usual = scenario().adversaries.size() > 1 ? 0 : scenario().ties.size() > few ? 4 : 1;
  return settings_.balance_one_in.value_or(usual);
}

}  // namespace wedge
