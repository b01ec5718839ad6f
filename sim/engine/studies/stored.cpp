#include "engine/studies/stored.hpp"

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "results/result.hpp"

namespace wedge::engine {

bool is_result(const std::string& file) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(file, none)) return false;
  std::string start(8, '\0');
  std::ifstream(file, std::ios::binary).read(start.data(), 8);
  return start == "\x89HDF\r\n\x1a\n";
}

Estimates whole_estimates(const std::string& file) {
  const StudyStatus status = study_status(file);
  const auto refuse = [&](const std::string& why) { throw InputError({Problem{file, 0, 0, {}, why}}); };
  if (!status.has_result) refuse("is not finished; expected a result (`wedge status` says how far it is)");
  if (!status.damage.empty()) refuse(status.damage + "; expected a whole result");
  return read_estimates(file);
}

}  // namespace wedge::engine
