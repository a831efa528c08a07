#include "conformance/moor/same_value.hpp"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace drydock::conformance {
namespace {

using namespace moor;

Var plain(Var const& value);

List plain(List const& list) {
  List copy;
  for (Var const& element : list.elements) copy.elements.push_back(plain(element));
  return copy;
}

/// Any other type is as it is.
struct Plain {
  template <class T>
  Var operator()(T const& value) const {
    return value;
  }
  Var operator()(Float value) const { return value.value == 0 ? Float{0} : value; }
  Var operator()(List const& list) const { return plain(list); }
  Var operator()(Map const& map) const {
    Map copy;
    for (auto const& [key, value] : map.pairs) copy.pairs.emplace_back(plain(key), plain(value));
    return copy;
  }
  Var operator()(Flyweight const& flyweight) const {
    Flyweight copy{flyweight.delegate, {}, plain(flyweight.contents)};
    for (auto const& [name, value] : flyweight.slots) copy.slots.emplace_back(name, plain(value));
    return copy;
  }
  Var operator()(ErrorValue const& error) const {
    ErrorValue copy = error;
    if (error.value) copy.value = std::make_shared<Var>(plain(*error.value));
    return copy;
  }
};

Var plain(Var const& value) { return value.visit(Plain{}); }

}  // namespace

bool same_value(Var const& got, Var const& sent) { return plain(got) == plain(sent); }

}  // namespace drydock::conformance
