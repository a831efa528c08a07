#pragma once

#include <set>
#include <variant>

#include "conformance/moor/heard.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::conformance {

/// No reply at all.
struct Withheld {};
using Reply = std::variant<moor::DaemonToWorkerReplyUnion, Withheld>;

/// What a daemon says to each control message, and what it has to remember for that. Source:
/// workers 2.5, 3.1.
class UsualReplies {
 public:
  moor::DaemonToWorkerReplyUnion to(Heard const& heard);
  /// An answer to that request is waited for from now on.
  void expect_answer(Uuid const& request_id) { pending_.insert(request_id); }
  /// Like a daemon that was started anew: knows no worker and no request.
  void forget();

 private:
  moor::DaemonToWorkerReplyUnion to_broken(Heard const& heard) const;
  moor::DaemonToWorkerReplyUnion to_answer(Uuid const& worker, Uuid const& request_id);

  std::set<Uuid> known_;    // Workers.
  std::set<Uuid> pending_;  // Requests.
};

}  // namespace drydock::conformance
