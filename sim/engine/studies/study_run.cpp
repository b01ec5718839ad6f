#include "engine/studies/study_run.hpp"

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>

#include "base/error.hpp"

namespace wedge::engine {
namespace {

bool parse(std::string_view text, int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// A run killed between writing its result and removing its blocks: every block is finished, so that going on means
// assembling the same bytes again.
bool only_blocks_are_left(const std::string& result) {
  const StudyStatus s = study_status(result);
  return s.complete && s.has_blocks && s.blocks_complete;
}

PlannedStudy planned(const StudyRequest& request, const RunSettings& settings) {
  remove_rubbish(request.output);
  if (!settings.force && result_exists(request.output) && !only_blocks_are_left(request.output))
    fail_input("-o " + request.output, "exists; choose another file, or --force to replace it");
  return planned_study(request);
}

// With force an existing result does not stand in the way (it stays until the new one replaces it), nor does an
// unfinished study of other settings; one of the same settings is resumed all the same.
BlockStore open_store(const std::string& result, const StudyIdentity& identity, const RunSettings& settings) {
  try {
    return BlockStore::open(result, identity, settings.shard);
  } catch (const InputError&) {
    if (!settings.force) throw;
  }
  remove_blocks(result);
  return BlockStore::open(result, identity, settings.shard);
}

}  // namespace

Shard shard_of(const std::string& argument) {
  std::string text = argument;
  if (text.empty()) {
    const char* const task = std::getenv("SLURM_ARRAY_TASK_ID");
    const char* const count = std::getenv("SLURM_ARRAY_TASK_COUNT");
    const char* const least = std::getenv("SLURM_ARRAY_TASK_MIN");
    if (task == nullptr || count == nullptr) return {};
    text = std::to_string(std::atoi(task) - (least != nullptr ? std::atoi(least) : 0)) + "/" + count;
  }
  Shard shard;
  const std::size_t slash = text.find('/');
  const bool read = slash != std::string::npos && parse(std::string_view(text).substr(0, slash), shard.index) &&
                    parse(std::string_view(text).substr(slash + 1), shard.count);
  if (!read || shard.count < 1 || shard.index < 0 || shard.index >= shard.count)
    fail_input("--shard " + text, "is not a shard; expected I/N with 0 ≤ I < N, as in 0/4");
  return shard;
}

StudyRun::StudyRun(const StudyRequest& request, const RunSettings& settings)
    : request_(request),
      settings_(settings),
      planned_(planned(request, settings)),
      store_(open_store(request.output, planned_.identity, settings)),
      inventory_(store_->inventory()) {}

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
  const bool complete = runner.run({planned_, inventory_.pending, settings_.threads, request_.isa, stop, draws_done},
                                   [&](const Delivery& found) {
                                     store_->write(found.blocks);
                                     tally_.add(found.tally);
                                     stored(found.tally);
                                   });
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  threads_ = runner.threads(settings_.threads);
  store_.reset();  // lets go of its lock
  return complete;
}

bool StudyRun::finish() {
  if (settings_.shard.count > 1) return false;
  std::optional<Performance> performance;
  if (settings_.performance) {
    char host[256] = "";
    ::gethostname(host, sizeof host - 1);
    performance = Performance{seconds_, host, threads_};
  }
  assemble(request_.output, false, performance);
  remove_blocks(request_.output);
  return true;
}

}  // namespace wedge::engine
