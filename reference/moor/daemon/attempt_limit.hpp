#pragma once

#include <cstddef>

#include "reference/core/time.hpp"

namespace drydock::moor::daemon {

/// Slows down who guesses. Failed attempts are answered at once, up to `failures_max` in one
/// second; the answer to a further one waits for that second's end.
///
/// The enrollment socket does not say where a request comes from, so the limit is everybody's. To
/// refuse further attempts unseen would shut out who knows the secret for as long as somebody else
/// guesses; to refuse only the wrong ones, at once, would slow down nobody, since a right guess
/// would still show. A REP socket takes no next request before it answered, so an answer that waits
/// is what holds back the guesses behind it; and because libzmq takes the requests of its peers in
/// turn, somebody else's waits for one of them and not for all. Source: EN-19.
class AttemptLimit {
 public:
  explicit AttemptLimit(std::size_t failures_max = 20) : failures_max_(failures_max) {}

  /// Counts a failed attempt. Gives back when it may be answered.
  VirtualTime on_failure(VirtualTime now);

 private:
  std::size_t failures_max_;
  std::size_t failures_ = 0;
  VirtualTime second_ends_{};
};

}  // namespace drydock::moor::daemon
