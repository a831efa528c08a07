#pragma once

#include <optional>
#include <string>

#include "conformance/moor/daemon/fake_worker.hpp"
#include "conformance/moor/daemon/suite.hpp"
#include "reference/core/wall_time.hpp"

// Tokens as a daemon signs them, and as it should not take them.

namespace drydock::conformance::daemon {

/// A WorkerToken for `worker` as the daemon's key signs it, for `lifetime` from `issued` on.
std::string signed_token(Visitors& visitors, Uuid const& worker, WallTime issued,
                         Duration lifetime);
/// One that is good now, for an hour; signed by that key.
std::string good_token(Visitors& visitors, Uuid const& worker);
std::string good_token(Visitors& visitors, Uuid const& worker,
                       drydock::token::SecretKey const& key);
/// The same, signed by a key that is nobody's.
std::string forged_token(Visitors& visitors, Uuid const& worker);
/// A HostToken that names the worker's id: of another footer.
std::string host_token(Visitors& visitors, Uuid const& worker);
/// The retired form: the id's text as payload. Source: workers 9.2.
std::string retired_token(Uuid const& worker);
/// With one bit of its signature changed.
std::string with_a_flipped_bit(std::string token);

/// Puts a key pair into the files of `{private_key}` and `{public_key}`.
void write_signing_keys(Visitors& visitors, drydock::token::SecretKey const& key);

/// When a token ends; nothing if it never does.
std::optional<WallTime> end_of(std::string_view token);
/// Whether `key` signed it.
bool is_signed_by(std::string_view token, drydock::token::PublicKey const& key);
/// The `worker_id` that a token names.
std::string worker_named_by(std::string_view token);

/// Waits until that instant of the calendar has passed. Skips the case if it is over 30 s away.
void wait_past(Visitors& visitors, WallTime instant);
/// The daemon's token for a worker that enrolled. Skips the case if there is none: the daemon is
/// not strict, then.
std::string token_of(FakeWorker const& worker);

}  // namespace drydock::conformance::daemon
