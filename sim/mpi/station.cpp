#include "station.hpp"

#include <unistd.h>

#include <utility>

namespace wedge::mpi {
namespace {

// A chain or more in store, so that no thread waits for an answer; few, so that none is left with a store at the end.
int store_of(int threads) { return 1 + threads / 8; }

}  // namespace

std::string name_of(int rank) {
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  return "rank " + std::to_string(rank) + " on " + host;
}

Station::Station(Post& post, const Agreement& agreement, const engine::PlannedStudy* planned, std::string why,
                 int threads, const std::atomic<bool>& signals)
    : post_(post), agreement_(agreement), planned_(planned), signals_(signals) {
  for (const int child : agreement.tree.children(own())) heard_[child] = Clock::now();
  if (planned == nullptr) {
    news_.error = std::move(why);
    return;
  }
  seal_.emplace(planned->identity);
  workers_.emplace(planned->study, threads, stop_, &draws_);
  news_.ranks = 1;
  news_.threads = workers_->threads();
}

void Station::take(const Orders& orders) {
  std::map<int, Orders> to;
  forward(orders, to);
  if (orders.stop) stop_ = true;
  if (orders.finish || orders.stop) {
    finishing_ = true;
    for (auto& waiting : waiting_) waiting.clear();
    for (const auto& [child, _] : heard_) to[child].finish = true, to[child].stop = orders.stop;
    if (workers_) workers_->close();
  }
  for (const auto& [child, message] : to) post_.send(child, encode(message));
}

// To those that have nothing to do first.
void Station::forward(const Orders& orders, std::map<int, Orders>& to) {
  for (const Chain& chain : orders.chains) {
    const Need need = waiting_[idle].empty() ? spare : idle;
    if (waiting_[need].empty()) throw std::runtime_error(name_of(own()) + ": was given a chain that nobody asked for");
    const int who = waiting_[need].front();
    waiting_[need].pop_front();
    if (asked_[need] > 0) --asked_[need];
    if (who != own()) {
      to[who].chains.push_back(chain);
    } else if (workers_) {
      workers_->add(chain);
      ++given_;
    }
  }
}

void Station::hear(int child, Report&& report) {
  const auto found = heard_.find(child);
  if (found == heard_.end()) throw std::runtime_error(name_of(own()) + ": heard of a rank that is not below it");
  found->second = Clock::now();
  if (report.over) heard_.erase(found);
  if (!finishing_) {
    waiting_[idle].insert(waiting_[idle].end(), report.wants, child);
    waiting_[spare].insert(waiting_[spare].end(), report.spare, child);
  }
  report.wants = report.spare = 0;
  report.over = false;
  news_.add(std::move(report));
}

Report Station::collect() {
  Report report = std::exchange(news_, {});
  if (workers_) collect_own(report);
  if (signals_ && !std::exchange(stop_told_, true)) {
    stop_ = true;
    report.stop = true;
  }
  for (const Need need : {idle, spare}) {
    const int waiting = static_cast<int>(waiting_[need].size());
    (need == idle ? report.wants : report.spare) = std::max(0, waiting - asked_[need]);
    asked_[need] = waiting;
  }
  give_sign_of_life();
  require_life();
  over_ = finishing_ && heard_.empty() && (!workers_ || workers_->over());
  report.over = over_ && !std::exchange(announced_, true);
  return report;
}

void Station::collect_own(Report& report) {
  const Study& study = planned_->study;
  try {
    const int ended = workers_->ended();  // before the blocks: theirs are all there
    while (const std::optional<FinishedBlock> block = workers_->poll()) {
      report.found.blocks.push_back((*seal_)(study.layout().block(block->number), block->sums, block->draws));
      report.found.tally.add(engine::Tally(study.layout(), block->sums));
    }
    report.ended += ended - std::exchange(ended_, ended);
  } catch (const std::exception& error) {
    report.error = name_of(own()) + ": " + error.what();
    workers_.reset();
    return;
  }
  const std::int64_t draws = draws_;
  report.draws += draws - std::exchange(reported_draws_, draws);
  if (!finishing_ && !stop_) ask_for_own(given_ - ended_);
}

void Station::ask_for_own(int held) {
  const auto own_among = [&](Need need) {
    return static_cast<int>(std::count(waiting_[need].begin(), waiting_[need].end(), own()));
  };
  const int threads = workers_->threads(), idle_asked = own_among(idle), spare_asked = own_among(spare);
  waiting_[idle].insert(waiting_[idle].end(), std::max(0, threads - held - idle_asked), own());
  const int stored = std::max(0, held + idle_asked - threads);
  waiting_[spare].insert(waiting_[spare].end(), std::max(0, store_of(threads) - stored - spare_asked), own());
}

void Station::give_sign_of_life() {
  if (Clock::now() - told_ < agreement_.sign_of_life()) return;
  told_ = Clock::now();
  for (const auto& [child, _] : heard_) post_.send(child, encode(Orders{}));
}

void Station::require_life() {
  const Clock::time_point now = Clock::now();
  // Whoever was away itself (a job that was suspended, a slow disk) has nothing to say about others.
  const bool away = now - std::exchange(looked_, now) > agreement_.patience / 2;
  for (auto& [child, heard] : heard_) {
    if (away) heard = now;
    if (now - heard > agreement_.patience)
      throw RankLost("rank " + std::to_string(child) + " was not heard for " +
                     std::to_string(static_cast<int>(agreement_.patience.count())) + " s and is taken for dead");
  }
}

}  // namespace wedge::mpi
