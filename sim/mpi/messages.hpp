/// The messages between ranks.
///
/// Ranks form a tree. Orders go down it: what is to be computed, and when to end. Reports go up: finished blocks and
/// the wish for more chains. A rank talks to its parent and its children only, and passes on what is not for itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/studies/block_runner.hpp"

namespace wedge::mpi {

enum class Kind : std::uint8_t { plan, orders, report, farewell };

/// The first message: what the study is.
struct Plan {
  std::string identity;   ///< identity_text()
  std::string isa;        ///< as asked for; empty: the best of each rank
  int threads = 0;        ///< of each rank; 0: one a core
  std::string extends{};  ///< the finished result from which draws are taken, for who can read it; empty: none
};

struct Orders {
  std::vector<Chain> chains;  ///< for the receiver and all below it
  bool finish = false;        ///< no more chains will come
  bool stop = false;          ///< begin no further block
};

struct Report {
  int wants = 0, spare = 0;    ///< chains for idle threads, and to have in store; beyond those asked for before
  int ended = 0;               ///< chains that came to their end
  int ranks = 0, threads = 0;  ///< that have begun to work
  std::int64_t draws = 0;      ///< solved since the last report
  engine::Delivery found;
  bool stop = false;  ///< a signal asks for an end
  bool over = false;  ///< this is the last one: the rank and all below it have ended
  std::string error;  ///< what went wrong, and where; empty: nothing

  void add(Report&& other);
  bool only_progress() const;  ///< nothing but draws, or not even these
  bool empty() const { return only_progress() && draws == 0; }
};

Kind kind_of(const std::string& message);
std::string encode(const Plan& plan);
std::string encode(const Orders& orders);
std::string encode(const Report& report);
std::string encode_farewell();
/// Each for a message of its kind. runtime_error when it is damaged.
Plan plan_from(const std::string& message);
/// `layout`: of the study, for what is known of half-finished chains.
Orders orders_from(const std::string& message, const StudyLayout& layout);
Report report_from(const std::string& message);

}  // namespace wedge::mpi
