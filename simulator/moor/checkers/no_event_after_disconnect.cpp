#include "simulator/moor/checkers/no_event_after_disconnect.hpp"

#include <fmt/format.h>

#include <utility>

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
  if (!std::holds_alternative<moor::DisconnectEvent>(event)) return;
  disconnected_.insert(client);
  if (takes_nothing_) unstored_.insert(client);
}

/// What could not be stored is, or will be before the next tick.
void NoEventAfterDisconnect::on_tick(VirtualTime) {
  if (!takes_nothing_) unstored_.clear();
}

void NoEventAfterDisconnect::on_daemon(VirtualTime, NodeEvent event) {
  if (event != NodeEvent::restarted) return;
  for (Uuid const& client : std::exchange(unstored_, {})) disconnected_.erase(client);
}

void NoEventAfterDisconnect::on_note(VirtualTime, NodeId, std::string_view word,
                                     std::string_view text) {
  if (word == "settle") takes_nothing_ = false;
  if (word != "do") return;
  for (char const* const begin : {"disk-full ", "database-busy "}) {
    if (text.starts_with(begin)) takes_nothing_ = true;
  }
  for (char const* const end : {"disk-ok ", "database-free "}) {
    if (text.starts_with(end)) takes_nothing_ = false;
  }
}

}  // namespace drydock::simulator
