/// Blocks of a study on all cores.
#pragma once

#include <atomic>
#include <functional>
#include <span>

#include "wedge/study/study.hpp"

namespace wedge {

/// Computes these blocks on `threads` threads (0: one a core) and hands each to `store` on the calling thread, as it
/// is finished. When `stop` becomes true no further block is begun; those in flight are finished and stored.
/// An exception of `store` stops the work and is rethrown after the blocks in flight have ended.
/// `draws_done`, if given, is counted up as draws are solved. Returns how many blocks were stored.
int run_blocks(const Study& study, std::span<const int> blocks, int threads, const std::atomic<bool>& stop,
               const std::function<void(const Block&, const Sums&)>& store,
               std::atomic<std::int64_t>* draws_done = nullptr);

}  // namespace wedge
