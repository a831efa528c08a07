#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/place.hpp"
#include "schema/moor/value_generated.h"

namespace drydock::moor {

/// From a buffer that the verifier accepted to values, within `limits`. Every reader is true with
/// its `out` filled, or false with `error()` set and `out` in any state.
class Decoding {
 public:
  Decoding(ByteView buffer, Limits const& limits);

  bool text(flatbuffers::String const& from, Place const& place, std::string& out);
  bool optional_text(flatbuffers::String const* from, Place const& place,
                     std::optional<std::string>& out);
  bool symbol(MoorCommon::Symbol const& from, Place const& place, Symbol& out);
  bool uuid(MoorCommon::Uuid const& from, Place const& place, Uuid& out);
  bool obj(MoorCommon::Obj const& from, Place const& place, Obj& out);
  bool value(MoorVar::Var const& from, Place const& place, Var& out);
  bool values(flatbuffers::Vector<flatbuffers::Offset<MoorVar::Var>> const& from,
              Place const& place, std::vector<Var>& out);
  /// Adds `.error` to the place of what holds the error.
  bool error_value(MoorCommon::Error const& from, Place const& parent, ErrorValue& out);
  bool map(MoorVar::VarMap const& from, Place const& place, Var& out);
  bool bytes(flatbuffers::Vector<std::uint8_t> const& from, Place const& place, Bytes& out);
  /// A UUID without a table of its own.
  bool raw_uuid(flatbuffers::Vector<std::uint8_t> const& from, Place const& place, Uuid& out);
  bool charge_values(std::size_t count, Place const& place, void const* at);

  /// Sets the error, and is false.
  bool refuse(Place const& place, void const* at, std::string rule);
  DecodeError error() && { return *std::move(error_); }

 private:
  // The readers of each kind of value. A level of nesting passes through `variant`, one of them and
  // `values`, which therefore keep their frames small.
  bool variant(MoorVar::Var const& from, Place const& place, Var& out);
  bool string(MoorVar::VarStr const& from, Place const& place, Var& out);
  bool symbol_value(MoorVar::VarSym const& from, Place const& place, Var& out);
  bool object(MoorCommon::Obj const& from, Place const& place, Var& out);
  bool error_parts(MoorCommon::Error const& from, Place const& place, ErrorValue& out);
  bool binary(MoorVar::VarBinary const& from, Place const& place, Var& out);
  bool list(MoorVar::VarList const& from, Place const& place, List& out);
  bool flyweight(MoorVar::VarFlyweight const& from, Place const& place, Var& out);
  bool lambda(MoorVar::Var const& from, Place const& place, Var& out);

  bool refuse_tag(Place const& place, std::string_view field, void const* at, unsigned tag,
                  char const* what);
  bool charge_bytes(std::size_t count, Place const& place, void const* at);
  /// Charges what sorting `count` keys that hold `bytes` costs beyond having read them once.
  bool charge_sorting(std::size_t count, std::size_t bytes, Place const& place, void const* at);
  bool enter(Place const& place, void const* at);
  void leave() { --nesting_; }

  ByteView buffer_;
  Limits const& limits_;
  std::size_t nesting_ = 0;
  std::size_t nesting_max_;
  std::size_t values_left_;
  std::size_t bytes_left_;
  std::optional<DecodeError> error_;
};

}  // namespace drydock::moor
