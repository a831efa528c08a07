#include "simulator/moor/checkers/greeted.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/host_frames.hpp"

namespace drydock::simulator {

void Greeted::on_told(VirtualTime, NodeId, ClientCall const& call,
                      moor::ReplyResultUnion const& result) {
  if (granted<moor::NewConnection>(result)) there_.insert(call.client);
}

/// Whoever is about to go may not listen any more.
void Greeted::on_asked(VirtualTime, NodeId, ClientCall const& call) {
  if (call.as<moor::Detach>() != nullptr) there_.erase(call.client);
}

void Greeted::on_network(VirtualTime, NetworkEvent const& event) {
  bool const is_unheard = event.kind == NetworkEvent::Kind::unheard && event.socket == "events";
  if (!is_unheard || calm_.is_over() || event.frames == nullptr || event.frames->empty()) return;
  if (moor::topic_of(event.frames->front()) != moor::EventTopic::client) return;
  Result<Uuid> const client = Uuid::from_bytes(event.frames->front());
  if (!client || !there_.contains(*client)) return;
  fail(fmt::format("nothing had gone wrong, and nobody heard what client {} was told",
                   client->text()));
}

void Greeted::on_node(VirtualTime, NodeId, NodeEvent event) { calm_.on_node(event); }

void Greeted::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  calm_.on_note(word, text);
}

}  // namespace drydock::simulator
