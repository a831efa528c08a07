#include "reference/moor/codec/literal_writer.hpp"

#include <fmt/format.h>
#include <sodium/utils.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "reference/moor/codec/error_code.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {
namespace {

constexpr std::uint64_t plain_nan_bits = 0x7ff8000000000000;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::string base64(ByteView bytes) {
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // The terminator.
  return text;
}

/// How many of the first `size_max` bytes stand for themselves in quotes, as almost all do.
std::size_t plain_front(std::string_view text, std::size_t size_max) {
  auto const front = text.substr(0, size_max);
  auto const end = std::find_if_not(front.begin(), front.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  return static_cast<std::size_t>(end - front.begin());
}

/// Whether a reader takes `E_NAME` for this very symbol, in this spelling.
bool names_custom_error(std::string_view symbol) {
  return symbol.size() >= 2 && (symbol[0] == 'E' || symbol[0] == 'e') && symbol[1] == '_' &&
         is_identifier(symbol) && !error_code_of(symbol);
}

}  // namespace

bool is_identifier(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  for (char const c : text) {
    if (!is_letter(c) && !is_digit(c)) return false;
  }
  return true;
}

std::string LiteralWriter::take() && {
  if (!full()) return std::move(out_);
  out_.resize(utf8_front(out_, text_max_).size());
  return std::move(out_) + "...";
}

void LiteralWriter::write(Var const& value) {
  if (!full()) value.visit(*this);
}

void LiteralWriter::write(Obj const& obj) {
  if (auto const* anonymous = std::get_if<AnonymousObjId>(&obj)) {
    append(fmt::format("*anonymous-{}*", packed_text(anonymous->packed)));
  } else {
    append(text_of(obj));
  }
}

void LiteralWriter::write_quoted(std::string_view text) {
  append("\"");
  while (!text.empty() && !full()) {
    auto const plain = plain_front(text, std::max<std::size_t>(text_max_ - out_.size(), 1));
    append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty() || full()) break;
    auto const length = utf8_length(text);
    auto const c = text.front();
    if (c == '"' || c == '\\') {
      out_.append({'\\', c});
    } else if (c == '\n') {
      append("\\n");
    } else if (c == '\t') {
      append("\\t");
    } else if (length == 0 || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      append(fmt::format("\\x{:02x}", static_cast<unsigned char>(c)));
    } else {
      append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  append("\"");
}

void LiteralWriter::write_name(std::string_view name) {
  if (is_identifier(name)) {
    append(name);
  } else {
    write_quoted(name);
  }
}

void LiteralWriter::operator()(Float value) {
  auto const bits = std::bit_cast<std::uint64_t>(value.value);
  if (std::isinf(value.value)) {
    append(value.value > 0 ? "inf" : "-inf");
  } else if (std::isnan(value.value)) {
    append(bits == plain_nan_bits ? "NaN" : fmt::format("NaN({:#018x})", bits));
  } else {
    auto text = fmt::format("{}", value.value);  // The shortest that reads back the same.
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    append(text);
  }
}

void LiteralWriter::operator()(ErrorValue const& value) {
  if (!value.custom_symbol) {
    append(name_of(value.code));
  } else if (names_custom_error(value.custom_symbol->text)) {
    append(value.custom_symbol->text);
  } else {
    append("E_'");
    write_name(value.custom_symbol->text);
  }
  if (!value.message && !value.value) return;
  append("(");
  if (value.message) {
    write_quoted(*value.message);
  } else {
    append("None");
  }
  if (value.value) {
    append(", ");
    write(*value.value);
  }
  append(")");
}

void LiteralWriter::operator()(List const& value) {
  append("{");
  for (std::size_t i = 0; i < value.elements.size() && !full(); ++i) {
    if (i > 0) append(", ");
    write(value.elements[i]);
  }
  append("}");
}

void LiteralWriter::operator()(Map const& value) {
  append("[");
  for (std::size_t i = 0; i < value.pairs.size() && !full(); ++i) {
    if (i > 0) append(", ");
    write(value.pairs[i].first);
    append(" -> ");
    write(value.pairs[i].second);
  }
  append("]");
}

void LiteralWriter::operator()(Symbol const& value) {
  append("'");
  write_name(value.text);
}

void LiteralWriter::operator()(Binary const& value) {
  // Three bytes make four characters: no more of them than can be shown.
  auto const shown = std::min(value.data.size(),
                              text_max_ < value.data.size() ? text_max_ + 3 : value.data.size());
  append("b\"");
  append(base64(ByteView(value.data).first(shown)));
  append("\"");
}

void LiteralWriter::operator()(Flyweight const& value) {
  append("<");
  write(value.delegate);
  for (std::size_t i = 0; i < value.slots.size() && !full(); ++i) {
    append(", .");
    write_name(value.slots[i].first.text);
    append(" = ");
    write(value.slots[i].second);
  }
  if (!value.contents.elements.empty()) {
    append(", ");
    (*this)(value.contents);
  }
  append(">");
}

}  // namespace drydock::moor
