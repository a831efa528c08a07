#pragma once

#include <string_view>
#include <vector>

namespace drydock::simulator {

/// All rare states that are marked (`reference/core/mark.hpp`) in mooR's machines and in the
/// simulator, by name.
std::vector<std::string_view> moor_marks();

}  // namespace drydock::simulator
