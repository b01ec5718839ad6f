#include "app/version_text.hpp"

#include <fmt/format.h>

#include <CLI/Version.hpp>

#include "app/shipped.hpp"
#include "app/table.hpp"
#include "engine/studies/build_facts.hpp"

namespace wedge::app {
namespace {

std::string there(const std::filesystem::path& path) {
  std::error_code none;
  return path.string() + (std::filesystem::exists(path, none) ? "" : " (not there)");
}

}  // namespace

std::string version_text() {
  auto facts = engine::build_facts();
  std::error_code none;
  facts.emplace_back("command line", fmt::format("CLI11 {}", CLI11_VERSION));
  facts.emplace_back("program", std::filesystem::read_symlink("/proc/self/exe", none).string());
  facts.emplace_back("scenarios", there(shipped("scenarios", "scenarios")));
  facts.emplace_back("page", there(shipped("page", "sim/web/page")));
  facts.emplace_back("live solver",
                     there(shipped("page/wedge-solver.wasm.gz", "build/web/sim/web/wedge-solver.wasm.gz")));
  std::string out;
  for (const auto& [name, text] : facts) {
    const std::string lines = wrapped(text, page_width, 15);
    out += fmt::format("{:<15}{}", name, lines.substr(std::min<std::size_t>(15, lines.size())));
  }
  out.pop_back();  // the last line's end is printed behind it
  return out;
}

}  // namespace wedge::app
