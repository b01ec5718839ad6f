/// A study: a scenario × sweep points × draws.
#pragma once

#include <atomic>
#include <optional>
#include <span>

#include "sampling/design.hpp"
#include "sampling/sampler.hpp"
#include "scenario/read.hpp"
#include "study/chain.hpp"
#include "study/kernel.hpp"

namespace wedge {

/// One `--sweep KEY=LOW:HIGH:COUNT` or `KEY=V1,V2,…`.
struct Sweep {
  std::string key;  ///< or several, `KEY,KEY`, that take the same value together
  std::vector<double> values;
};

/// Throws InputError that shows both forms.
Sweep parse_sweep(const std::string& argument);
/// Each by itself.
std::vector<std::string> swept_keys(const std::string& key);

struct StudySettings {
  std::int64_t draws = 1024;  ///< a point; with `until` at most
  Method method = Method::sobol;
  std::uint64_t seed = 0x5eed;
  Until until{};
  bool keep_draws = false;
  bool sensitivity = false;  ///< without sweeps: parameters + 2 solutions for each draw
  /// One run of 16 draws in so many has its ties' integration balances, two more solutions a tie; 1: all, 0: none. Not
  /// said: none with several adversaries; with one all, or one run in 4 if it has more than 4 ties.
  std::optional<std::int64_t> balance_one_in{};
  bool fragility = true;             ///< some draws are looked at for other equilibria
  std::int64_t certify_one_in = 16;  ///< one run of 16 draws in so many is traced back; 1: all, 0: none
  bool campaigns = false;            ///< a draw is a campaign (campaigns.md, "What moves"), not a single crisis
  Isa isa = native_isa();            ///< available()
  /// Uncertain keys that keep their place in the draws, and have this number in all of them: a study in which they vary
  /// has the same draws otherwise.
  std::vector<std::pair<std::string, double>> held{};
};

/// A study, and nothing of how it is run: a block's sums are a pure function of (scenario, sweeps,
/// settings, block number). Draw d uses the same point of the unit cube at every point of the sweep (common random
/// numbers). Thread-safe after construction.
class Study {
 public:
  /// `text` is the scenario file, `file` its name in messages. Throws InputError for anything wrong with scenario,
  /// overrides, sweeps or settings (each swept value is checked against its key's range).
  Study(const std::string& text, const std::string& file, std::vector<Override> overrides,
        const std::vector<Sweep>& sweeps, const StudySettings& settings);

  const StudyLayout& layout() const { return layout_; }
  const StudySettings& settings() const { return settings_; }
  const Scenario<Quantity>& scenario() const { return scenario_; }
  const std::string& toml() const { return toml_; }
  const std::vector<std::string>& notes() const { return notes_; }  ///< what overrides and sweeps did beside
  const std::vector<std::string>& uncertain_keys() const { return sampler_->keys(); }

  /// Sums over the block's draws; a draw that fails counts under its status only. `draws_done`, if given, is
  /// counted up on the way; `kept`, if given, receives the draws themselves.
  Sums run(int block, std::atomic<std::int64_t>* draws_done = nullptr, Draws* kept = nullptr) const;

 private:
  struct SweptLeaf {
    int leaf;  // position among the leaves
    int axis;
  };
  void find_swept_leaves(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                         const std::vector<Sweep>& sweeps);
  void describe_inputs();
  std::int64_t balance_one_in() const;
  void require_whole_campaigns() const;
  std::unique_ptr<DrawKernel> kernel() const;  // takes rows of the uncertain keys' values and the swept leaves'
  /// Of what is found out for one run of draws in so many (0: for none). A run has one draw of every replicate.
  static bool in_share(std::int64_t draw, std::int64_t one_in);
  void append_swept(std::int64_t point, std::vector<double>& row) const;
  void find_parameters(const std::vector<Sweep>& sweeps);
  void cut_into_blocks();
  void add_indices(const Block& block, std::span<const double> points, std::span<const double> outputs,
                   IndexSums& sums) const;

  Scenario<Quantity> scenario_;  // at the first point
  std::string toml_;
  std::vector<std::string> notes_;
  StudySettings settings_;
  StudyLayout layout_;
  std::vector<SweptLeaf> swept_;
  std::vector<std::vector<int>> parameters_;  // dimensions of each
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Design> design_;
};

}  // namespace wedge
