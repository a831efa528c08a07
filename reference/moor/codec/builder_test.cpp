#include "reference/moor/codec/builder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace drydock::moor {
namespace {

using Cells = std::vector<Builder::Cell>;
using Written = flatbuffers::Offset<void>;

/// Field by field, as generated code does.
Written by_the_library(flatbuffers::FlatBufferBuilder& out, Cells const& cells) {
  auto const start = out.StartTable();
  for (unsigned const size : {8U, 4U, 2U, 1U}) {
    for (Builder::Cell const& cell : cells) {
      if (cell.size != size) continue;
      auto const entry = static_cast<flatbuffers::voffset_t>(4 + 2 * cell.slot);
      if (cell.is_offset) {
        out.AddOffset(entry, Written(static_cast<flatbuffers::uoffset_t>(cell.bits)));
      } else if (size == 8) {
        out.AddElement<std::uint64_t>(entry, cell.bits, 0);
      } else if (size == 4) {
        out.AddElement(entry, static_cast<std::uint32_t>(cell.bits), std::uint32_t{0});
      } else if (size == 2) {
        out.AddElement(entry, static_cast<std::uint16_t>(cell.bits), std::uint16_t{0});
      } else {
        out.AddElement(entry, static_cast<std::uint8_t>(cell.bits), std::uint8_t{0});
      }
    }
  }
  return {out.EndTable(start)};
}

/// Numbers in some of the slots, and an offset to one of `written` in some others.
Cells arbitrary_cells(std::vector<Written> const& written) {
  Cells cells;
  for (std::uint8_t slot = 0; slot < Builder::slots_max; ++slot) {
    if (*rc::gen::inRange(0, 3) > 0) continue;
    if (!written.empty() && *rc::gen::arbitrary<bool>()) {
      cells.push_back({(*rc::gen::elementOf(written)).o, slot, 4, true});
      continue;
    }
    auto const size = *rc::gen::element<std::uint8_t>(1, 2, 4, 8);
    auto const bits = *rc::gen::arbitrary<std::uint64_t>();
    // A number that does not fit would be another one, of which the library might see a 0.
    cells.push_back(
        {size == 8 ? bits : bits & ((std::uint64_t{1} << (8 * size)) - 1), slot, size, false});
  }
  return cells;
}

/// What is no table: a string, bytes, or a vector of what is written.
void write_something(Builder& ours, flatbuffers::FlatBufferBuilder& theirs,
                     std::vector<Written> const& written) {
  auto const kind = *rc::gen::inRange(0, 5);
  if (kind == 0) {
    auto const text = *rc::gen::arbitrary<std::string>();
    RC_ASSERT(ours.write_string(text).o == theirs.CreateString(text).o);
  } else if (kind == 1) {
    auto const bytes = *rc::gen::arbitrary<Bytes>();
    RC_ASSERT(ours.write_bytes(bytes).o == theirs.CreateVector(bytes).o);
  } else if (kind == 2) {
    auto const bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 16>>();
    RC_ASSERT(ours.write_bytes(bytes).o == theirs.CreateVector(bytes.data(), bytes.size()).o);
  } else if (kind == 3) {
    auto const to = written.empty()
                        ? written
                        : *rc::gen::container<std::vector<Written>>(rc::gen::elementOf(written));
    RC_ASSERT(ours.write_vector<void>(to, [](Written one) { return one; }).o ==
              theirs.CreateVector(to).o);
  }
}

RC_GTEST_PROP(Builder, WritesTablesAsTheLibraryDoes, ()) {
  Builder ours(*rc::gen::element<std::size_t>(0, 64, 1024));
  flatbuffers::FlatBufferBuilder theirs;
  std::vector<Written> written;
  // At times more vtables than have a place of their own.
  auto const tables = *rc::gen::element(1, 2, 3, 5, 8, 12, 60);
  for (int k = 0; k < tables; ++k) {
    write_something(ours, theirs, written);  // So that the table begins anywhere.
    Cells const cells = arbitrary_cells(written);
    Written const table = ours.write_table(cells);
    RC_ASSERT(table.o == by_the_library(theirs, cells).o);
    written.push_back(table);

    // What can be taken out on the way is what would have been the whole.
    Bytes const taken_out = ours.finished(table);
    RC_ASSERT(ours.size() == theirs.GetSize());
    if (k + 1 < tables) continue;
    theirs.Finish(table);
    RC_ASSERT(taken_out ==
              Bytes(theirs.GetBufferPointer(), theirs.GetBufferPointer() + theirs.GetSize()));
  }
}

/// A table of this shape, written in both ways: as known when compiling, and cell by cell.
template <Slot... slots>
void write_shape(Builder& shaped, Builder& by_cells, std::vector<Written>& written) {
  std::array<std::uint64_t, sizeof...(slots)> bits{};
  Cells cells;
  for (Slot const& slot : {slots..., Slot{}}) {
    if (cells.size() == bits.size()) break;
    auto const at = static_cast<std::uint8_t>(cells.size());
    bool const is_there = slot.is_sure || *rc::gen::arbitrary<bool>();
    if (is_there && slot.is_reference) {
      bits[at] = written.empty() ? shaped.size() : (*rc::gen::elementOf(written)).o;
    } else if (is_there) {
      bits[at] = 1 + *rc::gen::inRange<std::uint64_t>(0, 255);
    }
    cells.push_back({bits[at], at, slot.size, slot.is_reference});
  }
  Written const table = shaped.write<slots...>(bits);
  RC_ASSERT(by_cells.write_table(cells).o == table.o);
  written.push_back(table);
}

RC_GTEST_PROP(Builder, KnowsShapesAsItWritesCells, ()) {
  constexpr Slot maybe{4, true, false};
  Builder shaped(*rc::gen::element<std::size_t>(0, 64, 1024));
  Builder by_cells;
  std::vector<Written> written{shaped.write_string("text").Union()};
  RC_ASSERT(by_cells.write_string("text").o == written.front().o);
  auto const tables = *rc::gen::inRange(1, 12);
  for (int k = 0; k < tables; ++k) {
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        write_shape<>(shaped, by_cells, written);
        break;
      case 1:
        write_shape<Slot{1}>(shaped, by_cells, written);
        break;
      case 2:
        write_shape<Slot{8}>(shaped, by_cells, written);
        break;
      case 3:
        write_shape<sure_tag, sure_reference>(shaped, by_cells, written);
        break;
      case 4:
        write_shape<sure_reference, Slot{8}, sure_reference, Slot{1}, maybe>(shaped, by_cells,
                                                                             written);
        break;
      case 5:
        write_shape<maybe, Slot{2}, Slot{1}, Slot{8}, maybe>(shaped, by_cells, written);
        break;
      case 6:
        write_shape<maybe, maybe, Slot{2}, Slot{2}, Slot{1}, maybe, sure_reference>(
            shaped, by_cells, written);
        break;
      default:
        write_shape<sure_reference, sure_reference, Slot{1}>(shaped, by_cells, written);
    }
    RC_ASSERT(shaped.finished(written.back()) == by_cells.finished(written.back()));
  }
}

RC_GTEST_PROP(Builder, ForgetsWhatItHasWritten, ()) {
  Builder used;
  auto const messages = *rc::gen::inRange(2, 4);
  for (int k = 0; k < messages; ++k) {
    Builder fresh;
    used.clear();
    std::vector<Written> written;
    auto const tables = *rc::gen::inRange(1, 12);
    for (int table = 0; table < tables; ++table) {
      Cells const cells = arbitrary_cells(written);
      written.push_back(used.write_table(cells));
      RC_ASSERT(fresh.write_table(cells).o == written.back().o);
    }
    RC_ASSERT(used.finished(written.back()) == fresh.finished(written.back()));
  }
}

/// A step of a message: its shape is of `kind` and `size`, its values come from `value`.
struct Deed {
  int kind = 0;
  std::uint8_t size = 0;
  std::uint8_t value = 0;
};

Deed arbitrary_deed() {
  return {*rc::gen::inRange(0, 11), *rc::gen::inRange<std::uint8_t>(0, 5),
          *rc::gen::inRange<std::uint8_t>(0, 3)};
}

Written do_deed(Builder& out, Deed const& deed, std::vector<Written> const& written) {
  constexpr Slot maybe{4, true, false};
  flatbuffers::uoffset_t const any = written.empty() ? 0 : written[deed.value % written.size()].o;
  switch (deed.kind) {
    case 0:
      return out.write_string(std::string(deed.size, static_cast<char>('a' + deed.value))).Union();
    case 1:
      return out.write_bytes(Bytes(deed.size, deed.value)).Union();
    case 2:
      return out.write_bytes(std::array<std::uint8_t, 3>{deed.value}).Union();
    case 3:
      return out
          .write_vector<void>(Bytes(any == 0 ? 0 : deed.size), [&](auto) { return Written(any); })
          .Union();
    case 4:
      return out.write<maybe, Slot{8}, maybe, Slot{1}>(
          {any, deed.value, deed.size % 2 == 0 ? any : 0, 1});
    case 5:
      return out.write<Slot{2}, Slot{4}, Slot{8}>({deed.value, 7, deed.size % 2U});
    case 6:
      return out.write_number<std::uint32_t>(deed.value);
    case 7:
      return out.write_number<std::uint64_t>(deed.value);
    case 8:
      return out.write_number(deed.value > 0);  // Nobody knows its layout when compiling.
    case 9:
      return out.write_nothing();
    default:
      return any == 0 ? out.write_nothing() : out.write_union(deed.value, {any});
  }
}

/// The whole message, and with it what a table on the way makes by itself.
std::vector<Bytes> message_of(Builder& out, std::vector<Deed> const& deeds) {
  std::vector<Written> written;
  std::vector<Bytes> messages;
  for (Deed const& deed : deeds) {
    written.push_back(do_deed(out, deed, written));
    bool const is_table = deed.kind > 3;
    if (is_table && deed.value == 2) messages.push_back(out.finished(written.back()));
  }
  messages.push_back(out.finished(out.write_nothing()));
  return messages;
}

// Over one another, that is: they are alike, up to some step or all the way.
RC_GTEST_PROP(Builder, WritesMessagesAfterOthersAsItWritesThemFirst, ()) {
  Builder used(*rc::gen::element<std::size_t>(0, 64, 1024));
  auto const begin = *rc::gen::element<std::size_t>(0, 3, 12, 70);
  auto deeds = *rc::gen::container<std::vector<Deed>>(begin, rc::gen::exec(arbitrary_deed));
  auto const messages = *rc::gen::inRange(2, 8);
  for (int k = 0; k < messages; ++k) {
    Builder fresh;
    RC_ASSERT(message_of(used, deeds) == message_of(fresh, deeds));
    used.clear();
    for (Deed& deed : deeds) {
      if (*rc::gen::inRange(0, 4) == 0) deed.value = *rc::gen::inRange<std::uint8_t>(0, 3);
      if (*rc::gen::inRange(0, 20) == 0) deed = arbitrary_deed();
    }
    if (*rc::gen::inRange(0, 4) == 0) deeds.resize(*rc::gen::inRange<std::size_t>(0, 90));
  }
}

TEST(Builder, GoesOnBehindWhatWasTakenOut) {
  Builder out;
  Builder::Cell const number{1, 0, 8, false};
  auto const first = out.write_table({&number, 1});
  Bytes const alone = out.finished(first);
  Builder::Cell const inner{first.o, 0, 4, true};
  Bytes const around = out.finished(out.write_table({&inner, 1}));
  EXPECT_LT(alone.size(), around.size());
  auto const* table = flatbuffers::GetRoot<flatbuffers::Table>(around.data());
  auto const* within = table->GetPointer<flatbuffers::Table const*>(4);
  ASSERT_NE(within, nullptr);
  EXPECT_EQ(within->GetField<std::uint64_t>(4, 0), 1U);
}

}  // namespace
}  // namespace drydock::moor
