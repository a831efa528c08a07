#include "simulator/faults/odd_message.hpp"

#include <utility>

#include "simulator/faults/odd_frames.hpp"

namespace drydock::simulator {
namespace {

bool can_draw_odd_message(FaultTargets const& targets) { return !targets.odd_messages.empty(); }

std::vector<DrawnCommand> draw_odd_message(Rng& rng, FaultTargets const& targets) {
  OddTarget const& target = draw_one(rng, targets.odd_messages);
  std::vector<DrawnCommand> commands{{Duration{0}, "say " + target.message}};
  if (!target.ended_by.empty()) {
    Duration const lasts =
        draw_duration(rng, std::chrono::milliseconds{100}, std::chrono::seconds{20});
    commands.push_back({lasts, target.ended_by});
  }
  return commands;
}

}  // namespace

bool say_odd(World& world, NodeId node, std::string const& name, Frames frames) {
  SocketSpec const* const spec = world.network().spec(node, name);
  if (spec == nullptr) {
    world.note(node, "no socket", name);
    return false;
  }
  switch (spec->type) {
    case SocketType::rep:
    case SocketType::router:
      return knock(world, node, name, {std::move(frames)});
    case SocketType::req:
    case SocketType::dealer:
      world.network().arm({.node = node, .socket = name, .instead = std::move(frames)});
      return true;
    case SocketType::pub:
    case SocketType::xpub:
      break;
    case SocketType::sub:
    case SocketType::stream:
      world.note(node, "nothing odd can be said there", name);
      return false;
  }
  if (world.paused(node)) {
    world.note(node, "it stands still", name);
    return false;
  }
  world.network().send(node, {name}, std::move(frames));
  return true;
}

FaultKind odd_message_fault() {
  return {
      odd_message,
      "say A SOCKET WHAT (one of the odd messages that the protocol offers; said by a stranger "
      "at a REP or ROUTER, by A itself at a PUB, in place of the next reply at a REQ or DEALER)",
      "a peer of another version or language, or another program, is free to say it",
      {"say"},
      nullptr,
      draw_odd_message,
      can_draw_odd_message};
}

}  // namespace drydock::simulator
