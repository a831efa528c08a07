#include "simulator/moor/checkers/no_event_after_disconnect.hpp"

#include <fmt/format.h>

#include <utility>

namespace drydock::simulator {
namespace {

/// What could not be stored is tried again each second.
constexpr std::size_t ticks_max = 4;

}  // namespace

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
  if (store_.takes_nothing()) unstored_.emplace(client, 0);
}

void NoEventAfterDisconnect::on_tick(VirtualTime) {
  std::erase_if(unstored_, [this](auto const& one) { return !store_.connection(one.first); });
  for (auto& [client, ticks] : unstored_) {
    ticks = store_.takes_nothing() ? 0 : ticks + 1;
    if (ticks < ticks_max) continue;
    fail(fmt::format("client {} was disconnected, and is stored as if it was not", client.text()));
  }
}

void NoEventAfterDisconnect::on_daemon(VirtualTime, NodeEvent event) {
  if (event != NodeEvent::restarted) return;
  for (auto const& [client, ticks] : std::exchange(unstored_, {})) {
    if (store_.connection(client)) disconnected_.erase(client);
  }
}

}  // namespace drydock::simulator
