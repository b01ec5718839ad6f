/// A study: a scenario × sweep points × draws.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <span>

#include "sampling/design.hpp"
#include "sampling/sampler.hpp"
#include "scenario/read.hpp"
#include "study/chain.hpp"
#include "study/kernel.hpp"

namespace wedge {

/// One `--sweep KEY=LOW:HIGH:COUNT` or `KEY=V1,V2,…`, of numbers or of texts (words, lists in TOML's brackets); or of
/// packages of settings, each with a name.
struct Sweep {
  std::string key;                      ///< or several, `KEY,KEY`, that take the same value together
  std::vector<double> values;           ///< of labels: 0, 1, …
  std::vector<std::string> labels{};    ///< texts, as they are written; names of packages; empty: numbers
  std::vector<std::string> settings{};  ///< of packages, by label: `KEY=VALUE` a line
};

/// Throws InputError that shows the forms.
Sweep parse_sweep(const std::string& argument);
/// Of values with a comma between them: commas in quotes or brackets stand for themselves.
std::vector<std::string> swept_texts(const std::string& values);
/// Each by itself.
std::vector<std::string> swept_keys(const std::string& key);

/// Shares of variance by Sobol' indices, parameters + 2 solutions for each draw; or elementary effects after Morris,
/// one less.
enum class SensitivityBy { sobol, morris };

struct StudySettings {
  std::int64_t draws = 1024;  ///< a point; with `until` at most
  Method method = Method::sobol;
  std::uint64_t seed = 0x5eed;
  Until until{};
  bool keep_draws = false;
  std::optional<SensitivityBy> sensitivity{};  ///< without sweeps
  /// One run of 16 draws in so many has its ties' integration balances, two more solutions a tie; 1: all, 0: none. Not
  /// said: none with several adversaries; with one all, or one run in 4 if it has more than 4 ties.
  std::optional<std::int64_t> balance_one_in{};
  bool fragility = true;  ///< some draws are looked at for other equilibria
  /// One run of 16 draws in so many is traced back; 1: all, 0: none. Not said: one in 16, or none where draws are
  /// solved one at a time.
  std::optional<std::int64_t> certify_one_in{};
  bool campaigns = false;  ///< a draw is a campaign (campaigns.md, "What moves"), not a single crisis
  Isa isa = native_isa();  ///< available()
  /// Uncertain keys that keep their place in the draws, and have this number in all of them: a study in which they vary
  /// has the same draws otherwise.
  std::vector<std::pair<std::string, double>> held{};
};

/// Draws of a block that are known without being solved: their values, and a status of −1 where they are not. Asked by
/// all threads.
using KnownDraws = std::function<Draws(const Block&)>;

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
  const Scenario<Quantity>& scenario() const { return variants_[0].scenario; }  ///< at the first point
  const std::string& toml() const { return toml_; }
  const std::vector<std::string>& notes() const { return notes_; }  ///< what overrides and sweeps did beside
  const std::vector<std::string>& uncertain_keys() const { return keys_; }

  /// Draws take so long that each is solved by itself (DrawCost::in_lanes).
  bool one_at_a_time() const { return one_at_a_time_; }
  /// One run of 16 draws in so many is looked at for other equilibria; 0: none.
  std::int64_t look_one_in() const;

  /// What is known is not solved again. Only of a study that keeps its draws; nothing of its results changes.
  void know(KnownDraws known) { known_ = std::move(known); }

  /// Sums over the block's draws; a draw that fails counts under its status only. `draws_done`, if given, is
  /// counted up on the way; `kept`, if given, receives the draws themselves.
  Sums run(int block, std::atomic<std::int64_t>* draws_done = nullptr, Draws* kept = nullptr) const;

 private:
  struct SweptLeaf {
    int leaf;  // position among the leaves
    int axis;
  };
  // The scenario with one label of each axis that has labels; without such axes the one there is.
  struct Variant {
    Scenario<Quantity> scenario;  // at the first point
    std::vector<SweptLeaf> swept;
    std::unique_ptr<Sampler> sampler;
    std::vector<int> dimension;  // of the study's uncertain keys, of each that is uncertain here
    std::vector<int> slot;       // among the study's, of each of its own
  };
  class Solvers;  // a kernel for each variant that is met
  void add_axis(const Sweep& sweep);
  void find_variants(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                     const std::vector<Sweep>& sweeps);
  void find_swept_leaves(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                         const std::vector<Sweep>& sweeps, Variant& variant);
  void find_uncertain_keys();
  void describe_variants();
  void describe_inputs();
  std::int64_t balance_one_in() const;
  std::int64_t certify_one_in() const;
  void require_whole_campaigns() const;
  std::unique_ptr<DrawKernel> kernel(
      const Variant& variant) const;  // takes rows of its uncertain keys and swept leaves
  int variant_of(std::int64_t point) const;
  int dimensions() const { return static_cast<int>(keys_.size()); }
  // A block's draws as rows of the variant's kernel begin: by draw, its uncertain keys.
  std::vector<double> values_of(const Variant& variant, const Block& block, std::span<const double> points) const;
  /// Of what is found out for one run of draws in so many (0: for none). A run has one draw of every replicate.
  static bool in_share(std::int64_t draw, std::int64_t one_in);
  void append_swept(const Variant& variant, std::int64_t point, std::vector<double>& row) const;
  void find_parameters(const std::vector<Sweep>& sweeps);
  void cut_into_blocks();
  using Place = std::function<void(std::int64_t draw, int set, std::span<double> point)>;
  using Use = std::function<void(std::int64_t draw, const double* rows)>;
  // Solves so many sets of inputs beside each draw of a block: place() makes their points, use() takes the rows.
  void solve_beside(const Block& block, int sets, const Place& place, const Use& use) const;
  void add_indices(const Block& block, std::span<const double> points, std::span<const double> outputs,
                   IndexSums& sums) const;
  void add_effects(const Block& block, std::span<const double> points, std::span<const double> outputs,
                   EffectSums& sums) const;

  std::string toml_;
  std::vector<std::string> notes_;
  StudySettings settings_;
  bool one_at_a_time_ = false;
  StudyLayout layout_;
  std::vector<Variant> variants_;             // the labels of the last axis fastest
  std::vector<std::string> keys_;             // uncertain in some variant: the dimensions of the design
  std::vector<std::vector<int>> parameters_;  // dimensions of each
  std::unique_ptr<Design> design_;
  KnownDraws known_;  // may be empty
};

}  // namespace wedge
