/// Blocks made by processes that do not have RESULT.blocks/ open, for the one that has.
#pragma once

#include <string>

#include "results/store.hpp"

namespace wedge {

/// The bytes that BlockStore::write() puts into a block's file: the block with its number, its study's hash
/// and a hash of everything. Reading trusts nothing else, so that a file of these bytes is as good
/// as one that was written where it stands. Calls HDF5 (one thread at a time).
class BlockSealer {
 public:
  explicit BlockSealer(const StudyIdentity& study);
  /// Equal sums and draws give equal bytes. runtime_error when they cannot be stored.
  SealedBlock operator()(const Block& block, const Sums& sums, const Draws& draws = {}) const;

 private:
  std::string study_sha256_;
};

/// A study in words that another process can read: its manifest.
std::string identity_text(const StudyIdentity& study);
/// InputError when the text is damaged or of a newer format.
StudyIdentity identity_from(const std::string& text);

}  // namespace wedge
