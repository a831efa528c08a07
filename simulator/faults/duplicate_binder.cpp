#include "simulator/faults/duplicate_binder.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr SocketName thief_socket = "stolen";
constexpr std::string_view thief_prefix = "thief-of-";

NodeId thief_of(World& world, NodeId robbed) {
  std::string const name = std::string(thief_prefix) + world.name(robbed);
  if (std::optional<NodeId> const known = world.find(name)) return *known;
  return world.add_puppet(name, [](VirtualTime, Input const&) {});
}

void steal(World& world, NamedSocket const& socket) {
  SocketSpec const* const spec = world.network().spec(socket.node, socket.socket);
  if (spec == nullptr) return world.note(socket.node, "no socket", socket.socket);
  SocketSpec stolen = *spec;
  stolen.connect.clear();
  stolen.subscriptions.clear();
  stolen.required = false;  // On tcp it is refused, and nothing happens.
  NodeId const thief = thief_of(world, socket.node);
  world.start(thief);
  world.perform(thief, {CloseSocket{thief_socket}, OpenSocket{thief_socket, stolen}});
}

Result<Action> parse_duplicate_binder(std::string_view verb, Words& words, World const& world) {
  if (verb == "end-thief") {
    Result<NodeId> const node = words.node(world);
    if (!node) return tl::make_unexpected(node.error());
    return Action{[node = *node](World& target) { target.crash(thief_of(target, node)); }};
  }
  Result<NamedSocket> const socket = parse_socket(words, world);
  if (!socket) return tl::make_unexpected(socket.error());
  return Action{[socket = *socket](World& target) { steal(target, socket); }};
}

constexpr auto binders = {SocketType::rep, SocketType::router, SocketType::pub, SocketType::xpub};

bool can_draw_duplicate_binder(FaultTargets const& targets) {
  return has_socket(targets.sockets, binders, true);
}

/// Somebody has to connect meanwhile for it to be seen.
std::vector<DrawnCommand> draw_duplicate_binder(Rng& rng, FaultTargets const& targets) {
  std::string const socket = draw_socket(rng, targets.sockets, binders, true);
  std::string const robbed = socket.substr(0, socket.find(' '));
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  std::vector<DrawnCommand> commands{{0s, "steal " + socket}};
  std::vector<std::string> peers;
  for (auto const& [a, b] : targets.links) {
    if (b == robbed) peers.push_back(a);
  }
  if (!peers.empty())
    commands.push_back({10ms, "disconnect " + draw_one(rng, peers) + " " + robbed});
  commands.push_back({lasts, "end-thief " + robbed});
  return commands;
}

}  // namespace

void end_thieves(World& world) {
  std::size_t const nodes = world.node_count();
  for (std::uint32_t number = 0; number < nodes; ++number) {
    std::string_view const name = world.name(NodeId{number});
    if (!name.starts_with(thief_prefix)) continue;
    world.crash(NodeId{number});
    world.restart(*world.find(name.substr(thief_prefix.size())));
  }
}

FaultKind duplicate_binder_fault() {
  return {"duplicate-binder",
          "steal A SOCKET (somebody binds its path as well), end-thief A (and the path is gone)",
          "a second process is started with the same ipc path; libzmq unlinks and makes it anew",
          {"steal", "end-thief"},
          parse_duplicate_binder,
          draw_duplicate_binder,
          can_draw_duplicate_binder};
}

}  // namespace drydock::simulator
