/// How HDF5 writes a large file without a failing disk tearing the library down.
#pragma once

#include "results/hdf5.hpp"

namespace wedge::hdf5 {

/// An HDF5 file driver for writing a new file. After a failed write the library could neither flush
/// nor close the file, and would try again when the program ends; this driver remembers the first
/// error and swallows what follows, so that the library closes as ever and the cause is known. It
/// takes no locks: nobody else knows the temporary it writes.
class FileDriver {
 public:
  /// Writes through a descriptor that stays open: that of an empty Draft.
  explicit FileDriver(int descriptor);
  FileDriver(const FileDriver&) = delete;
  FileDriver& operator=(const FileDriver&) = delete;
  ~FileDriver();

  /// Property list for H5Fcreate. The driver must outlive the file.
  Handle access() const;
  /// The errno of the first failure, 0 while there is none. Final once the file is closed (with
  /// fsync).
  int error() const { return error_; }

 private:
  int descriptor_;
  hid_t id_ = -1;
  mutable int error_ = 0;  // by the open file, through its property list
};

}  // namespace wedge::hdf5
