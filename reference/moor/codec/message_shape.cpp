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

/// Of so many bytes, at least a `Word`'s and at most two, both ends: they meet, or overlap.
template <class Word>
void copy_both_ends(void* to, std::uint8_t const* from, std::size_t size) {
  std::size_t const last = size - sizeof(Word);
  Word words[2];
  std::memcpy(&words[0], from, sizeof(Word));
  std::memcpy(&words[1], from + last, sizeof(Word));
  std::memcpy(to, &words[0], sizeof(Word));
  std::memcpy(static_cast<std::uint8_t*>(to) + last, &words[1], sizeof(Word));
}

void take_plain(KeptValue const& value, std::uint8_t const* from) {
  if (value.size >= sizeof(std::uint64_t)) {
    copy_both_ends<std::uint64_t>(value.to, from, value.size);
  } else if (value.size >= sizeof(std::uint32_t)) {
    copy_both_ends<std::uint32_t>(value.to, from, value.size);
  } else {
    copy_both_ends<std::uint8_t>(value.to, from, value.size);
  }
}

bool take_text(KeptValue const& value, std::uint8_t const* from) {
  auto& text = *static_cast<std::string*>(value.to);
  std::string_view const read(reinterpret_cast<char const*>(from), value.size);
  if (text.size() != value.size || !is_utf8(read)) return false;
  std::memcpy(text.data(), from, value.size);
  return true;
}

}  // namespace

bool MessageShape::any(Words const& words) { return (words[0] | words[1]) != 0; }

MessageShape::MessageShape(ByteView buffer, std::vector<std::uint8_t> const& looked,
                           KeptValues values)
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
  std::uint8_t const* const begin = buffer.data();
  if (buffer.size() != size_ || !is_alike(begin)) return false;
  for (KeptValue const& value : values_.plain) take_plain(value, begin + value.position);
  return values_.texts.empty() || take_texts(begin);
}

bool MessageShape::is_alike(std::uint8_t const* begin) const {
  Words differs{};
  for (Block const& block : blocks_) {
    Words words;
    std::memcpy(&words, begin + block.position, sizeof words);
    differs |= (words & block.mask) ^ block.bytes;
  }
  return !any(differs);
}

bool MessageShape::take_texts(std::uint8_t const* begin) const {
  return std::ranges::all_of(values_.texts, [begin](KeptValue const& value) {
    return take_text(value, begin + value.position);
  });
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
