#pragma once

#include <span>

#include "reference/moor/defect_set.hpp"

namespace drydock::moor::worker {

/// The mistakes that the worker can be told to make; `worker_defects` says of each what it does.
enum class Defect : std::uint8_t {
  extra_frame,
  size_prefix,
  changing_id,
  fixed_id,
  pong_before_attach,
  attach_before_subscribe,
  wrong_topic,
  double_pong,
  blocks_while_working,
  reattached_is_fatal,
  ignores_not_registered,
  resends_unknown,
  ignores_invalid_payload,
  rejected_is_attached,
  gives_up_silently,
  no_jitter,
  answers_twice,
  loses_answers,
  answers_for_others,
  drops_types,
  shallow_nesting,
  silent_on_undecodable,
  silent_on_failure,
  default_timeout,
  ignores_timeout,
  answers_after_timeout,
  repeats_work,
  drops_excess,
  dies_on_bad_broadcast,
  dies_on_unknown_message,
  answers_without_id,
  obeys_any_please_die,
  ignores_please_die,
  no_detach,
  abandons_jobs,
  talks_after_detach,
  waits_for_ever,
  late_reply_confusion,
  no_reconnect,
  exits_without_daemon,
  drops_answers_when_away,
  ignores_silence,
  changes_perms,
  logs_arguments,
  dies_on_large_request,
  gives_up_when_refused,
  renews_too_late,
  never_renews,
  repeats_without_end,
  renewal_new_id,
  token_for_everyone,
  logs_token,
  enrolls_each_start,
  ignores_missing_keys,
  loose_key_file,
  no_enrollment_deadline,
  retries_refusal,
  takes_bad_identity,
  token_from_default_first,
  ignores_pin,
  key_file_ini,
  never_curve,
  falls_back_to_plain,
  any_server_key,
  logs_secret_key,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> worker_defects();

}  // namespace drydock::moor::worker
