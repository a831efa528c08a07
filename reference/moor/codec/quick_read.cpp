#include "reference/moor/codec/quick_read.hpp"

#include <algorithm>
#include <memory>

#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_order.hpp"

namespace drydock::moor {
namespace {

/// Of `MoorVar::VarUnion`.
enum class VarTag : std::uint8_t {
  none = 1,
  boolean,
  integer,
  number,
  string,
  object,
  error,
  list,
  map,
  symbol,
  binary,
  flyweight,
  lambda,
  anonymous,
};

}  // namespace

bool QuickRead::text_at(std::size_t position, std::string& out) {
  if (!is_word(position)) return false;
  std::size_t const count = read<std::uint32_t>(position);
  std::size_t const begin = position + 4;
  // With its terminator.
  if (count >= size_ - begin || begin_[begin + count] != 0 || !charge_bytes(count)) return false;
  std::string_view const text(reinterpret_cast<char const*>(begin_ + begin), count);
  if (!is_utf8(text)) return false;
  out.assign(text);
  return true;
}

bool QuickRead::symbol(std::size_t position, Symbol& out) {
  Fields symbol;
  return table(position, symbol) && text(at(symbol, 0), out.text);
}

bool QuickRead::uuid(std::size_t position, Uuid& out) const {
  Fields uuid;
  return table(position, uuid) && raw_uuid(at(uuid, 0), out);
}

bool QuickRead::raw_uuid(std::size_t position, Uuid& out) const {
  std::size_t begin = 0;
  std::size_t count = 0;
  if (!vector(position, 1, begin, count) || count != out.bytes.size()) return false;
  std::memcpy(out.bytes.data(), begin_ + begin, out.bytes.size());
  return true;
}

bool QuickRead::bytes(std::size_t position, Bytes& out) {
  std::size_t begin = 0;
  std::size_t count = 0;
  if (!vector(position, 1, begin, count) || !charge_bytes(count)) return false;
  out.assign(begin_ + begin, begin_ + begin + count);
  return true;
}

bool QuickRead::obj(std::size_t position, Obj& out) const {
  Fields obj;
  Fields member;
  std::uint8_t tag = 0;
  if (!table(position, obj) || !number(obj, 0, tag) || !table(at(obj, 1), member)) return false;
  if (tag == 1) return kept_number(member, 0, out.emplace<ObjId>().id);
  std::uint64_t packed = 0;
  if (!number(member, 0, packed)) return false;
  packed &= packed_obj_mask;
  if (tag == 2) {
    out = UuObjId{packed};
  } else {
    out = AnonymousObjId{packed};
  }
  return tag == 2 || tag == 3;
}

bool QuickRead::value(std::size_t position, Var& out) {
  return charge_values(1) && variant(follow(position), out);
}

bool QuickRead::values(std::size_t position, std::vector<Var>& out) {
  std::size_t from = 0;
  std::size_t count = 0;
  if (!vector(position, 4, from, count) || !charge_values(count)) return false;
  out.resize(count);
  for (Var& one : out) {
    if (!variant(element(from), one)) return false;
    from += 4;
  }
  return true;
}

bool QuickRead::variant(std::size_t position, Var& out) {
  Fields var;
  Fields member;
  std::uint8_t tag = 0;
  return fields(position, var) && number(var, 0, tag) && table(at(var, 1), member) &&
         variant_of(tag, member, out);
}

bool QuickRead::variant_of(std::uint8_t tag, Fields const& fields, Var& out) {
  std::size_t const first = at(fields, 0);
  switch (VarTag{tag}) {
    case VarTag::none:
      out.emplace<None>();
      return true;
    case VarTag::boolean: {
      std::uint8_t value = 0;
      if (!number(fields, 0, value)) return false;
      out.emplace<bool>() = value != 0;
      return true;
    }
    case VarTag::integer:
      return number(fields, 0, out.emplace<std::int64_t>());
    case VarTag::number:
      return number(fields, 0, out.emplace<Float>().value);
    case VarTag::string:
      return text(first, out.emplace<std::string>());
    case VarTag::symbol:
      return symbol(first, out.emplace<Symbol>());
    case VarTag::object:
    case VarTag::anonymous:
      return obj(first, out.emplace<Obj>());
    case VarTag::error:
      return error_value(first, out.emplace<ErrorValue>());
    case VarTag::binary:
      return bytes(first, out.emplace<Binary>().data);
    case VarTag::list:
      if (nesting_left_ == 0) return false;
      --nesting_left_;
      if (!values(first, out.emplace<List>().elements)) return false;
      ++nesting_left_;
      return true;
    case VarTag::map:
      return map(fields, out.emplace<Map>());
    default:
      return false;
  }
}

bool QuickRead::error_value(std::size_t position, ErrorValue& out) {
  Fields error;
  std::uint8_t code = 0;
  if (!table(position, error) || !number(error, 0, code)) return false;
  out = ErrorValue{ErrorCode{code}, {}, {}, {}};
  bool const is_custom = out.code == ErrorCode::custom;
  if (out.code > ErrorCode::e_intrpt && !is_custom) return false;
  // A symbol that only a custom error has, and text that is not UTF-8, are for those who look
  // longer.
  std::size_t const symbol_at = at(error, 3);
  if (is_custom != (symbol_at != nowhere)) return false;
  if (is_custom && !symbol(symbol_at, out.custom_symbol.emplace())) return false;
  std::size_t const message = at(error, 1);
  if (message != nowhere && !text(message, out.message.emplace())) return false;
  std::size_t const value_at = at(error, 2);
  if (value_at == nowhere) return true;
  auto inner = std::make_shared<Var>();
  if (nesting_left_ == 0) return false;
  --nesting_left_;
  if (!value(value_at, *inner)) return false;
  ++nesting_left_;
  out.value = std::move(inner);
  return true;
}

bool QuickRead::map(Fields const& map, Map& out) {
  std::size_t from = 0;
  std::size_t count = 0;
  if (nesting_left_ == 0 || !vector(at(map, 0), 4, from, count) || !charge_values(2 * count)) {
    return false;
  }
  --nesting_left_;
  std::vector<std::pair<Var, Var>> pairs(count);
  std::size_t key_bytes = 0;
  for (auto& [key, value] : pairs) {
    Fields pair;
    std::size_t const before = bytes_left_;
    if (!fields(element(from), pair) || !variant(follow(at(pair, 0)), key)) return false;
    key_bytes += before - bytes_left_;
    if (!variant(follow(at(pair, 1)), value)) return false;
    from += 4;
  }
  // As Decoding charges it.
  auto const comparisons = static_cast<std::size_t>(std::bit_width(count));
  if (key_bytes > bytes_left_ / std::max(comparisons, std::size_t{1})) return false;
  bytes_left_ -= key_bytes * comparisons;
  ++nesting_left_;
  out = make_map(std::move(pairs));
  return true;
}

}  // namespace drydock::moor
