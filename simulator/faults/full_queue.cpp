#include "simulator/faults/full_queue.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// `fill-X A SOCKET`, `drain-X A SOCKET`: by the verb, what is done.
Result<Action> parse_full_queue(std::string_view verb, Words& words, World const& world) {
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  bool const fills = verb.starts_with("fill-");
  bool const incoming = verb.ends_with("-subscriber");
  return Action{[socket = *socket, fills, incoming](World& target) {
    Network& network = target.network();
    bool const is_there = incoming ? network.choke(socket.node, socket.socket, fills)
                                   : network.stuff(socket.node, socket.socket, fills);
    if (!is_there) target.note(socket.node, "no socket", socket.socket);
  }};
}

std::vector<DrawnCommand> draw_full_queue(Rng& rng, std::string const& what,
                                          std::string const& socket) {
  Duration const lasts = draw_duration(rng, 10ms, 20s);
  return {{0s, "fill-" + what + " " + socket}, {lasts, "drain-" + what + " " + socket}};
}

constexpr auto publishers = {SocketType::pub, SocketType::xpub};
constexpr auto subscribers = {SocketType::sub};
constexpr auto dealers = {SocketType::req, SocketType::dealer};
constexpr auto routers = {SocketType::rep, SocketType::router};

}  // namespace

FaultKind publisher_full_fault() {
  return {
      "publisher-full",
      "fill-publisher A SOCKET, drain-publisher A SOCKET",
      "its high-water mark is reached by what others have to hear; a PUB drops what exceeds it",
      {"fill-publisher", "drain-publisher"},
      parse_full_queue,
      [](Rng& rng, FaultTargets const& targets) {
        return draw_full_queue(rng, "publisher",
                               draw_socket(rng, targets.sockets, publishers, true));
      },
      [](FaultTargets const& targets) { return has_socket(targets.sockets, publishers, true); }};
}

FaultKind subscriber_full_fault() {
  return {
      "subscriber-full",
      "fill-subscriber A SOCKET, drain-subscriber A SOCKET",
      "its application reads slower than is published, up to its high-water mark; TCP waits",
      {"fill-subscriber", "drain-subscriber"},
      parse_full_queue,
      [](Rng& rng, FaultTargets const& targets) {
        return draw_full_queue(rng, "subscriber",
                               draw_socket(rng, targets.sockets, subscribers, false));
      },
      [](FaultTargets const& targets) { return has_socket(targets.sockets, subscribers, false); }};
}

FaultKind dealer_full_fault() {
  return {"dealer-full",
          "fill-dealer A SOCKET, drain-dealer A SOCKET",
          "its high-water mark is reached while nobody reads: a DEALER or REQ would block",
          {"fill-dealer", "drain-dealer"},
          parse_full_queue,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_full_queue(rng, "dealer",
                                   draw_socket(rng, targets.sockets, dealers, false));
          },
          [](FaultTargets const& targets) { return has_socket(targets.sockets, dealers, false); }};
}

FaultKind router_full_fault() {
  return {"router-full",
          "fill-router A SOCKET, drain-router A SOCKET",
          "the mark towards a peer that does not read is reached: a ROUTER or REP drops its answer",
          {"fill-router", "drain-router"},
          parse_full_queue,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_full_queue(rng, "router", draw_socket(rng, targets.sockets, routers, true));
          },
          [](FaultTargets const& targets) { return has_socket(targets.sockets, routers, true); }};
}

}  // namespace drydock::simulator
