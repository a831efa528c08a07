#pragma once

#include <optional>
#include <string>

#include "simulator/real/real_run.hpp"

namespace drydock::simulator {

/// Whether what was said in a run that really happened is what the model says. Where nothing orders
/// two messages, such as those of two people who come at once, either may be first, and what is
/// said then may differ: so one run of the model is not enough. There is the scenario's own, and
/// 300 with other seeds, in which links take much the same for all, or up to 0.3 s, and processes
/// wake up in time, or up to 0.3 s late, as where they wait for a processor; and steps of one
/// instant come at once, or up to 20 ms apart.
/// Each sequence has to be that of one of these runs, or, where many messages race, has to have
/// what one of them has, in the order that they all agree on. Gives the first difference that is
/// left.
std::optional<Difference> difference_to_model(Scenario const& scenario, Protocol const& protocol,
                                              MessageReader& reader, Said const& own,
                                              Said const& real);

}  // namespace drydock::simulator
