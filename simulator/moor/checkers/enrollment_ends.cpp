#include "simulator/moor/checkers/enrollment_ends.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator {
namespace {

constexpr Duration enrollment_max = std::chrono::seconds{15};

}  // namespace

void EnrollmentEnds::on_input(VirtualTime now, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received != nullptr && received->from.socket == "enrollment") asked_.erase(node);
  for (auto const& [who, since] : asked_) {
    Pace const& pace = paces_[who];
    if (pace.is_hampered()) continue;
    if (now <= std::max(since, pace.at_full_speed_since()) + enrollment_max) continue;
    return fail(fmt::format("somebody has waited for {:.0f} s to be enrolled, and waits on",
                            seconds_of(now - since)));
  }
}

void EnrollmentEnds::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (auto const* send = std::get_if<Send>(&output)) {
    bool const asks = send->to.socket == "enrollment" && !roles_.is(node, Role::daemon);
    if (asks) asked_.insert_or_assign(node, now);
  } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
    if (close->socket == "enrollment") asked_.erase(node);
  }
}

void EnrollmentEnds::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  paces_[node].on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) asked_.erase(node);
}

}  // namespace drydock::simulator
