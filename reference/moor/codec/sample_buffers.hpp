#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/codec.hpp"

// For tests: one valid encoding each, as workers 2.6 gives them, and buffers of exact size.

namespace drydock::moor::samples {

inline Bytes from_hex(std::string_view hex) {
  auto const digit = [](char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
  }
  return bytes;
}

inline Bytes ping_or_ack() {
  return from_hex("0c00000008000c00070008000800000000000001080000000400040004000000");
}
inline Bytes rejected() {
  return from_hex(
      "0c00000008000e000700080008000000000000020c0000000000060008000400060000000400000010000000"
      "4d6573736167652072656a656374656400000000");
}
/// Offsets within: 4 vtable of the root, 12 root, 19 its tag, 24 vtable and 32 table of the body,
/// 44 symbol, 52 its string, 68 UUID, 76 its vector, 62 the vtable that both share.
inline Bytes attach() {
  return from_hex(
      "0c00000008000c000700080008000000000000010c00000008000c0004000800080000002000000004000000eeff"
      "ffff04000000"
      "040000006563686f000006000800040006000000040000001000000000112233445566778899aabbccddeeff");
}
inline Bytes detach_or_attached() {
  return from_hex(
      "0c00000008000e000700080008000000000000030c000000000006000a000400060000000c000000000006000800"
      "0400060000"
      "00040000001000000000112233445566778899aabbccddeeff");
}
inline Uuid worker_id() { return *Uuid::parse("00112233-4455-6677-8899-aabbccddeeff"); }
inline Uuid const some_id = worker_id();

/// A copy on the heap with not a byte to spare, so that AddressSanitizer sees each read beyond;
/// `shift` bytes off the heap's own alignment.
class ExactBuffer {
 public:
  explicit ExactBuffer(ByteView bytes, std::size_t shift = 0)
      : data_(std::make_unique<std::uint8_t[]>(bytes.size() + shift)),
        view_(data_.get() + shift, bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), data_.get() + shift);
  }
  ByteView view() const { return view_; }

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  ByteView view_;
};

}  // namespace drydock::moor::samples

namespace drydock::moor {

inline std::string place_and_rule(DecodeError const& error) {
  return error.path + ": " + error.rule;
}

}  // namespace drydock::moor
