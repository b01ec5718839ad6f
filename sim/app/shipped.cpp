#include "app/shipped.hpp"

namespace wedge::app {

std::filesystem::path shipped(const std::filesystem::path& installed, const std::filesystem::path& checkout) {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  const fs::path beside = program.parent_path().parent_path() / WEDGE_DATA_FOLDER / installed;
  return fs::exists(beside, none) ? beside : fs::path(WEDGE_CHECKOUT) / checkout;
}

}  // namespace wedge::app
