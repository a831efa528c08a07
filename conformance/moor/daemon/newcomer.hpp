#pragma once

#include <optional>
#include <string>

#include "conformance/moor/daemon/visitors.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::conformance::daemon {

using moor::enrollment::EnrollmentRequest;
using moor::enrollment::EnrollmentResponse;

/// What the daemon said to one enrollment message: its frames, and what they say if they are the
/// one that the protocol has.
struct EnrollmentAnswer {
  Frames frames;
  std::optional<EnrollmentResponse> response;

  bool admitted() const { return response && response->success; }
  std::string error() const;
};

/// What `{token_file}` holds now, without the white space around it.
std::string enrollment_token(Visitors& visitors);
/// The same, once the daemon has made one.
std::string await_enrollment_token(Visitors& visitors);

/// Somebody who speaks on the enrollment socket. Nothing is taken for granted: what it sends may be
/// anything.
class Newcomer {
 public:
  explicit Newcomer(Visitors& visitors);

  /// A request that a daemon accepts, with the token as it is now.
  EnrollmentRequest good_request(CurvePublicKey const& key);

  /// Sends it and waits for the answer: the first one of a daemon takes as long as its start.
  EnrollmentAnswer ask(EnrollmentRequest const& request);
  EnrollmentAnswer ask_raw(Frames const& frames);
  /// Only sends; the answers come in the order of the messages.
  void send_raw(Frames const& frames);
  std::size_t answered() const { return visitors_.inbox(socket_).messages.size(); }
  EnrollmentAnswer answer(std::size_t number) const;

  /// Asks, and fails the case unless it succeeds with all that a success has.
  EnrollmentResponse enroll(CurvePublicKey const& key);
  EnrollmentResponse enroll(EnrollmentRequest const& request);
  /// Asks, and fails the case unless it is refused.
  EnrollmentAnswer expect_refusal(EnrollmentRequest const& request);

 private:
  Visitors& visitors_;
  SocketName socket_;
};

/// How keys that `response` is about connect.
CurveClient admitted_client(CurveKeyPair const& keys, EnrollmentResponse const& response);

/// Everything below the testee's directories whose name is `name`, in order.
std::vector<std::string> files_named(Visitors& visitors, std::string_view name);
/// The allowed-host files: those that are named by a UUID.
std::vector<std::string> allowed_host_files(Visitors& visitors);
/// The one that an enrollment made. Fails the case if there is none.
std::string file_of_host(Visitors& visitors, std::string const& service_uuid);

}  // namespace drydock::conformance::daemon
