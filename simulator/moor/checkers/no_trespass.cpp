#include "simulator/moor/checkers/no_trespass.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::simulator {
namespace {

/// For a daemon to take a look that is due.
constexpr Duration look_late_max = std::chrono::seconds{1};

}  // namespace

void NoTrespass::on_network(VirtualTime, NetworkEvent const& event) {
  if (event.kind != NetworkEvent::Kind::delivered) return;
  if (event.socket == "enrollment") return on_enrollment(event);
  if (roles().is(event.to, Role::daemon) && event.socket == "control") asker_ = event.from;
  bool const is_guarded = event.socket == "control" || event.socket == "dispatch";
  if (is_guarded && roles().strangers.contains(event.to)) {
    fail(fmt::format("{}, whose key never enrolled, was let in and hears {}", world_.name(event.to),
                     event.socket));
  }
}

void NoTrespass::on_control_reply(VirtualTime now, NodeId, std::optional<ControlMessage> const&,
                                  moor::DaemonToWorkerReplyUnion const& reply) {
  bool const is_refused = std::holds_alternative<moor::WorkerAuthFailed>(reply) ||
                          std::holds_alternative<moor::WorkerRejected>(reply) ||
                          std::holds_alternative<moor::WorkerInvalidPayload>(reply);
  if (is_refused || asker_ == no_node) return;
  if (roles().is(asker_, Role::intruder)) {
    return fail(fmt::format("what {} had no right to say was accepted", world_.name(asker_)));
  }
  if (is_barred(now, asker_)) {
    fail(
        fmt::format("{}, which is no allowed host any more, was listened to", world_.name(asker_)));
  }
}

/// Whoever knows the enrollment token enrolls again, removed or not; a renewal is another matter.
void NoTrespass::on_enrollment(NetworkEvent const& event) {
  if (!roles().is(event.to, Role::daemon)) return;
  enrolling_ = no_node;
  if (event.frames == nullptr || event.frames->empty()) return;
  auto const request = moor::enrollment::decode_enrollment_request(event.frames->back());
  if (request && !request->service_token) enrolling_ = event.from;
}

/// It counts from the answer on, heard or not: the daemon has let it in.
void NoTrespass::on_enrollment_answered(VirtualTime now, NodeId, Frames const& frames) {
  NodeId const who = std::exchange(enrolling_, no_node);
  if (who == no_node || frames.empty()) return;
  auto const response = moor::enrollment::decode_enrollment_response(frames.back());
  if (response && response->success) enrolled_[who] = now;
}

bool NoTrespass::is_barred(VirtualTime now, NodeId node) const {
  if (pace_.is_hampered()) return false;
  for (TakenBack const& taken_back : operator_.taken_back()) {
    if (taken_back.barred != node || taken_back.given_back_at) continue;
    auto const enrolled = enrolled_.find(node);
    if (enrolled != enrolled_.end() && enrolled->second > taken_back.at) continue;
    VirtualTime const since = std::max(taken_back.at, pace_.at_full_speed_since());
    if (now > since + roles().promises.look_period + look_late_max) return true;
  }
  return false;
}

void NoTrespass::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (roles().is(node, Role::daemon)) pace_.on_node(now, event);
}

}  // namespace drydock::simulator
