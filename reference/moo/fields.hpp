#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moo/value.hpp"

namespace drydock::moo {

/// Reads back a record that was written as a list of values, one after the other. What does not fit
/// is remembered, and gives a default; `finish` tells.
class Fields {
 public:
  explicit Fields(Var const& record);

  std::int64_t integer();
  bool flag() { return integer() != 0; }
  std::string text();
  Obj obj();
  /// The number of an object that is no other kind.
  ObjId id();
  Var value();
  std::vector<Var> list();
  bool more() const { return at_ < elements_.size(); }
  void refuse() { good_ = false; }
  /// Whether all was there and there is no more.
  bool good() const { return good_ && !more(); }

 private:
  template <class T>
  T take();
  std::vector<Var> elements_;
  std::size_t at_ = 0;
  bool good_ = true;
};

/// Appends values to a list, to be read by `Fields`.
template <class... Values>
Var record_of(Values&&... values) {
  List list;
  list.elements.reserve(sizeof...(values));
  (list.elements.emplace_back(std::forward<Values>(values)), ...);
  return list;
}

/// `{}` for nothing and `{value}` for something.
template <class T>
Var optional_record(T const& value) {
  List list;
  if (value) list.elements.emplace_back(*value);
  return list;
}

}  // namespace drydock::moo
