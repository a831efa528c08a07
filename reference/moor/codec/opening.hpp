#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/raw_buffer.hpp"
#include "reference/moor/codec/wire_schema.hpp"

namespace drydock::moor {

/// The bytes where FlatBuffers may be read: generated code reads whole words, and a frame may lie
/// at any address. Copies only where it must.
class AlignedBuffer {
 public:
  explicit AlignedBuffer(ByteView bytes);
  AlignedBuffer(AlignedBuffer const&) = delete;
  AlignedBuffer& operator=(AlignedBuffer const&) = delete;
  ByteView view() const { return view_; }

 private:
  std::vector<std::uint64_t> copy_;
  ByteView view_;
};

/// The union that says what a root table is about: its name, and its members' tags from 1 on.
struct RootUnion {
  std::string_view name;
  std::uint8_t tag_max = 0;
};

inline constexpr RootUnion to_daemon_union{"message", 5};
inline constexpr RootUnion to_worker_union{"message", 3};
inline constexpr RootUnion reply_union{"reply", 7};
inline constexpr RootUnion caller_reply_union{"outcome", 2};

/// A root's union as far as the format goes: a known tag, and a table.
struct OpenedUnion {
  std::uint8_t tag = 0;
  RawTable value;
};

/// How large a message may be: the limit's, or the format's own, whose offsets are signed 32-bit
/// numbers, and the verifier's end a little before.
inline std::size_t size_max_of(Limits const& limits) {
  constexpr std::size_t buffer_end = (std::size_t{1} << 31) - 1;
  return std::min(limits.message_bytes, buffer_end - 1);
}

/// Whether a message of so many bytes is within the limits, and within the format's own.
inline bool fits(std::size_t bytes, Limits const& limits) { return bytes <= size_max_of(limits); }

/// The root table, which is there and has a vtable of 4 bytes or more. Fails as `unopenable`.
Decoded<RawTable> open_root(ByteView buffer, Limits const& limits);

/// The root's first field, which is `root_union`. Fails as `unopenable` or `no_union`. Looks at
/// nothing else, so that the stage is right whatever else is broken (workers 2.5: the first failure
/// decides).
Decoded<OpenedUnion> open_union(ByteView buffer, RootUnion root_union, Limits const& limits);

/// The rule of an error whose reason was not found.
inline constexpr std::string_view unexplained_rule = "refused by the FlatBuffers verifier";

/// What the generated verifier refused, as an error.
DecodeError explain_refusal(WireSchema const& schema, std::string_view table, ByteView buffer,
                            Limits const& limits);

}  // namespace drydock::moor
