#include "reference/moo/builtin.hpp"

#include <array>

namespace drydock::moo {
namespace {

std::array<std::span<Builtin const>, 7> tables() {
  return {value_builtins(), text_builtins(), object_builtins(), property_builtins(),
          verb_builtins(),  task_builtins(), host_builtins()};
}

}  // namespace

tl::expected<Object const*, ErrorValue> Call::object_at(std::size_t at) {
  auto const* named = obj(at);
  if (named == nullptr) return raised(ErrorCode::e_type);
  auto const* found = world().find(*named);
  if (found == nullptr) return raised(ErrorCode::e_invarg);
  return found;
}

CallResult result_of(Value value) {
  if (value) return CallResult(std::move(*value));
  return CallResult(std::move(value.error()));
}

CallResult error(ErrorCode code, std::string message) {
  return CallResult(raised(code, std::move(message)).value());
}

std::optional<std::size_t> builtin_named(std::string_view name) {
  std::size_t index = 0;
  for (auto const table : tables()) {
    for (auto const& builtin : table) {
      if (moor::compare_folded(builtin.name, name) == 0) return index;
      ++index;
    }
  }
  return std::nullopt;
}

Builtin const& builtin_at(std::size_t index) {
  auto const all = tables();
  std::size_t table = 0;
  for (; table < all.size() && index >= all.at(table).size(); ++table)
    index -= all.at(table).size();
  Builtin const* const first = all.at(table).data();
  return first[index];
}

std::size_t builtin_count() {
  std::size_t count = 0;
  for (auto const table : tables()) count += table.size();
  return count;
}

}  // namespace drydock::moo
