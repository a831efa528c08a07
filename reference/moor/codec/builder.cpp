#include "reference/moor/codec/builder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace drydock::moor {
namespace {

using flatbuffers::soffset_t;
using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

uoffset_t aligned(uoffset_t at, uoffset_t step) { return (at + step - 1) & ~(step - 1); }

void store(std::uint8_t* at, std::uint64_t bits, unsigned size) {
  switch (size) {
    case 8:
      std::memcpy(at, &bits, 8);
      break;
    case 4:
      std::memcpy(at, &bits, 4);
      break;
    case 2:
      std::memcpy(at, &bits, 2);
      break;
    default:
      std::memcpy(at, &bits, 1);
  }
}

}  // namespace

/// Where a vtable of these bytes stands already, or 0. It begins with its own size and its table's,
/// in which most differ.
uoffset_t Builder::vtable_like(voffset_t const* vtable) const {
  std::uint32_t sizes = 0;
  std::memcpy(&sizes, vtable, sizeof sizes);
  uoffset_t at = 0;
  for (auto const* place = buf_.scratch_data(); place < buf_.scratch_end(); place += sizeof at) {
    std::memcpy(&at, place, sizeof at);
    std::uint8_t const* const other = buf_.data_at(at);
    std::uint32_t others = 0;
    std::memcpy(&others, other, sizeof others);
    if (others == sizes && std::memcmp(other, vtable, vtable[0]) == 0) return at;
  }
  return 0;
}

flatbuffers::Offset<void> Builder::write_table(std::span<Cell const> cells) {
  unsigned slots = 0;
  std::array<uoffset_t, 9> bytes{};  // By the size of a field, what all of that size take.
  for (Cell const& cell : cells) {
    if (cell.bits == 0) continue;
    slots = std::max<unsigned>(slots, cell.slot + 1U);
    bytes[cell.size] += cell.size;
  }
  // Counted from the buffer's end, which is where the writing began: each size behind the larger
  // ones, and then the way to the vtable.
  uoffset_t const before = GetSize();
  std::array<uoffset_t, 9> ends;
  uoffset_t end = before;
  for (uoffset_t const size : {8U, 4U, 2U, 1U}) {
    if (bytes[size] == 0) continue;
    TrackMinAlign(size);
    ends[size] = aligned(end, size);
    end = ends[size] + bytes[size];
  }
  uoffset_t const table = aligned(end, sizeof(soffset_t)) + sizeof(soffset_t);
  TrackMinAlign(sizeof(soffset_t));

  std::array<voffset_t, 2 + slots_max> vtable;
  std::fill_n(vtable.begin(), 2 + slots, voffset_t{0});
  vtable[0] = static_cast<voffset_t>((2 + slots) * sizeof(voffset_t));
  vtable[1] = static_cast<voffset_t>(table - before);
  std::uint8_t* const at = buf_.make_space(table - before);
  std::memset(at, 0, table - before);
  for (Cell const& cell : cells) {
    if (cell.bits == 0) continue;
    uoffset_t const mine = ends[cell.size] += cell.size;
    vtable[2 + cell.slot] = static_cast<voffset_t>(table - mine);
    store(at + (table - mine), cell.is_offset ? mine - cell.bits : cell.bits, cell.size);
  }

  uoffset_t known = vtable_like(vtable.data());
  if (known == 0) {
    buf_.push(reinterpret_cast<std::uint8_t const*>(vtable.data()), vtable[0]);
    known = GetSize();
    buf_.scratch_push_small(known);
  }
  auto const way = static_cast<soffset_t>(known) - static_cast<soffset_t>(table);
  std::memcpy(buf_.data_at(table), &way, sizeof way);
  return {table};
}

Bytes Builder::finished(flatbuffers::Offset<void> root) {
  constexpr std::size_t begin = sizeof(uoffset_t);
  std::size_t const alignment = std::max(minalign_, begin);
  std::size_t const front = begin + flatbuffers::PaddingBytes(GetSize() + begin, alignment);
  std::uint8_t* const at = buf_.make_space(front);
  std::memset(at, 0, front);
  uoffset_t const way = GetSize() - root.o;
  std::memcpy(at, &way, sizeof way);
  Bytes whole(at, at + GetSize());
  buf_.pop(front);
  return whole;
}

}  // namespace drydock::moor
