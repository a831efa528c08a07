#pragma once

#include "conformance/judge/case.hpp"
#include "reference/token/ed25519.hpp"

namespace drydock::conformance::daemon {

/// What a daemon's command that takes its signing keys from files gets as `{private_key}` and
/// `{public_key}`, so that the suite can sign tokens as the daemon does.
drydock::token::SecretKey const& signing_key();

}  // namespace drydock::conformance::daemon

namespace drydock::conformance {

/// All that a lone worker, and a host with its clients, can ask of a daemon.
Suite const& daemon_suite();

}  // namespace drydock::conformance
