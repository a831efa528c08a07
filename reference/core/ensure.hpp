#pragma once

namespace drydock {

/// Prints the claim and its place to stderr, and aborts.
[[noreturn]] void ensure_failed(char const* claim, char const* file, int line);

}  // namespace drydock

/// One claim about our own code, checked in every build. Never about input from outside.
#define ENSURE(claim)                                                   \
  do {                                                                  \
    if (!(claim)) ::drydock::ensure_failed(#claim, __FILE__, __LINE__); \
  } while (false)
