#pragma once

#include <compare>
#include <utility>

namespace drydock {

/// A `T` that is told apart by `Tag`: explicit in, `.value()` out, ordered like `T`.
template <class Tag, class T>
class Strong {
 public:
  constexpr Strong() = default;
  constexpr explicit Strong(T value) : value_(std::move(value)) {}
  constexpr T const& value() const { return value_; }
  friend constexpr auto operator<=>(Strong const&, Strong const&) = default;
  friend constexpr bool operator==(Strong const&, Strong const&) = default;

 private:
  T value_{};
};

}  // namespace drydock
