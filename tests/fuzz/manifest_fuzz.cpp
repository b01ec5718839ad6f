// Fuzz target: no manifest may crash the reading of an unfinished study, not even one whose hash is right.
//   manifest_fuzz -max_len=8192 corpus-manifest
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/manifest.hpp"
#include "results/sha256.hpp"
#include "study/limits.hpp"

namespace {

using Json = nlohmann::json;

// What is accepted can be computed with.
void use(const std::string& text) {
  try {
    const wedge::Manifest manifest = wedge::manifest_from(text, "manifest.json");
    const wedge::StudyLayout& layout = manifest.study.layout;
    if (layout.points() < 1 || layout.blocks() < 1 || layout.blocks() > wedge::most::blocks)
      throw std::logic_error("a layout that cannot be");
    for (const int number : {0, layout.blocks() / 2, layout.blocks() - 1}) {
      const wedge::Block block = layout.block(number);
      if (block.points < 1 || block.draws < 1 || block.first_point < 0 || block.first_draw < 0)
        throw std::logic_error("a block that cannot be");
      if (wedge::block_memory(layout) < 1e7) wedge::empty_sums(layout, block.points);
    }
    if (!(wedge::block_bytes(layout) > 0.0)) throw std::logic_error("a size that cannot be");
  } catch (const wedge::InputError&) {
  }
}

// The same with the hash that belongs to it.
void use_sealed(const std::string& text) {
  try {
    Json json = Json::parse(text);
    const Json& layout = json.at("study").at("layout");
    Json schema{{"schema", wedge::schema_version},
                {"block", wedge::block_format},
                {"histogram", {wedge::histogram::bins, wedge::histogram::scale, wedge::histogram::limit}}};
    for (const char* key : {"axes", "dimensions", "variables", "statuses"}) schema[key] = layout.at(key);
    json["schema_name"] = wedge::schema_name;
    json["schema_version"] = wedge::schema_version;
    json["study_sha256"] = wedge::sha256(wedge::sha256(schema.dump()) + json["study"].dump());
    use(json.dump());
  } catch (const Json::exception&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  use(text);
  use_sealed(text);
  return 0;
}
