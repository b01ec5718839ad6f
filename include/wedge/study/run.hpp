/// The work of a study on all cores.
#pragma once

#include <atomic>
#include <functional>
#include <span>

#include "wedge/study/study.hpp"

namespace wedge {

/// Takes a finished block; the draws are empty unless the study keeps them.
using StoreBlock = std::function<void(const Block&, const Sums&, const Draws&)>;

/// Computes these chains on `threads` threads (0: one a core) and hands each block to `store` on the calling thread, as
/// it is finished. When `stop` becomes true no further block is begun; those in flight are finished and stored.
/// An exception of `store` stops the work and is rethrown after the blocks in flight have ended.
/// `draws_done`, if given, is counted up as draws are solved. Returns whether every chain came to its end.
bool run_chains(const Study& study, std::span<const Chain> chains, int threads, const std::atomic<bool>& stop,
                const StoreBlock& store, std::atomic<std::int64_t>* draws_done = nullptr);

}  // namespace wedge
