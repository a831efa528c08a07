#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/core/time.hpp"
#include "reference/machine/machine.hpp"
#include "simulator/network/network.hpp"
#include "simulator/world/disk.hpp"
#include "simulator/world/event_queue.hpp"
#include "simulator/world/node.hpp"
#include "simulator/world/node_clock.hpp"
#include "simulator/world/observers.hpp"
#include "simulator/world/records.hpp"
#include "simulator/world/run_digest.hpp"

namespace drydock::simulator {

struct WorldSettings {
  Seed seed{1};
  NetworkSettings network;
  /// Whether machines check their invariants after every step.
  bool check_invariants = true;
  /// By how much a process's timers are late at the most; all of one process, from one start to
  /// the next, by the same.
  Duration timers_late_max{0};
};

/// A virtual clock, nodes, and the network between them. Everything in it is a function of the
/// settings and of the calls made, in their order.
///
/// Two ways to use it. *Closed*: nodes with machines, `run_until`, observers; that is what
/// scenarios and campaigns do. *Open*: somebody outside plays one or more of the nodes; that is
/// what the conformance suite does in virtual time. Such a node is a puppet:
///
///     World world{WorldSettings{}};
///     std::vector<Input> seen;
///     NodeId const worker = world.add_node("worker", make_worker);
///     NodeId const suite = world.add_puppet("suite", [&](VirtualTime, Input const& input) {
///       seen.push_back(input);
///     });
///     world.start(suite);
///     world.perform(suite, {OpenSocket{"control", {.type = SocketType::router, .bind =
///     {"ipc:///r"}}},
///                           OpenSocket{"dispatch", {.type = SocketType::xpub, .bind =
///                           {"ipc:///p"}}}});
///     world.start(worker);
///     world.run_until(world.now() + 5s, [&] { return !seen.empty(); });
///     // seen[0] may be Received{{"dispatch"}, {"\x01workers"}}: the subscription at an XPUB;
///     // a ROUTER shows {delimiter, frames...} from a route of its own, and answers raw frames:
///     world.perform(suite, {Send{{"control", route}, {Frame{}, reply}}});
///
/// `perform` takes effect at once, at `now()`, and never steps a machine: what follows from it
/// comes with later events. So it may be called between events and from `on_input` alike.
class World final : private NetworkHost {
 public:
  explicit World(WorldSettings settings);
  ~World() override;
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  // Nodes. Each begins at rest and takes part once it was started.

  /// A node whose machine comes from `factory`, once for each start. Names are unique.
  NodeId add_node(std::string name, MachineFactory factory);
  /// A node that somebody outside plays: its inputs go to `on_input`, its outputs come by
  /// `perform`. It is a process like any other: it can crash, and its sockets with it.
  NodeId add_puppet(std::string name, std::function<void(VirtualTime, Input const&)> on_input);
  std::optional<NodeId> find(std::string_view name) const;
  std::string const& name(NodeId node) const;
  std::size_t node_count() const { return nodes_.size(); }

  // What can happen to a process. Each does nothing where it makes no sense, such as a crash of
  // what is down already, and then says false.

  /// Gives it a machine and the input `Started`.
  bool start(NodeId node);
  /// Ends it at once, with its sockets, timers and memory.
  bool crash(NodeId node);
  /// Starts it anew, crashed or ended or not: a running node crashes first.
  bool restart(NodeId node);
  /// Stops it where it is (SIGSTOP): nothing is read, no timer fires, until it resumes.
  bool pause(NodeId node);
  bool resume(NodeId node);
  /// From now on each step takes so long, and what comes meanwhile waits; 0 is full speed.
  bool slow(NodeId node, Duration step_takes);
  /// Asks it to end in good order: the input `StopRequested`.
  bool stop(NodeId node);
  bool running(NodeId node) const;
  bool paused(NodeId node) const;
  Duration step_takes(NodeId node) const;
  /// When it is done with its last step, if that is slow.
  VirtualTime busy_until(NodeId node) const;
  /// It is down because it crashed or was stopped, and not of its own will.
  bool was_killed(NodeId node) const;
  /// How it ended by itself, if that is why it is down.
  std::optional<Exit> const& exit_of(NodeId node) const;

  // What a node's machines are handed. Both are there before the node is, so that whoever is about
  // to add a node can say `world.clock(NodeId{world.node_count()})` and capture what that gives in
  // the node's MachineFactory; both outlive every machine, and stay as they are when the node
  // crashes and starts again.

  /// The node's calendar clock.
  NodeClock& clock(NodeId node);
  /// The node's disk: a FileStore, and one more for each `disk(node).directory("data")`. What a
  /// process writes or removes there is in the digest, content and all; observers get a note with
  /// the words `write` and `remove` and the name of the file.
  Disk& disk(NodeId node);
  /// The node's database, on its disk. What a process commits is in the digest.
  Records& records(NodeId node);

  // From outside.

  /// Does what `node`, which runs, would have asked for in a step.
  void perform(NodeId node, Outbox const& outputs);
  /// Lets `stimulus` use the node's machine directly, as one step of the node; for machines with
  /// more doors than `step`, such as a caller that is told to call. False when the node is down.
  bool prod(NodeId node, std::function<void(VirtualTime, Machine&, Outbox&)> const& stimulus);
  /// The node's machine, absent while it is down. To look at what it offers to whoever runs it.
  Machine const* machine(NodeId node) const;
  /// Calls `action` at `when`, or now, after what is due already, if that is past.
  void at(VirtualTime when, std::function<void()> action);
  /// Tells the observers, and the digest, of something that they cannot see.
  void note(NodeId node, std::string_view word, std::string_view text);
  /// `observer` outlives the world, or its last event.
  void watch(Observer& observer) { observers_.add(observer); }
  /// Something has come for `node` from outside, if it is a message one of `from`.
  void arrive(NodeId node, NodeId from, Input input);

  // Time.

  VirtualTime now() const { return now_; }
  /// Takes the next event. False if there is none.
  bool step();
  /// Takes all events up to and at `when`; then it is `when`.
  void run_until(VirtualTime when);
  /// The same, but stops at the first event after which `done` holds, and says whether it does.
  bool run_until(VirtualTime when, std::function<bool()> const& done);
  /// Takes events until there are none. False if some are left after `limit`, which is then now.
  bool run_until_quiet(VirtualTime limit);
  std::uint64_t events() const { return events_; }
  /// How many messages machines have taken.
  std::uint64_t messages() const { return messages_; }

  // The whole.

  Network& network() { return network_; }
  Rng const& rng() const { return rng_; }
  /// 64 hexadecimal digits over everything that has happened.
  std::string digest() const { return digest_.hex(); }
  RunDigest& run_digest() { return digest_; }

 private:
  // What the network asks for.
  VirtualTime const& network_clock() const override { return now_; }
  EventQueue& network_queue() override { return queue_; }
  bool is_awake(NodeId node) const override;
  bool readable(Socket& socket) override;
  void tell(NodeId node, Input input) override;
  void happened(NetworkEvent const& event) override;
  void cannot_bind(NodeId node, std::string const& endpoint) override;

  Node& node_at(NodeId node);
  Node const& node_at(NodeId node) const;
  bool run_for_real(VirtualTime when, std::function<bool()> const& done);
  // Inline by force, as is what else is on the way of each event: g++ finds them too long.
  [[gnu::always_inline]] inline bool step_until(VirtualTime when);
  void catch_up();
  void sweep();
  [[gnu::always_inline]] inline void take(Event const& event);
  void take_action(std::uint32_t slot);
  void on_timer(Node& node, Event event);
  void wake(Node& node);
  void wake_at(Node& node, VirtualTime when);
  bool can_step(Node const& node) const;
  void enqueue(Node& node, PendingInput input);
  void step_pending(Node& node, PendingInput& pending);
  void step_node(Node& node, Input const& input);
  [[gnu::always_inline]] inline void deliver(Node& node, Socket& socket);
  void tell_of_delivery(NodeId from, NodeId to, Received const& received);
  void step_told(Node& node, Input const& input);
  [[gnu::always_inline]] inline void finish_step(Node& node, Outbox& outputs);
  [[gnu::always_inline]] inline void execute(Node& node, Outbox& outputs);
  [[gnu::always_inline]] inline void execute_one(Node& node, Output& output);
  [[gnu::noinline]] void execute_other(Node& node, Output const& output);
  void end(Node& node, bool orderly);
  void kill(Node& node);
  void tell_node_event(Node const& node, NodeEvent event);
  void tell_of_file(NodeId node, Disk::Change change, std::string_view name,
                    std::string_view content);

  WorldSettings settings_;
  Rng rng_;
  VirtualTime now_{};
  std::uint64_t events_ = 0;
  std::uint64_t messages_ = 0;
  EventQueue queue_;
  std::size_t sweep_above_ = 512;
  std::map<NodeId, NodeClock> clocks_;  // Before the nodes, whose machines use them to the end.
  std::map<NodeId, Disk> disks_;
  std::map<NodeId, Records> records_;
  std::vector<std::unique_ptr<Node>> nodes_;
  RunDigest digest_;
  Observers observers_;
  std::vector<std::function<void()>> actions_;
  std::vector<std::uint32_t> free_actions_;
  std::vector<std::unique_ptr<Machine>> ended_;  // Until no step of theirs can be under way.
  Outbox outbox_;
  Input delivered_{Received{}};  // What is delivered, one at a time.
  bool delivers_ = false;        // Whether what arrives may be stepped at once.
  Network network_;
};

}  // namespace drydock::simulator
