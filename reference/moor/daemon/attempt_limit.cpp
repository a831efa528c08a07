#include "reference/moor/daemon/attempt_limit.hpp"

namespace drydock::moor::daemon {

VirtualTime AttemptLimit::on_failure(VirtualTime now) {
  if (now >= second_ends_) {
    second_ends_ = now + std::chrono::seconds{1};
    failures_ = 0;
  }
  ++failures_;
  return failures_ <= failures_max_ ? now : second_ends_;
}

}  // namespace drydock::moor::daemon
