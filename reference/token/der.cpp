#include "reference/token/der.hpp"

namespace drydock::token {

std::optional<ByteView> DerReader::take(std::uint8_t tag) {
  if (left_.size() < 2 || left_[0] != tag) return std::nullopt;
  std::size_t header = 2;
  std::size_t size = left_[1];
  if (size >= 0x80) {
    // 0x81 announces one byte of length, which the short form has to be too small for.
    if (size != 0x81 || left_.size() < 3 || left_[2] < 0x80) return std::nullopt;
    header = 3;
    size = left_[2];
  }
  if (left_.size() - header < size) return std::nullopt;
  ByteView const content = left_.subspan(header, size);
  left_ = left_.subspan(header + size);
  return content;
}

}  // namespace drydock::token
