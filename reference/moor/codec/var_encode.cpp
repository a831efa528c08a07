#include "reference/moor/codec/var_encode.hpp"

namespace drydock::moor {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
template <class T>
using Offset = flatbuffers::Offset<T>;

struct Written {
  MoorVar::VarUnion tag;
  Offset<void> value;
};

Offset<MoorVar::VarList> write_list(Builder& out, List const& list) {
  return MoorVar::CreateVarList(out, write_vars(out, list.elements));
}

Offset<MoorVar::VarFlyweight> write_flyweight(Builder& out, Flyweight const& flyweight) {
  std::vector<Offset<MoorVar::FlyweightSlot>> slots;
  slots.reserve(flyweight.slots.size());
  for (auto const& [name, value] : flyweight.slots) {
    auto const name_offset = write_symbol(out, name);
    auto const value_offset = write_var(out, value);
    slots.push_back(MoorVar::CreateFlyweightSlot(out, name_offset, value_offset));
  }
  auto const delegate = write_obj(out, flyweight.delegate);
  auto const slots_offset = out.CreateVector(slots);
  auto const contents = write_list(out, flyweight.contents);
  return MoorVar::CreateVarFlyweight(out, delegate, slots_offset, contents);
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

/// -0.0 equals the default of 0, and would be left out.
Offset<MoorVar::VarFloat> write_float(Builder& out, double value) {
  out.ForceDefaults(true);
  auto const offset = MoorVar::CreateVarFloat(out, value);
  out.ForceDefaults(false);
  return offset;
}

struct VariantWriter {
  Builder& out;
  using Tag = MoorVar::VarUnion;

  Written operator()(None) const { return {Tag::VarNone, MoorVar::CreateVarNone(out).Union()}; }
  Written operator()(bool value) const {
    return {Tag::VarBool, MoorVar::CreateVarBool(out, value).Union()};
  }
  Written operator()(std::int64_t value) const {
    return {Tag::VarInt, MoorVar::CreateVarInt(out, value).Union()};
  }
  Written operator()(Float value) const {
    return {Tag::VarFloat, write_float(out, value.value).Union()};
  }
  Written operator()(std::string const& value) const {
    return {Tag::VarStr, MoorVar::CreateVarStr(out, out.CreateString(value)).Union()};
  }
  Written operator()(Obj const& value) const {
    auto const obj = write_obj(out, value);
    if (std::holds_alternative<AnonymousObjId>(value)) {
      return {Tag::VarAnonymous, MoorVar::CreateVarAnonymous(out, obj).Union()};
    }
    return {Tag::VarObj, MoorVar::CreateVarObj(out, obj).Union()};
  }
  Written operator()(ErrorValue const& value) const {
    return {Tag::VarErr, MoorVar::CreateVarErr(out, write_error(out, value)).Union()};
  }
  Written operator()(List const& value) const {
    return {Tag::VarList, write_list(out, value).Union()};
  }
  Written operator()(Map const& value) const {
    return {Tag::VarMap, write_map(out, value).Union()};
  }
  Written operator()(Symbol const& value) const {
    return {Tag::VarSym, MoorVar::CreateVarSym(out, write_symbol(out, value)).Union()};
  }
  Written operator()(Binary const& value) const {
    return {Tag::VarBinary, MoorVar::CreateVarBinary(out, out.CreateVector(value.data)).Union()};
  }
  Written operator()(Flyweight const& value) const {
    return {Tag::VarFlyweight, write_flyweight(out, value).Union()};
  }
  Written operator()(Lambda) const { return {Tag::VarLambda, write_lambda(out).Union()}; }
};

}  // namespace

Offset<MoorCommon::Uuid> write_uuid(Builder& out, Uuid const& uuid) {
  return MoorCommon::CreateUuid(out, out.CreateVector(uuid.bytes.data(), uuid.bytes.size()));
}

Offset<MoorCommon::Symbol> write_symbol(Builder& out, Symbol const& symbol) {
  return MoorCommon::CreateSymbol(out, out.CreateString(symbol.text));
}

Offset<MoorCommon::Obj> write_obj(Builder& out, Obj const& obj) {
  if (auto const* numbered = std::get_if<ObjId>(&obj)) {
    return MoorCommon::CreateObj(out, MoorCommon::ObjUnion::ObjId,
                                 MoorCommon::CreateObjId(out, numbered->id).Union());
  }
  if (auto const* named = std::get_if<UuObjId>(&obj)) {
    return MoorCommon::CreateObj(out, MoorCommon::ObjUnion::UuObjId,
                                 MoorCommon::CreateUuObjId(out, named->packed).Union());
  }
  return MoorCommon::CreateObj(
      out, MoorCommon::ObjUnion::AnonymousObjId,
      MoorCommon::CreateAnonymousObjId(out, std::get<AnonymousObjId>(obj).packed).Union());
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
    pairs.push_back(MoorVar::CreateVarMapPair(out, key_offset, value_offset));
  }
  return MoorVar::CreateVarMap(out, out.CreateVector(pairs));
}

Offset<MoorVar::Var> write_var(Builder& out, Var const& value) {
  auto const written = value.visit(VariantWriter{out});
  return MoorVar::CreateVar(out, written.tag, written.value);
}

Offset<flatbuffers::Vector<Offset<MoorVar::Var>>> write_vars(Builder& out,
                                                             std::vector<Var> const& values) {
  std::vector<Offset<MoorVar::Var>> offsets;
  offsets.reserve(values.size());
  for (auto const& value : values) offsets.push_back(write_var(out, value));
  return out.CreateVector(offsets);
}

}  // namespace drydock::moor
