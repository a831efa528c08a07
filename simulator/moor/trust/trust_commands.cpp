#include "simulator/moor/trust/trust_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "reference/moor/codec/codec.hpp"
#include "simulator/moor/trust/intruder.hpp"

namespace drydock::simulator {
namespace {

constexpr std::string_view verbs[] = {"rotate-enrollment-token",
                                      "rotate-signing-key",
                                      "revoke-signing-key",
                                      "revoke-token",
                                      "disallow",
                                      "allow",
                                      "intrude"};

std::string_view name_of(Role role) {
  switch (role) {
    case Role::daemon:
      return "daemon";
    case Role::worker:
      return "worker";
    case Role::caller:
      return "caller";
    case Role::host:
      return "host";
    case Role::web:
      return "web";
    case Role::prankster:
      return "prankster";
    case Role::intruder:
      break;
  }
  return "intruder";
}

}  // namespace

bool TrustCommands::knows(std::string_view verb) {
  return std::find(std::begin(verbs), std::end(verbs), verb) != std::end(verbs);
}

Result<Action> TrustCommands::parse(std::string_view verb, Words& words) {
  if (verb == "intrude") return parse_intrusion(words);
  Result<NodeId> const daemon = node_of(words, Role::daemon);
  if (!daemon) return tl::make_unexpected(daemon.error());
  if (verb == "rotate-enrollment-token") {
    return Action{[this, d = *daemon](World&) { operator_.rotate_enrollment_token(d); }};
  }
  if (verb == "rotate-signing-key") {
    return Action{[this, d = *daemon](World&) { operator_.rotate_signing_key(d); }};
  }
  if (verb == "revoke-signing-key") {
    return Action{[this, d = *daemon](World&) { operator_.revoke_signing_key(d); }};
  }
  return parse_about_worker(verb, *daemon, words);
}

Result<Action> TrustCommands::parse_about_worker(std::string_view verb, NodeId daemon,
                                                 Words& words) {
  Result<NodeId> const worker = node_of(words, Role::worker);
  if (!worker) return tl::make_unexpected(worker.error());
  if (verb == "revoke-token") {
    return Action{[this, daemon, w = *worker](World&) {
      auto const place = seen_.find(w);
      if (place != seen_.end()) operator_.revoke_token(daemon, place->second.token);
    }};
  }
  if (verb == "allow") {
    return Action{[this, daemon, w = *worker](World&) { operator_.allow(daemon, w); }};
  }
  return Action{[this, daemon, w = *worker](World&) {
    operator_.disallow(daemon, w, roles_.service_types.at(w));
  }};
}

Result<Action> TrustCommands::parse_intrusion(Words& words) {
  Result<NodeId> const intruder = node_of(words, Role::intruder);
  if (!intruder) return tl::make_unexpected(intruder.error());
  if (auto const as = words.expect("as"); !as) return tl::make_unexpected(as.error());
  if (words.take("anybody")) {
    return Action{[this, t = *intruder](World&) { intrude(t, std::nullopt); }};
  }
  Result<NodeId> const victim = node_of(words, Role::worker);
  if (!victim) return tl::make_unexpected(victim.error());
  return Action{[this, t = *intruder, v = *victim](World&) { intrude(t, v); }};
}

Result<NodeId> TrustCommands::node_of(Words& words, Role role) const {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world_);
  if (!node || roles_.is(*node, role)) return node;
  return at_node.error(fmt::format("'{}' is no {}", world_.name(*node), name_of(role)));
}

void TrustCommands::intrude(NodeId intruder, std::optional<NodeId> victim) {
  Uuid worker_id = Uuid::random(rng_);
  std::optional<std::string> token;
  auto const place = victim ? seen_.find(*victim) : seen_.begin();
  if (place != seen_.end()) {
    token = place->second.token;
    if (victim) worker_id = place->second.worker_id;
  }
  world_.prod(intruder, [&](VirtualTime now, Machine& machine, Outbox& out) {
    static_cast<Intruder&>(machine).attempt(now, worker_id, token, out);
  });
}

void TrustCommands::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || send->to.socket != "control" || send->frames.size() != 2) return;
  if (!roles_.is(node, Role::worker)) return;
  Result<Uuid> const worker = Uuid::from_bytes(send->frames[0]);
  auto const message = moor::decode_worker_to_daemon(send->frames[1]);
  if (worker && message && message->token) seen_[node] = {*worker, *message->token};
}

}  // namespace drydock::simulator
