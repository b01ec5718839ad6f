#include "results/sealed.hpp"

#include "results/block_file.hpp"
#include "results/manifest.hpp"

namespace wedge {

BlockSealer::BlockSealer(const StudyIdentity& study) : study_sha256_(manifest_of(study).study_sha256) {}

SealedBlock BlockSealer::operator()(const Block& block, const Sums& sums, const Draws& draws) const {
  return {block.number, sealed_block(block, sums, draws, study_sha256_)};
}

std::string identity_text(const StudyIdentity& study) { return manifest_text(manifest_of(study)); }

StudyIdentity identity_from(const std::string& text) {
  return manifest_from(text, "a study from another process").study;
}

}  // namespace wedge
