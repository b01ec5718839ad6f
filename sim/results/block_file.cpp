#include "results/block_file.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <stdexcept>

#include "results/hdf5.hpp"
#include "results/sha256.hpp"

namespace wedge {
namespace {

std::string padded(const char* format, int number) {
  char text[16];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

std::string seal_begin(int number, const std::string& study_sha256) {
  return std::string("\n") + block_format + " number " + padded("%010d", number) + " study " + study_sha256 +
         " sha256 ";
}

constexpr std::size_t hash_length = 64;
std::size_t seal_length() { return seal_begin(0, std::string(hash_length, '0')).size() + hash_length + 1; }

hdf5::Handle in_memory() {
  hdf5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a property list");
  constexpr std::size_t growth = 1 << 20;
  hdf5::check(H5Pset_fapl_core(access.id(), growth, /*backing_store=*/false), "choose a driver");
  hdf5::check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "choose a driver");
  return access;
}

// Histograms are mostly empty: by cell the number of bins that are not, then those bins and their
// counts, each pair in one number.
struct Histograms {
  static constexpr std::uint32_t most = (1U << 24) - 1;  // draws a block; beside a bin of 8 bits
  static_assert(histogram::bins <= 256);
  std::vector<std::uint32_t> filled, entries;

  explicit Histograms(const std::vector<std::uint32_t>& dense) {
    filled.reserve(dense.size() / histogram::bins);
    for (std::size_t cell = 0; cell < dense.size(); cell += histogram::bins) {
      const std::size_t before = entries.size();
      for (std::uint32_t bin = 0; bin < histogram::bins; ++bin) {
        const std::uint32_t count = dense[cell + bin];
        if (count > most) throw hdf5::Error("a block has more draws than a histogram can count");
        if (count != 0) entries.push_back(count << 8 | bin);
      }
      filled.push_back(static_cast<std::uint32_t>(entries.size() - before));
    }
  }

  explicit Histograms(hid_t file, std::size_t cells) : filled(cells) {
    hdf5::read_array(file, "histogram_filled", filled);
    for (const std::uint32_t bins : filled)
      if (bins > histogram::bins) throw hdf5::Error("a histogram has more bins than there are");
    entries.resize(std::accumulate(filled.begin(), filled.end(), std::size_t{0}));
    if (!entries.empty()) hdf5::read_array(file, "histogram_entries", entries);
  }

  void write(hid_t file) const {
    hdf5::write_array(file, "histogram_filled", {filled.size()}, filled, hdf5::Storage::contiguous);
    if (entries.empty()) return;
    hdf5::write_array(file, "histogram_entries", {entries.size()}, entries, hdf5::Storage::contiguous);
  }

  void fill(std::vector<std::uint32_t>& dense) const {
    for (std::size_t cell = 0, next = 0; cell < filled.size(); ++cell)
      for (std::uint32_t i = 0; i < filled[cell]; ++i, ++next)
        dense.at(cell * histogram::bins + (entries[next] & 0xff)) = entries[next] >> 8;
  }
};

// Arrays under their names, with their shapes; empty ones are left out. Nothing is compressed: a
// block lives for a short time, and deflating it would cost more than the whole rest.
using Shape = std::vector<hsize_t>;

// Counts go to the file as whole numbers of four bytes.
template <class AnySums, class Do>
void for_each_array(AnySums& s, std::vector<std::uint32_t>& counts, Do visit) {
  const auto p = static_cast<hsize_t>(s.points), r = static_cast<hsize_t>(s.replicates);
  const auto slots = static_cast<hsize_t>(s.slots), k = static_cast<hsize_t>(s.statuses);
  visit("count", Shape{p, r, slots}, counts);
  visit("mean", Shape{p, r, slots}, s.mean);
  visit("m2", Shape{p, r, slots}, s.m2);
  visit("least", Shape{p, slots}, s.least);
  visit("most", Shape{p, slots}, s.most);
  visit("by_status", Shape{p, k}, s.by_status);
  visit("index_count", Shape{s.indices.count.size()}, s.indices.count);
  visit("index_mean", Shape{s.indices.mean.size()}, s.indices.mean);
  visit("index_m2", Shape{s.indices.m2.size()}, s.indices.m2);
  visit("index_pairs", Shape{s.indices.pairs.size()}, s.indices.pairs);
  visit("index_product", Shape{s.indices.product.size()}, s.indices.product);
  visit("index_change", Shape{s.indices.change.size()}, s.indices.change);
  visit("index_square", Shape{s.indices.square.size()}, s.indices.square);
  visit("effect_count", Shape{s.effects.count.size()}, s.effects.count);
  visit("effect_mean", Shape{s.effects.mean.size()}, s.effects.mean);
  visit("effect_m2", Shape{s.effects.m2.size()}, s.effects.m2);
  visit("effect_size", Shape{s.effects.size.size()}, s.effects.size);
}

template <class AnyDraws, class Do>
void for_each_array(AnyDraws& draws, Do visit) {
  visit("draw_inputs", Shape{draws.inputs.size()}, draws.inputs);
  visit("draw_values", Shape{draws.values.size()}, draws.values);
  visit("draw_status", Shape{draws.status.size()}, draws.status);
}

}  // namespace

std::string block_file_name(int number) { return padded("%06d", number) + ".h5"; }

std::string encode_block(const Block& block, const Sums& sums, const Draws& draws, const std::string& study_sha256) {
  const hdf5::Quiet quiet;
  const hdf5::Handle creation = hdf5::file_creation(), access = in_memory();
  const hdf5::Handle file(H5Fcreate("block", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "make a block");
  hdf5::write_attribute(file.id(), "format", std::string_view(block_format));
  hdf5::write_attribute(file.id(), "study_sha256", study_sha256);
  hdf5::write_attribute(file.id(), "number", std::int32_t{block.number});
  const auto write = [&](const char* name, const Shape& shape, const auto& values) {
    if (!values.empty()) hdf5::write_array(file.id(), name, shape, values, hdf5::Storage::contiguous);
  };
  std::vector<std::uint32_t> counts(sums.count.begin(), sums.count.end());
  for_each_array(sums, counts, write);
  for_each_array(draws, write);
  Histograms(sums.histogram).write(file.id());
  hdf5::check(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "finish a block");
  const ssize_t size = H5Fget_file_image(file.id(), nullptr, 0);
  std::string bytes(size < 0 ? 0 : static_cast<std::size_t>(size), '\0');
  if (H5Fget_file_image(file.id(), bytes.data(), bytes.size()) < 0) hdf5::check(-1, "copy a block");
  bytes += seal_begin(block.number, study_sha256);
  return bytes + sha256(bytes) + "\n";
}

std::string sealed_block(const Block& block, const Sums& sums, const Draws& draws, const std::string& study_sha256) {
  try {
    return encode_block(block, sums, draws, study_sha256);
  } catch (const hdf5::Error& e) {
    throw std::runtime_error(block_file_name(block.number) + ": " + e.what());
  }
}

std::string block_flaw(std::string_view bytes, int number, const std::string& study_sha256) {
  if (bytes.size() < seal_length() || bytes.back() != '\n') return "it is cut short";
  const std::string_view sealed = bytes.substr(0, bytes.size() - hash_length - 1);
  const std::string_view seal = bytes.substr(bytes.size() - seal_length());
  if (!seal.starts_with(std::string("\n") + block_format)) return "it is cut short, or not a block";
  if (sha256(sealed) != bytes.substr(sealed.size(), hash_length)) return "its bytes have changed";
  if (sealed.ends_with(seal_begin(number, study_sha256))) return "";
  return sealed.find(study_sha256, sealed.size() + hash_length + 1 - seal_length()) == sealed.npos
             ? "it belongs to another study"
             : "it holds another block";
}

Sums decode_block(std::string_view bytes, Sums sums, Draws* draws) {
  const hdf5::Quiet quiet;
  std::string image(bytes.substr(0, bytes.size() - seal_length()));
  const hdf5::Handle access = in_memory();
  hdf5::check(H5Pset_file_image(access.id(), image.data(), image.size()), "open a block");
  const hdf5::Handle file(H5Fopen("block", H5F_ACC_RDONLY, access.id()), H5Fclose, "open a block");
  const auto read = [&](const char* name, const Shape&, auto& values) {
    if (!values.empty()) hdf5::read_array(file.id(), name, values);
  };
  std::vector<std::uint32_t> counts(sums.count.size());
  for_each_array(sums, counts, read);
  std::copy(counts.begin(), counts.end(), sums.count.begin());
  if (draws != nullptr) for_each_array(*draws, read);
  Histograms(file.id(), sums.least.size()).fill(sums.histogram);
  return sums;
}

}  // namespace wedge
