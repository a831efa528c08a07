#pragma once

#include <optional>
#include <string_view>

#include "reference/moor/codec/var.hpp"

namespace drydock::moor {

/// `E_PERM`; empty for `custom` and for numbers without a name.
std::string_view name_of(ErrorCode code);

/// The code that `name` names in any case; absent if none does.
std::optional<ErrorCode> error_code_of(std::string_view name);

}  // namespace drydock::moor
