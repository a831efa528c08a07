#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "reference/moo/builtin.hpp"
#include "reference/moo/operators.hpp"
#include "reference/moo/types.hpp"
#include "reference/moor/codec/var_text.hpp"

// Functions of values alone: types, numbers, lists and maps.

namespace drydock::moo {
namespace {

using moor::Float;

CallResult typeof_(Call& call) { return Var(type_code(call.args[0])); }
CallResult length(Call& call) { return result_of(length_of(call.args[0])); }

/// The same value, text with its case.
CallResult equal_exactly(Call& call) { return Var(call.args[0] == call.args[1] ? 1 : 0); }

template <class T>
std::optional<T> parsed(std::string_view text) {
  auto const from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return std::nullopt;
  text.remove_prefix(from);
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

CallResult toint(Call& call) {
  auto const& value = call.args[0];
  if (value.as<std::int64_t>() != nullptr) return value;
  if (auto const* boolean = value.as<bool>()) return Var(*boolean ? 1 : 0);
  if (auto const* number = value.as<Float>()) {
    if (!(std::fabs(number->value) < 9.2e18)) return error(ErrorCode::e_float);
    return Var(static_cast<std::int64_t>(number->value));
  }
  if (auto const* text = value.as<std::string>()) {
    auto const integer = parsed<std::int64_t>(*text);
    return Var(integer ? *integer : std::int64_t{0});
  }
  if (auto const* obj = value.as<Obj>()) {
    auto const* id = std::get_if<ObjId>(obj);
    return id == nullptr ? error(ErrorCode::e_invarg) : CallResult(Var(std::int64_t{id->id}));
  }
  if (auto const* code = value.as<ErrorValue>())
    return Var(std::int64_t{static_cast<std::uint8_t>(code->code)});
  return error(ErrorCode::e_type);
}

CallResult tofloat(Call& call) {
  auto const& value = call.args[0];
  if (value.as<Float>() != nullptr) return value;
  if (auto const* text = value.as<std::string>()) {
    auto const number = parsed<double>(*text);
    return number ? CallResult(Var(*number)) : error(ErrorCode::e_invarg);
  }
  auto const integer = toint(call);
  auto const* whole = std::get_if<Var>(&integer);
  if (whole == nullptr) return integer;
  return Var(static_cast<double>(*whole->as<std::int64_t>()));
}

CallResult toobj(Call& call) {
  auto const& value = call.args[0];
  if (value.as<Obj>() != nullptr) return value;
  if (auto const* text = value.as<std::string>()) {
    auto const read = moor::parse_literal(text->starts_with('#') ? *text : '#' + *text);
    return read && read->as<Obj>() != nullptr ? CallResult(*read) : CallResult(Var(object(0)));
  }
  auto const integer = toint(call);
  auto const* number = std::get_if<Var>(&integer);
  if (number == nullptr) return integer;
  auto const id = *number->as<std::int64_t>();
  if (id != static_cast<std::int32_t>(id)) return error(ErrorCode::e_invarg);
  return Var(object(static_cast<std::int32_t>(id)));
}

CallResult tosym(Call& call) {
  auto const name = name_in(call.args[0]);
  if (!name) return error(ErrorCode::e_type);
  return Var(Symbol{*name->as<std::string>()});
}

/// The extreme of some numbers of one kind.
CallResult extreme(Call& call, Binary better) {
  auto best = call.args[0];
  if (best.as<std::int64_t>() == nullptr && best.as<Float>() == nullptr)
    return error(ErrorCode::e_type);
  for (auto const& candidate : call.args) {
    auto const wins = candidate.as<std::string>() != nullptr ? raised(ErrorCode::e_type)
                                                             : apply(better, candidate, best);
    if (!wins) return error(ErrorCode::e_type);
    if (truthy(*wins)) best = candidate;
  }
  return best;
}
CallResult min(Call& call) { return extreme(call, Binary::less); }
CallResult max(Call& call) { return extreme(call, Binary::greater); }

CallResult abs(Call& call) {
  auto const negative = apply(Binary::less, call.args[0], Var(0));
  if (!negative) return error(ErrorCode::e_type);
  return truthy(*negative) ? result_of(negate(call.args[0])) : CallResult(call.args[0]);
}

CallResult floor(Call& call) {
  auto const* number = call.args[0].as<Float>();
  return number == nullptr ? error(ErrorCode::e_type) : CallResult(Var(std::floor(number->value)));
}

CallResult random(Call& call) {
  auto const* from = call.count() == 2 ? call.integer(0) : nullptr;
  auto const low = from != nullptr ? *from : std::int64_t{1};
  auto const high = call.count() == 0 ? std::int64_t{2147483647} : 0;
  auto const* to = call.count() == 0 ? &high : call.integer(call.count() - 1);
  if (to == nullptr || (call.count() == 2 && from == nullptr)) return error(ErrorCode::e_type);
  if (*to < low) return error(ErrorCode::e_invarg);
  auto const span = static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(low) + 1;
  auto const drawn = span == 0 ? call.around.rng.next() : call.around.rng.below(span);
  return Var(static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn));
}

CallResult time(Call& call) { return Var(call.around.seconds_since_1970); }

/// Inserts before the 0-based place, as far as there is one.
CallResult inserted(Call& call, std::int64_t at) {
  if (call.list(0) == nullptr) return error(ErrorCode::e_type);
  auto elements = call.list(0)->elements;
  auto const place = std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(elements.size()));
  elements.insert(elements.begin() + place, call.args[1]);
  return Var(List{std::move(elements)});
}

CallResult listappend(Call& call) {
  if (call.count() == 2) return inserted(call, INT64_MAX);
  auto const* at = call.integer(2);
  return at == nullptr ? error(ErrorCode::e_type) : inserted(call, *at);
}

CallResult listinsert(Call& call) {
  if (call.count() == 2) return inserted(call, 0);
  auto const* at = call.integer(2);
  if (at == nullptr) return error(ErrorCode::e_type);
  return inserted(call, std::max<std::int64_t>(*at, 1) - 1);
}

CallResult listdelete(Call& call) {
  auto const* list = call.list(0);
  auto const* at = call.integer(1);
  if (list == nullptr || at == nullptr) return error(ErrorCode::e_type);
  auto elements = list->elements;
  if (*at < 1 || static_cast<std::uint64_t>(*at) > elements.size())
    return error(ErrorCode::e_range);
  elements.erase(elements.begin() + (*at - 1));
  return Var(List{std::move(elements)});
}

CallResult listset(Call& call) {
  if (call.list(0) == nullptr) return error(ErrorCode::e_type);
  return result_of(with_element(call.args[0], call.args[2], call.args[1]));
}

CallResult setadd(Call& call) {
  if (call.list(0) == nullptr) return error(ErrorCode::e_type);
  return truthy(*place_of(call.args[1], call.args[0])) ? CallResult(call.args[0])
                                                       : inserted(call, INT64_MAX);
}

CallResult setremove(Call& call) {
  if (call.list(0) == nullptr) return error(ErrorCode::e_type);
  auto const at = *place_of(call.args[1], call.args[0]);
  if (!truthy(at)) return call.args[0];
  call.args[1] = at;
  return listdelete(call);
}

/// Like `in`, but text counts with its case.
CallResult is_member(Call& call) {
  if (call.list(1) == nullptr) return error(ErrorCode::e_type);
  auto const& elements = call.list(1)->elements;
  auto const found = std::find(elements.begin(), elements.end(), call.args[0]);
  return Var(found == elements.end() ? std::int64_t{0} : found - elements.begin() + 1);
}

CallResult mapkeys(Call& call) {
  if (call.map(0) == nullptr) return error(ErrorCode::e_type);
  List keys;
  for (auto const& pair : call.map(0)->pairs) keys.elements.push_back(pair.first);
  return Var(std::move(keys));
}

CallResult mapvalues(Call& call) {
  if (call.map(0) == nullptr) return error(ErrorCode::e_type);
  List values;
  for (auto const& pair : call.map(0)->pairs) values.elements.push_back(pair.second);
  return Var(std::move(values));
}

CallResult mapdelete(Call& call) {
  if (call.map(0) == nullptr) return error(ErrorCode::e_type);
  auto map = *call.map(0);
  auto const* value = find(map, call.args[1]);
  if (value == nullptr) return error(ErrorCode::e_range);
  auto const same = [&](auto const& pair) { return &pair.second == value; };
  map.pairs.erase(std::find_if(map.pairs.begin(), map.pairs.end(), same));
  return Var(std::move(map));
}

CallResult maphaskey(Call& call) {
  if (call.map(0) == nullptr) return error(ErrorCode::e_type);
  return Var(find(*call.map(0), call.args[1]) != nullptr ? 1 : 0);
}

constexpr std::array<Builtin, 25> value_functions{{
    {"typeof", 1, 1, typeof_},
    {"length", 1, 1, length},
    {"equal", 2, 2, equal_exactly},
    {"toint", 1, 1, toint},
    {"tonum", 1, 1, toint},
    {"tofloat", 1, 1, tofloat},
    {"toobj", 1, 1, toobj},
    {"tosym", 1, 1, tosym},
    {"min", 1, any_number, min},
    {"max", 1, any_number, max},
    {"abs", 1, 1, abs},
    {"floor", 1, 1, floor},
    {"random", 0, 2, random},
    {"time", 0, 0, time},
    {"listappend", 2, 3, listappend},
    {"listinsert", 2, 3, listinsert},
    {"listdelete", 2, 2, listdelete},
    {"listset", 3, 3, listset},
    {"setadd", 2, 2, setadd},
    {"setremove", 2, 2, setremove},
    {"is_member", 2, 2, is_member},
    {"mapkeys", 1, 1, mapkeys},
    {"mapvalues", 1, 1, mapvalues},
    {"mapdelete", 2, 2, mapdelete},
    {"maphaskey", 2, 2, maphaskey},
}};

}  // namespace

std::span<Builtin const> value_builtins() { return value_functions; }

}  // namespace drydock::moo
