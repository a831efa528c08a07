#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/moor/host/host.hpp"
#include "simulator/faults/fault.hpp"
#include "simulator/moor/checkers/people_are_served.hpp"
#include "simulator/moor/checkers/sessions_hold.hpp"
#include "simulator/moor/people/shown_watcher.hpp"
#include "simulator/moor/roles.hpp"

namespace drydock::simulator {

/// People at hosts, and what they do:
///
///     arrive h alice               at the host h, and logs in by the line `connect alice`
///     arrive h alice2 as alice     another connection of the same player
///     arrive h guest as nobody     without a login
///     type alice lines 3 tag       a line as typed
///     eval alice 1 + 1             an expression, without the verb `eval`; with a `;` or
///                                  `endwhile` at its end a program
///     login alice bob              logs in as another player, though logged in
///     leave alice
///
/// A name is a person at one connection; who is gone can arrive again. What they get to see is told
/// by remarks. Once all is healed everybody who is there, and a newcomer at each host, tries to be
/// served, for as long as it takes.
class People final : public Observer {
 public:
  People(World& world, Roles const& roles, PeopleAreServed& served, SessionsHold& sessions)
      : world_(world), roles_(roles), served_(served), sessions_(sessions) {}

  static bool knows(std::string_view verb);
  /// The command whose verb has been read.
  Result<Action> parse(std::string_view verb, Words& words);

  void begin_settling();

  /// Is told what everybody sees, from now on; it outlives the run.
  void watch(ShownWatcher& watcher) { watchers_.push_back(&watcher); }
  /// Where that person is, and under which number there; absent where there is none.
  std::optional<std::pair<NodeId, moor::host::UserId>> place_of(std::string const& name) const;
  /// What `eval alice` and `expression` ask the daemon to run.
  static std::string program_of(std::string_view expression);

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  struct Person {
    NodeId host;
    moor::host::UserId user{};
    std::string player;
    bool is_probed = false;
    std::size_t inputs_wanted = 0;
  };
  using Act = std::function<void(VirtualTime, moor::host::Host&, moor::host::UserId, Outbox&)>;

  Result<Action> parse_arrival(Words& words);
  void arrive(NodeId host, std::string const& name, std::string const& player);
  void do_as(std::string const& name, Act const& act);
  void type(std::string const& name, std::string line);
  void look(NodeId host);
  void on_shown(NodeId host, moor::host::Shown const& shown);
  void probe();
  void probe(std::string const& name);
  std::string name_of(NodeId host, moor::host::UserId user) const;

  World& world_;
  Roles const& roles_;
  PeopleAreServed& served_;
  SessionsHold& sessions_;
  std::vector<ShownWatcher*> watchers_;
  std::map<std::string, Person> people_;
  std::map<std::string, NodeId> newcomers_;  // With the host at which each is to be served.
};

}  // namespace drydock::simulator
