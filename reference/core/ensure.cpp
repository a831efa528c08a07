#include "reference/core/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace drydock {

void ensure_failed(char const* claim, char const* file, int line) {
  std::fprintf(stderr, "%s:%d: ENSURE(%s) does not hold\n", file, line, claim);
  std::abort();
}

}  // namespace drydock
