#include "reference/moor/codec/obj.hpp"

#include <fmt/format.h>

namespace drydock::moor {

std::string packed_text(std::uint64_t packed) {
  auto const kept = packed & packed_obj_mask;
  return fmt::format("{:06X}-{:010X}", kept >> 40, kept & ((std::uint64_t{1} << 40) - 1));
}

std::string text_of(Obj const& obj) {
  if (auto const* numbered = std::get_if<ObjId>(&obj)) return fmt::format("#{}", numbered->id);
  if (auto const* named = std::get_if<UuObjId>(&obj)) return "#" + packed_text(named->packed);
  return "*anonymous*";
}

}  // namespace drydock::moor
