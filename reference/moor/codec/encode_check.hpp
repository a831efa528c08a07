#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/place.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {

/// In a Place's stead, where nobody is going to ask for one.
struct Unplaced {
  Unplaced() = default;
  template <class... Part>
  constexpr explicit Unplaced(Part const&...) {}
};

/// The place of an element of the vector at `place`, and of the member that the union there holds.
inline Place element_of(Place const& place, std::size_t index) {
  return {place.parent, place.name, place.member, index};
}
inline Unplaced element_of(Unplaced, std::size_t) { return {}; }
inline Place member_of(Place const& place, std::string_view member) {
  return {place.parent, place.name, member, place.index};
}
inline Unplaced member_of(Unplaced, std::string_view) { return {}; }

/// Whether a message can be encoded so that a decoder with the same limits takes it. Looks at every
/// value before the first is written: half-written buffers have no use. Each check is true, or
/// false with the reason in `error()`, which only one with a Place has.
template <class Where>
class EncodeCheck {
 public:
  explicit EncodeCheck(Limits const& limits);

  bool text(std::string_view text, Where const& place) {
    return charge_bytes(text.size(), place) && (is_utf8(text) || refuse(place, "not UTF-8"));
  }
  bool value(Var const& value, Where const& place);
  bool values(std::vector<Var> const& values, Where const& place);
  bool error_value(ErrorValue const& value, Where const& place);
  bool map(Map const& value, Where const& place);
  bool charge_values(std::size_t count, Where const& place) {
    if (count > values_left_) return refuse(place, "more than {} values", limits_.values);
    values_left_ -= count;
    return true;
  }
  bool charge_bytes(std::size_t count, Where const& place) {
    if (count > bytes_left_) {
      return refuse(place, "more text and binaries than a message of {} bytes holds",
                    limits_.message_bytes);
    }
    bytes_left_ -= count;
    return true;
  }

  /// Sets the error, and is false.
  template <class... Part>
  bool refuse(Where const& place, fmt::format_string<Part const&...> reason, Part const&... parts) {
    if constexpr (std::is_same_v<Where, Place>) {
      error_.message = fmt::format("{}: {}", text_of(place), fmt::format(reason, parts...));
    }
    return false;
  }
  Error error() &&
    requires std::is_same_v<Where, Place>
  {
    return std::move(error_);
  }

 private:
  bool variant(Var const& value, Where const& place);
  bool elements(std::vector<Var> const& values, Where const& place);
  bool list(List const& value, Where const& place);
  bool flyweight(Flyweight const& value, Where const& place);

  bool enter(Where const& place) {
    if (nesting_ >= nesting_max_) {
      return refuse(place, "nested more than {} deep", nesting_max_);
    }
    ++nesting_;
    return true;
  }
  void leave() { --nesting_; }

  Limits const& limits_;
  std::size_t nesting_ = 0;
  std::size_t nesting_max_;
  std::size_t values_left_;
  std::size_t bytes_left_;
  std::conditional_t<std::is_same_v<Where, Place>, Error, Unplaced> error_;
};

extern template class EncodeCheck<Place>;
extern template class EncodeCheck<Unplaced>;

/// Why a message is not encoded, if it is not. `check` is `bool(EncodeCheck<Where>&)`, for either
/// `Where`: nearly every message is good, and then nobody asks for a place.
template <class Check>
std::optional<Error> refusal_to_encode(Limits const& limits, Check const& check) {
  EncodeCheck<Unplaced> unplaced(limits);
  if (check(unplaced)) return std::nullopt;
  EncodeCheck<Place> placed(limits);
  check(placed);
  return std::move(placed).error();
}

}  // namespace drydock::moor
