#include "reference/moor/host/line_host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/host/rendering.hpp"

namespace drydock::moor::host {
namespace {

constexpr SocketName health_socket = "health";
constexpr std::array<SocketName, LineHost::listeners_limit> door_names{
    "door0", "door1", "door2",  "door3",  "door4",  "door5",  "door6",  "door7",
    "door8", "door9", "door10", "door11", "door12", "door13", "door14", "door15"};

std::optional<std::size_t> door_of(SocketName socket) {
  auto const found = std::find(door_names.begin(), door_names.end(), socket);
  if (found == door_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - door_names.begin());
}

SocketSpec streaming(std::string endpoint, int unread_max, bool required) {
  SocketSpec spec;
  spec.type = SocketType::stream;
  spec.bind = {std::move(endpoint)};
  spec.security = Plain{true};
  spec.send_high_water_mark = unread_max;
  spec.linger = std::chrono::seconds{1};
  spec.required = required;
  return spec;
}

Frames frames_of(std::string_view text) {
  Frames frames;
  frames.push_back(bytes_of(text));
  return frames;
}

/// From `1.2.3.4:5` or `[::1]:5`.
Arrival arrival_from(std::string_view peer) {
  Arrival arrival;
  std::size_t const colon = std::min(peer.rfind(':'), peer.size());
  std::string_view address = peer.substr(0, colon);
  if (colon < peer.size()) {
    std::string_view const port = peer.substr(colon + 1);
    std::from_chars(port.data(), port.data() + port.size(), arrival.remote_port);
  }
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  arrival.peer_address = address;
  arrival.attributes = {{Symbol{"host_type"}, Var{"telnet"}},
                        {Symbol{"supports-telnet-protocol"}, Var{true}},
                        {Symbol{"client-echo"}, Var{true}}};
  return arrival;
}

}  // namespace

LineHost::LineHost(Settings settings, Lines lines, WallClock const& clock, Rng rng)
    : listen_address_(settings.listen_address),
      lines_(lines),
      host_(std::move(settings), clock, std::move(rng)) {
  ENSURE(host_.listening().size() <= listeners_limit);
}

void LineHost::step(VirtualTime now, Input const& input, Outbox& out) {
  auto const* received = std::get_if<Received>(&input);
  auto const* down = std::get_if<PeerDown>(&input);
  if (received != nullptr && received->from.socket == health_socket) {
    return on_health_check(now, *received, out);
  }
  if (received != nullptr && door_of(received->from.socket)) {
    on_stream(now, *received, out);
  } else if (down != nullptr && door_of(down->peer.socket)) {
    Door& door = doors_[*door_of(down->peer.socket)];
    door.open = false;
    host_.cannot_listen(door.at.port);
  } else if (down == nullptr || down->peer.socket != health_socket) {
    if (std::holds_alternative<Started>(input)) {
      for (std::size_t number = 0; number < host_.listening().size(); ++number) {
        open_door(number, host_.listening()[number], true, out);
      }
      if (lines_.health_port) {
        out.emplace_back(OpenSocket{
            health_socket, streaming(address(*lines_.health_port), lines_.unread_max, false)});
      }
    }
    host_.step(now, input, out);
  }
  show(out);
  open_and_close_doors(out);
  // What people are told at the end is sent before it.
  auto const end = std::ranges::find_if(
      out, [](Output const& output) { return std::holds_alternative<Exit>(output); });
  if (end != out.end()) std::rotate(end, end + 1, out.end());
}

void LineHost::check_invariants() const {
  host_.check_invariants();
  ENSURE(users_.size() == people_.size());
}

std::string LineHost::address(std::uint16_t port) const {
  bool const bare_v6 =
      listen_address_.find(':') != std::string::npos && !listen_address_.starts_with('[');
  return bare_v6 ? fmt::format("tcp://[{}]:{}", listen_address_, port)
                 : fmt::format("tcp://{}:{}", listen_address_, port);
}

// Doors.

void LineHost::open_door(std::size_t number, ListeningAt const& at, bool required, Outbox& out) {
  doors_[number] = {at, true};
  out.emplace_back(
      OpenSocket{door_names[number], streaming(address(at.port), lines_.unread_max, required)});
}

/// Who came through a door stays when it is closed to others (hosts 9.1), and so does its socket:
/// it takes nobody in any more, and closes with the last of them.
void LineHost::close_door(std::size_t number, Outbox& out) {
  SocketName const name = door_names[number];
  bool const in_use =
      std::ranges::any_of(users_, [&](auto const& entry) { return entry.first.socket == name; });
  if (in_use) return;
  doors_[number].open = false;
  out.emplace_back(CloseSocket{name});
}

void LineHost::open_and_close_doors(Outbox& out) {
  if (host_.ended()) return;
  auto const& wanted = host_.listening();
  for (std::size_t number = 0; number < doors_.size(); ++number) {
    if (!doors_[number].open) continue;
    if (std::ranges::find(wanted, doors_[number].at) == wanted.end()) close_door(number, out);
  }
  for (ListeningAt const& at : std::vector<ListeningAt>(wanted)) {
    auto const same = std::ranges::find_if(
        doors_, [&](Door const& door) { return door.open && door.at.port == at.port; });
    auto const free = std::ranges::find_if(doors_, [](Door const& door) { return !door.open; });
    if (same != doors_.end()) {
      same->at = at;
    } else if (free != doors_.end()) {
      open_door(static_cast<std::size_t>(free - doors_.begin()), at, false, out);
    } else {
      host_.cannot_listen(at.port);
    }
  }
}

// People.

void LineHost::on_stream(VirtualTime now, Received const& received, Outbox& out) {
  auto const known = users_.find(received.from);
  Frame const& bytes = received.frames.front();
  if (known == users_.end()) {
    if (bytes.empty()) arrive(now, received, doors_[*door_of(received.from.socket)], out);
    return;
  }
  UserId const user = known->second;
  if (bytes.empty()) {
    users_.erase(known);
    people_.erase(user);
    host_.leave(now, user, out);
    return;
  }
  for (Typed const& typed : people_.at(user).lines.take(bytes)) on_typed(now, user, typed, out);
}

void LineHost::arrive(VirtualTime now, Received const& received, Door const& door, Outbox& out) {
  auto const& wanted = host_.listening();
  if (std::ranges::find(wanted, door.at) == wanted.end()) {
    out.emplace_back(Send{received.from, Frames{Frame{}}});
    return;
  }
  Arrival arrival = arrival_from(received.user_id);
  arrival.local_port = door.at.port;
  arrival.handler_object = door.at.handler_object;
  UserId const user = host_.arrive(now, std::move(arrival), out);
  users_.emplace(received.from, user);
  people_.emplace(user, Person{received.from, TelnetLines{lines_.line_bytes_max}});
}

void LineHost::on_typed(VirtualTime now, UserId user, Typed const& typed, Outbox& out) {
  if (auto const* line = std::get_if<TypedLine>(&typed)) {
    host_.type(now, user, line->text, out);
  } else if (auto const* sequence = std::get_if<TelnetSequence>(&typed)) {
    if (!host_.logged_in(user)) return;
    Var const bytes = Binary{sequence->bytes};
    host_.act(now, user, SendOutOfBand{list_of({bytes}), bytes}, out);
  } else {
    std::string const text = fmt::format("That line has more than {} bytes, and is lost.\r\n",
                                         std::get<LineTooLong>(typed).bytes_max);
    out.emplace_back(Send{people_.at(user).peer, frames_of(text)});
  }
}

/// One message for each person, whatever there is to see.
void LineHost::show(Outbox& out) {
  std::map<UserId, std::string> texts;
  std::vector<UserId> gone;
  for (Shown const& shown : host_.take_shown()) {
    if (!people_.contains(shown.user)) continue;
    texts[shown.user] += render(shown.event);
    if (std::holds_alternative<Ended>(shown.event)) gone.push_back(shown.user);
  }
  for (auto const& [user, text] : texts) {
    if (!text.empty()) out.emplace_back(Send{people_.at(user).peer, frames_of(text)});
  }
  for (UserId const user : gone) {
    PeerId const peer = people_.at(user).peer;
    out.emplace_back(Send{peer, Frames{Frame{}}});
    users_.erase(peer);
    people_.erase(user);
  }
}

void LineHost::on_health_check(VirtualTime now, Received const& received, Outbox& out) {
  if (!received.frames.front().empty()) return;
  auto const& ping = host_.last_ping();
  bool const well = !ping || now - *ping < lines_.ping_age_max;
  out.emplace_back(Send{received.from, frames_of(well ? "OK\n" : "UNHEALTHY\n")});
  out.emplace_back(Send{received.from, Frames{Frame{}}});
}

}  // namespace drydock::moor::host
