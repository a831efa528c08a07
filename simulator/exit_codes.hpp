#pragma once

namespace drydock::simulator {

// What the program's verbs end with.
inline constexpr int fine = 0;
inline constexpr int found_failure = 1;
inline constexpr int could_not_run = 2;

}  // namespace drydock::simulator
