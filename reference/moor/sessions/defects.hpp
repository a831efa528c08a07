#pragma once

#include <span>

#include "reference/moor/defect_set.hpp"

namespace drydock::moor::sessions {

/// The mistakes that the client side of a daemon can be told to make; `session_defects` says of
/// each what it does.
enum class Defect : std::uint8_t {
  silent_expiry,
  second_establish,
  keeps_first_player,
  boot_overtakes,
  no_disconnected_after_boot,
  restart_forgets_life,
  unreadable_token_is_none,
  reserved_ids_allowed,
  token_of_anybody,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> session_defects();

}  // namespace drydock::moor::sessions
