#include "simulator/moor/checkers/connections_hold.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

constexpr Duration silence_allowed = std::chrono::seconds{30};

}  // namespace

void ConnectionsHold::on_event(VirtualTime now, Uuid const& id,
                               moor::ClientEventUnion const& event) {
  auto const* client = clients_.find(id);
  if (calm_.is_over() || client == nullptr || !clients_of_hosts_.contains(id)) return;
  if (!std::holds_alternative<moor::DisconnectEvent>(event)) return;
  if (now < client->last_sign_of_life + silence_allowed) return;  // It was booted.
  fail(fmt::format("nothing had gone wrong, and client {} fell silent", id.text()));
}

void ConnectionsHold::on_told(VirtualTime, NodeId, ClientCall const& call,
                              moor::ReplyResultUnion const& result) {
  bool const is_new =
      granted<moor::NewConnection>(result) != nullptr || call.as<moor::Attach>() != nullptr;
  if (is_new) clients_of_hosts_.insert(call.client);
}

void ConnectionsHold::on_shown(NodeId, moor::host::Shown const& shown) {
  auto const* ended = std::get_if<moor::host::Ended>(&shown.event);
  if (ended == nullptr || calm_.is_over()) return;
  if (ended->reason == moor::host::EndReason::refused) {
    fail("nothing had gone wrong, and a host closed somebody's connection");
  }
  if (ended->reason == moor::host::EndReason::forgotten) {
    fail("nothing had gone wrong, and the daemon did not know a connection any more");
  }
}

void ConnectionsHold::on_node(VirtualTime, NodeId, NodeEvent event) { calm_.on_node(event); }

void ConnectionsHold::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  calm_.on_note(word, text);
}

}  // namespace drydock::simulator
