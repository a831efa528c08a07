#include "reference/moor/codec/builder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

RC_GTEST_PROP(Builder, WritesTablesAsTheLibraryDoes, ()) {
  Builder ours;
  flatbuffers::FlatBufferBuilder theirs;
  std::vector<Written> written;
  auto const tables = *rc::gen::inRange(1, 12);
  for (int k = 0; k < tables; ++k) {
    if (*rc::gen::arbitrary<bool>()) {  // Something else before it, so that it begins anywhere.
      auto const text = *rc::gen::arbitrary<std::string>();
      RC_ASSERT(ours.CreateString(text).o == theirs.CreateString(text).o);
    }
    Cells const cells = arbitrary_cells(written);
    Written const table = ours.write_table(cells);
    RC_ASSERT(table.o == by_the_library(theirs, cells).o);
    written.push_back(table);

    // What can be taken out on the way is what would have been the whole.
    Bytes const taken_out = ours.finished(table);
    RC_ASSERT(ours.GetSize() == theirs.GetSize());
    if (k + 1 < tables) continue;
    theirs.Finish(table);
    RC_ASSERT(taken_out ==
              Bytes(theirs.GetBufferPointer(), theirs.GetBufferPointer() + theirs.GetSize()));
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
