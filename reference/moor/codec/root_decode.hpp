#pragma once

#include <flatbuffers/verifier.h>

#include <string_view>
#include <utility>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/decoding.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {

/// What sets one root table apart from the others.
struct RootLayout {
  WireSchema const& (*schema)();
  std::string_view table;
  RootUnion root_union;  // `tag_max` 0 where the root has none.
};

/// Opens, verifies and reads, in this order. `read` is `bool(Decoding&, Table const&, Message&)`.
template <class Message, class Table, class Read>
Decoded<Message> decode_root(RootLayout const& layout, ByteView buffer, Limits const& limits,
                             Read const& read) {
  if (layout.root_union.tag_max > 0) {
    auto const opened = open_union(buffer, layout.root_union, limits);
    if (!opened) return tl::make_unexpected(opened.error());
  } else if (auto const opened = open_root(buffer, limits); !opened) {
    return tl::make_unexpected(opened.error());
  }
  AlignedBuffer const aligned(buffer);
  auto const view = aligned.view();
  flatbuffers::Verifier verifier(view.data(), view.size(),
                                 static_cast<flatbuffers::uoffset_t>(VerifyLimits::depth(limits)),
                                 static_cast<flatbuffers::uoffset_t>(VerifyLimits::tables(limits)));
  if (!verifier.VerifyBuffer<Table>(nullptr)) {
    return tl::make_unexpected(explain_refusal(layout.schema(), layout.table, view, limits));
  }
  Decoding decoding(view, limits);
  Message message;
  if (!read(decoding, *flatbuffers::GetRoot<Table>(view.data()), message)) {
    return tl::make_unexpected(std::move(decoding).error());
  }
  return message;
}

}  // namespace drydock::moor
