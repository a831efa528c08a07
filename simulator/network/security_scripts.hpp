#pragma once

#include <string>
#include <vector>

#include "simulator/network/two_worlds.hpp"

// A server and clients that play each kind of handshake, for security_fidelity_test.cpp.

namespace drydock::simulator {

inline Security const in_the_clear = Plain{.by_protocol = true};

/// What an authenticator does with a request.
enum class Zap : std::uint8_t {
  none,
  admits,
  refuses,
  keeps_silent,
  fails_for_now,
  talks_nonsense
};

/// How a server serves: until its cue, and from then on.
struct Manner {
  Security security;
  Zap zap = Zap::none;
  friend bool operator==(Manner const&, Manner const&) = default;
};

/// A REP that answers who asked, another in the clear that anybody can ask, an XPUB that publishes
/// at each subscription, and an authenticator that calls `known` "the client" and all others
/// "another". At its cue it serves the other way. When it serves, either way, a timer of it fires.
transport::Script::Handler server_script(Theatre& theatre, Manner first, Manner then,
                                         CurvePublicKey known);

/// Asks at the REP each time that it is connected, and `ticks_max` times at the one in the clear:
/// when that has answered so often, whatever else was under way has happened, as the same threads
/// do it. At its cue it asks again, or opens its socket anew. As a `sub` it only listens.
transport::Script::Handler client_script(Theatre& theatre, Security const& security,
                                         bool opens_anew, SocketType type);
inline constexpr int ticks_max = 200;

/// What a script was told of `socket`, a line each.
std::vector<std::string> lines_of(std::vector<Input> const& told, SocketName socket);

}  // namespace drydock::simulator
