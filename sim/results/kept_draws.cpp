#include "results/kept_draws.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/nan.hpp"
#include "results/hdf5.hpp"
#include "results/hyperslab.hpp"
#include "results/names.hpp"

namespace wedge {
namespace {

template <class Do>
auto with_library(const std::filesystem::path& file, Do work) {
  const hdf5::Quiet quiet;
  try {
    return work();
  } catch (const hdf5::Error& e) {
    throw std::runtime_error(file.string() + ": its draws cannot be read: " + e.what());
  }
}

class KeptDraws {
 public:
  KeptDraws(const std::filesystem::path& result, const StudyLayout& layout, std::int64_t draws);
  ~KeptDraws();
  KeptDraws(const KeptDraws&) = delete;

  Draws of(const Block& block) const;

 private:
  void read_values(const Block& block, std::int64_t draws, Draws& out) const;

  const std::filesystem::path result_;
  const StudyLayout layout_;
  const std::int64_t draws_;
  std::vector<hsize_t> grid_;  // axes and draws of the result
  hdf5::Handle file_, group_, status_;
  std::vector<hdf5::Handle> measures_;
};

KeptDraws::KeptDraws(const std::filesystem::path& result, const StudyLayout& layout, std::int64_t draws)
    : result_(result), layout_(layout), draws_(draws) {
  for (const Axis& axis : layout.axes) grid_.push_back(axis.values.size());
  grid_.push_back(static_cast<hsize_t>(draws));
  with_library(result, [&] {
    file_ = hdf5::open_to_read(result.string());
    group_ = hdf5::Handle(H5Gopen2(file_.id(), names::draws, H5P_DEFAULT), H5Gclose, "open the group of draws");
    const auto open = [&](const std::string& name) {
      return hdf5::Handle(H5Dopen2(group_.id(), name.c_str(), H5P_DEFAULT), H5Dclose, "open " + name);
    };
    status_ = open(names::status);
    for (const Variable& v : layout.variables) measures_.push_back(v.slots == 0 ? hdf5::Handle() : open(v.name));
  });
}

// Datasets, group and file, in this order, and nobody else in the library meanwhile.
KeptDraws::~KeptDraws() {
  const hdf5::Quiet quiet;
  measures_.clear();
  for (hdf5::Handle* const handle : {&status_, &group_, &file_}) *handle = hdf5::Handle();
}

Draws KeptDraws::of(const Block& block) const {
  const std::int64_t known = std::clamp<std::int64_t>(draws_ - block.first_draw, 0, block.draws);
  Draws out;
  out.status.assign(static_cast<std::size_t>(block.points * block.draws), -1);
  if (known == 0) return out;
  out.values.assign(out.status.size() * static_cast<std::size_t>(layout_.slots), nan);
  with_library(result_, [&] { read_values(block, known, out); });
  return out;
}

void KeptDraws::read_values(const Block& block, std::int64_t draws, Draws& out) const {
  std::vector<std::int8_t> status(static_cast<std::size_t>(draws));
  std::vector<double> values;
  for (std::int64_t p = 0; p < block.points; ++p) {
    const auto first = static_cast<hsize_t>((block.first_point + p) * draws_ + block.first_draw);
    const auto row = static_cast<std::size_t>(p * block.draws), slots = static_cast<std::size_t>(layout_.slots);
    read_run(status_.id(), grid_, first, 1, status);
    std::copy(status.begin(), status.end(), out.status.begin() + static_cast<std::ptrdiff_t>(row));
    for (std::size_t m = 0; m < measures_.size(); ++m) {
      const Variable& v = layout_.variables[m];
      const auto width = static_cast<std::size_t>(v.slots);
      if (width == 0) continue;
      values.resize(status.size() * width);
      read_run(measures_[m].id(), grid_, first, width, values);
      for (std::size_t d = 0; d < status.size(); ++d)
        std::copy_n(&values[d * width], width, &out.values[(row + d) * slots + static_cast<std::size_t>(v.first_slot)]);
    }
  }
}

}  // namespace

KnownDraws kept_draws(const std::filesystem::path& result, const StudyLayout& layout, std::int64_t draws) {
  const auto kept = std::make_shared<const KeptDraws>(result, layout, draws);
  return [kept](const Block& block) { return kept->of(block); };
}

}  // namespace wedge
