#include "reference/moo/types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace drydock::moo {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 14> names{{
    {"INT", 0},
    {"NUM", 0},
    {"OBJ", 1},
    {"STR", 2},
    {"ERR", 3},
    {"LIST", 4},
    {"NONE", 6},
    {"FLOAT", 9},
    {"MAP", 10},
    {"FLYWEIGHT", 13},
    {"SYM", 14},
    {"BOOL", 15},
    {"BINARY", 16},
    {"LAMBDA", 17},
}};

struct Code {
  std::int64_t operator()(moor::None) const { return 6; }
  std::int64_t operator()(bool) const { return 15; }
  std::int64_t operator()(std::int64_t) const { return 0; }
  std::int64_t operator()(moor::Float) const { return 9; }
  std::int64_t operator()(std::string const&) const { return 2; }
  std::int64_t operator()(Obj const&) const { return 1; }
  std::int64_t operator()(ErrorValue const&) const { return 3; }
  std::int64_t operator()(List const&) const { return 4; }
  std::int64_t operator()(Map const&) const { return 10; }
  std::int64_t operator()(Symbol const&) const { return 14; }
  std::int64_t operator()(moor::Binary const&) const { return 16; }
  std::int64_t operator()(moor::Flyweight const&) const { return 13; }
  std::int64_t operator()(moor::Lambda) const { return 17; }
};

}  // namespace

std::int64_t type_code(Var const& value) { return value.visit(Code{}); }

std::optional<std::int64_t> type_code_named(std::string_view name) {
  for (auto const& [known, code] : names) {
    if (moor::compare_folded(known, name) == 0) return code;
  }
  return std::nullopt;
}

}  // namespace drydock::moo
