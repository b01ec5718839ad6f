#include "engine/studies/shard.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.hpp"

namespace wedge::engine {
namespace {

template <class Number>
bool parse(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

std::int64_t slurm(const char* name, std::int64_t otherwise) {
  const char* const text = std::getenv(name);
  std::int64_t number = 0;
  return text != nullptr && parse(std::string_view(text), number) ? number : otherwise;
}

// Evenly spaced tasks number themselves. Of others it is only known how many they are, and about where one stands.
WantedShard of_array() {
  const std::int64_t task = slurm("SLURM_ARRAY_TASK_ID", -1), count = slurm("SLURM_ARRAY_TASK_COUNT", -1);
  if (task < 0 || count < 1)
    fail_input("shard array",
               "is for tasks of a Slurm array, and SLURM_ARRAY_TASK_ID and _COUNT do not say which this is");
  const std::int64_t least = slurm("SLURM_ARRAY_TASK_MIN", 0),
                     greatest = slurm("SLURM_ARRAY_TASK_MAX", least + count - 1);
  const std::int64_t reach = greatest - least, gaps = std::max<std::int64_t>(count - 1, 1);
  if (task < least || task > greatest || reach < count - 1)
    fail_input("shard array", "does not fit what SLURM_ARRAY_TASK_ID, _COUNT, _MIN and _MAX say");
  WantedShard wanted{{0, static_cast<int>(count)}, false};
  if (count == 1) return wanted;
  const std::int64_t place = (task - least) * gaps;
  wanted.shard.index = static_cast<int>(place / reach);
  wanted.any = reach % gaps != 0 || place % reach != 0;
  return wanted;
}

}  // namespace

WantedShard shard_of(const std::string& text) {
  if (text.empty()) return {};
  if (text == "array") return of_array();
  Shard shard;
  const std::size_t slash = text.find('/');
  const bool read = slash != std::string::npos && parse(std::string_view(text).substr(0, slash), shard.index) &&
                    parse(std::string_view(text).substr(slash + 1), shard.count);
  if (!read || shard.count < 1 || shard.index < 0 || shard.index >= shard.count)
    fail_input("shard " + text, "is not a shard; expected I/N with 0 ≤ I < N, as in 0/4, or array in a Slurm array");
  return {shard, false};
}

}  // namespace wedge::engine
