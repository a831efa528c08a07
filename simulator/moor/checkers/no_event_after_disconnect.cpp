#include "simulator/moor/checkers/no_event_after_disconnect.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void NoEventAfterDisconnect::on_answer(VirtualTime, ClientCall const& call,
                                       moor::ReplyResultUnion const& result) {
  // The same id may begin anew.
  bool const begins =
      granted<moor::NewConnection>(result) != nullptr ||
      (granted<moor::AttachResult>(result) != nullptr && call.as<moor::Attach>() != nullptr);
  if (begins) disconnected_.erase(call.client);
}

void NoEventAfterDisconnect::on_event(VirtualTime, Uuid const& client,
                                      moor::ClientEventUnion const& event) {
  if (disconnected_.contains(client)) {
    fail(fmt::format("client {} was told of something after its DisconnectEvent", client.text()));
  }
  if (std::holds_alternative<moor::DisconnectEvent>(event)) disconnected_.insert(client);
}

}  // namespace drydock::simulator
