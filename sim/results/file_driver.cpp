#include "results/file_driver.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h>  // where later releases of HDF5 keep the driver interface
#endif

namespace wedge::hdf5 {
namespace {

struct Settings {
  int* error;  // of the FileDriver
  int descriptor;
};

struct OpenFile {
  H5FD_t common;  // first: HDF5 hands out pointers to it
  int descriptor;
  haddr_t allocated, written;
  int* error;

  void keep_error() {
    if (*error == 0) *error = errno;
  }
};

OpenFile& of(H5FD_t* file) { return *reinterpret_cast<OpenFile*>(file); }
const OpenFile& of(const H5FD_t* file) { return *reinterpret_cast<const OpenFile*>(file); }

H5FD_t* open_file(const char* /*name*/, unsigned /*flags*/, hid_t access, haddr_t /*most*/) {
  const auto* settings = static_cast<const Settings*>(H5Pget_driver_info(access));
  if (settings == nullptr) return nullptr;
  const int descriptor = ::fcntl(settings->descriptor, F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0) {
    *settings->error = errno;
    return nullptr;
  }
  return &(new OpenFile{{}, descriptor, 0, 0, settings->error})->common;
}

herr_t close_file(H5FD_t* file) {
  OpenFile* const open = &of(file);
  if (::fsync(open->descriptor) != 0) open->keep_error();
  if (::close(open->descriptor) != 0) open->keep_error();
  delete open;
  return 0;
}

herr_t query(const H5FD_t* /*file*/, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

haddr_t end_of_allocation(const H5FD_t* file, H5FD_mem_t /*type*/) { return of(file).allocated; }
haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t /*type*/) { return of(file).written; }

herr_t set_end_of_allocation(H5FD_t* file, H5FD_mem_t /*type*/, haddr_t address) {
  of(file).allocated = address;
  return 0;
}

// Bytes that were never written read as zeros.
herr_t read(H5FD_t* file, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size, void* buffer) {
  char* to = static_cast<char*>(buffer);
  auto from = static_cast<off_t>(address);
  while (size > 0) {
    const ssize_t got = ::pread(of(file).descriptor, to, size, from);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) of(file).keep_error();
    if (got <= 0) break;
    to += got, from += got, size -= static_cast<std::size_t>(got);
  }
  std::memset(to, 0, size);
  return 0;
}

herr_t write(H5FD_t* file, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size,
             const void* buffer) {
  OpenFile& open = of(file);
  open.written = std::max(open.written, address + size);
  const char* from = static_cast<const char*>(buffer);
  auto to = static_cast<off_t>(address);
  while (size > 0 && *open.error == 0) {
    const ssize_t put = ::pwrite(open.descriptor, from, size, to);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      open.keep_error();
      break;
    }
    from += put, to += put, size -= static_cast<std::size_t>(put);
  }
  return 0;
}

herr_t truncate(H5FD_t* file, hid_t /*transfer*/, hbool_t /*closing*/) {
  OpenFile& open = of(file);
  if (open.allocated == open.written) return 0;
  if (::ftruncate(open.descriptor, static_cast<off_t>(open.allocated)) != 0) open.keep_error();
  open.written = open.allocated;
  return 0;
}

H5FD_class_t driver_class() {
  H5FD_class_t c{};
#ifdef H5FD_CLASS_VERSION
  c.version = H5FD_CLASS_VERSION;
  c.value = static_cast<H5FD_class_value_t>(512);  // the range for drivers that are not registered
#endif
  c.name = "wedge";
  c.maxaddr = (haddr_t{1} << 62) - 1;
  c.fc_degree = H5F_CLOSE_STRONG;
  c.fapl_size = sizeof(Settings);
  c.open = open_file;
  c.close = close_file;
  c.query = query;
  c.get_eoa = end_of_allocation;
  c.set_eoa = set_end_of_allocation;
  c.get_eof = end_of_file;
  c.read = read;
  c.write = write;
  c.truncate = truncate;
  constexpr H5FD_mem_t free_lists[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(free_lists), std::end(free_lists), c.fl_map);
  return c;
}

}  // namespace

FileDriver::FileDriver(int descriptor) : descriptor_(descriptor) {
  const H5FD_class_t c = driver_class();
  id_ = H5FDregister(&c);
  check(id_ < 0 ? -1 : 0, "register a file driver");
}

FileDriver::~FileDriver() { H5FDunregister(id_); }

Handle FileDriver::access() const {
  Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a property list");
  const Settings settings{&error_, descriptor_};
  check(H5Pset_driver(list.id(), id_, &settings), "choose a driver");
  check(H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG), "choose a driver");
  return list;
}

}  // namespace wedge::hdf5
