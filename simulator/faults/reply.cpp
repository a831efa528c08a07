#include "simulator/faults/reply.hpp"

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

Result<Action> parse_lost(std::string_view, Words& words, World const& world) {
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  return Action{
      [socket = *socket](World& target) { target.network().arm({socket.node, socket.socket}); }};
}

Result<Action> parse_late(std::string_view, Words& words, World const& world) {
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  Result<Duration> const delay = words.duration();
  if (!delay) return tl::make_unexpected(delay.error());
  return Action{[socket = *socket, delay = std::max(*delay, Duration{1})](World& target) {
    target.network().arm({socket.node, socket.socket, delay});
  }};
}

constexpr auto askers = {SocketType::req, SocketType::dealer};

bool can_draw_reply(FaultTargets const& targets) {
  return has_socket(targets.sockets, askers, false);
}

std::vector<DrawnCommand> draw_lost(Rng& rng, FaultTargets const& targets) {
  return {{0s, "lose-reply " + draw_socket(rng, targets.sockets, askers, false)}};
}

std::vector<DrawnCommand> draw_late(Rng& rng, FaultTargets const& targets) {
  std::string const socket = draw_socket(rng, targets.sockets, askers, false);
  return {{0s, "late-reply " + socket + " " + to_text(draw_duration(rng, 100ms, 30s))}};
}

}  // namespace

FaultKind lost_reply_fault() {
  return {"lost-reply",
          "lose-reply A SOCKET (the next that sets out to it)",
          "a connection breaks with a reply on its way; a REQ stays locked until it is opened anew",
          {"lose-reply"},
          parse_lost,
          draw_lost,
          can_draw_reply};
}

FaultKind late_reply_fault() {
  return {"late-reply",
          "late-reply A SOCKET 3s (the next that sets out to it)",
          "a segment is lost and sent again, later and later; what follows waits behind it",
          {"late-reply"},
          parse_late,
          draw_late,
          can_draw_reply};
}

}  // namespace drydock::simulator
