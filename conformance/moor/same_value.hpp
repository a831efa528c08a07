#pragma once

#include "reference/moor/codec/var.hpp"

namespace drydock::conformance {

/// Whether a worker that was told `sent` may say that this is `got`: equal but for -0.0, which the
/// wire's builders may turn into 0.0 (workers 2.1). The decoder sees to the order of maps.
bool same_value(moor::Var const& got, moor::Var const& sent);

}  // namespace drydock::conformance
