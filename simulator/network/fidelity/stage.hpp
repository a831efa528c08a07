#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulator/network/fidelity/agreement.hpp"
#include "simulator/network/fidelity/both_worlds.hpp"
#include "simulator/network/fidelity/play.hpp"

namespace drydock::simulator::fidelity {

/// A socket as the player knows it.
struct Known {
  SocketSpec spec;
  bool binds = false;
  /// How often it was opened. Each time its messages are those of another sender, as nothing is
  /// said of their order when they come over another connection.
  int life = 0;
  bool is_open = true;
  bool has_bound = false;
  std::set<std::string> connected_to;
  /// It is not known in which order its peers connected, or which of them are gone.
  bool turns_unknown = false;
  /// A peer broke the protocol, and a connection was given up for good. libzmq takes note of that
  /// when the socket is looked at.
  bool gave_up = false;
  /// A REP of libzmq's that has a message of a peer that is gone may lose an answer to another one.
  bool is_doubtful = false;
  bool has_question = false;  // Of a REP.
  /// Of an XPUB: several connections came or went since it was read. Where one takes the place of
  /// another, libzmq may learn of the new one first, and then has no change to show.
  bool order_unknown = false;
  std::pair<Topics, Topics> topics;  // Of an XPUB: what it showed in each world.
  std::size_t pipes = 0;
  Connections connections;
  /// Of a ROUTER, by sender: the route in each world. Absent where it is not known which is which.
  std::map<std::string, std::pair<Route, Route>> routes;
};

/// Both worlds with the sockets of a program, what is known of those, and what was found so far.
class Stage {
 public:
  Stage(Program const& program, LibzmqContext& context, Seed seed);

  ModelSockets& model() { return both_.model(); }
  LibzmqSockets& libzmq() { return both_.libzmq(); }
  std::array<Sockets*, 2> each() { return both_.each(); }

  int sockets() const { return static_cast<int>(known_.size()); }
  Known& known(int who) { return known_[static_cast<std::size_t>(who)]; }
  /// As its messages begin.
  std::string sender(int who);
  /// Whether somebody has no room for what is on its way to them.
  bool is_jammed();

  void open(int who);
  void close(int who);
  /// Both come to rest, with the same connections.
  void rest();
  /// While one socket takes all there is. One peer's messages may be taken earlier in one world
  /// than in the other then, so only what is in the end is compared.
  void set_draining(bool draining) { is_draining_ = draining; }

  /// A line of the story that a disagreement is told with.
  void tell(std::string line) { story_ += std::move(line) + '\n'; }
  /// The first one counts.
  void disagree(std::string const& what);
  bool has_disagreement() const { return played_.disagreement.has_value(); }
  Played& played() { return played_; }
  /// A number that no message of the play had yet.
  std::size_t next_number() { return ++numbers_; }

 private:
  void notice(int who);

  BothWorlds both_;
  std::vector<Known> known_;
  bool is_draining_ = false;
  std::size_t numbers_ = 0;
  std::string story_;
  Played played_;
};

}  // namespace drydock::simulator::fidelity
