#pragma once

#include <span>

#include "reference/moor/defect_set.hpp"

namespace drydock::moor::tasks {

/// The mistakes that tasks can be told to make; `task_defects` says of each what it does.
enum class Defect : std::uint8_t {
  end_lost_for_lambda,
  end_lost_when_killed,
  abort_overtakes_output,
  switch_bypasses,
  task_ids_restart,
  boot_cancels_others,
  login_before_check,
  input_from_anybody,
  oob_never_ends,
  ends_twice,
  output_before_commit,
  count,
};

using Defects = DefectSet<Defect>;

/// In the enum's order.
std::span<DefectInfo const> task_defects();

}  // namespace drydock::moor::tasks
