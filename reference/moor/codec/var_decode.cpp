#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "reference/moor/codec/decoding.hpp"
#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_order.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {
namespace {

std::string_view view_of(flatbuffers::String const& text) { return {text.c_str(), text.size()}; }

}  // namespace

Decoding::Decoding(ByteView buffer, Limits const& limits)
    : buffer_(buffer),
      limits_(limits),
      nesting_max_(std::min(limits.nesting, VerifyLimits::nesting_max)),
      values_left_(limits.values),
      bytes_left_(limits.expanded_bytes) {}

bool Decoding::refuse(Place const& place, void const* at, std::string rule) {
  auto const offset = static_cast<std::uint8_t const*>(at) - buffer_.data();
  error_ = DecodeError{DecodeError::Stage::field, text_of(place), static_cast<std::size_t>(offset),
                       std::move(rule)};
  return false;
}

bool Decoding::charge_values(std::size_t count, Place const& place, void const* at) {
  if (count > values_left_) {
    return refuse(place, at,
                  fmt::format("more than {} values, shared ones counted as often as they are "
                              "reached",
                              limits_.values));
  }
  values_left_ -= count;
  return true;
}

bool Decoding::charge_bytes(std::size_t count, Place const& place, void const* at) {
  if (count > bytes_left_) {
    return refuse(place, at,
                  fmt::format("more than {} bytes of text and binaries, shared ones counted as "
                              "often as they are reached",
                              limits_.expanded_bytes));
  }
  bytes_left_ -= count;
  return true;
}

bool Decoding::charge_sorting(std::size_t count, std::size_t bytes, Place const& place,
                              void const* at) {
  auto const comparisons = static_cast<std::size_t>(std::bit_width(count));
  auto const most = bytes_left_ / std::max(comparisons, std::size_t{1});
  if (bytes > most) {
    return refuse(place, at,
                  fmt::format("{} keys of {} bytes take too long to sort", count, bytes));
  }
  bytes_left_ -= bytes * comparisons;
  return true;
}

bool Decoding::enter(Place const& place, void const* at) {
  if (nesting_ >= nesting_max_) {
    return refuse(place, at, fmt::format("nested more than {} deep", nesting_max_));
  }
  ++nesting_;
  return true;
}

bool Decoding::text(flatbuffers::String const& from, Place const& place, std::string& out) {
  if (!charge_bytes(from.size(), place, &from)) return false;
  if (!is_utf8(view_of(from))) return refuse(place, &from, "not UTF-8");
  out.assign(from.c_str(), from.size());
  return true;
}

bool Decoding::optional_text(flatbuffers::String const* from, Place const& place,
                             std::optional<std::string>& out) {
  return from == nullptr || text(*from, place, out.emplace());
}

bool Decoding::symbol(MoorCommon::Symbol const& from, Place const& place, Symbol& out) {
  return text(*from.value(), Place{&place, "value"}, out.text);
}

bool Decoding::uuid(MoorCommon::Uuid const& from, Place const& place, Uuid& out) {
  return raw_uuid(*from.data(), Place{&place, "data"}, out);
}

bool Decoding::raw_uuid(flatbuffers::Vector<std::uint8_t> const& from, Place const& place,
                        Uuid& out) {
  if (from.size() != out.bytes.size()) {
    return refuse(place, &from, fmt::format("a UUID of {} bytes, not 16", from.size()));
  }
  std::copy_n(from.data(), out.bytes.size(), out.bytes.begin());
  return true;
}

bool Decoding::bytes(flatbuffers::Vector<std::uint8_t> const& from, Place const& place,
                     Bytes& out) {
  if (!charge_bytes(from.size(), place, &from)) return false;
  out.assign(from.begin(), from.end());
  return true;
}

bool Decoding::obj(MoorCommon::Obj const& from, Place const& place, Obj& out) {
  switch (from.obj_type()) {
    case MoorCommon::ObjUnion::ObjId:
      out = ObjId{from.obj_as_ObjId()->id()};
      return true;
    case MoorCommon::ObjUnion::UuObjId:
      out = UuObjId{from.obj_as_UuObjId()->packed_value() & packed_obj_mask};
      return true;
    case MoorCommon::ObjUnion::AnonymousObjId:
      out = AnonymousObjId{from.obj_as_AnonymousObjId()->packed_value() & packed_obj_mask};
      return true;
    default:
      break;
  }
  return refuse_tag(place, "obj", &from, static_cast<unsigned>(from.obj_type()), "object");
}

bool Decoding::value(MoorVar::Var const& from, Place const& place, Var& out) {
  return charge_values(1, place, &from) && variant(from, place, out);
}

bool Decoding::values(flatbuffers::Vector<flatbuffers::Offset<MoorVar::Var>> const& from,
                      Place const& place, std::vector<Var>& out) {
  // Charged before anything is reserved, so that memory is bounded too.
  if (!charge_values(from.size(), place, &from)) return false;
  out.resize(from.size());
  for (flatbuffers::uoffset_t i = 0; i < from.size(); ++i) {
    if (!variant(*from.Get(i), Place{place.parent, place.name, place.member, i}, out[i]))
      return false;
  }
  return true;
}

bool Decoding::variant(MoorVar::Var const& from, Place const& place, Var& out) {
  using Tag = MoorVar::VarUnion;
  switch (from.variant_type()) {
    case Tag::VarNone:
      out.emplace<None>();
      return true;
    case Tag::VarBool:
      out.emplace<bool>() = from.variant_as_VarBool()->value();
      return true;
    case Tag::VarInt:
      out.emplace<std::int64_t>() = from.variant_as_VarInt()->value();
      return true;
    case Tag::VarFloat:
      out.emplace<Float>().value = from.variant_as_VarFloat()->value();
      return true;
    case Tag::VarStr:
      return string(*from.variant_as_VarStr(), place, out);
    case Tag::VarSym:
      return symbol_value(*from.variant_as_VarSym(), place, out);
    case Tag::VarObj:
      return object(*from.variant_as_VarObj()->obj(), place, out);
    case Tag::VarAnonymous:
      return object(*from.variant_as_VarAnonymous()->obj(), place, out);
    case Tag::VarErr:
      return error_value(*from.variant_as_VarErr()->error(), place, out.emplace<ErrorValue>());
    case Tag::VarBinary:
      return binary(*from.variant_as_VarBinary(), place, out);
    case Tag::VarList:
      return list(*from.variant_as_VarList(), place, out.emplace<List>());
    case Tag::VarMap:
      return map(*from.variant_as_VarMap(), place, out);
    case Tag::VarFlyweight:
      return flyweight(*from.variant_as_VarFlyweight(), place, out);
    case Tag::VarLambda:
      return lambda(from, place, out);
    default:
      break;
  }
  return refuse_tag(place, "variant", &from, static_cast<unsigned>(from.variant_type()), "value");
}

bool Decoding::refuse_tag(Place const& place, std::string_view field, void const* at, unsigned tag,
                          char const* what) {
  return refuse(Place{&place, field}, at, fmt::format("the tag {} is no kind of {}", tag, what));
}

bool Decoding::string(MoorVar::VarStr const& from, Place const& place, Var& out) {
  return text(*from.value(), Place{&place, "value"}, out.emplace<std::string>());
}

bool Decoding::symbol_value(MoorVar::VarSym const& from, Place const& place, Var& out) {
  return symbol(*from.symbol(), Place{&place, "symbol"}, out.emplace<Symbol>());
}

bool Decoding::object(MoorCommon::Obj const& from, Place const& place, Var& out) {
  return obj(from, Place{&place, "obj"}, out.emplace<Obj>());
}

bool Decoding::lambda(MoorVar::Var const& from, Place const& place, Var& out) {
  if (!limits_.lambdas) return refuse(place, &from, "a lambda, which must not leave the daemon");
  out.emplace<Lambda>();
  return true;
}

bool Decoding::error_value(MoorCommon::Error const& from, Place const& parent, ErrorValue& out) {
  Place const place{&parent, "error"};
  if (!error_parts(from, place, out)) return false;
  if (from.value() == nullptr) return true;
  auto inner = std::make_shared<Var>();
  if (!enter(place, &from) || !value(*from.value(), Place{&place, "value"}, *inner)) return false;
  leave();
  out.value = std::move(inner);
  return true;
}

/// All but the value.
bool Decoding::error_parts(MoorCommon::Error const& from, Place const& place, ErrorValue& out) {
  out.code = static_cast<ErrorCode>(from.err_type());
  if (out.code > ErrorCode::e_intrpt && out.code != ErrorCode::custom) {
    return refuse(Place{&place, "err_type"}, &from,
                  fmt::format("{} is no error code", static_cast<unsigned>(out.code)));
  }
  if (out.code == ErrorCode::custom) {
    Place const symbol_place{&place, "custom_symbol"};
    if (from.custom_symbol() == nullptr) {
      return refuse(symbol_place, &from, "missing, but required of error code 255");
    }
    if (!symbol(*from.custom_symbol(), symbol_place, out.custom_symbol.emplace())) return false;
  }
  if (auto const* message = from.msg(); message != nullptr) {
    if (!charge_bytes(message->size(), Place{&place, "msg"}, message)) return false;
    // One that cannot be read counts as absent: workers 2.4.
    if (is_utf8(view_of(*message))) out.message = message->str();
  }
  return true;
}

bool Decoding::binary(MoorVar::VarBinary const& from, Place const& place, Var& out) {
  return bytes(*from.data(), Place{&place, "data"}, out.emplace<Binary>().data);
}

bool Decoding::list(MoorVar::VarList const& from, Place const& place, List& out) {
  if (!enter(place, &from)) return false;
  if (!values(*from.elements(), Place{&place, "elements"}, out.elements)) return false;
  leave();
  return true;
}

bool Decoding::map(MoorVar::VarMap const& from, Place const& place, Var& out) {
  auto const& pairs_from = *from.pairs();
  if (!enter(place, &from)) return false;
  if (!charge_values(2 * std::size_t{pairs_from.size()}, place, &from)) return false;
  std::vector<std::pair<Var, Var>> pairs(pairs_from.size());
  std::size_t key_bytes = 0;
  for (flatbuffers::uoffset_t i = 0; i < pairs_from.size(); ++i) {
    Place const pair{&place, "pairs", {}, i};
    auto const bytes_before = bytes_left_;
    if (!variant(*pairs_from.Get(i)->key(), Place{&pair, "key"}, pairs[i].first)) return false;
    key_bytes += bytes_before - bytes_left_;
    if (!variant(*pairs_from.Get(i)->value(), Place{&pair, "value"}, pairs[i].second)) return false;
  }
  if (!charge_sorting(pairs.size(), key_bytes, Place{&place, "pairs"}, &pairs_from)) return false;
  leave();
  out = make_map(std::move(pairs));
  return true;
}

bool Decoding::flyweight(MoorVar::VarFlyweight const& from, Place const& place, Var& out) {
  auto const& slots_from = *from.slots();
  if (!enter(place, &from)) return false;
  Obj delegate;
  if (!obj(*from.delegate(), Place{&place, "delegate"}, delegate)) return false;
  if (!charge_values(slots_from.size(), place, &from)) return false;
  std::vector<std::pair<Symbol, Var>> slots(slots_from.size());
  std::size_t name_bytes = 0;
  for (flatbuffers::uoffset_t i = 0; i < slots_from.size(); ++i) {
    Place const slot{&place, "slots", {}, i};
    if (!symbol(*slots_from.Get(i)->name(), Place{&slot, "name"}, slots[i].first)) return false;
    name_bytes += slots[i].first.text.size();
    if (!variant(*slots_from.Get(i)->value(), Place{&slot, "value"}, slots[i].second)) return false;
  }
  if (!charge_sorting(slots.size(), name_bytes, Place{&place, "slots"}, &slots_from)) return false;
  List contents;
  if (!values(*from.contents()->elements(), Place{&place, "contents.elements"}, contents.elements))
    return false;
  leave();
  out = make_flyweight(delegate, std::move(slots), std::move(contents));
  return true;
}

}  // namespace drydock::moor
