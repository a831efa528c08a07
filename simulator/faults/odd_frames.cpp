#include "simulator/faults/odd_frames.hpp"

#include <utility>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view stranger_prefix = "stranger-at-";
constexpr SocketName stranger_socket = "stranger";
constexpr std::uint64_t count_max = 10'000;
constexpr std::uint64_t bytes_max = std::uint64_t{64} * 1024 * 1024;

Frames with_delimiter(std::size_t count, std::size_t bytes) {
  Frames frames;
  frames.emplace_back();
  for (std::size_t frame = 0; frame < count; ++frame) frames.push_back(Frame(bytes, 0x5a));
  return frames;
}

/// What the verbs send, by a number that says how much of it.
std::vector<Frames> messages_of(std::string_view verb, std::uint64_t number) {
  if (verb == "odd-count") return {with_delimiter(static_cast<std::size_t>(number), 16)};
  if (verb == "odd-size") return {with_delimiter(2, static_cast<std::size_t>(number))};
  if (verb == "odd-delimiter") {
    Frames frames = with_delimiter(static_cast<std::size_t>(number), 16);
    frames.erase(frames.begin());
    return {std::move(frames)};
  }
  return std::vector<Frames>(static_cast<std::size_t>(number), with_delimiter(2, 16));
}

Result<Action> parse_odd_frames(std::string_view verb, Words& words, World const& world) {
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  Words const at_number = words;
  Result<std::uint64_t> const number = words.number("how many, or how large");
  if (!number) return tl::make_unexpected(number.error());
  std::uint64_t const most = verb == "odd-size" ? bytes_max : count_max;
  std::uint64_t const least = verb == "odd-delimiter" ? 1 : 0;
  if (*number > most || *number < least) {
    return at_number.error("'" + std::to_string(*number) + "' is not from " +
                           std::to_string(least) + " to " + std::to_string(most));
  }
  return Action{[socket = *socket, verb = std::string(verb), number = *number](World& target) {
    knock(target, socket.node, socket.socket, messages_of(verb, number));
  }};
}

bool can_draw_odd_frames(FaultTargets const& targets) {
  return has_socket(targets.doors, open_types, true);
}

std::vector<DrawnCommand> draw_odd_frames(Rng& rng, FaultTargets const& targets,
                                          std::string const& verb,
                                          std::vector<std::uint64_t> const& numbers) {
  std::string const socket = draw_socket(rng, targets.doors, open_types, true);
  return {{0s, verb + " " + socket + " " + std::to_string(draw_one(rng, numbers))}};
}

}  // namespace

bool knock(World& world, NodeId node, std::string const& name, std::vector<Frames> messages) {
  SocketSpec const* const spec = world.network().spec(node, name);
  bool const is_open = spec != nullptr && !spec->bind.empty() &&
                       std::holds_alternative<Plain>(spec->security) &&
                       (spec->type == SocketType::rep || spec->type == SocketType::router);
  if (!is_open) {
    world.note(node, "no open door", name);
    return false;
  }
  SocketSpec mine;
  mine.type = SocketType::dealer;
  mine.send_high_water_mark = 0;
  mine.connect = {spec->bind.front()};
  std::string const stranger_name = std::string(stranger_prefix) + world.name(node) + "-" + name;
  std::optional<NodeId> stranger = world.find(stranger_name);
  if (!stranger) stranger = world.add_puppet(stranger_name, [](VirtualTime, Input const&) {});
  Outbox outputs;
  if (world.start(*stranger)) outputs.emplace_back(OpenSocket{stranger_socket, std::move(mine)});
  for (Frames& frames : messages) {
    outputs.emplace_back(Send{{stranger_socket}, std::move(frames)});
  }
  world.perform(*stranger, outputs);
  return true;
}

void end_strangers(World& world) {
  for (std::uint32_t number = 0; number < world.node_count(); ++number) {
    if (world.name(NodeId{number}).starts_with(stranger_prefix)) world.crash(NodeId{number});
  }
}

FaultKind odd_frame_count_fault() {
  return {"odd-frame-count",
          "odd-count A SOCKET 5 (frames after the delimiter)",
          "a peer of another version, or another program, reached the port: any number of frames",
          {"odd-count"},
          parse_odd_frames,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_odd_frames(rng, targets, "odd-count", {0, 1, 3, 4, 64});
          },
          can_draw_odd_frames};
}

FaultKind odd_delimiter_fault() {
  return {"odd-delimiter",
          "odd-delimiter A SOCKET 2 (frames, none of them empty)",
          "a DEALER is free to send no empty frame",
          {"odd-delimiter"},
          parse_odd_frames,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_odd_frames(rng, targets, "odd-delimiter", {1, 2, 3});
          },
          can_draw_odd_frames};
}

FaultKind odd_frame_size_fault() {
  return {"odd-frame-size",
          "odd-size A SOCKET 1048576 (bytes a frame)",
          "frames have no limit unless a socket sets one",
          {"odd-size"},
          parse_odd_frames,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_odd_frames(rng, targets, "odd-size", {0, 1, 17, 65'536, 2'097'152});
          },
          can_draw_odd_frames};
}

FaultKind flood_fault() {
  return {"flood",
          "flood A SOCKET 1000 (messages at once)",
          "a client in a loop; nothing limits how fast it sends",
          {"flood"},
          parse_odd_frames,
          [](Rng& rng, FaultTargets const& targets) {
            return draw_odd_frames(rng, targets, "flood", {10, 100, 1000});
          },
          can_draw_odd_frames};
}

}  // namespace drydock::simulator
