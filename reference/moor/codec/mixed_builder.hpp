#pragma once

#include <flatbuffers/flatbuffers.h>

#include <vector>

#include "reference/moor/codec/var_encode.hpp"

namespace drydock::moor {

/// For tests: the library's builder, with which generated code writes what our own would not, and
/// which takes in what our own wrote.
class MixedBuilder : public flatbuffers::FlatBufferBuilder {
 public:
  /// What `write` writes into the builder that it is given, of which it returns an offset.
  template <class Write>
  auto take(Write const& write) {
    Builder ours;
    auto const written = write(ours);
    Bytes const whole = ours.finished({written.o});
    Align(sizeof(std::uint64_t));
    auto const before = GetSize();
    // All ways within it are relative.
    PushBytes(whole.data() + whole.size() - ours.size(), ours.size());
    return decltype(write(ours)){before + written.o};
  }
};

inline auto write_uuid(MixedBuilder& out, Uuid const& uuid) {
  return out.take([&](Builder& ours) { return write_uuid(ours, uuid); });
}
inline auto write_symbol(MixedBuilder& out, Symbol const& symbol) {
  return out.take([&](Builder& ours) { return write_symbol(ours, symbol); });
}
inline auto write_obj(MixedBuilder& out, Obj const& obj) {
  return out.take([&](Builder& ours) { return write_obj(ours, obj); });
}
inline auto write_var(MixedBuilder& out, Var const& value) {
  return out.take([&](Builder& ours) { return write_var(ours, value); });
}
inline auto write_vars(MixedBuilder& out, std::vector<Var> const& values) {
  return out.take([&](Builder& ours) { return write_vars(ours, values); });
}

}  // namespace drydock::moor
