#include "reference/moor/codec/caller_messages.hpp"

namespace drydock::moor {

bool operator==(CallerRequest const& a, CallerRequest const& b) {
  auto const bits = [](std::optional<double> const& seconds) {
    return seconds ? std::optional(Float{*seconds}) : std::nullopt;
  };
  return a.worker_type == b.worker_type && a.arguments == b.arguments && a.perms == b.perms &&
         bits(a.timeout_seconds) == bits(b.timeout_seconds);
}

}  // namespace drydock::moor
