#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

// What is known of a written table when compiling: its layout, for each choice of the fields that
// are there.

namespace drydock::moor {

/// A field as its table's type has it.
struct Slot {
  std::uint8_t size = 0;  // In bytes: 1, 2, 4 or 8.
  bool is_reference = false;
  bool is_sure = false;  // It is never 0, hence always there.
};
inline constexpr Slot sure_reference{4, true, true};
inline constexpr Slot sure_tag{1, false, true};

/// Where each field stands in a table, which is laid out as Builder::write_table says. What comes
/// before its first field is not counted.
struct LayoutHead {
  /// The vtable's first eight bytes, or as many as it has.
  std::uint64_t begin = 0;
  /// Of the table's end. 0 where the layout depends on what was written before the table, as it
  /// does if the largest thing in it has one or two bytes, or is not worked out.
  std::uint8_t alignment = 0;
};
/// One of so many slots.
template <std::size_t slots>
struct WrittenLayout : LayoutHead {
  /// As it is written: its own size, the table's, and from the table's begin each field's.
  std::array<std::uint16_t, 2 + slots> vtable{};
};

/// The layout if the fields in `is_there` are there.
template <std::size_t slots>
constexpr WrittenLayout<slots> layout_of(std::array<Slot, slots> const& kinds,
                                         std::array<bool, slots> const& is_there) {
  WrittenLayout<slots> layout;
  std::array<unsigned, slots> ends{};
  unsigned end = 0;
  unsigned used = 0;
  for (unsigned const size : {8U, 4U, 2U, 1U}) {
    for (std::size_t i = 0; i < slots; ++i) {
      if (!is_there[i] || kinds[i].size != size) continue;
      if (end == 0) layout.alignment = size >= 4 ? static_cast<std::uint8_t>(size) : 0;
      end += size;
      ends[i] = end;
      used = std::max(used, static_cast<unsigned>(i) + 1);
    }
  }
  if (end == 0) layout.alignment = 4;
  unsigned const table = (end + 3) / 4 * 4 + 4;
  layout.vtable[0] = static_cast<std::uint16_t>(2 * (2 + used));
  layout.vtable[1] = static_cast<std::uint16_t>(table);
  for (std::size_t i = 0; i < slots; ++i) {
    if (is_there[i]) layout.vtable[2 + i] = static_cast<std::uint16_t>(table - ends[i]);
  }
  for (unsigned i = 0; i < std::min(2 + used, 4U); ++i) {
    layout.begin |= std::uint64_t{layout.vtable[i]} << (16 * i);
  }
  return layout;
}

template <Slot... slots>
struct TableShape {
  static constexpr std::size_t size = sizeof...(slots);
  static constexpr std::array<Slot, size> kinds{slots...};
  static constexpr std::size_t unsure = (std::size_t{0} + ... + (slots.is_sure ? 0 : 1));
  static constexpr bool has_eight = ((slots.size == 8) || ...);
  /// Beyond, there would be more layouts than are worth their room.
  static constexpr std::size_t unsure_max = 5;

  static constexpr auto make_layouts() {
    std::array<WrittenLayout<size>, std::size_t{1} << (unsure <= unsure_max ? unsure : 0)> all{};
    if (unsure > unsure_max) return all;
    for (std::size_t choice = 0; choice < all.size(); ++choice) {
      std::array<bool, size> is_there{};
      for (std::size_t i = 0, at = 0; i < size; ++i) {
        is_there[i] = kinds[i].is_sure || (choice >> at++ & 1) != 0;
      }
      all[choice] = layout_of(kinds, is_there);
    }
    return all;
  }
  static constexpr auto layouts = make_layouts();

  /// Which of the layouts is that of a table with these fields.
  static std::size_t choice_of(std::array<std::uint64_t, size> const& bits) {
    std::size_t choice = 0;
    if (unsure > unsure_max) return choice;
    for (std::size_t i = 0, at = 0; i < size; ++i) {
      if (!kinds[i].is_sure) choice |= std::size_t{bits[i] != 0} << at++;
    }
    return choice;
  }
};

}  // namespace drydock::moor
