#pragma once

#include <string_view>

#include "simulator/faults/fault.hpp"
#include "simulator/moor/people/web.hpp"
#include "simulator/moor/roles.hpp"

namespace drydock::simulator {

/// What is asked by way of a web host:
///
///     visit b alice            logs in, without a sound
///     ask b objects            and so on, all kinds in `kinds()`
///     ask b write {1, "x"}     sets the description of the lamp; `read` asks for it
///
/// Once all is healed the visitors leave.
class Questions {
 public:
  Questions(World& world, Roles const& roles) : world_(world), roles_(roles) {}

  static bool knows(std::string_view verb);
  /// The command whose verb has been read. Fails naming a kind of question that there is not.
  Result<Action> parse(std::string_view verb, Words& words);
  void begin_settling();

  /// Of questions that need nothing behind them.
  static std::vector<std::string_view> kinds();
  /// The one thing in the world that these change, and nobody else does.
  static moor::ObjectRef lamp();
  static moor::Symbol description();

 private:
  Result<NodeId> web_node(Words& words) const;
  void prod(NodeId node, std::function<void(VirtualTime, Web&, Outbox&)> const& act);

  World& world_;
  Roles const& roles_;
};

}  // namespace drydock::simulator
