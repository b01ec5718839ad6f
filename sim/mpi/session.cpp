#include "session.hpp"

#include <mpi.h>

#include <cstdlib>
#include <limits>
#include <list>
#include <string>
#include <utility>

namespace wedge::mpi {
namespace {

constexpr int tag = 1;

void check(int code, const std::string& doing) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw RankLost(doing + ": " + std::string(text, static_cast<std::size_t>(length)));
}

struct Sending {
  std::string message;  // must stay where it is until it has left
  MPI_Request request = MPI_REQUEST_NULL;
};

}  // namespace

struct Session::State {
  int rank = 0, size = 1;
  std::list<Sending> sending;
};

Session::Session(int* count, char*** values) : state_(std::make_unique<State>()) {
  int provided = MPI_THREAD_SINGLE;
  if (MPI_Init_thread(count, values, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
    throw RankLost("MPI cannot be started");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  check(MPI_Comm_rank(MPI_COMM_WORLD, &state_->rank), "which rank this is");
  check(MPI_Comm_size(MPI_COMM_WORLD, &state_->size), "how many ranks there are");
}

Session::~Session() {
  for (Sending& left : state_->sending) MPI_Wait(&left.request, MPI_STATUS_IGNORE);
  MPI_Finalize();
}

int Session::rank() const { return state_->rank; }
int Session::size() const { return state_->size; }

void Session::send(int to, std::string message) {
  const std::string doing = "a message to rank " + std::to_string(to);
  if (message.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    throw RankLost(doing + " is larger than MPI can send; keep fewer draws, or cut the sweep into several studies");
  Sending& sending = state_->sending.emplace_back(Sending{std::move(message)});
  check(MPI_Isend(sending.message.data(), static_cast<int>(sending.message.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD,
                  &sending.request),
        doing);
}

std::optional<Letter> Session::receive() {
  for (auto it = state_->sending.begin(); it != state_->sending.end();) {
    int left = 0;
    check(MPI_Test(&it->request, &left, MPI_STATUS_IGNORE), "a message on its way");
    it = left != 0 ? state_->sending.erase(it) : std::next(it);
  }
  int there = 0;
  MPI_Status status;
  check(MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &there, &status), "looking for messages");
  if (there == 0) return {};
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  Letter letter{status.MPI_SOURCE, std::string(static_cast<std::size_t>(size), '\0')};
  check(MPI_Recv(letter.message.data(), size, MPI_BYTE, letter.from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE),
        "a message from rank " + std::to_string(letter.from));
  return letter;
}

double Session::agreed(double value) {
  check(MPI_Bcast(&value, 1, MPI_DOUBLE, 0, MPI_COMM_WORLD), "agreeing with rank 0");
  return value;
}

void Session::abandon(int code) {
  MPI_Abort(MPI_COMM_WORLD, code);
  std::_Exit(code);
}

}  // namespace wedge::mpi
