#include "reference/moor/codec/var_encode.hpp"

#include <array>
#include <bit>

#include "reference/moor/codec/small_tables.hpp"

namespace drydock::moor {
namespace {

template <class T>
using Offset = flatbuffers::Offset<T>;

template <class T>
Offset<T> as(Offset<void> written) {
  return {written.o};
}

struct Written {
  MoorVar::VarUnion tag;
  Offset<void> value;
};

Offset<MoorVar::VarList> write_list(Builder& out, List const& list) {
  return as<MoorVar::VarList>(out.write_references(write_vars(out, list.elements)));
}

Offset<MoorVar::VarFlyweight> write_flyweight(Builder& out, Flyweight const& flyweight) {
  // The slots themselves come first, their vector behind the delegate.
  std::vector<Offset<void>> slots;
  slots.reserve(flyweight.slots.size());
  for (auto const& [name, value] : flyweight.slots) {
    auto const name_offset = write_symbol(out, name);
    slots.push_back(out.write_references(name_offset, write_var(out, value)));
  }
  auto const delegate = write_obj(out, flyweight.delegate);
  auto const slots_offset = out.write_vector<void>(slots, [](auto slot) { return slot; });
  auto const contents = write_list(out, flyweight.contents);
  return as<MoorVar::VarFlyweight>(out.write_references(delegate, slots_offset, contents));
}

/// A program without code, of which every required part is there, though empty.
Offset<void> write_no_program(Builder& out) {
  auto const nothing = [&] { return out.write_bytes({}).o; };
  std::array<flatbuffers::uoffset_t, 4> const to_labels{nothing(), nothing(), nothing(), nothing()};
  auto const names = out.write_table({{nothing(), 1, 4, true}}).o;
  // Last things first, as generated code does: slots 15 to 2, of which 6 has the names.
  std::array<Builder::Cell, 14> cells;
  for (std::uint8_t slot = 2; slot < 16; ++slot) {
    auto const to = slot < 6 ? to_labels[slot - 2U] : slot == 6 ? names : nothing();
    cells[15U - slot] = {to, slot, 4, true};
  }
  return out.write_union(1, out.write_table(cells));
}

/// A lambda without parameters, code or environment: enough to be refused.
Offset<void> write_lambda(Builder& out) {
  auto const parameters = out.write_references(out.write_bytes({}));
  auto const body = write_no_program(out);
  auto const environment = out.write_bytes({});
  return out.write_table({Builder::reference(2, environment), Builder::reference(1, body),
                          Builder::reference(0, parameters)});
}

struct VariantWriter {
  Builder& out;
  using Tag = MoorVar::VarUnion;

  Written operator()(None) const { return {Tag::VarNone, out.write_nothing()}; }
  Written operator()(bool value) const { return {Tag::VarBool, out.write_number(value)}; }
  Written operator()(std::int64_t value) const { return {Tag::VarInt, out.write_number(value)}; }
  Written operator()(Float value) const {
    // Not left out where it is -0.0, which equals the default.
    return {Tag::VarFloat, out.write_number(std::bit_cast<std::uint64_t>(value.value))};
  }
  Written operator()(std::string const& value) const {
    return {Tag::VarStr, out.write_references(out.write_string(value))};
  }
  Written operator()(Obj const& value) const {
    auto const obj = write_obj(out, value);
    if (std::holds_alternative<AnonymousObjId>(value)) {
      return {Tag::VarAnonymous, out.write_references(obj)};
    }
    return {Tag::VarObj, out.write_references(obj)};
  }
  Written operator()(ErrorValue const& value) const {
    return {Tag::VarErr, out.write_references(write_error(out, value))};
  }
  Written operator()(List const& value) const {
    return {Tag::VarList, write_list(out, value).Union()};
  }
  Written operator()(Map const& value) const {
    return {Tag::VarMap, write_map(out, value).Union()};
  }
  Written operator()(Symbol const& value) const {
    return {Tag::VarSym, out.write_references(write_symbol(out, value))};
  }
  Written operator()(Binary const& value) const {
    return {Tag::VarBinary, out.write_references(out.write_bytes(value.data))};
  }
  Written operator()(Flyweight const& value) const {
    return {Tag::VarFlyweight, write_flyweight(out, value).Union()};
  }
  Written operator()(Lambda) const { return {Tag::VarLambda, write_lambda(out)}; }
};

}  // namespace

Offset<MoorCommon::Uuid> write_uuid(Builder& out, Uuid const& uuid) {
  return as<MoorCommon::Uuid>(write_uuid_table(out, uuid));
}

Offset<MoorCommon::Symbol> write_symbol(Builder& out, Symbol const& symbol) {
  return as<MoorCommon::Symbol>(write_symbol_table(out, symbol));
}

Offset<MoorCommon::Obj> write_obj(Builder& out, Obj const& obj) {
  return as<MoorCommon::Obj>(write_obj_table(out, obj));
}

Offset<MoorCommon::Error> write_error(Builder& out, ErrorValue const& error) {
  auto const message = error.message ? out.write_string(*error.message) : 0;
  auto const value = error.value ? write_var(out, *error.value) : 0;
  auto const symbol = error.custom_symbol ? write_symbol(out, *error.custom_symbol) : 0;
  // Last things first, as generated code does.
  return as<MoorCommon::Error>(out.write_table(
      {Builder::reference(3, symbol), Builder::reference(2, value), Builder::reference(1, message),
       Builder::number(0, static_cast<std::uint8_t>(error.code))}));
}

Offset<MoorVar::VarMap> write_map(Builder& out, Map const& map) {
  auto const pairs = out.write_vector<void>(map.pairs, [&](auto const& pair) {
    auto const key = write_var(out, pair.first);
    return out.write_references(key, write_var(out, pair.second));
  });
  return as<MoorVar::VarMap>(out.write_references(pairs));
}

Offset<MoorVar::Var> write_var(Builder& out, Var const& value) {
  auto const one = value.visit(VariantWriter{out});
  return as<MoorVar::Var>(out.write_union(static_cast<std::uint8_t>(one.tag), one.value));
}

Offset<flatbuffers::Vector<Offset<MoorVar::Var>>> write_vars(Builder& out,
                                                             std::vector<Var> const& values) {
  return out.write_vector<MoorVar::Var>(values,
                                        [&](Var const& value) { return write_var(out, value); });
}

}  // namespace drydock::moor
