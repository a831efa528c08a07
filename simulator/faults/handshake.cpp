#include "simulator/faults/handshake.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

bool has_guards(FaultTargets const& targets) {
  return !targets.guards.empty() && !targets.guests.empty();
}

std::string draw_break(Rng& rng, FaultTargets const& targets, std::string const& node) {
  std::vector<std::string> peers;
  for (auto const& [a, b] : targets.links) {
    if (a == node || b == node) peers.push_back(a == node ? b : a);
  }
  return peers.empty() ? "" : "disconnect " + draw_one(rng, peers) + " " + node;
}

Result<Action> parse_stall(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const stalls = verb == "stall-handshakes";
  return Action{
      [node = *node, stalls](World& target) { target.network().set_silent(node, stalls); }};
}

/// It shows where somebody connects anew.
std::vector<DrawnCommand> draw_stall(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  Duration const lasts = draw_duration(rng, 100ms, 60s);
  return {
      {0s, "stall-handshakes " + b}, {0s, "disconnect " + a + " " + b}, {lasts, "end-stall " + b}};
}

Result<Action> parse_refusal(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  return Action{[node = *node](World& target) { target.network().refuse_next(node); }};
}

std::vector<DrawnCommand> draw_refusal(Rng& rng, FaultTargets const& targets) {
  std::string const guest = draw_one(rng, targets.guests);
  std::string const anew = draw_break(rng, targets, guest);
  std::vector<DrawnCommand> commands{{0s, "refuse-key " + guest}};
  if (!anew.empty()) commands.push_back({0s, anew});
  return commands;
}

Result<Action> parse_absent(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const absent = verb == "authenticator-absent";
  return Action{[node = *node, absent](World& target) {
    target.network().set_without_authenticator(node, absent);
  }};
}

std::vector<DrawnCommand> draw_absent(Rng& rng, FaultTargets const& targets) {
  std::string const guard = draw_one(rng, targets.guards);
  std::string const anew = draw_break(rng, targets, guard);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  std::vector<DrawnCommand> commands{{0s, "authenticator-absent " + guard}};
  if (!anew.empty()) commands.push_back({0s, anew});
  commands.push_back({lasts, "authenticator-back " + guard});
  return commands;
}

}  // namespace

FaultKind handshake_stall_fault() {
  return {"handshake-stall",
          "stall-handshakes A (those of whoever connects to it), end-stall A",
          "its kernel accepts while its own threads stand still; after 30 s the other tries anew",
          {"stall-handshakes", "end-stall"},
          parse_stall,
          draw_stall};
}

FaultKind curve_refusal_fault() {
  return {"curve-refusal",
          "refuse-key A (the next time that it is asked about)",
          "an authenticator cannot read its list at that moment; libzmq takes a 400 for final",
          {"refuse-key"},
          parse_refusal,
          draw_refusal,
          has_guards};
}

FaultKind authenticator_absent_fault() {
  return {"zap-absent",
          "authenticator-absent A, authenticator-back A",
          "the thread that answers at inproc://zeromq.zap.01 has not started yet, or has ended",
          {"authenticator-absent", "authenticator-back"},
          parse_absent,
          draw_absent,
          has_guards};
}

}  // namespace drydock::simulator
