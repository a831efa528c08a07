#pragma once

#include "conformance/moor/daemon/fake_worker.hpp"

namespace drydock::conformance::daemon {

/// A daemon that was started, and one worker that is connected to it: the way most cases begin.
struct Scene {
  explicit Scene(Stage& stage) : visitors(stage), testee(visitors.start()), worker(visitors) {}
  Visitors visitors;
  TesteeId testee;
  FakeWorker worker;
};

/// A daemon that was started, and somebody who asks to be enrolled.
struct Gate {
  explicit Gate(Stage& stage) : visitors(stage), testee(visitors.start()), newcomer(visitors) {}
  CurvePublicKey fresh_key() { return visitors.new_keys().public_key; }
  EnrollmentRequest good_request() { return newcomer.good_request(fresh_key()); }

  Visitors visitors;
  TesteeId testee;
  Newcomer newcomer;
};

/// Put into the token file in place of the daemon's first.
inline constexpr std::string_view next_token = "99999999-aaaa-4bbb-8ccc-dddddddddddd";
inline constexpr std::string_view wrong_token = "11111111-2222-4333-8444-555555555555";

inline EnrollmentRequest with_wrong_token(EnrollmentRequest request) {
  request.enrollment_token = wrong_token;
  return request;
}

/// The permissions of everybody but a file's owner.
inline constexpr unsigned rights_of_others = 0077;

}  // namespace drydock::conformance::daemon
