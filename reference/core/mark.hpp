#pragma once

// Rare states: `mark("some.name")` says that one was reached. Nobody listens in real life, and then
// it costs a look at a null pointer; the simulator's campaigns count, and name what they never saw.

namespace drydock {

/// Hears of each mark that is passed; a literal. Set by whoever simulates, in one thread.
inline void (*mark_listener)(char const* name) = nullptr;

inline void mark(char const* name) {
  if (mark_listener != nullptr) [[unlikely]] {
    mark_listener(name);
  }
}

}  // namespace drydock
