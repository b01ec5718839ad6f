#include "writer.hpp"

#include <cmath>
#include <cstdio>
#include <sstream>

#include "wording.hpp"

namespace wedge::reading {
namespace {

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(byte));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string real_text(double x) {
  if (std::isnan(x)) return "nan";
  std::string digits = shown(x);
  // TOML tells real numbers from integers by the point or the exponent.
  if (std::isfinite(x) && digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits;
}

template <class Moment>
std::string moment_text(const Moment& moment) {
  std::ostringstream out;
  out << moment;
  return out.str();
}

class Writer {
 public:
  explicit Writer(const Document& document) : document_(document) {}

  std::string write() {
    const auto entries = document_.in_order(document_.root());
    for (const auto& [key, value] : entries)
      if (!is_section(*value)) line(*key, *value);
    for (const auto& [key, value] : entries)
      if (is_section(*value)) section(*key, *value);
    return std::move(out_);
  }
  std::string write(const toml::node& value) {
    inline_value(value);
    return std::move(out_);
  }

 private:
  static bool all_tables(const toml::array& array) {
    for (const toml::node& node : array)
      if (!node.is_table()) return false;
    return !array.empty();
  }
  static bool all_tables(const toml::table& table) {
    for (auto&& [key, value] : table)
      if (!value.is_table()) return false;
    return !table.empty();
  }
  static bool is_section(const toml::node& node) {
    return node.is_table() || (node.is_array() && all_tables(*node.as_array()));
  }

  void section(const toml::key& key, const toml::node& node) {
    const std::string name = key_text(key.str());
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& element : *list) {
        out_ += "\n[[" + name + "]]\n";
        lines(*element.as_table());
      }
    } else if (all_tables(*node.as_table())) {
      for (const auto& [inner, value] : document_.in_order(*node.as_table())) {
        out_ += "\n[" + name + "." + key_text(inner->str()) + "]\n";
        lines(*value->as_table());
      }
    } else {
      out_ += "\n[" + name + "]\n";
      lines(*node.as_table());
    }
  }

  void lines(const toml::table& table) {
    for (const auto& [key, value] : document_.in_order(table)) line(*key, *value);
  }
  void line(const toml::key& key, const toml::node& value) {
    out_ += key_text(key.str()) + " = ";
    inline_value(value);
    out_ += '\n';
  }

  void inline_value(const toml::node& node) {
    if (const toml::table* table = node.as_table()) {
      inline_table(*table);
    } else if (const toml::array* array = node.as_array()) {
      out_ += '[';
      for (std::size_t i = 0; i < array->size(); ++i) {
        if (i > 0) out_ += ", ";
        inline_value((*array)[i]);
      }
      out_ += ']';
    } else if (const auto* text = node.as_string()) {
      append_text(out_, text->get());
    } else if (const auto* real = node.as_floating_point()) {
      out_ += real_text(real->get());
    } else if (const auto* integer = node.as_integer()) {
      out_ += std::to_string(integer->get());
    } else if (const auto* truth = node.as_boolean()) {
      out_ += truth->get() ? "true" : "false";
    } else if (const auto* date = node.as_date()) {
      out_ += moment_text(date->get());
    } else if (const auto* time = node.as_time()) {
      out_ += moment_text(time->get());
    } else if (const auto* date_time = node.as_date_time()) {
      out_ += moment_text(date_time->get());
    }
  }

  void inline_table(const toml::table& table) {
    out_ += '{';
    std::string_view before = " ";
    for (const auto& [key, value] : document_.in_order(table)) {
      out_ += before;
      out_ += key_text(key->str()) + " = ";
      inline_value(*value);
      before = ", ";
    }
    out_ += table.empty() ? "}" : " }";
  }

  static std::string key_text(std::string_view key) {
    if (is_identifier(key)) return std::string(key);
    std::string out;
    append_text(out, key);
    return out;
  }

  const Document& document_;
  std::string out_;
};

}  // namespace

std::string written(const Document& document) { return Writer(document).write(); }
std::string written(const Document& document, const toml::node& value) { return Writer(document).write(value); }

}  // namespace wedge::reading
