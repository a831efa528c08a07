#include "reference/moor/codec/generators.hpp"

#include <bit>
#include <limits>
#include <ostream>

#include "reference/moor/codec/var_order.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor {
namespace {

namespace gen = rc::gen;

/// Of text, characters at the edges of UTF-8's lengths, and such whose folding is no single
/// character.
rc::Gen<std::string> any_character() {
  auto const character = [](std::size_t code) { return std::string(1, static_cast<char>(code)); };
  return gen::weightedOneOf<std::string>(
      {{6, gen::map(below(0x60), [=](std::size_t code) { return character(0x20 + code); })},
       {1, gen::map(below(0x20), character)},
       {2, gen::element<std::string>("\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xef\xbf\xbf",
                                     "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xc3\x84", "\xc3\xa4",
                                     "\xc3\x9f", "\xe1\xba\x9e", "\xc4\xb0", "\xe2\x84\xaa",
                                     "\xef\xac\x83")}});
}

/// A few even where the size is small, as it is deep in a value.
rc::Gen<std::vector<std::string>> some_characters() {
  return gen::withSize([](int size) {
    return gen::resize(3 + size / 5, gen::container<std::vector<std::string>>(any_character()));
  });
}

rc::Gen<Var> any_leaf(bool lambdas) {
  return gen::exec([lambdas]() -> Var {
    switch (*below(lambdas ? 9 : 8)) {
      case 0:
        return None{};
      case 1:
        return *gen::arbitrary<bool>();
      case 2:
        return *any_integer();
      case 3:
        return *any_float();
      case 4:
        return *any_text();
      case 5:
        return *any_obj();
      case 6:
        return *any_symbol();
      case 7:
        return Binary{*gen::arbitrary<Bytes>()};
      default:
        return Lambda{};
    }
  });
}

ErrorValue made_error(rc::Gen<Var> const& inner) {
  ErrorValue error{static_cast<ErrorCode>(*below(20)), {}, {}, {}};
  if (error.code > ErrorCode::e_intrpt) {
    error.code = ErrorCode::custom;
    error.custom_symbol = *any_symbol();
  }
  if (*gen::arbitrary<bool>()) error.message = *any_text();
  if (*gen::arbitrary<bool>()) error.value = std::make_shared<Var const>(*inner);
  return error;
}

Flyweight made_flyweight(rc::Gen<Var> const& inner, std::vector<Var> const& values) {
  std::vector<std::pair<Symbol, Var>> slots;
  slots.reserve(values.size());
  for (auto const& value : values) slots.emplace_back(*any_symbol(), value);
  return make_flyweight(*any_obj(), std::move(slots),
                        List{*gen::container<std::vector<Var>>(inner)});
}

rc::Gen<Var> any_container(rc::Gen<Var> const& inner) {
  return gen::exec([inner]() -> Var {
    auto const kind = *below(4);
    if (kind == 0) return made_error(inner);
    auto values = *gen::container<std::vector<Var>>(inner);
    if (kind == 1) return list_of(std::move(values));
    if (kind == 2) return made_flyweight(inner, values);
    std::vector<std::pair<Var, Var>> pairs;
    pairs.reserve(values.size());
    for (auto const& value : values) pairs.emplace_back(*inner, value);
    return make_map(std::move(pairs));
  });
}

}  // namespace

rc::Gen<std::size_t> below(std::size_t bound) {
  return gen::resize(rc::kNominalSize, gen::inRange<std::size_t>(0, bound));
}

rc::Gen<std::string> any_text() {
  return gen::map(some_characters(), [](std::vector<std::string> const& characters) {
    std::string text;
    for (auto const& character : characters) text += character;
    return text;
  });
}

rc::Gen<Symbol> any_symbol() {
  return gen::exec([] {
    auto const usual = gen::element<std::string>("name", "Name", "E_MINE", "e_perm", "E_", "", "x1",
                                                 "1x", "E_CUSTOM", "two words");
    return Symbol{*gen::oneOf(usual, any_text())};
  });
}

rc::Gen<std::string> any_bytes() {
  return gen::map(gen::arbitrary<Bytes>(),
                  [](Bytes const& bytes) { return std::string(drydock::text_of(bytes)); });
}

rc::Gen<std::int64_t> any_integer() {
  using Limit = std::numeric_limits<std::int64_t>;
  return gen::oneOf(gen::arbitrary<std::int64_t>(),
                    gen::element<std::int64_t>(Limit::min(), Limit::min() + 1, Limit::max() - 1,
                                               Limit::max(), 0, (std::int64_t{1} << 53) - 1,
                                               std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1));
}

rc::Gen<Float> any_float() {
  using Limit = std::numeric_limits<double>;
  return gen::exec([] {
    switch (*below(4)) {
      case 0:
        return Float{*gen::arbitrary<double>()};
      case 1:
        return Float{static_cast<double>(*any_integer())};
      case 2:
        return Float{
            std::bit_cast<double>(*gen::resize(rc::kNominalSize, gen::arbitrary<std::uint64_t>()))};
      default:
        return Float{*gen::element(0.0, -0.0, Limit::infinity(), -Limit::infinity(),
                                   Limit::quiet_NaN(), -Limit::quiet_NaN(), Limit::denorm_min(),
                                   Limit::max(),
                                   std::bit_cast<double>(std::uint64_t{0x7ff0000000000001}))};
    }
  });
}

rc::Gen<Uuid> any_uuid() {
  return gen::map(gen::arbitrary<std::array<std::uint8_t, 16>>(),
                  [](std::array<std::uint8_t, 16> const& bytes) { return Uuid{bytes}; });
}

rc::Gen<Obj> any_obj() {
  return gen::exec([]() -> Obj {
    auto const kind = *below(3);
    if (kind == 0) return ObjId{*gen::arbitrary<std::int32_t>()};
    auto const packed = *gen::arbitrary<std::uint64_t>() & packed_obj_mask;
    if (kind == 1) return UuObjId{packed};
    return AnonymousObjId{packed};
  });
}

rc::Gen<Var> any_value(bool lambdas) {
  return gen::withSize([lambdas](int size) {
    if (size < 2) return any_leaf(lambdas);
    // A few elements, each of a third of the size: values nest, and must end.
    auto const inner = gen::resize(size / 3, gen::lazy([lambdas] { return any_value(lambdas); }));
    return gen::weightedOneOf<Var>(
        {{1, any_leaf(lambdas)}, {2, gen::resize(3 + size / 10, any_container(inner))}});
  });
}

// NOLINTNEXTLINE(readability-identifier-naming)
void showValue(Var const& value, std::ostream& out) { out << to_literal(value); }

}  // namespace drydock::moor

rc::Gen<drydock::moor::Var> rc::Arbitrary<drydock::moor::Var>::arbitrary() {
  return drydock::moor::any_value();
}
