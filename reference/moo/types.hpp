#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "reference/moo/value.hpp"

namespace drydock::moo {

/// What `typeof` answers: INT 0, OBJ 1, STR 2, ERR 3, LIST 4, none 6, FLOAT 9, MAP 10, FLYWEIGHT
/// 13, SYM 14, BOOL 15, BINARY 16, LAMBDA 17.
std::int64_t type_code(Var const& value);

/// What a variable of that name starts with: `LIST` is 4.
std::optional<std::int64_t> type_code_named(std::string_view name);

}  // namespace drydock::moo
