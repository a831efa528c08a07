#pragma once

#include <string>

#include "reference/moor/host/shown.hpp"

namespace drydock::simulator {

/// What somebody got to see, in one line for a trace: `sees "Hello"`, `is logged in`, `task 3 ends
/// with 1`. Empty where there is nothing to tell.
std::string text_of(moor::host::ShownEvent const& event);

}  // namespace drydock::simulator
