#include "simulator/moor/checkers/tokens_end.hpp"

#include <fmt/format.h>

#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/verify.hpp"
#include "simulator/moor/checkers/patience.hpp"

namespace drydock::simulator {

std::optional<std::string> TokensEnd::why_not(VirtualTime now, NodeId daemon,
                                              std::string const& token, Use use) const {
  auto const inspected = drydock::token::inspect(token);
  if (!inspected) return "is none";
  auto const claims = drydock::token::parse_claims(inspected->payload);
  if (!claims) return "is none";
  auto const registered = drydock::token::registered_claims(*claims);
  if (!registered) return "has malformed claims";
  WallTime const wall = world_.clock(daemon).wall_time(now);
  if (!registered->expires) return "never ends";
  Duration const leeway = roles().promises.leeway;
  if (*registered->expires + leeway <= wall) {
    return fmt::format("ended at {}, and it is {}", registered->expires->text(), wall.text());
  }
  if (use == Use::message && registered->not_before && *registered->not_before > wall + leeway) {
    return fmt::format("begins at {}, and it is {}", registered->not_before->text(), wall.text());
  }
  for (TakenBack const& taken_back : operator_.taken_back()) {
    if (taken_back.barred != no_node || !knows_of(now, taken_back)) continue;
    bool const is_this = taken_back.key ? drydock::token::signed_by(*inspected, *taken_back.key)
                                        : registered->token_id == taken_back.token_id;
    if (is_this) return fmt::format("was revoked {:.1f} s ago", seconds_of(now - taken_back.at));
  }
  return std::nullopt;
}

bool TokensEnd::knows_of(VirtualTime now, TakenBack const& taken_back) const {
  if (pace_.is_hampered()) return false;
  VirtualTime const since = std::max(taken_back.at, pace_.at_full_speed_since());
  return now > since + roles().promises.look_period + tolerance;
}

void TokensEnd::on_control(VirtualTime now, NodeId daemon, ControlMessage const& message) {
  std::optional<std::string> const& token = message.message.token;
  why_not_ =
      token ? why_not(now, daemon, *token, Use::message) : std::optional<std::string>{"is missing"};
}

void TokensEnd::on_control_reply(VirtualTime, NodeId, std::optional<ControlMessage> const& asked,
                                 moor::DaemonToWorkerReplyUnion const& reply) {
  bool const is_refused = std::holds_alternative<moor::WorkerAuthFailed>(reply) ||
                          std::holds_alternative<moor::WorkerRejected>(reply) ||
                          std::holds_alternative<moor::WorkerInvalidPayload>(reply);
  if (is_refused || !asked) return;
  if (why_not_) {
    return fail(fmt::format("a message of worker {} was accepted, although its token {}",
                            asked->worker.text(), *why_not_));
  }
  if (asked->message.token) shown_[asked->worker].insert(*asked->message.token);
}

void TokensEnd::on_dispatch(VirtualTime now, NodeId daemon, moor::WorkerRequest const& request) {
  auto const place = shown_.find(request.worker_id);
  if (place == shown_.end()) {
    return fail(fmt::format("a request was published for worker {}, which has shown no token",
                            request.worker_id.text()));
  }
  std::string all_of_them;
  for (std::string const& token : place->second) {
    auto const why = why_not(now, daemon, token, Use::dispatch);
    if (!why) return;
    all_of_them += (all_of_them.empty() ? "its token " : ", and another ") + *why;
  }
  fail(fmt::format("a request was published for worker {}, although {}", request.worker_id.text(),
                   all_of_them));
}

void TokensEnd::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  pace_.on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) shown_.clear();
}

}  // namespace drydock::simulator
