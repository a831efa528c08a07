#include "simulator/faults/subscription.hpp"

#include "simulator/faults/link_trouble.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_slow_joiner(std::string_view, Words& words, World const& world) {
  return parse_trouble_delay(words, world, &LinkTrouble::subscription_delay);
}

std::vector<DrawnCommand> draw_slow_joiner(Rng& rng, FaultTargets const& targets) {
  return draw_trouble_delay("slow-joiner", rng, targets);
}

Result<Action> parse_lost_subscription(std::string_view, Words& words, World const& world) {
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  return Action{[socket = *socket](World& target) {
    if (target.network().disconnect(socket.node, socket.socket)) return;
    target.note(socket.node, "no connection", socket.socket);
  }};
}

bool can_lose(FaultTargets const& targets) {
  return has_socket(targets.sockets, {SocketType::sub}, false);
}

std::vector<DrawnCommand> draw_lost_subscription(Rng& rng, FaultTargets const& targets) {
  std::string const socket = draw_socket(rng, targets.sockets, {SocketType::sub}, false);
  return {{0s, "lose-subscription " + socket}};
}

}  // namespace

FaultKind slow_joiner_fault() {
  return {"slow-joiner",
          "slow-joiner A -> B 2s (A's subscriptions at B; 0s ends it), slow-joiner A -- B 2s",
          "a subscription travels like any message, and its publisher reads it when it gets to",
          {"slow-joiner"},
          parse_slow_joiner,
          draw_slow_joiner};
}

FaultKind lost_subscription_fault() {
  return {"lost-subscription",
          "lose-subscription A SOCKET (breaks its connections, and no others of A)",
          "one connection of a process breaks; its subscriptions end with it, and are sent again",
          {"lose-subscription"},
          parse_lost_subscription,
          draw_lost_subscription,
          can_lose};
}

}  // namespace drydock::simulator
