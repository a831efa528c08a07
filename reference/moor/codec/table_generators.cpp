#include "reference/moor/codec/table_generators.hpp"

#include "reference/moor/codec/var_order.hpp"

namespace drydock::moor {

namespace gen = rc::gen;

ErrorValue made_error() {
  ErrorValue error{static_cast<ErrorCode>(*below(20)), {}, {}, {}};
  if (error.code > ErrorCode::e_intrpt) {
    error.code = ErrorCode::custom;
    error.custom_symbol = *any_symbol();
  }
  if (made_choice()) error.message = *any_text();
  if (made_choice()) error.value = std::make_shared<Var const>(*any_value());
  return error;
}

Map made_map() {
  std::vector<std::pair<Var, Var>> pairs;
  for (auto left = *below(4); left > 0; --left) {
    auto key = *any_value();
    pairs.emplace_back(std::move(key), *any_value());
  }
  return make_map(std::move(pairs));
}

std::uint64_t made_bits() {
  if (made_choice()) return *below(3);
  return *gen::resize(rc::kNominalSize, gen::arbitrary<std::uint64_t>());
}

bool made_choice() { return *gen::arbitrary<bool>(); }

Bytes made_bytes() { return *gen::arbitrary<Bytes>(); }

}  // namespace drydock::moor
