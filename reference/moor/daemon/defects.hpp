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
  cache_outlives_expiry,
  client_id_not_compared,
  renewal_keeps_old_id_wrong,
  zap_absent_admits_all,
  expired_still_dispatched,
  nbf_ignored,
  revoked_still_good,
  refused_message_takes_effect,
  rotation_forgets_previous,
  old_key_still_signs,
  key_not_checked,
  stores_refused,
  admits_at_restart,
  token_read_once,
  rotation_drops_hosts,
  token_not_trimmed,
  empty_token_admits,
  first_frame_enrolls,
  control_characters_admitted,
  loose_modes,
  new_uuid_each_time,
  logs_tokens,
  wrong_error_text,
  token_before_key_length,
  leaks_on_failure,
  no_curve_on_tcp,
  admits_any_key,
  stays_admitted,
  half_pair_regenerated,
  no_enrollment,
  silent_enrollment,
  torn_writes,
  loose_sockets,
  loose_signing_key,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> daemon_defects();

}  // namespace drydock::moor::daemon
