#include "simulator/faults/subscription.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_slow(std::string_view, Words& words, World const& world) {
  Result<Ways> const ways = parse_ways(words, world);
  if (!ways) return tl::make_unexpected(ways.error());
  Result<Duration> const delay = words.duration();
  if (!delay) return tl::make_unexpected(delay.error());
  return Action{[ways = *ways, delay = *delay](World& target) {
    each_way(ways, [&](NodeId from, NodeId to) {
      LinkTrouble trouble = target.network().link(from, to).trouble();
      trouble.subscription_delay = delay;
      target.network().trouble(from, to, trouble);
    });
  }};
}

/// It shows when somebody subscribes anew.
std::vector<DrawnCommand> draw_slow(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  std::string const ways = a + " -- " + b;
  std::string const delay = to_text(draw_duration(rng, 10ms, 5s));
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "slow-joiner " + ways + " " + delay},
          {0s, "disconnect " + a + " " + b},
          {lasts, "slow-joiner " + ways + " 0s"}};
}

Result<Action> parse_lost(std::string_view, Words& words, World const& world) {
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

std::vector<DrawnCommand> draw_lost(Rng& rng, FaultTargets const& targets) {
  std::string const socket = draw_socket(rng, targets.sockets, {SocketType::sub}, false);
  return {{0s, "lose-subscription " + socket}};
}

}  // namespace

FaultKind slow_joiner_fault() {
  return {"slow-joiner",
          "slow-joiner A -> B 2s (A's subscriptions at B; 0s ends it), slow-joiner A -- B 2s",
          "a subscription travels like any message, and its publisher reads it when it gets to",
          {"slow-joiner"},
          parse_slow,
          draw_slow};
}

FaultKind lost_subscription_fault() {
  return {"lost-subscription",
          "lose-subscription A SOCKET (breaks its connections, and no others of A)",
          "one connection of a process breaks; its subscriptions end with it, and are sent again",
          {"lose-subscription"},
          parse_lost,
          draw_lost,
          can_lose};
}

}  // namespace drydock::simulator
