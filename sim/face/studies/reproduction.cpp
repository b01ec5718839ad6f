#include "wedge/reproduction.hpp"

#include "engine/studies/reproduced.hpp"
#include "face/studies/follower.hpp"

namespace wedge::face {
namespace {

Build build_of(const engine::Build& build) { return {build.version, build.commit, build.compiler, build.kernel}; }

}  // namespace

Reproduction reproduce(const std::string& file, const RunOptions& options, const std::string& again) {
  engine::Reproduced found(file);
  if (!again.empty()) found.keep_in(again, options.replace);
  Reproduction out{};
  out.same_build = found.same_build();
  out.made_by = build_of(found.made_by());
  out.here = build_of(found.here());
  Follower follower(options, found.draws());
  if (!found.run(options.threads, follower.stop(), follower.draws_done(),
                 [&](const engine::Tally& tally) { follower.hear(tally); }))
    throw StoppedEarly();
  out.reproduced = found.likeness() != engine::Likeness::different;
  out.same_bytes = found.bytes_agree();
  out.means = found.means();
  out.points_with_other_draws = found.points_with_other_draws();
  out.only_stored = found.only_stored();
  out.only_here = found.only_here();
  for (const engine::StoredDifference& d : found.differences()) {
    const engine::MeasurePlace& at = found.places()[static_cast<std::size_t>(d.place)];
    out.differences.push_back({at.measure, at.labels, d.point, d.before, d.after, d.error, engine::errors_apart(d)});
  }
  return out;
}

}  // namespace wedge::face
