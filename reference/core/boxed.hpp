#pragma once

#include <memory>
#include <utility>

namespace drydock {

/// A value on the heap, copied and compared as what it is: for the large alternatives of a variant,
/// which would make all the others as large. Moved from, it may only be assigned or destroyed.
template <class T>
class Boxed {
 public:
  Boxed() : value_(std::make_unique<T>()) {}
  explicit Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Boxed(Boxed const& other) : value_(std::make_unique<T>(*other)) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed const& other) { return *this = Boxed(other); }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  T& operator*() { return *value_; }
  T const& operator*() const { return *value_; }
  friend bool operator==(Boxed const& a, Boxed const& b) { return *a == *b; }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace drydock
