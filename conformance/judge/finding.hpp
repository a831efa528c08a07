#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"

namespace drydock::conformance {

enum class Verdict : std::uint8_t {
  pass,
  fail,          // The testee did what the requirement forbids, or not what it demands.
  inconclusive,  // The suite could not bring about what the case is about.
  skip,          // The case needs more of the testee's service than it is said to offer.
};
std::string_view word_of(Verdict verdict);

/// One thing that was seen: a line for people, and the bytes if it had any.
struct Evidence {
  std::string what;
  std::string hex;
  friend bool operator==(Evidence const&, Evidence const&) = default;
};

/// Bytes as evidence: all of the first kilobyte, in hexadecimal.
Evidence evidence_of(std::string what, ByteView bytes);

/// What became of one case. `expected` and `came` say the same words for the same failure, however
/// often it is repeated: what differs from run to run (times, ids, counts) is in the evidence.
struct Finding {
  Verdict verdict = Verdict::pass;
  std::string expected;
  std::string came;
  std::vector<Evidence> evidence;
  std::string testee_output;  // Its last lines on stdout and stderr.

  /// `expected one pong; came two`, or what came alone; empty for a pass.
  std::string message() const;
  friend bool operator==(Finding const&, Finding const&) = default;
};

/// How a case that does not pass ends: thrown from wherever that became clear, caught by the judge.
struct CaseEnd {
  Finding finding;
};

[[noreturn]] void fail_case(std::string expected, std::string came,
                            std::vector<Evidence> evidence = {});
[[noreturn]] void leave_inconclusive(std::string why);

/// Why there is no verdict at all: the testee cannot be started, an endpoint cannot be bound.
/// Thrown by stages; ends the whole run.
struct CannotRun {
  std::string why;
};

}  // namespace drydock::conformance
