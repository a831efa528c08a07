#include "simulator/faults/fault.hpp"

#include <unordered_map>
#include <utility>

#include "simulator/faults/abrupt_stop.hpp"
#include "simulator/faults/bandwidth.hpp"
#include "simulator/faults/clock.hpp"
#include "simulator/faults/clog.hpp"
#include "simulator/faults/crash.hpp"
#include "simulator/faults/delay.hpp"
#include "simulator/faults/disconnect.hpp"
#include "simulator/faults/disk.hpp"
#include "simulator/faults/duplicate_binder.hpp"
#include "simulator/faults/flap.hpp"
#include "simulator/faults/forgotten.hpp"
#include "simulator/faults/full_queue.hpp"
#include "simulator/faults/handshake.hpp"
#include "simulator/faults/interrupted_write.hpp"
#include "simulator/faults/odd_frames.hpp"
#include "simulator/faults/odd_message.hpp"
#include "simulator/faults/partition.hpp"
#include "simulator/faults/pause.hpp"
#include "simulator/faults/refusal.hpp"
#include "simulator/faults/reply.hpp"
#include "simulator/faults/slow.hpp"
#include "simulator/faults/stop.hpp"
#include "simulator/faults/subscription.hpp"

namespace drydock::simulator {

namespace {

/// All of one family.
void add(std::vector<FaultKind>& all, std::string_view family, std::vector<FaultKind> kinds) {
  for (FaultKind& kind : kinds) {
    kind.family = family;
    all.push_back(std::move(kind));
  }
}

std::vector<FaultKind> make_kinds() {
  std::vector<FaultKind> all;
  add(all, "links",
      {disconnect_fault(), partition_fault(), isolation_fault(), delay_fault(), jitter_fault(),
       bandwidth_fault(), clog_fault(), swizzle_clog_fault(), refused_connection_fault(),
       slow_accept_fault(), flap_fault(), half_open_fault(), black_hole_fault()});
  add(all, "ZeroMQ",
      {slow_joiner_fault(), lost_subscription_fault(), publisher_full_fault(),
       subscriber_full_fault(), dealer_full_fault(), router_full_fault(), lost_reply_fault(),
       late_reply_fault(), duplicate_binder_fault(), linger_loss_fault(), handshake_stall_fault(),
       curve_refusal_fault(), authenticator_absent_fault(), odd_frame_count_fault(),
       odd_delimiter_fault(), odd_frame_size_fault()});
  add(all, "processes",
      {crash_fault(), stop_fault(), pause_fault(), slow_fault(), kill_between_writes_fault()});
  add(all, "clocks", {skew_fault(), clock_step_fault(), drift_fault()});
  add(all, "storage",
      {disk_full_fault(), read_error_fault(), lost_file_fault(), old_backup_fault(),
       lost_write_fault(), torn_write_fault(), database_busy_fault()});
  add(all, "peers", {flood_fault(), odd_message_fault()});
  return all;
}

std::unordered_map<std::string_view, FaultKind const*> make_index() {
  std::unordered_map<std::string_view, FaultKind const*> index;
  for (FaultKind const& kind : fault_kinds()) {
    for (auto const& verb : kind.verbs) index.emplace(verb, &kind);
  }
  return index;
}

}  // namespace

std::span<FaultKind const> fault_kinds() {
  static std::vector<FaultKind> const kinds = make_kinds();
  return kinds;
}

FaultKind const* find_fault(std::string_view verb) {
  static std::unordered_map<std::string_view, FaultKind const*> const by_verb = make_index();
  auto const found = by_verb.find(verb);
  return found == by_verb.end() ? nullptr : found->second;
}

void heal_everything(World& world) {
  Network& network = world.network();
  network.mend_all();
  network.reset_links();
  for (std::uint32_t number = 0; number < world.node_count(); ++number) {
    NodeId const node{number};
    world.clock(node).set_right();
    world.disk(node).mend();
    world.records(node).set_busy(false);
    world.resume(node);
    if (world.step_takes(node) > Duration{0}) world.slow(node, Duration{0});
    if (world.was_killed(node)) world.start(node);
  }
  // They stay away.
  end_strangers(world);
  end_thieves(world);
}

Duration draw_duration(Rng& rng, Duration least, Duration most) {
  constexpr Duration millisecond = std::chrono::milliseconds{1};
  auto const range = static_cast<std::uint64_t>((most - least) / millisecond);
  return least + millisecond * static_cast<std::int64_t>(rng.below(range + 1));
}

Result<Ways> parse_ways(Words& words, World const& world) {
  Ways ways;
  Result<NodeId> const from = words.node(world);
  if (!from) return tl::make_unexpected(from.error());
  ways.from = *from;
  ways.both = words.take("--");
  if (!ways.both && !words.take("->")) {
    return words.error("'" + std::string(words.peek()) + "' where '->' or '--' should be");
  }
  Result<NodeId> const to = words.node(world);
  if (!to) return tl::make_unexpected(to.error());
  ways.to = *to;
  return ways;
}

Result<NamedSocket> parse_socket(Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<std::string_view> const socket = words.word("the name of a socket");
  if (!socket) return tl::make_unexpected(socket.error());
  return NamedSocket{*node, std::string(*socket)};
}

namespace {

std::vector<std::string> sockets_of(std::vector<SocketTarget> const& sockets,
                                    std::initializer_list<SocketType> types, bool binds) {
  std::vector<std::string> all;
  for (SocketTarget const& socket : sockets) {
    bool const is_one = std::find(types.begin(), types.end(), socket.type) != types.end();
    if (is_one && socket.binds == binds) all.push_back(socket.process + " " + socket.socket);
  }
  return all;
}

}  // namespace

bool has_socket(std::vector<SocketTarget> const& sockets, std::initializer_list<SocketType> types,
                bool binds) {
  return !sockets_of(sockets, types, binds).empty();
}

std::string draw_socket(Rng& rng, std::vector<SocketTarget> const& sockets,
                        std::initializer_list<SocketType> types, bool binds) {
  return draw_one(rng, sockets_of(sockets, types, binds));
}

std::string draw_ways(Rng& rng, FaultTargets const& targets) {
  auto const& [a, b] = draw_one(rng, targets.links);
  switch (rng.below(3)) {
    case 0:
      return a + " -> " + b;
    case 1:
      return b + " -> " + a;
    default:
      return a + " -- " + b;
  }
}

}  // namespace drydock::simulator
