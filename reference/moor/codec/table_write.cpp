#include "reference/moor/codec/table_write.hpp"

#include <algorithm>

namespace drydock::moor {
namespace {

template <class T>
void add_number(flatbuffers::FlatBufferBuilder& out, flatbuffers::voffset_t entry,
                std::uint64_t bits) {
  out.AddElement<T>(entry, static_cast<T>(bits), 0);
}

}  // namespace

void TableFields::number(unsigned slot, std::size_t size, std::uint64_t bits) {
  if (bits == 0) return;
  cells_[slot] = {bits, static_cast<std::uint8_t>(size), false};
  slots_end_ = std::max(slots_end_, slot + 1);
  sizes_ |= size;
}

void TableFields::offset(unsigned slot, flatbuffers::Offset<void> offset) {
  cells_[slot] = {offset.o, sizeof(flatbuffers::uoffset_t), true};
  slots_end_ = std::max(slots_end_, slot + 1);
  sizes_ |= sizeof(flatbuffers::uoffset_t);
}

flatbuffers::Offset<void> TableFields::write(flatbuffers::FlatBufferBuilder& out) const {
  auto const start = out.StartTable();
  // The large ones first, so that little is lost to alignment.
  for (std::size_t size = 8; size > 0; size /= 2) {
    if ((sizes_ & size) == 0) continue;
    for (unsigned slot = 0; slot < slots_end_; ++slot) {
      auto const& cell = cells_[slot];
      if (cell.size != size) continue;
      auto const entry = static_cast<flatbuffers::voffset_t>(4 + 2 * slot);
      if (cell.is_offset) {
        out.AddOffset(entry,
                      flatbuffers::Offset<void>(static_cast<flatbuffers::uoffset_t>(cell.bits)));
      } else if (size == 8) {
        add_number<std::uint64_t>(out, entry, cell.bits);
      } else if (size == 4) {
        add_number<std::uint32_t>(out, entry, cell.bits);
      } else if (size == 2) {
        add_number<std::uint16_t>(out, entry, cell.bits);
      } else {
        add_number<std::uint8_t>(out, entry, cell.bits);
      }
    }
  }
  return {out.EndTable(start)};
}

}  // namespace drydock::moor
