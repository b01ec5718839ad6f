/// The blocks of an unfinished study: RESULT.blocks/, one manifest and one file for each finished
/// block.
///
/// Every file appears by write to a temporary, fsync, rename and fsync of the folder: it is absent
/// or whole, so that a process killed at any moment loses at most the block in flight. All
/// functions of `results/` call HDF5 and must be called by one thread at a time.
///
/// Errors: `InputError` for what the user can mend before computing (a manifest that does not
/// match, a second writer), `std::runtime_error` for failures of the file system, with file, cause
/// and remedy.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "study/chain.hpp"

namespace wedge {

/// Everything that must agree before blocks may stand side by side in one result.
struct StudyIdentity {
  std::string title;
  std::string scenario_toml;  ///< the scenario file verbatim, after --set
  std::string command;        ///< the command line without paths, threads and shard
  std::string seed;           ///< hexadecimal
  std::string method;         ///< sobol, lhs or random
  std::string isa;            ///< the kernel's instruction set
  std::string program_version, git_sha, compiler, rng;
  StudyLayout layout;
  std::vector<double> quantile_levels;  ///< each in [0, 1]; empty: no quantiles are stored
};

/// Which part of a study a process computes: the chains (of one block each, but for `until`) whose
/// number is `index` modulo `count`.
struct Shard {
  int index = 0, count = 1;
  bool has(int chain) const { return chain % count == index; }
};

/// A block whose file is there but cannot be trusted.
struct DamagedBlock {
  int number = 0;
  std::string reason;
};

/// A finished block as the bytes of its file, made by a BlockSealer.
struct SealedBlock {
  int number = 0;
  std::string bytes;
};

/// Which blocks are there, and what is left to do. All lists ascend.
struct Inventory {
  std::vector<int> finished;
  std::vector<DamagedBlock> damaged;  ///< count as missing: computing them again replaces the files
  std::vector<Chain> pending;
};

/// RESULT.blocks/ of the result file RESULT.
std::filesystem::path blocks_folder(const std::filesystem::path& result);

/// The unfinished study whose blocks belong to `result`. InputError when there is none, or when its
/// manifest is damaged.
StudyIdentity unfinished_study(const std::filesystem::path& result);

/// A study's blocks, opened for writing by one process. The shards of one study may be open side by
/// side; the same shard twice, or a whole study (count 1) beside anything else, is refused.
class BlockStore {
 public:
  /// Creates folder and manifest, or checks the manifest that is there against `identity`.
  /// Temporaries that a killed process of this shard left are removed. InputError: one problem for
  /// each setting that differs, with what the unfinished study has and what was asked; a manifest
  /// that is damaged or of a newer format; another process writes this shard; two things in the
  /// result would have the same name.
  static BlockStore open(const std::filesystem::path& result, const StudyIdentity& identity, Shard shard = {});

  BlockStore(BlockStore&&) noexcept;
  BlockStore& operator=(BlockStore&&) noexcept;
  ~BlockStore();  ///< gives the lock back

  /// The blocks of this shard. Every file is read in full and checked against its hash.
  Inventory inventory() const;

  /// Stores a finished block; replaces a file of the same number. The same sums and draws give the
  /// same bytes.
  void write(const Block& block, const Sums& sums, const Draws& draws = {});

  /// Stores what a BlockSealer of the same study made of blocks, here or elsewhere; many at once
  /// take far less time than each alone. Whether the bytes are whole is checked when they are read.
  void write(std::span<const SealedBlock> blocks);

  /// The sums of a finished block, and its draws if the study keeps them. runtime_error when it is
  /// missing or damaged.
  Sums read(const Block& block, Draws* draws = nullptr) const;

  /// False where the file system has no locks: a second writer is not noticed then (it does no harm
  /// but waste, for both write the same bytes).
  bool locked() const;

  /// Whether one process has the whole study.
  bool whole() const;
  /// Marks the study as one that may replace whatever stands at the result's path (`--force`).
  void allow_replacing();

 private:
  struct State;
  explicit BlockStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace wedge
