#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/socket_spec.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/worker/defects.hpp"

namespace drydock::moor::worker {

/// Of Defect::falls_back_to_plain.
inline constexpr Duration fall_back_after = std::chrono::seconds{2};

/// What a worker does beyond stock mooR's. Nothing of the robust one shows to a stock daemon, so
/// the compatible one is the same; the strict one holds a token that ends, and renews it.
enum class Profile : std::uint8_t { compatible, robust, strict };

/// How a worker is set up. The defaults are what `drydock worker` has.
struct Settings {
  /// The daemon's dispatch socket (PUB) and control socket (REP).
  std::string request_address = "ipc:///tmp/moor_workers_request.sock";
  std::string response_address = "ipc:///tmp/moor_workers_response.sock";
  Symbol type{"echo"};
  /// Drawn, unless something else has to know it first.
  std::optional<Uuid> id;
  /// Used on each address that is tcp, and on no other (TS-12); without it tcp is in the clear,
  /// which the world has to allow.
  std::optional<CurveClient> curve;
  Profile profile = Profile::robust;

  /// From the handshake of the dispatch socket until its subscription is taken to be live (W-06).
  Duration subscription_settles = std::chrono::milliseconds{100};
  /// How long a control message may go unanswered before its exchange is given up (W-34).
  Duration reply_wait_max = std::chrono::seconds{5};
  /// Between attempts to attach: doubling from the first to the second, each with up to as much
  /// again of jitter (W-15, W-38).
  Duration attach_retry_min = std::chrono::seconds{1};
  Duration attach_retry_max = std::chrono::seconds{30};
  /// After the daemon refused our key: a new socket after as long as the first, doubling to the
  /// second, with jitter (TS-13).
  Duration refusal_retry_min = std::chrono::seconds{1};
  Duration refusal_retry_max = std::chrono::seconds{30};
  /// Without any broadcast for so long the dispatch socket is made anew (W-40).
  Duration silence_max = std::chrono::seconds{30};

  /// Requests worked on at once, and those that wait for their turn; more are refused (W-26).
  std::size_t concurrency_max = 64;
  std::size_t waiting_max = 10'000;
  /// How long a finished request is remembered, so that a repeat of it is ignored (W-25).
  Duration remember_finished = std::chrono::seconds{60};
  /// Bytes of a request; larger ones are refused (W-43).
  std::size_t request_bytes_max = std::size_t{16} << 20;

  /// When told to stop: how long running requests get to finish, and how long all of it may take.
  Duration stop_grace = std::chrono::seconds{2};
  Duration stop_max = std::chrono::seconds{8};

  Defects defects;

  Security security_of(std::string const& address) const {
    // Stock's decides by an address that the worker does not even use (UQ-25).
    if (defects.has(Defect::never_curve)) return Plain{.by_protocol = true};
    if (curve && address.starts_with("tcp://")) return *curve;
    return Plain{};
  }
};

}  // namespace drydock::moor::worker
