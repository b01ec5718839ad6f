// wedge explore.
#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "app/chronicle_text.hpp"
#include "app/commands.hpp"
#include "app/shipped.hpp"
#include "base/error.hpp"
#include "engine/studies/explored.hpp"
#include "results/files.hpp"
#include "results/sha256.hpp"

namespace wedge::app {
namespace {

namespace fs = std::filesystem;

// In the order in which they are put into the page's script: the libraries, then its own.
constexpr const char* scripts[] = {"libraries.js", "text.js",  "live.js", "study.js",  "who.js", "map.js",
                                   "seam.js",      "draws.js", "time.js", "whatif.js", "main.js"};

std::string page_file(const std::string& name) {
  const fs::path file = shipped(fs::path("page") / name, fs::path("sim/web/page") / name);
  const std::optional<std::string> text = read_file(file);
  if (!text) throw std::runtime_error(file.string() + ": is not there; the program was installed without its data");
  return *text;
}

// The live solver, if it was built; empty if not.
std::string solver_file(const std::string& name) {
  return read_file(shipped(fs::path("page") / name, fs::path("build/web/sim/web") / name)).value_or("");
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// So that no text ends the element that it stands in. Of scripts only what stands in strings can be meant.
std::string in_element(std::string text) {
  replace_all(text, "</script", "<\\/script");
  replace_all(text, "<!--", "<\\!--");
  return text;
}
std::string in_json(std::string text) {
  replace_all(text, "<", "\\u003c");
  return text;
}

std::string digest(std::string_view text) {
  Sha256 hash;
  hash.update(text);
  const std::array<unsigned char, 32> bytes = hash.bytes();
  return engine::base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

struct Page {
  std::string text;
  bool live;  // with the solver
};

Page page(const engine::Explored& explored) {
  std::string script;
  for (const char* const name : scripts) script += page_file(name) + '\n';
  script = in_element(std::move(script));
  // No address may be asked for anything; scripts are this one, and the worker that it makes.
  const std::string policy = fmt::format(
      "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; "
      "img-src data:; "
      "base-uri 'none'; form-action 'none'",
      digest(script));
  const std::string solver = solver_file("wedge-solver.js"), module = solver_file("wedge-solver.wasm.gz");
  const bool live = !solver.empty() && !module.empty();
  const std::pair<std::string_view, std::string> parts[] = {
      {"policy", policy},
      {"style", page_file("style.css")},
      {"data", in_json(engine::page_document(explored))},
      {"worker", in_element(page_file("worker.js"))},
      {"solver", live ? in_element(solver) : ""},
      {"module", live ? engine::base64(module) : ""},
      {"script", script},
  };
  const std::string frame = page_file("page.html");
  std::string out;
  for (std::size_t at = 0;;) {  // one pass: what is put in is not looked at again
    const std::size_t open = frame.find("{{", at), close = frame.find("}}", open);
    if (open == std::string::npos || close == std::string::npos) return {out + frame.substr(at), live};
    out += frame.substr(at, open - at);
    const std::string_view name = std::string_view(frame).substr(open + 2, close - open - 2);
    for (const auto& [part, text] : parts)
      if (part == name) out += text;
    at = close + 2;
  }
}

}  // namespace

int explore(const ExploreArguments& arguments, std::ostream& out) {
  require_writable_place("--output", arguments.output);
  if (!arguments.force && fs::exists(arguments.output))
    fail_input("--output " + arguments.output, "exists; choose another file, or --force to replace it");
  engine::Explored explored = engine::explored(arguments);
  if (explored.study)
    for (const LabelDimension& dimension : explored.study->dimensions)
      if (dimension.name == "round")
        explored.chronicle = chronicle_text(engine::play_campaign(explored.read.scenario, 0x5eed, 0));
  const auto [text, live] = page(explored);
  write_whole(behind_links(arguments.output), text);
  out << fmt::format(
      "{}: {:.1f} MB, {}\n", arguments.output, static_cast<double>(text.size()) / 1e6,
      live ? "with the live solver" : "without the live solver (it is built by scripts/web; docs/explore.md)");
  return done;
}

}  // namespace wedge::app
