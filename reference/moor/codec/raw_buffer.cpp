#include "reference/moor/codec/raw_buffer.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace drydock::moor {
namespace {

tl::unexpected<Violation> violation(std::size_t offset, std::string rule) {
  return tl::make_unexpected(Violation{offset, std::move(rule)});
}

tl::unexpected<Violation> misaligned(std::size_t position, std::size_t size, char const* what) {
  return violation(position, fmt::format("{} is not aligned to {} bytes", what, size));
}

}  // namespace

template <class T>
T RawBuffer::read(std::size_t position) const {
  // The wire is little-endian, as are all machines we build for.
  static_assert(std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, bytes_.data() + position, sizeof(value));
  return value;
}

std::uint32_t RawBuffer::offset_at(std::size_t position) const {
  return read<std::uint32_t>(position);
}

tl::unexpected<Violation> RawBuffer::outside(std::size_t position, std::size_t size,
                                             char const* what) const {
  return violation(position, fmt::format("{} of {} bytes reaches outside of the buffer's {} bytes",
                                         what, size, bytes_.size()));
}

Checked<RawTable> RawBuffer::root() const {
  if (bytes_.size() < 8) {
    return violation(0, fmt::format("{} bytes are too few for a root table", bytes_.size()));
  }
  return follow(0).and_then([&](std::size_t position) { return table(position); });
}

Checked<RawTable> RawBuffer::table(std::size_t position) const {
  if (position % 4 != 0) return misaligned(position, 4, "a table");
  if (!holds(position, 4)) return outside(position, 4, "a table");
  // Signed on the wire; modulo 2^64 the subtraction comes out right, or far outside.
  auto const distance = static_cast<std::size_t>(read<std::int32_t>(position));
  auto const vtable = position - distance;
  if (!holds(vtable, 2)) {
    return violation(
        position, fmt::format("the vtable, {} bytes before the table, lies outside of the buffer",
                              read<std::int32_t>(position)));
  }
  if (vtable % 2 != 0) return misaligned(vtable, 2, "a vtable");
  auto const size = read<std::uint16_t>(vtable);
  if (size % 2 != 0)
    return violation(vtable, fmt::format("the vtable's length of {} is odd", size));
  if (!holds(vtable, size)) return outside(vtable, size, "a vtable");
  return RawTable{position, vtable, size};
}

std::optional<std::size_t> RawBuffer::field(RawTable const& table, unsigned slot) const {
  auto const entry = std::size_t{4} + std::size_t{2} * slot;
  // Like generated readers, which ask only whether the entry begins within an even length.
  if (entry >= table.vtable_size) return std::nullopt;
  auto const offset = read<std::uint16_t>(table.vtable + entry);
  if (offset == 0) return std::nullopt;
  return table.position + offset;
}

Checked<std::size_t> RawBuffer::scalar(std::size_t position, std::size_t size) const {
  if (position % size != 0) return misaligned(position, size, "a number");
  if (!holds(position, size)) return outside(position, size, "a number");
  return position;
}

Checked<std::size_t> RawBuffer::follow(std::size_t position) const {
  if (position % 4 != 0) return misaligned(position, 4, "an offset");
  if (!holds(position, 4)) return outside(position, 4, "an offset");
  auto const distance = read<std::uint32_t>(position);
  if (distance == 0) return violation(position, "an offset of 0 points to itself");
  if (distance > bytes_max || !holds(position + distance, 1)) {
    return violation(position, fmt::format("the offset {} points outside of the buffer's {} bytes",
                                           distance, bytes_.size()));
  }
  return position + distance;
}

Checked<ByteView> RawBuffer::vector(std::size_t position, std::size_t element_size) const {
  if (position % 4 != 0) return misaligned(position, 4, "a vector");
  if (!holds(position, 4)) return outside(position, 4, "a vector's length");
  std::uint64_t const count = read<std::uint32_t>(position);
  if (count >= bytes_max / element_size || !holds(position, 4 + count * element_size)) {
    return violation(position,
                     fmt::format("{} elements of {} bytes reach outside of the buffer's {} bytes",
                                 count, element_size, bytes_.size()));
  }
  return bytes_.subspan(position + 4, count * element_size);
}

Checked<ByteView> RawBuffer::string(std::size_t position) const {
  auto characters = vector(position, 1);
  if (!characters) return characters;
  auto const end = position + 4 + characters->size();
  if (!holds(end, 1)) return violation(end, "the string's terminator lies outside of the buffer");
  if (bytes_[end] != 0) {
    return violation(
        end, fmt::format("the string ends with {:#04x} in place of a zero byte", bytes_[end]));
  }
  return characters;
}

}  // namespace drydock::moor
