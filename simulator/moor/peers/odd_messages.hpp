#pragma once

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "simulator/faults/fault.hpp"
#include "simulator/moor/peers/odd_kinds.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/moor/trust/operator.hpp"

namespace drydock::simulator {

/// The odd messages of mooR's protocol: `say d dispatch please-die w`. It watches the wire for what
/// they are about: the ids of workers and of their requests. What is about a request says nothing
/// where there is none.
class OddMessages final : public Observer {
 public:
  /// `someone` in the strict profile, and absent in others.
  OddMessages(World& world, Roles const& roles, Operator const* someone)
      : world_(world), roles_(roles), operator_(someone), rng_(world.rng().fork("odd messages")) {}

  /// The command whose verb has been read.
  Result<Action> parse(Words& words);
  /// Whoever was told to die, and did, is started again.
  void restart_the_dead();

  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Published {
    Uuid request;
    Frames frames;
  };
  struct Line {
    NodeId node;
    std::string socket;
    Place place;
    OddKind const* kind;
    std::optional<NodeId> worker;
  };

  std::optional<Place> place_of(NodeId node, std::string_view socket) const;
  Result<std::optional<NodeId>> parse_worker(About about, Words& words) const;
  void say(Line const& line);
  std::optional<Frames> compose(Line const& line);
  std::optional<Bytes> broken(Line const& line);
  std::optional<Frames> to_workers(Line const& line, Uuid const& worker);
  std::optional<Frames> by_worker(Line const& line, Uuid const& worker);
  Bytes reply(Odd odd);
  Bytes granted(Odd odd);
  std::optional<Frames> by_newcomer(Odd odd);
  Published const* last_request_of(Uuid const& worker) const;
  std::optional<Uuid> other_than(Uuid const& worker) const;
  void on_published(Frames const& frames);
  void on_said_by_worker(NodeId node, Frames const& frames);

  World& world_;
  Roles const& roles_;
  Operator const* operator_;
  Rng rng_;
  std::map<NodeId, Uuid> workers_;
  std::map<Uuid, std::vector<Published>> requests_;  // By worker: unanswered, the newest last.
  std::map<Uuid, Published> last_;                   // By worker, answered or not.
  std::set<NodeId> told_to_die_;
  bool brings_back_ = false;
};

}  // namespace drydock::simulator
