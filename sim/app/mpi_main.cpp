// wedge-mpi: `wedge run` on the ranks of an MPI job.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <optional>
#include <string_view>

#include "app/commands.hpp"
#include "app/process.hpp"
#include "app/stop_signals.hpp"
#include "mpi/member.hpp"
#include "mpi/pause.hpp"
#include "mpi/ranks.hpp"
#include "mpi/session.hpp"

namespace wedge::mpi {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

// A number from `least` from the environment, or the usual one; −1, after a message, when it is none.
double setting(const char* name, double usual, double least, std::ostream& err) {
  const std::string_view all = environment(name);
  if (all.empty()) return usual;
  double value = 0.0;
  const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (error == std::errc() && end == all.data() + all.size() && value >= least && value <= 1e6) return value;
  err << name << ": '" << all << "' cannot be used; expected a number from " << least << " to 1000000\n";
  return -1.0;
}

// srun without an MPI that it shares with the program starts every task as a job of its own. Some MPI libraries then
// start
// (`size` ranks are seen), others fail with a page of their own words: what can be known is said before.
bool ranks_are_strangers(std::optional<int> size, std::ostream& err) {
  const std::string_view tasks = environment("SLURM_STEP_NUM_TASKS");
  constexpr const char* links[] = {"PMIX_RANK", "PMI_RANK", "PMI_FD", "OMPI_COMM_WORLD_SIZE"};
  const bool linked =
      std::any_of(std::begin(links), std::end(links), [](const char* name) { return !environment(name).empty(); });
  const bool apart = size ? *size == 1 : !linked;
  if (!apart || tasks.empty() || tasks == "1") return false;
  if (environment("SLURM_PROCID") == "0")
    err << "wedge-mpi: srun started " << tasks
        << " tasks that do not know of each other; expected `srun --mpi=pmix` (`srun --mpi=list` "
           "says what there is), or mpirun\n";
  return true;
}

int lead(Session& session, const Agreement& agreement, const std::vector<std::string>& arguments) {
  Ranks ranks(session, agreement);
  const int code = app::run_only("wedge-mpi", arguments, ranks, std::cout, std::cerr);
  if (ranks.lost()) {
    std::cerr << "wedge-mpi: every block that reached rank 0 is kept, and the same command goes on from there\n"
              << std::flush;
    session.abandon(app::failed);
  }
  return code;
}

// Rank 0 alone has a code to return, and speaks: the others are its hands.
int follow(Session& session, const Agreement& agreement) {
  const app::StopOnSignals signals;
  try {
    Member member(session, agreement, app::StopOnSignals::requested());
    for (Pause pause; !member.over();) pause.after(member.step());
  } catch (const std::exception& error) {
    std::cerr << "wedge-mpi: " << name_of(session.rank()) << ": " << error.what() << '\n' << std::flush;
    session.abandon(app::failed);
  }
  return app::done;
}

int run(int count, char** values) {
  if (ranks_are_strangers({}, std::cerr)) return app::bad_input;
  Session session(&count, &values);
  if (ranks_are_strangers(session.size(), std::cerr)) return app::bad_input;
  Agreement agreement;
  const bool leads = session.rank() == 0;
  const double fan_out = session.agreed(leads ? setting("WEDGE_MPI_FANOUT", usual_fan_out, 1.0, std::cerr) : 0.0);
  const double patience =
      session.agreed(leads ? setting("WEDGE_MPI_PATIENCE", agreement.patience.count(), 1.0, std::cerr) : 0.0);
  if (fan_out < 0.0 || patience < 0.0) return app::bad_input;
  agreement.tree = {static_cast<int>(fan_out), session.size()};
  agreement.patience = std::chrono::duration<double>(patience);
  return leads ? lead(session, agreement, {values + 1, values + count}) : follow(session, agreement);
}

}  // namespace
}  // namespace wedge::mpi

int main(int count, char** values) {
  wedge::app::prepare_process();
  try {
    return wedge::mpi::run(count, values);
  } catch (const std::exception& error) {
    std::cerr << "wedge-mpi: " << error.what() << '\n';
    return wedge::app::failed;
  }
}
