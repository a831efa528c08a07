#include "simulator/moor/checkers/rightful_is_heard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"
#include "simulator/faults/fault.hpp"
#include "simulator/moor/trust/trust_commands.hpp"

namespace drydock::simulator {
namespace {

/// What may take a right away without taking a token back.
constexpr std::string_view disk_verbs[] = {"disk-full",         "read-error", "remove-file",
                                           "restore",           "disallow",   "revoke-token",
                                           "revoke-signing-key"};

}  // namespace

void RightfulIsHeard::on_network(VirtualTime, NetworkEvent const& event) {
  if (event.kind != NetworkEvent::Kind::delivered || event.frames == nullptr ||
      event.frames->empty()) {
    return;
  }
  bool const at_daemon = roles().is(event.to, Role::daemon);
  if (at_daemon && event.socket == "control") asker_ = event.from;
  if (event.socket != "enrollment") return;
  Frame const& payload = event.frames->back();
  if (at_daemon) {
    auto const request = moor::enrollment::decode_enrollment_request(payload);
    if (!request || !request->service_id) return;
    if (auto const id = Uuid::parse(*request->service_id)) asking_for_[event.from] = *id;
    return;
  }
  auto const response = moor::enrollment::decode_enrollment_response(payload);
  if (!response || !response->success || !response->service_token) return;
  issued_[*response->service_token] = event.to;
  issued_for_[*response->service_token] = asking_for_[event.to];
}

void RightfulIsHeard::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  if (word != "do") return;
  std::string_view const verb = text.substr(0, text.find(' '));
  bool const is_one =
      std::find(std::begin(disk_verbs), std::end(disk_verbs), verb) != std::end(disk_verbs);
  if (is_one) files_are_whole_ = false;
  // Whatever an intruder does is nobody's excuse.
  bool const is_fault = find_fault(verb) != nullptr || TrustCommands::knows(verb);
  if (is_fault && verb != "intrude") is_disturbed_ = true;
}

void RightfulIsHeard::on_node(VirtualTime, NodeId, NodeEvent event) {
  if (event != NodeEvent::started) is_disturbed_ = true;
}

void RightfulIsHeard::on_control(VirtualTime now, NodeId daemon, ControlMessage const& message) {
  std::optional<std::string> const& token = message.message.token;
  is_rightful_ = false;
  if (!token || !files_are_whole_) return;
  auto const issued = issued_.find(*token);
  if (issued == issued_.end() || issued->second != asker_) return;
  is_rightful_ = issued_for_.at(*token) == message.worker && is_good(now, daemon, *token);
}

bool RightfulIsHeard::is_good(VirtualTime now, NodeId daemon, std::string const& token) const {
  auto const inspected = drydock::token::inspect(token);
  auto const claims = inspected ? drydock::token::parse_claims(inspected->payload)
                                : tl::make_unexpected(inspected.error());
  auto const registered =
      claims ? drydock::token::registered_claims(*claims) : tl::make_unexpected(claims.error());
  if (!registered || !registered->expires || !registered->not_before) return true;
  WallTime const wall = world_.clock(daemon).wall_time(now);
  return *registered->not_before <= wall && wall < *registered->expires;
}

void RightfulIsHeard::on_control_reply(VirtualTime, NodeId,
                                       std::optional<ControlMessage> const& asked,
                                       moor::DaemonToWorkerReplyUnion const& reply) {
  auto const* refusal = std::get_if<moor::WorkerAuthFailed>(&reply);
  if (refusal == nullptr || !asked) return;
  if (!is_disturbed_ && roles().is(asker_, Role::worker) && roles().tokens_last()) {
    return fail(fmt::format("nothing had gone wrong, and worker {} was told: {}",
                            asked->worker.text(), refusal->reason));
  }
  if (!is_rightful_) return;
  fail(fmt::format("worker {} showed a token that is good, and was told: {}", asked->worker.text(),
                   refusal->reason));
}

}  // namespace drydock::simulator
