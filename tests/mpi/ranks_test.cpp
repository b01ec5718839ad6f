// Ranks that share a study, in one process: their messages go through queues instead of MPI.
#include "mpi/ranks.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <random>

#include "base/error.hpp"
#include "mpi/member.hpp"
#include "support/scenarios.hpp"

namespace wedge::mpi {
namespace {

engine::PlannedStudy planned(std::vector<std::string> sweep = {"tie.front-rear.integration=0:1:7"},
                             const std::string& until = {}, std::int64_t draws = 256) {
  engine::StudyRequest arguments;
  arguments.file = test::textbook_file;
  arguments.set = {"model.mood={ uniform = [-0.05, 0.05] }"};
  arguments.sweep = std::move(sweep);
  arguments.draws = draws;
  arguments.until = until;
  return engine::planned_study(arguments);
}

// All ranks; those above 0 take a step whenever rank 0 looks into its letter box, and messages are late at random, but
// in order between any two.
class Office {
 public:
  Office(int size, int fan_out, double patience = 60.0)
      : agreement_{{fan_out, size}, std::chrono::duration<double>(patience)}, signals_(size) {
    for (int rank = 0; rank < size; ++rank) boxes_.push_back(std::make_unique<Box>(*this, rank));
    for (int rank = 1; rank < size; ++rank)
      members_.push_back(std::make_unique<Member>(*boxes_[rank], agreement_, signals_[rank]));
  }

  Post& root() { return *boxes_[0]; }
  const Agreement& agreement() const { return agreement_; }
  /// Signals a rank once so many messages were sent.
  void signal(int rank, int messages) { signalled_ = rank, signal_at_ = messages; }
  void silence(int rank) { silent_ = rank; }
  /// Whether everybody hears the farewell.
  bool all_go() {
    for (int round = 0; round < 1000; ++round) step();
    for (const auto& member : members_)
      if (!member->over()) return false;
    return true;
  }

 private:
  struct Box : Post {
    Box(Office& o, int r) : office(o), own(r) {}
    int rank() const override { return own; }
    int size() const override { return office.agreement_.tree.size; }
    void send(int to, std::string message) override {
      if (++office.messages_ == office.signal_at_) office.signals_[office.signalled_] = true;
      if (own == office.silent_) return;
      office.boxes_.at(to)->letters[own].push_back(std::move(message));
    }
    std::optional<Letter> receive() override {
      if (own == 0) office.step();
      for (auto& [from, queue] : letters) {
        if (queue.empty() || office.random_() % 3 == 0) continue;
        Letter letter{from, std::move(queue.front())};
        queue.pop_front();
        return letter;
      }
      return {};
    }
    Office& office;
    const int own;
    std::map<int, std::deque<std::string>> letters;  // by sender
  };

  void step() {
    for (const auto& member : members_)
      if (!member->over()) member->step();
  }

  const Agreement agreement_;
  std::vector<std::atomic<bool>> signals_;
  std::vector<std::unique_ptr<Box>> boxes_;
  std::vector<std::unique_ptr<Member>> members_;
  std::mt19937 random_{7};
  int silent_ = -1, messages_ = 0, signalled_ = -1, signal_at_ = -1;
};

struct Outcome {
  bool complete = false;
  std::map<int, std::string> blocks;  // by number, as they are stored
  std::int64_t draws = 0;
};

const std::atomic<bool> go_on{false};

Outcome run(
    engine::BlockRunner& runner, const engine::PlannedStudy& study, const std::vector<Chain>& chains,
    const std::string& isa = {}, const std::function<void(int)>& look = [](int) {}) {
  Outcome out;
  std::atomic<std::int64_t> draws{0};
  out.complete = runner.run({study, chains, 1, isa, go_on, draws}, [&](const engine::Delivery& found) {
    for (const SealedBlock& block : found.blocks)
      EXPECT_TRUE(out.blocks.emplace(block.number, block.bytes).second) << "block " << block.number << " came twice";
    look(static_cast<int>(out.blocks.size()));
  });
  out.draws = draws;
  return out;
}

Outcome alone(const engine::PlannedStudy& study) {
  engine::ThreadRunner threads;
  return run(threads, study, all_chains(study.study.layout()));
}

TEST(Tree, EveryRankHangsBelowRankZero) {
  for (const int fan_out : {1, 2, 3, 64})
    for (const int size : {1, 2, 7, 65, 66, 10000}) {
      const Tree tree{fan_out, size};
      int heard = 0;
      for (int rank = 0; rank < size; ++rank)
        for (const int child : tree.children(rank)) {
          EXPECT_EQ(tree.parent(child), rank);
          EXPECT_GT(child, rank);
          ++heard;
        }
      EXPECT_EQ(heard, size - 1) << fan_out << ' ' << size;
    }
  EXPECT_EQ((Tree{64, 65}).children(0).size(), 64U);
  EXPECT_TRUE((Tree{64, 65}).children(1).empty());
}

TEST(Messages, CarryWhatIsKnownOfAHalfFinishedChain) {
  const engine::PlannedStudy study = planned({"tie.front-rear.integration=0:1:2"}, "total_loss=1e-9");
  const StudyLayout& layout = study.study.layout();
  StopRule rule(layout);
  rule.add(study.study.run(0));
  const Orders sent{{{1, 2, std::make_shared<StopRule>(rule)}, {2, 4, nullptr}}, true, false};
  const Orders got = orders_from(encode(sent), layout);
  ASSERT_EQ(got.chains.size(), 2U);
  EXPECT_EQ(got.chains[0].first, 1);
  EXPECT_EQ(got.chains[1].end, 4);
  EXPECT_EQ(got.chains[1].before, nullptr);
  EXPECT_TRUE(got.finish);
  EXPECT_FALSE(got.stop);
  ASSERT_TRUE(got.chains[0].before && got.chains[0].before->seen());
  const Sums &there = *rule.seen(), &here = *got.chains[0].before->seen();
  EXPECT_EQ(here.mean, there.mean);
  EXPECT_EQ(here.count, there.count);
  EXPECT_EQ(estimate(here, 0, 0, {}).standard_error, estimate(there, 0, 0, {}).standard_error);
}

TEST(Messages, AreRefusedWhenDamaged) {
  const std::string message = encode(Plan{"study", "v3", 4});
  EXPECT_EQ(plan_from(message).isa, "v3");
  for (std::size_t size = 0; size < message.size(); ++size)
    EXPECT_THROW(plan_from(message.substr(0, size)), std::runtime_error);
  EXPECT_THROW(report_from(message), std::runtime_error);
}

TEST(Ranks, DeliverTheBlocksOfOneProcess) {
  const engine::PlannedStudy study = planned();
  const Outcome expected = alone(study);
  ASSERT_GT(expected.blocks.size(), 20U);
  for (const auto& [size, fan_out] : {std::pair{1, 64}, {2, 64}, {7, 2}, {5, 1}}) {
    Office office(size, fan_out);
    {
      Ranks ranks(office.root(), office.agreement());
      const Outcome found = run(ranks, study, all_chains(study.study.layout()));
      EXPECT_TRUE(found.complete);
      EXPECT_EQ(found.blocks, expected.blocks) << size << " ranks, fan-out " << fan_out;
      EXPECT_EQ(found.draws, expected.draws);
      EXPECT_EQ(ranks.threads(1), size);
      EXPECT_EQ(ranks.remark().find(" 0 of them from other ranks") != std::string::npos, size == 1) << ranks.remark();
    }
    EXPECT_TRUE(office.all_go());
  }
}

TEST(Ranks, FollowChainsThatOthersBegan) {
  const engine::PlannedStudy study = planned({"tie.front-rear.integration=0:1:4"}, "total_loss=0.0004");
  const StudyLayout& layout = study.study.layout();
  Outcome expected = alone(study);
  std::vector<Chain> left = all_chains(layout);
  for (Chain& chain : left) {
    StopRule rule(layout);
    rule.add(study.study.run(chain.first));
    expected.blocks.erase(chain.first++);
    chain.before = std::make_shared<StopRule>(rule);
  }
  Office office(3, 64);
  Ranks ranks(office.root(), office.agreement());
  const Outcome found = run(ranks, study, left);
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(found.blocks, expected.blocks);
}

TEST(Ranks, StopForASignalToAnyOfThem) {
  const engine::PlannedStudy study = planned({"tie.front-rear.integration=0:1:7"}, {}, 1024);
  const Outcome expected = alone(study);
  for (const int signalled : {1, 6}) {
    Office office(7, 2);
    office.signal(signalled, 20);  // 6 say what the study is; every rank reports for the first time
    Ranks ranks(office.root(), office.agreement());
    const Outcome found = run(ranks, study, all_chains(study.study.layout()));
    EXPECT_FALSE(found.complete);
    EXPECT_LT(found.blocks.size(), expected.blocks.size());
    for (const auto& [number, bytes] : found.blocks) EXPECT_EQ(bytes, expected.blocks.at(number));
  }
}

TEST(Ranks, EndInGoodOrderWhenABlockCannotBeStored) {
  const engine::PlannedStudy study = planned();
  Office office(7, 2);
  {
    Ranks ranks(office.root(), office.agreement());
    EXPECT_THROW(run(ranks, study, all_chains(study.study.layout()), {}, [](int) { throw std::runtime_error("full"); }),
                 std::runtime_error);
    EXPECT_FALSE(ranks.lost());
  }
  EXPECT_TRUE(office.all_go());
}

TEST(Ranks, SayWhichOfThemCannotCompute) {
  const engine::PlannedStudy study = planned();
  Office office(4, 2);
  {
    Ranks ranks(office.root(), office.agreement());
    try {
      run(ranks, study, all_chains(study.study.layout()), "v9");
      FAIL();
    } catch (const std::runtime_error& error) {
      const std::string what = error.what();
      EXPECT_TRUE(what.starts_with("rank ")) << what;
      EXPECT_NE(what.find("v9"), std::string::npos) << what;
    }
  }
  EXPECT_TRUE(office.all_go());
}

TEST(Ranks, RefuseAnotherBuildOfTheProgram) {
  engine::PlannedStudy study = planned();
  study.identity.git_sha = "another";
  Office office(2, 64);
  Ranks ranks(office.root(), office.agreement());
  try {
    run(ranks, study, all_chains(study.study.layout()));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("another build"), std::string::npos) << error.what();
  }
}

TEST(Ranks, DoNotWaitForADeadOne) {
  const engine::PlannedStudy study = planned();
  Office office(4, 64, 0.6);
  Ranks ranks(office.root(), office.agreement());
  try {
    run(ranks, study, all_chains(study.study.layout()), {}, [&](int) { office.silence(2); });
    FAIL();
  } catch (const RankLost& error) {
    EXPECT_NE(std::string(error.what()).find("rank 2"), std::string::npos) << error.what();
  }
  EXPECT_TRUE(ranks.lost());
}

TEST(Ranks, GoWithoutAStudy) {
  Office office(7, 2);
  { Ranks ranks(office.root(), office.agreement()); }  // as after a mistake in the options
  EXPECT_TRUE(office.all_go());
}

}  // namespace
}  // namespace wedge::mpi
