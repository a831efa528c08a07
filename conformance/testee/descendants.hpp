#pragma once

#include <sys/types.h>

#include <set>

#include "reference/core/time.hpp"

namespace drydock::conformance {

/// From now on what our descendants leave behind becomes our child, whatever session it is in.
/// Source: prctl(2), PR_SET_CHILD_SUBREAPER.
void adopt_orphans();

/// Kills every child of this process but those in `spared`, then what they leave behind, and so on
/// until there is none; reaps them all. Needs `adopt_orphans`. False if some are left after
/// `limit`.
bool end_descendants(std::set<pid_t> const& spared = {}, Duration limit = std::chrono::seconds{20});

}  // namespace drydock::conformance
