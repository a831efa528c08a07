#include "reference/moor/codec/builder.hpp"

#include <bit>

namespace drydock::moor {
namespace {

using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

// Of a builder that wrote a large message, before the next one.
constexpr std::size_t kept_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t begin_memory = 1024;

uoffset_t aligned(uoffset_t at, uoffset_t step) { return (at + step - 1) & ~(step - 1); }

}  // namespace

Builder::Builder(std::size_t bytes) { take_memory(bytes); }

void Builder::take_memory(std::size_t bytes) {
  memory_ = std::make_unique_for_overwrite<std::uint8_t[]>(bytes);
  at_ = end_ = memory_.get() + bytes;
}

void Builder::clear() {
  if (size() > kept_bytes_max) {
    track_.lose();
    take_memory(begin_memory);
  }
  at_ = end_;
  alignment_ = sizeof(uoffset_t);
  elements_.clear();
  if (!track_.begin()) forget_vtables();
}

void Builder::grow(std::size_t bytes) {
  leave_track();  // Its bytes do not come along.
  auto const capacity = static_cast<std::size_t>(end_ - memory_.get());
  std::size_t const larger = capacity + std::max(capacity, bytes);
  auto memory = std::make_unique_for_overwrite<std::uint8_t[]>(larger);
  std::size_t const written = size();
  std::uint8_t* const end = memory.get() + larger;
  std::memcpy(end - written, at_, written);
  memory_ = std::move(memory);
  end_ = end;
  at_ = end - written;
}

std::uint32_t Builder::write_table_frame(LayoutHead const& layout, voffset_t const* vtable) {
  leave_track();
  std::uint32_t const padding = -size() & (layout.alignment - 1U);
  std::uint32_t const length = padding + vtable[1];
  reserve(length + vtable[0]);
  std::uint8_t* const at = at_ - length;
  auto const table = static_cast<std::uint32_t>(end_ - at);
  // What the fields leave is 0: some bytes at the end, and some behind the way to the vtable.
  constexpr std::uint64_t nothing = 0;
  std::memcpy(at_ - sizeof nothing, &nothing, sizeof nothing);
  if (length > sizeof nothing) std::memcpy(at, &nothing, sizeof nothing);
  uoffset_t const way = place_of(at, layout.begin + (std::uint64_t{padding} << 16), vtable) - table;
  std::memcpy(at, &way, sizeof way);
  track_.add(shape_of(layout), table, size());
  return table;
}

flatbuffers::Offset<void> Builder::write_table(std::span<Cell const> cells) {
  // How it is laid out depends on much: nothing is written over it.
  leave_track();
  track_.lose();
  unsigned slots = 0;
  std::array<uoffset_t, 9> bytes{};  // By the size of a field, what all of that size take.
  for (Cell const& cell : cells) {
    if (cell.bits == 0) continue;
    slots = std::max<unsigned>(slots, cell.slot + 1U);
    bytes[cell.size] += cell.size;
  }
  // Counted from the buffer's end, which is where the writing began: each size behind the larger
  // ones, and then the way to the vtable.
  uoffset_t const before = size();
  std::array<uoffset_t, 9> ends;
  uoffset_t end = before;
  for (uoffset_t const size : {8U, 4U, 2U, 1U}) {
    if (bytes[size] == 0) continue;
    alignment_ = std::max<std::size_t>(alignment_, size);
    ends[size] = aligned(end, size);
    end = ends[size] + bytes[size];
  }
  uoffset_t const table = aligned(end, sizeof(uoffset_t)) + sizeof(uoffset_t);

  std::array<voffset_t, 2 + slots_max> vtable{};
  vtable[0] = static_cast<voffset_t>((2 + slots) * sizeof(voffset_t));
  vtable[1] = static_cast<voffset_t>(table - before);
  reserve(table - before + vtable[0]);
  std::uint8_t* const at = at_ - (table - before);
  std::memset(at, 0, table - before);
  for (Cell const& cell : cells) {
    if (cell.bits == 0) continue;
    uoffset_t const mine = ends[cell.size] += cell.size;
    vtable[2 + cell.slot] = static_cast<voffset_t>(table - mine);
    std::uint64_t const bits = cell.is_offset ? mine - cell.bits : cell.bits;
    std::memcpy(at + (table - mine), &bits, cell.size);
  }
  std::uint64_t begin = 0;
  std::memcpy(&begin, vtable.data(), std::min<std::size_t>(sizeof begin, vtable[0]));
  uoffset_t const way = place_of(at, begin, vtable.data()) - table;
  std::memcpy(at, &way, sizeof way);
  return {table};
}

void Builder::write_string_frame(uoffset_t length) {
  leave_track();
  std::size_t const whole = sizeof length + length + 1 + (-(size() + length + 1U) & 3);
  reserve(whole);
  at_ -= whole;
  // The terminator, and what is left to the next multiple of four.
  constexpr std::uint32_t nothing = 0;
  std::memcpy(at_ + whole - sizeof nothing, &nothing, sizeof nothing);
  std::memcpy(at_, &length, sizeof length);
  track_.add(shape_of_string(length), size(), size());
}

void Builder::write_vector_frame(uoffset_t count, std::size_t element) {
  leave_track();
  std::size_t const bytes = count * element;
  std::size_t const padding = -(size() + bytes) & 3;
  reserve(sizeof count + bytes + padding);
  constexpr std::uint32_t nothing = 0;
  std::memcpy(at_ - sizeof nothing, &nothing, sizeof nothing);
  at_ -= sizeof count + bytes + padding;
  std::memcpy(at_, &count, sizeof count);
  track_.add(shape_of_vector(count, element), size(), size());
}

flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> Builder::write_bytes(ByteView bytes) {
  auto const length = static_cast<uoffset_t>(bytes.size());
  begin_vector(length, 1);
  if (length > 0) std::memcpy(at_ + sizeof length, bytes.data(), length);
  return {size()};
}

uoffset_t Builder::write_offsets(std::span<uoffset_t const> to) {
  auto const length = static_cast<uoffset_t>(to.size());
  begin_vector(length, sizeof(uoffset_t));
  std::uint8_t* at = at_ + sizeof length;
  uoffset_t from = size() - static_cast<uoffset_t>(sizeof length);
  for (uoffset_t const element : to) {
    uoffset_t const way = from - element;
    std::memcpy(at, &way, sizeof way);
    at += sizeof way;
    from -= uoffset_t{sizeof way};
  }
  return size();
}

Bytes Builder::finished(flatbuffers::Offset<void> root) {
  std::size_t const front =
      sizeof(uoffset_t) + (-(std::size_t{size()} + sizeof(uoffset_t)) & (alignment_ - 1));
  reserve(front);
  if (follow(shape_of_end) == 0) {
    leave_track();
    track_.add(shape_of_end, static_cast<std::uint32_t>(front), size());
  }
  return taken_out(at_, end_, static_cast<std::uint32_t>(front), root.o);
}

}  // namespace drydock::moor
