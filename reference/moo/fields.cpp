#include "reference/moo/fields.hpp"

namespace drydock::moo {

Fields::Fields(Var const& record) {
  if (auto const* list = record.as<List>()) {
    elements_ = list->elements;
  } else {
    good_ = false;
  }
}

template <class T>
T Fields::take() {
  auto const* found = at_ < elements_.size() ? elements_[at_++].as<T>() : nullptr;
  if (found == nullptr) {
    good_ = false;
    return T{};
  }
  return *found;
}

std::int64_t Fields::integer() { return take<std::int64_t>(); }
std::string Fields::text() { return take<std::string>(); }
Obj Fields::obj() { return take<Obj>(); }
std::vector<Var> Fields::list() { return take<List>().elements; }

ObjId Fields::id() {
  auto const obj = take<Obj>();
  auto const* number = std::get_if<ObjId>(&obj);
  if (number == nullptr) good_ = false;
  return number != nullptr ? *number : ObjId{};
}

Var Fields::value() {
  if (at_ < elements_.size()) return elements_[at_++];
  good_ = false;
  return {};
}

}  // namespace drydock::moo
