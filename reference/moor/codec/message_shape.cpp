#include "reference/moor/codec/message_shape.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {
namespace {

constexpr unsigned passed_max = 1U << 12;

bool take(KeptValue const& value, std::uint8_t const* from) {
  switch (value.kind) {
    case KeptValue::Kind::one_byte:
      std::memcpy(value.to, from, 1);
      return true;
    case KeptValue::Kind::two_bytes:
      std::memcpy(value.to, from, 2);
      return true;
    case KeptValue::Kind::four_bytes:
      std::memcpy(value.to, from, 4);
      return true;
    case KeptValue::Kind::eight_bytes:
      std::memcpy(value.to, from, 8);
      return true;
    case KeptValue::Kind::uuid:
      std::memcpy(value.to, from, 16);
      return true;
    case KeptValue::Kind::text:
      break;
  }
  auto& text = *static_cast<std::string*>(value.to);
  std::string_view const read(reinterpret_cast<char const*>(from), value.size);
  if (text.size() != value.size || !is_utf8(read)) return false;
  std::memcpy(text.data(), from, value.size);
  return true;
}

}  // namespace

bool MessageShape::any(Words const& words) { return (words[0] | words[1]) != 0; }

MessageShape::MessageShape(ByteView buffer, std::vector<std::uint8_t> const& looked,
                           std::vector<KeptValue> values)
    : size_(buffer.size()), values_(std::move(values)) {
  for (std::size_t at = 0; at < size_;) {
    if (looked[at] == 0) {
      ++at;
      continue;
    }
    Block block{{}, {}, std::min(at, size_ - bytes_min)};
    std::memcpy(&block.mask, looked.data() + block.position, bytes_min);
    std::memcpy(&block.bytes, buffer.data() + block.position, bytes_min);
    block.bytes &= block.mask;
    blocks_.push_back(block);
    at += bytes_min;
  }
}

bool MessageShape::read(ByteView buffer) const {
  if (buffer.size() != size_) return false;
  std::uint8_t const* const begin = buffer.data();
  Words differs{};
  for (Block const& block : blocks_) {
    Words words;
    std::memcpy(&words, begin + block.position, sizeof words);
    differs |= (words & block.mask) ^ block.bytes;
  }
  if (any(differs)) return false;
  for (KeptValue const& value : values_) {
    if (!take(value, begin + value.position)) return false;
  }
  return true;
}

bool ShapeLearning::is_due(std::size_t bytes) {
  bool const is_alike = bytes == std::exchange(bytes_before_, bytes);
  bool const fits = bytes >= MessageShape::bytes_min && bytes <= MessageShape::bytes_max;
  passed_ = is_alike && fits ? passed_ + 1 : 0;
  if (passed_ < due_) return false;
  passed_ = 0;
  due_ = std::min(2 * due_, passed_max);
  return true;
}

}  // namespace drydock::moor
