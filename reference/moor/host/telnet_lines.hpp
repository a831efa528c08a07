#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/bytes.hpp"

namespace drydock::moor::host {

/// What a person typed up to the end of a line.
struct TypedLine {
  std::string text;
  friend bool operator==(TypedLine const&, TypedLine const&) = default;
};
/// A telnet sequence, from its IAC on.
struct TelnetSequence {
  Bytes bytes;
  friend bool operator==(TelnetSequence const&, TelnetSequence const&) = default;
};
/// A line that grew beyond the limit, all of which is lost.
struct LineTooLong {
  std::size_t bytes_max = 0;
  friend bool operator==(LineTooLong const&, LineTooLong const&) = default;
};
using Typed = std::variant<TypedLine, TelnetSequence, LineTooLong>;

/// Makes lines of the bytes of one telnet connection, cut anywhere. CR, LF or CRLF ends a line;
/// other control characters but TAB are dropped; what is not UTF-8 becomes U+FFFD; IAC sequences
/// are cut out whole, and IAC IAC is nothing. Source: hosts 9.3; RFC 854.
class TelnetLines {
 public:
  explicit TelnetLines(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  /// What these bytes complete, in order.
  std::vector<Typed> take(ByteView bytes);

 private:
  enum class State : std::uint8_t {
    text,
    after_cr,            // An LF now belongs to the CR before it.
    command,             // After IAC.
    option,              // After IAC WILL, WONT, DO or DONT.
    subnegotiation,      // From IAC SB up to IAC SE.
    subnegotiation_iac,  // After an IAC within.
  };

  void take_text(std::uint8_t byte, std::vector<Typed>& typed);
  void take_command(std::uint8_t byte, std::vector<Typed>& typed);
  void end_line(std::vector<Typed>& typed);
  void end_sequence(std::vector<Typed>& typed);
  void keep_of_sequence(std::uint8_t byte);

  std::size_t const line_bytes_max_;
  State state_ = State::text;
  bool too_long_ = false;
  std::string line_;
  Bytes sequence_;
};

/// The text with each byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string with_replacements(std::string_view text);

}  // namespace drydock::moor::host
