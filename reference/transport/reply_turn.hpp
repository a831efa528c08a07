#pragma once

#include <optional>

#include "reference/machine/machine.hpp"

namespace drydock::transport {

/// The turn of a REP socket that is played on a ROUTER: one request is taken, and no other before
/// its answer is sent.
///
/// libzmq's own REP is not used, because it (4.3.4) loses the answer to somebody else's request
/// after a message without a delimiter whose sender is gone by the time it is read: its
/// `rollback` leaves the socket in the middle of a message that nobody gets, and the next answer
/// is taken for the rest of it. Whoever can connect could so silence others, one for one; a
/// ZMTP/1.0 greeting and ten bytes are enough.
class ReplyTurn {
 public:
  bool owes_answer() const { return envelope_.has_value(); }
  /// Takes a message off a ROUTER: routing ids, an empty delimiter, the request. Gives back the
  /// request, or nothing for a message that has none, which is ignored as REP ignores it.
  /// No answer may be owed.
  std::optional<Frames> take(Frames message);
  /// The envelope for the answer, which is no longer owed.
  Frames take_envelope();

 private:
  std::optional<Frames> envelope_;
};

}  // namespace drydock::transport
