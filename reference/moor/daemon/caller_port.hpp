#pragma once

#include <optional>
#include <variant>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/daemon/pending_requests.hpp"
#include "reference/moor/daemon/settings.hpp"

namespace drydock::moor::daemon {

inline constexpr SocketName callers_socket = "callers";

using Outcome = std::variant<Var, WorkerError>;

/// The socket on which callers ask for worker requests and are told how they ended: our own small
/// protocol, schema/drydock/caller.fbs.
class CallerPort {
 public:
  struct Asked {
    Caller caller;
    CallerRequest request;
  };

  explicit CallerPort(Settings const& settings) : settings_(settings) {}

  void open(Outbox& out) const;
  /// What a caller asks. What cannot be read is answered, if it is clear to whom, and dropped.
  std::optional<Asked> read(PeerId const& from, Frames const& frames, Outbox& out) const;
  void tell(Caller const& caller, Outcome outcome, Outbox& out) const;

 private:
  Settings const& settings_;
};

}  // namespace drydock::moor::daemon
