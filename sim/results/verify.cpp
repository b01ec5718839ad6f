// Reading every number of a result file, so that HDF5 compares each chunk with its checksum.
#include <stdexcept>

#include "base/stop.hpp"
#include "results/hyperslab.hpp"
#include "results/in_child.hpp"
#include "results/standing.hpp"

namespace wedge {
namespace {

using hdf5::check;
using hdf5::Handle;

void read_texts(hid_t dataset, const Handle& extent) {
  const Handle type = hdf5::vlen_utf8();
  std::vector<char*> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(extent.id())), nullptr);
  check(H5Dread(dataset, type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read it");
  check(H5Dvlen_reclaim(type.id(), extent.id(), H5P_DEFAULT, values.data()), "read it");
}

// A run at a time: memory stays bounded.
void read_numbers(hid_t dataset, hid_t type, const Handle& extent) {
  constexpr hsize_t most = 1 << 17;
  std::vector<hsize_t> shape(static_cast<std::size_t>(H5Sget_simple_extent_ndims(extent.id())));
  H5Sget_simple_extent_dims(extent.id(), shape.data(), nullptr);
  hsize_t all = 1;
  for (const hsize_t n : shape) all *= n;
  const Handle native(H5Tget_native_type(type, H5T_DIR_ASCEND), H5Tclose, "find the type");
  std::vector<char> values(static_cast<std::size_t>(std::min(all, most)) * H5Tget_size(native.id()));
  for (hsize_t first = 0; first < all; first += most) {
    stop_if_requested();
    for (const Box& box : boxes_of(shape, first, std::min(most, all - first))) {
      hsize_t size = 1;
      for (const hsize_t n : box.count) size *= n;
      if (!shape.empty())
        check(H5Sselect_hyperslab(extent.id(), H5S_SELECT_SET, box.start.data(), nullptr, box.count.data(), nullptr),
              "choose a part of it");
      const Handle memory = hdf5::space({size});
      check(H5Dread(dataset, native.id(), memory.id(), extent.id(), H5P_DEFAULT, values.data()), "read it");
    }
  }
}

void read_dataset(hid_t parent, const char* name) {
  const Handle dataset(H5Dopen2(parent, name, H5P_DEFAULT), H5Dclose, "open it");
  const Handle extent(H5Dget_space(dataset.id()), H5Sclose, "measure it"),
      type(H5Dget_type(dataset.id()), H5Tclose, "find its type");
  if (H5Tget_class(type.id()) == H5T_STRING)
    read_texts(dataset.id(), extent);
  else
    read_numbers(dataset.id(), type.id(), extent);
}

struct Visit {
  std::string failure;
  bool stopped = false;
};

// HDF5 calls this: nothing may be thrown through it.
herr_t visit(hid_t file, const char* name, const H5O_info_t* info, void* data) {
  auto& seen = *static_cast<Visit*>(data);
  if (info->type != H5O_TYPE_DATASET) return 0;
  try {
    read_dataset(file, name);
    return 0;
  } catch (const Stopped&) {
    seen.stopped = true;
  } catch (const std::exception& e) {
    seen.failure = "dataset " + std::string(name) + ": " + e.what();
  }
  return 1;
}

}  // namespace

std::string unreadable_dataset(const std::filesystem::path& file) {
  const hdf5::Quiet quiet;
  Visit seen;
  try {
    const Handle opened = hdf5::open_to_read(file.string());
    const herr_t ended = H5Ovisit(opened.id(), H5_INDEX_NAME, H5_ITER_NATIVE, visit, &seen);
    if (seen.failure.empty()) check(ended, "go through the datasets");
  } catch (const hdf5::Error& e) {
    return e.what();
  }
  if (seen.stopped) throw Stopped{};
  return seen.failure;
}

std::string unreadable_dataset_of_damaged(const std::filesystem::path& file) {
  constexpr const char* gone = "the HDF5 library cannot cope with what is there";
  return in_child([&] { return unreadable_dataset(file); }).value_or(gone);
}

}  // namespace wedge
