#include "results/standing.hpp"

#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <sstream>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "results/estimates.hpp"
#include "results/hdf5.hpp"
#include "results/in_child.hpp"
#include "results/manifest.hpp"
#include "results/names.hpp"
#include "results/optimum_file.hpp"
#include "results/sha256.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t hash_length = 64;

std::string seal_begin(const Counts& counts, const std::string& study_sha256) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "points %010lld done %010lld failed %010lld",
                static_cast<long long>(counts.points), static_cast<long long>(counts.done),
                static_cast<long long>(counts.failed));
  return std::string("\nwedge-result 1 ") + numbers + " study " + study_sha256 + " sha256 ";
}

std::size_t seal_length() { return seal_begin({}, std::string(hash_length, '0')).size() + hash_length + 1; }

struct Seal {
  Counts counts;
  std::string study, hash;
};

std::optional<Seal> parsed(const std::string& text) {
  long long points = 0, done = 0, failed = 0;
  char study[hash_length + 1], hash[hash_length + 1], end = 0;
  if (std::sscanf(text.c_str(),
                  "\nwedge-result 1 points %10lld done %10lld failed %10lld study %64[0-9a-f] sha256 %64[0-9a-f]%c",
                  &points, &done, &failed, study, hash, &end) != 6)
    return {};
  const Seal seal{{points, done, failed}, study, hash};
  if (text != seal_begin(seal.counts, study) + hash + "\n") return {};
  return seal;
}

std::optional<Seal> seal_of(const Descriptor& opened, const fs::path& file) {
  const std::uintmax_t size = size_of(opened, file);
  if (size < seal_length()) return {};
  return parsed(read_part(opened, file, size - seal_length(), seal_length()));
}

enum class Wish { heeded, unheeded };  // to stop: what is small is written all the same

// Of the first `size` bytes, and of what is to follow them.
std::string hash_of(const Descriptor& opened, const fs::path& file, std::uintmax_t size, const std::string& more = {},
                    Wish to_stop = Wish::heeded) {
  constexpr std::uintmax_t piece = 1 << 20;
  Sha256 hash;
  for (std::uintmax_t at = 0; at < size; at += piece) {
    if (to_stop == Wish::heeded) stop_if_requested();
    hash.update(read_part(opened, file, at, static_cast<std::size_t>(std::min(piece, size - at))));
  }
  hash.update(more);
  return hash.hex();
}

void refuse_while_written(const Descriptor& opened, const fs::path& file) {
  if (::flock(opened.number(), LOCK_SH | LOCK_NB) == 0) {
    ::flock(opened.number(), LOCK_UN);
  } else if (errno == EWOULDBLOCK) {
    throw InputError(
        {Problem{file.string(), 0, 0, {}, "another program has this result open for writing; close it there"}});
  }
}

struct Told {
  std::string refusal;  // why it is no study of ours
  bool optimum = false;
  std::string title, command, version;
};

// What a file says of itself.
Told told_by(const fs::path& file) {
  const hdf5::Quiet quiet;
  try {
    const hdf5::Handle opened = hdf5::open_to_read(file.string());
    const auto text = [&](const char* name) { return hdf5::read_text_attribute(opened.id(), name); };
    const std::string schema = text("schema_name");
    if (schema == optimum_schema)
      return {"is an optimisation (`wedge optimise`), no study", true, text("title"), text("command"), {}};
    if (schema != schema_name) return {"it is not a wedge study", false, {}, {}, {}};
    return {{}, false, text("title"), text("command"), text("program_version")};
  } catch (const hdf5::Error& e) {
    return {e.what(), false, {}, {}, {}};
  }
}

void say(Found& found, Standing standing, std::string why) {
  found.standing = standing;
  found.why = std::move(why);
}

// Results had no seal before version 0.2: such a one is whole if all of it can be read, by its checksums.
constexpr std::string_view without_seals = "0.1.";
constexpr std::chrono::seconds long_enough{60};

// Of one of these the mark and, if there is one, the dataset that cannot be read; of others nothing.
std::string tried_without_seal(const fs::path& file) {
  if (!told_by(file).version.starts_with(without_seals)) return {};
  return std::string(without_seals) + unreadable_dataset(file);
}

void read_old(const fs::path& file, Found& found) {
  const hdf5::Quiet quiet;
  const Told told = told_by(file);
  const hdf5::Handle opened = hdf5::open_to_read(file.string());
  const auto count = [&](const char* name) {
    return static_cast<std::int64_t>(hdf5::read_number_attribute(opened.id(), name));
  };
  found.points = count("n_points");
  found.points_done = count("n_done");
  std::vector<std::int8_t> status(static_cast<std::size_t>(found.points));
  hdf5::read_array(opened.id(), names::status, status);
  found.points_failed = std::ranges::count(status, static_cast<std::int8_t>(PointStatus::all_failed));
  found.study_sha256 = hdf5::read_text_attribute(opened.id(), "study_sha256");
  found.title = told.title;
  found.command = told.command;
  found.unsealed_version = told.version;
  found.standing = found.points_done == found.points ? Standing::complete : Standing::partial;
}

void without_seal(const fs::path& file, Found& found) {
  const std::string tried = in_child([&] { return tried_without_seal(file); }, long_enough).value_or("");
  if (tried == without_seals) try {
      return read_old(file, found);
    } catch (const hdf5::Error& e) {
      return say(found, Standing::damaged, std::string("it cannot be read: ") + e.what());
    }
  if (!tried.empty())
    return say(found, Standing::damaged, "its bytes have changed: " + tried.substr(without_seals.size()));
  const std::optional<std::string> refusal = in_child([&] { return told_by(file).refusal; });
  if (!refusal)
    say(found, Standing::damaged, "the HDF5 library cannot cope with it");
  else if (!refusal->empty())
    say(found, Standing::foreign, "is not a result of wedge run: " + *refusal);
  else
    say(found, Standing::damaged, "its seal is missing: it was cut short, or changed by another program");
}

Found told_by_seal(const Descriptor& opened, const fs::path& file) {
  Found found;
  if (!opened) return found;
  found.bytes = size_of(opened, file);
  found.standing = Standing::foreign;
  const std::optional<Seal> seal = seal_of(opened, file);
  if (!seal) return found;
  found.claims_to_be_complete = seal->counts.done == seal->counts.points;
  found.standing = found.claims_to_be_complete ? Standing::complete : Standing::partial;
  found.study_sha256 = seal->study;
  found.points = seal->counts.points;
  found.points_done = seal->counts.done;
  found.points_failed = seal->counts.failed;
  return found;
}

}  // namespace

Found seal_at(const fs::path& file) { return told_by_seal(open_to_read(file), file); }

Found result_at(const fs::path& file) {
  Found found;
  Descriptor opened;
  try {
    opened = open_to_read(file);
  } catch (const std::runtime_error& e) {
    const std::string what = e.what(), name = file.string() + ": ";
    say(found, Standing::foreign, what.starts_with(name) ? what.substr(name.size()) : what);
    return found;
  }
  if (!opened) return found;
  found = told_by_seal(opened, file);  // of the same file, should another take its place meanwhile
  refuse_while_written(opened, file);
  const std::optional<Seal> seal = seal_of(opened, file);
  if (!seal) {
    without_seal(file, found);
  } else if (hash_of(opened, file, found.bytes - hash_length - 1) != seal->hash) {
    const std::string dataset = unreadable_dataset_of_damaged(file);
    say(found, Standing::damaged,
        "its bytes have changed: " + (dataset.empty() ? "outside the checksums of the datasets" : dataset));
  } else {
    const Told told = told_by(file);
    found.optimum = told.optimum;
    if (told.optimum)
      say(found, Standing::foreign, told.refusal);
    else if (!told.refusal.empty())
      say(found, Standing::damaged, "it cannot be read: " + told.refusal);
    found.title = told.title;
    found.command = told.command;
  }
  return found;
}

std::optional<std::string> sealed_inputs(const fs::path& file) {
  const Descriptor opened = open_to_read(file);
  const std::optional<Seal> seal = opened ? seal_of(opened, file) : std::nullopt;
  if (!seal || hash_of(opened, file, size_of(opened, file) - hash_length - 1, {}, Wish::unheeded) != seal->hash)
    return {};
  return seal->study;
}

bool claims_to_be_complete(const fs::path& file) { return seal_at(file).claims_to_be_complete; }

void seal_result(Draft& draft, const Counts& counts, const std::string& study_sha256, bool even_if_stopped) {
  const Descriptor opened = open_to_read(draft.path());
  const std::string begin = seal_begin(counts, study_sha256);
  draft.write(begin +
              hash_of(opened, draft.path(), size_of(opened, draft.path()), begin,
                      even_if_stopped ? Wish::unheeded : Wish::heeded) +
              "\n");
}

}  // namespace wedge
