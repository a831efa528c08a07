#pragma once

#include <optional>
#include <utility>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/quick_table.hpp"
#include "reference/moor/codec/root_encode.hpp"
#include "reference/moor/codec/table_check.hpp"
#include "reference/moor/codec/table_read.hpp"
#include "reference/moor/codec/table_write.hpp"
#include "reference/moor/codec/two_readers.hpp"

// Whole messages, for every root that has a `table_of`.

namespace drydock::moor {

/// Why `view` is no `table` of mooR's schema; nothing if it is one, and may be read. Looks first at
/// the root's union, where it has one.
std::optional<DecodeError> refusal_of(std::size_t table, RootUnion root_union, ByteView view,
                                      Limits const& limits);

template <class Message>
constexpr RootUnion root_union_of() {
  if constexpr (wraps_union<Message>()) {
    constexpr auto only = std::get<0>(table_of(Type<Message>{}).fields);
    return {only.name, std::variant_size_v<typename decltype(only)::Value>};
  } else {
    return {};
  }
}

/// `table` is the schema's name, qualified.
template <class Message>
Decoded<Message> decode_walked(char const* table, ByteView buffer, Limits const& limits) {
  static auto const index = WireSchema::moor().table_index(table);
  AlignedBuffer const aligned(buffer);
  auto const view = aligned.view();
  if (auto refusal = refusal_of(index, root_union_of<Message>(), view, limits)) {
    return tl::make_unexpected(*std::move(refusal));
  }
  Decoding decoding(view, limits);
  Message message;
  auto const* root = flatbuffers::GetRoot<flatbuffers::Table>(view.data());
  if (!read_value(decoding, root, Place{}, message)) {
    return tl::make_unexpected(std::move(decoding).error());
  }
  return message;
}

template <class Message>
Result<Bytes> encode_table(Message const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) { return check_value(check, message, Where{}); },
      [&](auto& out) { return write_value(out, message); });
}

}  // namespace drydock::moor
