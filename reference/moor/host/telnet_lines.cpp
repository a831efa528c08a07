#include "reference/moor/host/telnet_lines.hpp"

#include <utility>

#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor::host {
namespace {

// Telnet commands. Source: RFC 854.
constexpr std::uint8_t se = 240;
constexpr std::uint8_t sb = 250;
constexpr std::uint8_t will = 251;
constexpr std::uint8_t dont = 254;
constexpr std::uint8_t iac = 255;

/// Of a longer one, which no option known to us has, only the front is kept.
constexpr std::size_t sequence_bytes_max = 64 * 1024;

bool is_dropped(std::uint8_t byte) { return (byte < 0x20 && byte != '\t') || byte == 0x7f; }

}  // namespace

std::vector<Typed> TelnetLines::take(ByteView bytes) {
  std::vector<Typed> typed;
  for (std::uint8_t const byte : bytes) {
    if (state_ == State::text || state_ == State::after_cr) {
      take_text(byte, typed);
    } else {
      take_command(byte, typed);
    }
  }
  return typed;
}

void TelnetLines::take_text(std::uint8_t byte, std::vector<Typed>& typed) {
  bool const after_cr = std::exchange(state_, State::text) == State::after_cr;
  if (byte == iac) {
    state_ = State::command;
    sequence_ = {iac};
  } else if (byte == '\n') {
    if (!after_cr) end_line(typed);
  } else if (byte == '\r') {
    end_line(typed);
    state_ = State::after_cr;
  } else if (!is_dropped(byte)) {
    if (line_.size() >= line_bytes_max_) too_long_ = true;
    if (!too_long_) line_.push_back(static_cast<char>(byte));
  }
}

void TelnetLines::take_command(std::uint8_t byte, std::vector<Typed>& typed) {
  if (state_ == State::command && byte == iac) {
    state_ = State::text;
    return;
  }
  keep_of_sequence(byte);
  switch (state_) {
    case State::command:
      if (byte == sb) {
        state_ = State::subnegotiation;
      } else if (byte >= will && byte <= dont) {
        state_ = State::option;
      } else {
        end_sequence(typed);
      }
      break;
    case State::subnegotiation:
      if (byte == iac) state_ = State::subnegotiation_iac;
      break;
    case State::subnegotiation_iac:
      state_ = State::subnegotiation;
      if (byte == se) end_sequence(typed);
      break;
    default:
      end_sequence(typed);
  }
}

void TelnetLines::end_line(std::vector<Typed>& typed) {
  if (std::exchange(too_long_, false)) {
    line_.clear();
    typed.emplace_back(LineTooLong{line_bytes_max_});
    return;
  }
  typed.emplace_back(TypedLine{with_replacements(std::exchange(line_, {}))});
}

void TelnetLines::end_sequence(std::vector<Typed>& typed) {
  state_ = State::text;
  typed.emplace_back(TelnetSequence{std::exchange(sequence_, {})});
}

void TelnetLines::keep_of_sequence(std::uint8_t byte) {
  if (sequence_.size() < sequence_bytes_max) sequence_.push_back(byte);
}

std::string with_replacements(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string clean;
  while (!text.empty()) {
    std::size_t const length = utf8_length(text);
    if (length == 0) {
      clean += "\xef\xbf\xbd";
    } else {
      clean += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return clean;
}

}  // namespace drydock::moor::host
