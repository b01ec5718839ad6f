#include "member.hpp"

#include <utility>

#include "engine/studies/growth.hpp"

namespace wedge::mpi {
namespace {

using namespace std::chrono_literals;
// Reports are gathered for so long, longer where the reports of others are passed on: the ranks above then have few
// messages to look at, and what comes late is covered by each rank's store of chains.
constexpr auto own_pause = 2ms, passing_pause = 20ms;
constexpr auto progress_pause = 1s;
constexpr std::size_t most_bytes = 8 << 20;

engine::PlannedStudy planned_here(const StudyIdentity& study, const Plan& plan) {
  engine::PlannedStudy planned = engine::planned_from(study, plan.isa, "the study");
  if (identity_text(planned.identity) == plan.identity) {
    try {
      if (!plan.extends.empty()) engine::take_over_draws(plan.extends, planned, true);
    } catch (const std::exception&) {  // not to be read from here: what is known is solved again, to the same bytes
    }
    return planned;
  }
  throw std::runtime_error("the program here is another build than that of rank 0 (version " +
                           planned.identity.program_version + ", " + planned.identity.git_sha + ", " +
                           planned.identity.compiler + " here; version " + study.program_version + ", " +
                           study.git_sha + ", " + study.compiler + " there)");
}

}  // namespace

Member::Member(Post& post, const Agreement& agreement, const std::atomic<bool>& signals)
    : post_(post), agreement_(agreement), signals_(signals) {}

bool Member::step() {
  bool anything = false;
  for (std::optional<Letter> letter; !over_ && (letter = post_.receive()); anything = true) hear(std::move(*letter));
  if (station_ && !station_->over()) {
    Report news = station_->collect();
    anything = anything || !news.empty();
    for (const SealedBlock& block : news.found.blocks) pending_bytes_ += block.bytes.size();
    pending_.over = news.over;
    pending_.add(std::move(news));
    if (due()) report();
    require_parent();
  }
  return anything;
}

void Member::hear(Letter&& letter) {
  if (letter.from == parent()) heard_ = Clock::now();
  switch (kind_of(letter.message)) {
    case Kind::plan:
      for (const int child : children()) post_.send(child, letter.message);
      return begin(letter.message);
    case Kind::orders:
      return station_->take(orders_from(letter.message, layout_));
    case Kind::report:
      return station_->hear(letter.from, report_from(letter.message));
    case Kind::farewell:
      for (const int child : children()) post_.send(child, letter.message);
      over_ = true;
  }
}

void Member::begin(const std::string& message) {
  const Plan plan = plan_from(message);
  std::string why;
  try {
    const StudyIdentity study = identity_from(plan.identity);
    layout_ = study.layout;
    planned_ = std::make_unique<engine::PlannedStudy>(planned_here(study, plan));
  } catch (const std::exception& error) {
    why = name_of(post_.rank()) + ": " + error.what();
  }
  station_ = std::make_unique<Station>(post_, agreement_, planned_.get(), why, plan.threads, signals_);
  heard_ = looked_ = Clock::now();
}

void Member::report() {
  post_.send(parent(), encode(std::exchange(pending_, {})));
  pending_bytes_ = 0;
  sent_ = Clock::now();
}

bool Member::due() const {
  const auto since = Clock::now() - sent_;
  if (pending_.over || !pending_.error.empty() || pending_bytes_ > most_bytes || since > agreement_.sign_of_life())
    return true;
  if (pending_.only_progress()) return pending_.draws > 0 && since > progress_pause;
  return since > (children().empty() ? own_pause : passing_pause);
}

void Member::require_parent() {
  const Clock::time_point now = Clock::now();
  if (now - std::exchange(looked_, now) > agreement_.patience / 2) heard_ = now;  // was away itself
  if (now - heard_ > agreement_.patience)
    throw RankLost("rank " + std::to_string(parent()) + " was not heard for " +
                   std::to_string(static_cast<int>(agreement_.patience.count())) + " s and is taken for dead");
}

}  // namespace wedge::mpi
