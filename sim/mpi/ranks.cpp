#include "ranks.hpp"

#include <fmt/format.h>

#include <exception>
#include <iterator>
#include <span>
#include <utility>

#include "pause.hpp"

namespace wedge::mpi {
namespace {

// Blocks of many ranks are stored together: the disk is waited for once. What is held meanwhile counts as in flight.
constexpr std::size_t most_held = 128;
constexpr double longest_held = 0.1;  // seconds

double since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

// Chains in their order. A store is filled only while there are more than the threads will ask for at once.
class Desk {
 public:
  explicit Desk(std::span<const Chain> chains) : left_(chains) {}

  void hear(const Report& report) {
    wants_ += report.wants;
    spare_ += report.spare;
    threads_ += report.threads;
  }

  std::vector<Chain> answer() {
    std::vector<Chain> out;
    give(wants_, 0, out);
    give(spare_, static_cast<std::size_t>(threads_), out);
    return out;
  }

 private:
  void give(int& asked, std::size_t kept, std::vector<Chain>& out) {
    for (; asked > 0 && left_.size() > kept; --asked) {
      out.push_back(left_.front());
      left_ = left_.subspan(1);
    }
  }

  std::span<const Chain> left_;
  int wants_ = 0, spare_ = 0, threads_ = 0;
};

}  // namespace

Ranks::Ranks(Post& post, const Agreement& agreement) : post_(post), agreement_(agreement) {}

Ranks::~Ranks() {
  if (lost_) return;
  try {
    tell_all(encode_farewell());
  } catch (const std::exception&) {
    lost_ = true;  // nothing can be said any more, and nobody would hear it
  }
}

void Ranks::tell_all(const std::string& message) {
  for (const int child : agreement_.tree.children(0)) post_.send(child, message);
}

bool Ranks::run(const engine::Work& work, const engine::Deliver& deliver) {
  const Clock::time_point began = Clock::now();
  int ended = 0;
  std::exception_ptr broken;
  try {
    tell_all(encode(Plan{identity_text(work.planned.identity), work.isa, work.threads, work.planned.extends}));
    Station station(post_, agreement_, &work.planned, {}, work.threads, work.stop);
    Desk desk(work.chains);
    bool finishing = false;
    for (Pause pause; !station.over();) {
      const bool heard = hear(station);
      Report report = station.collect();
      const bool anything = heard || !report.empty();
      ended += report.ended;
      note(report, work.draws_done);
      desk.hear(report);
      try {
        if (!broken) store(std::move(report.found), station.over(), deliver);
      } catch (...) {
        broken = std::current_exception();
      }
      if (!finishing) {
        Orders orders;
        orders.stop = report.stop || broken || !failure_.empty();
        orders.finish = finishing = orders.stop || ended == static_cast<int>(work.chains.size());
        if (!finishing) orders.chains = desk.answer();
        station.take(orders);
      }
      pause.after(anything);
    }
  } catch (...) {
    lost_ = true;
    throw;
  }
  spent_.wall += since(began);
  if (broken) std::rethrow_exception(broken);
  if (!failure_.empty()) throw std::runtime_error(failure_);
  return ended == static_cast<int>(work.chains.size());
}

bool Ranks::hear(Station& station) {
  bool any = false;
  for (std::optional<Letter> letter; (letter = post_.receive()); any = true) {
    const Clock::time_point began = Clock::now();
    Report report = report_from(letter->message);
    by_others_ += static_cast<std::int64_t>(report.found.blocks.size());
    station.hear(letter->from, std::move(report));
    ++spent_.messages;
    spent_.letters += since(began);
  }
  return any;
}

void Ranks::note(const Report& report, std::atomic<std::int64_t>& draws_done) {
  ranks_ += report.ranks;
  threads_ += report.threads;
  draws_done += report.draws;
  if (failure_.empty()) failure_ = report.error;
}

void Ranks::store(engine::Delivery&& found, bool all, const engine::Deliver& deliver) {
  if (held_.blocks.empty()) held_since_ = Clock::now();
  std::move(found.blocks.begin(), found.blocks.end(), std::back_inserter(held_.blocks));
  held_.tally.add(found.tally);
  const bool many = agreement_.tree.size > agreement_.tree.fan_out + 1;
  if (held_.blocks.empty() || (many && !all && held_.blocks.size() < most_held && since(held_since_) < longest_held))
    return;
  const Clock::time_point began = Clock::now();
  const engine::Delivery now = std::exchange(held_, {});
  deliver(now);
  spent_.storing += since(began);
  for (const SealedBlock& block : now.blocks) spent_.bytes += static_cast<std::int64_t>(block.bytes.size());
  spent_.blocks += static_cast<std::int64_t>(now.blocks.size());
}

int Ranks::threads(int of_each) const {
  if (threads_ > 0) return threads_;
  return engine::ThreadRunner().threads(of_each) * post_.size();
}

std::string Ranks::remark() const {
  if (spent_.blocks == 0) return {};
  const auto blocks = static_cast<double>(spent_.blocks), messages = static_cast<double>(spent_.messages);
  std::string out =
      fmt::format("{} rank{}, {} threads; {} blocks of {:.1f} kB, {} of them from other ranks in {} messages\n", ranks_,
                  ranks_ == 1 ? "" : "s", threads_, spent_.blocks, static_cast<double>(spent_.bytes) / blocks / 1e3,
                  by_others_, spent_.messages);
  out += fmt::format("rank 0: {:.3f} ms to store a block", 1e3 * spent_.storing / blocks);
  if (spent_.messages > 0) out += fmt::format(", {:.3f} ms for a message", 1e3 * spent_.letters / messages);
  return out + fmt::format("; {:.2f}% of its time\n", 100.0 * (spent_.storing + spent_.letters) / spent_.wall);
}

}  // namespace wedge::mpi
