#include "reference/moor/codec/var.hpp"

#include <bit>

namespace drydock::moor {

bool operator==(Float const& a, Float const& b) {
  return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

bool operator==(ErrorValue const& a, ErrorValue const& b) {
  if (a.code != b.code || a.message != b.message || a.custom_symbol != b.custom_symbol)
    return false;
  if (!a.value || !b.value) return !a.value && !b.value;
  return *a.value == *b.value;
}

bool operator==(List const& a, List const& b) { return a.elements == b.elements; }

bool operator==(Map const& a, Map const& b) { return a.pairs == b.pairs; }

bool operator==(Flyweight const& a, Flyweight const& b) {
  return a.delegate == b.delegate && a.slots == b.slots && a.contents == b.contents;
}

bool operator==(Var const& a, Var const& b) { return a.value_ == b.value_; }

}  // namespace drydock::moor
