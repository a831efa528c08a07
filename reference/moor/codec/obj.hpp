#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

namespace drydock::moor {

/// `#-1` for nothing, `#2` and so on.
struct ObjId {
  std::int32_t id = -1;
  friend auto operator<=>(ObjId const&, ObjId const&) = default;
};

/// Bits of a packed object id that mean something; a reader ignores the two above them.
inline constexpr std::uint64_t packed_obj_mask = (std::uint64_t{1} << 62) - 1;

/// 62 bits: 16 of autoincrement, 6 random, 40 of epoch milliseconds. Source: workers 2.4.
struct UuObjId {
  std::uint64_t packed = 0;
  friend auto operator<=>(UuObjId const&, UuObjId const&) = default;
};
struct AnonymousObjId {
  std::uint64_t packed = 0;
  friend auto operator<=>(AnonymousObjId const&, AnonymousObjId const&) = default;
};

using Obj = std::variant<ObjId, UuObjId, AnonymousObjId>;

/// `0000FF-1234567890`: the 22 bits before the milliseconds, and the 40 of milliseconds.
std::string packed_text(std::uint64_t packed);

/// `#12`, `#0000FF-1234567890` (6 and 10 hexadecimal digits), `*anonymous*`.
std::string text_of(Obj const& obj);

}  // namespace drydock::moor
