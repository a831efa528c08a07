#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/place.hpp"

namespace drydock::moor {

/// Whether a message can be encoded so that a decoder with the same limits takes it. Looks at every
/// value before the first is written: half-written buffers have no use. Each check is true, or
/// false with the reason in `error()`.
class EncodeCheck {
 public:
  explicit EncodeCheck(Limits const& limits);

  bool text(std::string_view text, Place const& place);
  bool value(Var const& value, Place const& place);
  bool values(std::vector<Var> const& values, Place const& place);
  bool error_value(ErrorValue const& value, Place const& place);
  bool map(Map const& value, Place const& place);
  bool charge_values(std::size_t count, Place const& place);
  bool charge_bytes(std::size_t count, Place const& place);

  /// Sets the error, and is false.
  bool refuse(Place const& place, std::string reason);
  Error error() && { return std::move(error_); }

 private:
  bool variant(Var const& value, Place const& place);
  bool elements(std::vector<Var> const& values, Place const& place);
  bool list(List const& value, Place const& place);
  bool flyweight(Flyweight const& value, Place const& place);

  bool enter(Place const& place);
  void leave() { --nesting_; }

  Limits const& limits_;
  std::size_t nesting_ = 0;
  std::size_t nesting_max_;
  std::size_t values_left_;
  std::size_t bytes_left_;
  Error error_;
};

}  // namespace drydock::moor
