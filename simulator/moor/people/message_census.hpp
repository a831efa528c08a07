#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// A union of the schema whose members are messages of hosts and clients, or what the daemon tells
/// them.
struct MessageUnion {
  std::string_view name;   // `HostToDaemonMessageUnion`.
  std::string_view table;  // Whose one union it is, `MoorRpc.HostToDaemonMessage`.
  /// In the order of their tags, as the schema has them.
  std::vector<std::string> members;
};
/// Requests of hosts, of clients, replies to both, and events.
std::vector<MessageUnion> const& message_unions();

/// How often each member of these unions passed the daemon's sockets for hosts, where the daemon
/// hears and says it. What does not decode is nobody's message.
class MessageCensus final : public Observer {
 public:
  /// The count of one member, by the union's name and its place from 0.
  std::uint64_t count(std::string_view union_name, std::size_t place) const;

  void watch(NodeId daemon) { daemon_ = daemon; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  void on_request(Frames const& frames);
  void on_reply(ByteView payload);
  void on_publication(Frames const& frames);
  void add(std::string_view union_name, std::size_t place) { ++counts_[{union_name, place}]; }

  NodeId daemon_ = no_node;
  std::map<std::pair<std::string_view, std::size_t>, std::uint64_t> counts_;
};

}  // namespace drydock::simulator
