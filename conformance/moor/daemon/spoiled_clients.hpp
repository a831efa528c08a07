#pragma once

#include <string_view>

#include "conformance/testee/virtual_stage.hpp"

namespace drydock::conformance {

/// How a daemon is spoiled towards hosts and clients, where it has no defect of that kind:
/// something between it and the world changes one thing that it says. For tests of the suite.
struct ClientSpoil {
  enum class Kind : std::uint8_t {
    none,
    second_frame,  // Replies, or events if `what` says so, have one frame more.
    hollow,        // The reply of that name says nothing of what it should.
    muted,         // Replies and events of that name, or Failures of that code, are lost.
    twice,         // Events of that name come twice.
    other_code,    // Failures of that code have another.
    granted,       // Failures of that code are a Disconnected instead.
    unreadable,    // TaskErrors are CommandError's DatabaseError, which stock hosts cannot decode.
    late,          // Events of that name come after the one behind them.
  };
  Kind kind = Kind::none;
  std::string_view what = {};
};

/// `hollow LoginResult` and so on.
std::string words_of(ClientSpoil const& spoil);

/// `factory`'s machine, spoiled. `what` is the name of a member of the schema's unions of replies
/// and events, or `InvalidRequest` and so on.
TesteeFactory spoiled(TesteeFactory factory, ClientSpoil const& spoil);

}  // namespace drydock::conformance
