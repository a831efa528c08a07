#pragma once

#include <span>

#include "reference/moor/defect_set.hpp"

namespace drydock::moor::host {

/// The mistakes that the host can be told to make; `host_defects` says of each what it does.
enum class Defect : std::uint8_t {
  subscribes_late,
  dies_on_odd_broadcast,
  waits_for_ever,
  no_detach,
  misses_early_ends,
  any_end_clears,
  keeps_old_token,
  closes_on_odd_value,
  blind_retry,
  double_pong,
  silent_clients,
  answers_last_request_first,
  registers_as_other_type,
  keeps_first_listeners,
  closes_on_refused_login,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> host_defects();

}  // namespace drydock::moor::host
