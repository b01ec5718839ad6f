#include "app/printable.hpp"

namespace wedge::app {
namespace {
constexpr const char* replacement = "\uFFFD";
constexpr unsigned char lead_c2 = 0xC2;
}  // namespace

PrintableStream::Buffer::int_type PrintableStream::Buffer::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  const auto byte = static_cast<unsigned char>(traits_type::to_char_type(c));
  if (after_c2) {
    after_c2 = false;
    if (byte >= 0x80 && byte < 0xA0) {
      to << replacement;
      return to ? c : traits_type::eof();
    }
    to.put(static_cast<char>(lead_c2));
  }
  if (byte == lead_c2)
    after_c2 = true;
  else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
    to << replacement;
  else
    to.put(static_cast<char>(byte));
  return to ? c : traits_type::eof();
}

int PrintableStream::Buffer::sync() {
  to.flush();
  return to ? 0 : -1;
}

}  // namespace wedge::app
