#include "reference/moor/codec/builder.hpp"

#include <bit>

namespace drydock::moor {
namespace {

using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand");

uoffset_t aligned(uoffset_t at, uoffset_t step) { return (at + step - 1) & ~(step - 1); }

}  // namespace

Builder::Builder(std::size_t bytes)
    : memory_(std::make_unique_for_overwrite<std::uint8_t[]>(bytes)),
      end_(memory_.get() + bytes),
      at_(end_) {}

void Builder::clear() {
  at_ = end_;
  alignment_ = sizeof(uoffset_t);
  others_.clear();
  elements_.clear();
  ++message_;
}

void Builder::grow(std::size_t bytes) {
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

bool Builder::ends_alike(Vtable const& known, voffset_t const* vtable) const {
  std::size_t const bytes = known.begin & 0xffff;
  return bytes <= begin_bytes ||
         std::memcmp(end_ - known.at + begin_bytes, vtable + begin_slots, bytes - begin_bytes) == 0;
}

std::uint32_t Builder::place_elsewhere(std::uint64_t begin, voffset_t const* vtable) {
  for (Vtable const& other : others_) {
    if (other.begin == begin && ends_alike(other, vtable)) return other.at;
  }
  at_ = put_vtable<slots_max>(at_, begin, vtable);
  others_.push_back({begin, message_, size()});
  return size();
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
  uoffset_t const way = place_of<slots_max>(at, begin, vtable.data()) - table;
  std::memcpy(at, &way, sizeof way);
  return {table};
}

flatbuffers::Offset<flatbuffers::String> Builder::write_string(std::string_view text) {
  auto const length = static_cast<uoffset_t>(text.size());
  std::size_t const whole = sizeof length + length + 1 + (-(size() + length + 1U) & 3);
  reserve(whole);
  at_ -= whole;
  // The terminator, and what is left to the next multiple of four.
  constexpr std::uint32_t nothing = 0;
  std::memcpy(at_ + whole - sizeof nothing, &nothing, sizeof nothing);
  std::memcpy(at_, &length, sizeof length);
  if (length > 0) std::memcpy(at_ + sizeof length, text.data(), length);
  return {size()};
}

flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> Builder::write_bytes(ByteView bytes) {
  auto const length = static_cast<uoffset_t>(bytes.size());
  begin_vector(length, length);
  if (length > 0) std::memcpy(at_ + sizeof length, bytes.data(), length);
  return {size()};
}

uoffset_t Builder::write_offsets(std::span<uoffset_t const> to) {
  auto const length = static_cast<uoffset_t>(to.size());
  begin_vector(length, to.size_bytes());
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
  // The way to the root, and at most seven bytes of padding.
  constexpr std::uint64_t nothing = 0;
  reserve(front + sizeof nothing);
  std::memcpy(at_ - sizeof nothing, &nothing, sizeof nothing);
  std::uint8_t* const begin = at_ - front;
  auto const way = static_cast<uoffset_t>(size() + front - root.o);
  std::memcpy(begin, &way, sizeof way);
  return {begin, end_};
}

}  // namespace drydock::moor
