#pragma once

#include <algorithm>
#include <cstdint>

#include "reference/core/bytes.hpp"

namespace drydock::fuzz {

/// Choices read off a fuzzer's input; zeros once it is used up.
class FuzzBytes {
 public:
  explicit FuzzBytes(ByteView bytes) : left_(bytes) {}

  bool empty() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    std::uint8_t const first = left_[0];
    left_ = left_.subspan(1);
    return first;
  }
  std::uint16_t word() {
    std::uint8_t const high = byte();
    std::uint8_t const low = byte();
    return static_cast<std::uint16_t>(high << 8 | low);
  }
  /// As many bytes as the next word says, or as are left; exactly that large on the heap, so that
  /// AddressSanitizer sees a read one past the end.
  Bytes chunk() {
    std::size_t const wished = word();  // First: g++ would ask for what is left before this.
    std::size_t const size = std::min(wished, left_.size());
    Bytes taken(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
    left_ = left_.subspan(size);
    taken.shrink_to_fit();
    return taken;
  }

 private:
  ByteView left_;
};

}  // namespace drydock::fuzz
