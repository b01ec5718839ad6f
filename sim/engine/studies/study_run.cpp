#include "engine/studies/study_run.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "base/error.hpp"
#include "crisis/draw_cost.hpp"
#include "engine/studies/growth.hpp"
#include "engine/studies/machine.hpp"
#include "results/standing.hpp"
#include "study/limits.hpp"

namespace wedge::engine {
namespace {

// Before any work: where the result is to go must be a place for one.
PlannedStudy planned(const StudyRequest& request) {
  require_writable_place("output", request.output);
  return planned_study(request);
}

std::string bytes_text(double bytes) { return std::to_string(static_cast<std::int64_t>(bytes)) + " bytes"; }

}  // namespace

bool is_finished(const StudyRequest& request) {
  if (!request.file.empty() || !request.defining.empty() || request.more_draws) return false;
  if (std::filesystem::exists(blocks_folder(request.output) / "manifest.json")) return false;
  return result_at(behind_links(request.output)).standing == Standing::complete;
}

StudyRun::StudyRun(const StudyRequest& request, const RunSettings& settings)
    : request_(request), settings_(settings), planned_(planned(request)) {
  begin();
}

StudyRun::StudyRun(PlannedStudy planned, const std::string& output, const std::string& isa, const RunSettings& settings)
    : settings_(settings), planned_(std::move(planned)) {
  require_writable_place("output", output);
  request_.output = output;
  request_.isa = isa;
  begin();
}

void StudyRun::begin() {
  const Ground ground = ground_for(request_.output, planned_, settings_.force);
  if (ground.finished && found_finished()) return;
  kept_draws_ = ground.kept_draws;
  try {
    open_store();
    if (!ground.replaces && found_finished()) return;  // while we waited for the lock
    const bool other = settings_.force && result_at(behind_links(request_.output)).standing != Standing::nothing;
    if (other || kept_draws_ > 0) store_->allow_replacing();
    if (!settings_.shard.any) inventory_ = store_->inventory();
  } catch (const std::exception&) {
    if (!found_finished()) throw;
    return;
  }
  require_room();
}

// Blocks that it does not need any more are taken away.
bool StudyRun::found_finished() {
  if (!result_at(behind_links(request_.output)).is_complete_of(study_hash(planned_.identity))) return false;
  over_ = true;
  store_.reset();
  remove_finished_blocks(request_.output);
  return true;
}

// With force an existing result does not stand in the way (it stays until the new one replaces it), nor does an
// unfinished study of other settings; one of the same settings is resumed all the same.
void StudyRun::open_store() {
  const auto open = [&](Shard shard) { store_ = BlockStore::open(request_.output, planned_.identity, shard); };
  Shard& shard = settings_.shard.shard;
  if (settings_.shard.any) {
    const int first = shard.index;
    for (int i = 0; i < shard.count; ++i) try {
        shard.index = (first + i) % shard.count;
        open(shard);
        inventory_ = store_->inventory();
        if (!inventory_.pending.empty()) return;
      } catch (const InputError&) {
        if (i + 1 == shard.count && !store_) throw;
      }
    return;
  }
  try {
    return open(shard);
  } catch (const InputError&) {
    if (!settings_.force) throw;
  }
  remove_blocks(request_.output);
  open(shard);
}

// A study that is certain to need more memory or disk than there is, is refused before the first block.
void StudyRun::require_room() const {
  const StudyLayout& layout = study().layout();
  const int threads = settings_.threads > 0 ? settings_.threads : usable_cores();
  const double memory = threads * (block_memory(layout) + draw_cost(study().scenario()).bytes);
  if (memory > usable_memory())
    fail_input("threads " + std::to_string(threads),
               "the study would take " + bytes_text(memory) + " of memory, and this process may have " +
                   bytes_text(usable_memory()) + "; fewer threads take less" +
                   (study().scenario().adversaries.size() > 1 ? ", and fewer adversaries" : ""));
  std::error_code unknown;
  const std::filesystem::path folder = blocks_folder(request_.output);
  const auto space = std::filesystem::space(folder, unknown);
  if (unknown) return;
  const double blocks = layout.until.measure.empty() ? static_cast<double>(inventory_.pending.size()) : 0.0;
  const double needed = blocks * least_block_bytes(layout);
  if (needed > static_cast<double>(space.available))
    fail_input("output " + request_.output, "the study's blocks would take " + bytes_text(needed) +
                                                " on the disk, and " +
                                                bytes_text(static_cast<double>(space.available)) +
                                                " are free; choose another place, or fewer draws" +
                                                (layout.keep_draws ? ", or keep none of them" : ""));
}

std::int64_t StudyRun::draws() const {
  const StudyLayout& layout = study().layout();
  std::int64_t draws = 0;
  for (const Chain& chain : inventory_.pending)
    for (int b = chain.first; b < chain.end; ++b) draws += layout.block(b).points * layout.block(b).draws;
  return draws;
}

bool StudyRun::compute(BlockRunner& runner, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done,
                       const std::function<void(const Tally&)>& stored) {
  const auto began = std::chrono::steady_clock::now();
  const int threads = settings_.threads;
  bool complete = false;
  try {
    complete =
        runner.run({planned_, inventory_.pending, threads, request_.isa, stop, draws_done}, [&](const Delivery& found) {
          store_->write(found.blocks);
          tally_.add(found.tally);
          stored(found.tally);
        });
  } catch (const std::exception&) {
    // Without locks another process may have finished the study and taken its folder away.
    if (!found_finished()) throw;
    complete = true;
  }
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  threads_ = runner.threads(settings_.threads);
  return complete;
}

std::optional<Ended> StudyRun::finish(const std::optional<Performance>& as_if) {
  if (settings_.shard.shard.count > 1) {
    store_.reset();  // lets go of its locks
    return {};
  }
  std::optional<Performance> performance = as_if;
  if (!performance && settings_.performance) {
    char host[256] = "";
    ::gethostname(host, sizeof host - 1);
    performance = Performance{seconds_, host, threads_};
  }
  const Ended ended = end_study(request_.output, {false, performance}, &*store_);
  store_.reset();
  return ended;
}

}  // namespace wedge::engine
