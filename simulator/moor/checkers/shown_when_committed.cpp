#include "simulator/moor/checkers/shown_when_committed.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void ShownWhenCommitted::on_call(VirtualTime, ClientCall const& call) {
  auto const* command = call.as<moor::Command>();
  constexpr std::string_view verb = "lines ";
  if (command == nullptr || !command->command.starts_with(verb)) return;
  std::size_t const space = command->command.find(' ', verb.size());
  if (space == std::string::npos) return;
  askers_.emplace(command->command.substr(space + 1), call.client);
}

void ShownWhenCommitted::on_input(VirtualTime, NodeId node, Input const&) {
  if (begun_.empty() || !roles_.is(node, Role::daemon)) return;
  auto const& [client, tag] = *begun_.begin();
  fail(fmt::format("client {} was shown lines of '{}' before they were committed", client.text(),
                   tag));
}

void ShownWhenCommitted::on_event(VirtualTime, Uuid const& client,
                                  moor::ClientEventUnion const& event) {
  bool const is_end = std::holds_alternative<moor::TaskSuccessEvent>(event) ||
                      std::holds_alternative<moor::TaskErrorEvent>(event) ||
                      std::holds_alternative<moor::DisconnectEvent>(event);
  if (is_end) begun_.erase(client);
  auto const* seen = std::get_if<moor::NarrativeEventMessage>(&event);
  auto const* notify =
      seen == nullptr ? nullptr : std::get_if<moor::NotifyEvent>(&seen->event.event);
  auto const* text = notify == nullptr ? nullptr : notify->value.as<std::string>();
  if (text == nullptr) return;
  std::size_t const space = text->rfind(' ');
  if (space == std::string::npos) return;
  auto const asker = askers_.find(text->substr(0, space));
  if (asker != askers_.end() && asker->second == client) begun_[client] = asker->first;
}

}  // namespace drydock::simulator
