#pragma once

#include <span>

#include "reference/moor/defect_set.hpp"

namespace drydock::moor::daemon {

/// The mistakes that the daemon can be told to make; `daemon_defects` says of each what it does.
enum class Defect : std::uint8_t {
  no_request_deadline,
  reattach_forgets_pending,
  lambda_forgotten,
  expiry_after_two_pings,
  body_id_ignored,
  dispatches_to_detached,
  expires_nobody,
  expiry_forgets_pending,
  detach_forgets_pending,
  answer_of_anyone,
  settles_twice,
  wrong_caller,
  most_loaded_first,
  unfair_ties,
  timeout_rounds_to_zero,
  no_pings,
  case_sensitive_types,
  bad_result_ends_request,
  owner_not_compared,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> daemon_defects();

}  // namespace drydock::moor::daemon
