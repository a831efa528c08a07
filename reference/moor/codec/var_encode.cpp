#include "reference/moor/codec/var_encode.hpp"

#include <bit>

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
  std::vector<Offset<MoorVar::FlyweightSlot>> slots;
  slots.reserve(flyweight.slots.size());
  for (auto const& [name, value] : flyweight.slots) {
    auto const name_offset = write_symbol(out, name);
    auto const value_offset = write_var(out, value);
    slots.push_back(as<MoorVar::FlyweightSlot>(out.write_references(name_offset, value_offset)));
  }
  auto const delegate = write_obj(out, flyweight.delegate);
  auto const slots_offset = out.CreateVector(slots);
  auto const contents = write_list(out, flyweight.contents);
  return as<MoorVar::VarFlyweight>(out.write_references(delegate, slots_offset, contents));
}

template <class T>
Offset<flatbuffers::Vector<Offset<T>>> no_tables(Builder& out) {
  return out.CreateVector(std::vector<Offset<T>>{});
}

/// A program without code, of which every required part is there.
Offset<MoorProgram::StoredProgram> write_no_program(Builder& out) {
  auto const code = out.CreateVector(std::vector<std::uint16_t>{});
  auto const forks = no_tables<MoorProgram::ForkVector>(out);
  auto const literals = no_tables<MoorVar::Var>(out);
  auto const labels = no_tables<MoorProgram::StoredJumpLabel>(out);
  auto const names =
      MoorProgram::CreateStoredNames(out, 0, no_tables<MoorProgram::StoredNameDeclPair>(out));
  auto const scatters = no_tables<MoorProgram::StoredScatterArgs>(out);
  auto const sequences = no_tables<MoorProgram::StoredForSequenceOperand>(out);
  auto const ranges = no_tables<MoorProgram::StoredForRangeOperand>(out);
  auto const range_comprehensions = no_tables<MoorProgram::StoredRangeComprehend>(out);
  auto const list_comprehensions = no_tables<MoorProgram::StoredListComprehend>(out);
  auto const errors = no_tables<MoorProgram::StoredErrorOperand>(out);
  auto const lambdas = no_tables<MoorProgram::StoredMooRProgram>(out);
  auto const lines = no_tables<MoorProgram::LineSpan>(out);
  auto const fork_lines = no_tables<MoorProgram::ForkLineSpans>(out);
  auto const program = MoorProgram::CreateStoredMooRProgram(
      out, 0, 0, code, forks, literals, labels, names, scatters, sequences, ranges,
      range_comprehensions, list_comprehensions, errors, lambdas, lines, fork_lines);
  return MoorProgram::CreateStoredProgram(
      out, MoorProgram::StoredProgramLanguage::StoredMooRProgram, program.Union());
}

/// A lambda without parameters, code or environment: enough to be refused.
Offset<MoorVar::VarLambda> write_lambda(Builder& out) {
  auto const parameters =
      MoorProgram::CreateStoredScatterArgs(out, no_tables<MoorProgram::StoredScatterLabel>(out));
  auto const body = write_no_program(out);
  return MoorVar::CreateVarLambda(out, parameters, body, no_tables<MoorVar::VarList>(out));
}

struct VariantWriter {
  Builder& out;
  using Tag = MoorVar::VarUnion;

  Written operator()(None) const { return {Tag::VarNone, out.write_table({})}; }
  Written operator()(bool value) const {
    return {Tag::VarBool, out.write_table({Builder::number(0, value)})};
  }
  Written operator()(std::int64_t value) const {
    return {Tag::VarInt, out.write_table({Builder::number(0, value)})};
  }
  Written operator()(Float value) const {
    // Not left out where it is -0.0, which equals the default.
    return {Tag::VarFloat,
            out.write_table({Builder::number(0, std::bit_cast<std::uint64_t>(value.value))})};
  }
  Written operator()(std::string const& value) const {
    return {Tag::VarStr, out.write_references(out.CreateString(value))};
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
    return {Tag::VarBinary, out.write_references(out.CreateVector(value.data))};
  }
  Written operator()(Flyweight const& value) const {
    return {Tag::VarFlyweight, write_flyweight(out, value).Union()};
  }
  Written operator()(Lambda) const { return {Tag::VarLambda, write_lambda(out).Union()}; }
};

}  // namespace

Offset<MoorCommon::Uuid> write_uuid(Builder& out, Uuid const& uuid) {
  auto const data = out.CreateVector(uuid.bytes.data(), uuid.bytes.size());
  return as<MoorCommon::Uuid>(out.write_references(data));
}

Offset<MoorCommon::Symbol> write_symbol(Builder& out, Symbol const& symbol) {
  return as<MoorCommon::Symbol>(out.write_references(out.CreateString(symbol.text)));
}

Offset<MoorCommon::Obj> write_obj(Builder& out, Obj const& obj) {
  auto const id = std::visit(
      [&](auto const& one) {
        if constexpr (requires { one.id; }) return out.write_table({Builder::number(0, one.id)});
        if constexpr (requires { one.packed; }) {
          return out.write_table({Builder::number(0, one.packed)});
        }
      },
      obj);
  // The alternatives stand in the order of their tags, of which 0 is none.
  return as<MoorCommon::Obj>(out.write_union(static_cast<std::uint8_t>(obj.index() + 1), id));
}

Offset<MoorCommon::Error> write_error(Builder& out, ErrorValue const& error) {
  auto const message = error.message ? out.CreateString(*error.message) : 0;
  auto const value = error.value ? write_var(out, *error.value) : 0;
  auto const symbol = error.custom_symbol ? write_symbol(out, *error.custom_symbol) : 0;
  return MoorCommon::CreateError(out, static_cast<MoorCommon::ErrorCode>(error.code), message,
                                 value, symbol);
}

Offset<MoorVar::VarMap> write_map(Builder& out, Map const& map) {
  std::vector<Offset<MoorVar::VarMapPair>> pairs;
  pairs.reserve(map.pairs.size());
  for (auto const& [key, value] : map.pairs) {
    auto const key_offset = write_var(out, key);
    auto const value_offset = write_var(out, value);
    pairs.push_back(as<MoorVar::VarMapPair>(out.write_references(key_offset, value_offset)));
  }
  return as<MoorVar::VarMap>(out.write_references(out.CreateVector(pairs)));
}

Offset<MoorVar::Var> write_var(Builder& out, Var const& value) {
  auto const one = value.visit(VariantWriter{out});
  return as<MoorVar::Var>(out.write_union(static_cast<std::uint8_t>(one.tag), one.value));
}

Offset<flatbuffers::Vector<Offset<MoorVar::Var>>> write_vars(Builder& out,
                                                             std::vector<Var> const& values) {
  std::vector<Offset<MoorVar::Var>> offsets;
  offsets.reserve(values.size());
  for (auto const& value : values) offsets.push_back(write_var(out, value));
  return out.CreateVector(offsets);
}

}  // namespace drydock::moor
