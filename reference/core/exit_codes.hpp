#pragma once

namespace drydock {

/// What every verb of the program ends with.
inline constexpr int fine = 0;
inline constexpr int found_failure = 1;
inline constexpr int could_not_run = 2;

}  // namespace drydock
