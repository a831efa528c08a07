#include "conformance/testee/stage.hpp"

#include <fmt/format.h>

#include <cstring>

namespace drydock::conformance {

std::string text_of(TesteeEnded const& end) {
  if (!end.killed) return fmt::format("exit status {}", end.status);
  return fmt::format("signal {} ({})", end.status, strsignal(end.status));
}

}  // namespace drydock::conformance
