#pragma once

#include <span>
#include <string_view>

#include "simulator/moor/peers/odd_payloads.hpp"

namespace drydock::simulator {

/// What an odd message says.
enum class Odd : std::uint8_t {
  // Broken.
  truncated_message,
  bad_offset,
  missing_field,
  unknown_tag,
  absent_union,
  deep_nesting,
  huge_value,
  // By a daemon, to workers.
  please_die,
  repeated_request,
  unreadable_arguments,
  lambda_arguments,
  // By a worker.
  unreadable_result,
  lambda_result,
  result_of_another,
  body_of_another,
  // By a caller.
  lambda_question,
  // By a daemon, in reply to a worker.
  not_registered,
  invalid_payload,
  rejected,
  auth_failed,
  token_expired,
  unknown_request,
  // By a newcomer.
  wrong_token,
  empty_token,
  key_that_is_none,
  short_key,
  control_characters,
  two_requests,
  // By a daemon, in reply to a newcomer.
  granted_without_key,
  key_of_another,
};

/// Whom an odd message is about, and so what stands behind its name.
enum class About : std::uint8_t { nobody, worker, worker_or_nobody };

/// In which runs it is drawn: not where nobody could tell it from what is right, and nothing can
/// mend it.
enum class DrawnIn : std::uint8_t { all, not_compatible, none };

struct OddKind {
  Odd odd;
  std::string_view name;
  /// How its command is written, and why somebody may say that.
  std::string_view form;
  std::string_view legal;
  bool (*at)(Place place);  // Where it can be said.
  /// Whom it is about there.
  About (*about)(Place place);
  DrawnIn drawn_in = DrawnIn::all;
};

std::span<OddKind const> odd_kinds();
OddKind const* find_odd_kind(std::string_view name);

}  // namespace drydock::simulator
