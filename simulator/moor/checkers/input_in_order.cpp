#include "simulator/moor/checkers/input_in_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator {

void InputInOrder::on_heard(VirtualTime, NodeId, Uuid const& client,
                            moor::ClientEventUnion const& event) {
  auto const* request = std::get_if<moor::RequestInputEvent>(&event);
  if (request != nullptr) requests_[client].push_back(request->request_id);
}

void InputInOrder::on_asked(VirtualTime now, NodeId, ClientCall const& call) {
  auto const* answer = call.as<moor::RequestedInput>();
  if (answer == nullptr) return;
  std::deque<Uuid>& open = requests_[call.client];
  auto const place = std::find(open.begin(), open.end(), answer->request_id);
  if (place == open.end()) return;  // Once more, with newer tokens.
  if (place != open.begin()) {
    auto const older = static_cast<std::size_t>(place - open.begin());
    out_of_turn_.try_emplace(call.client, OutOfTurn{now, older});
  }
  open.erase(place);
}

void InputInOrder::on_shown(NodeId host, moor::host::Shown const& shown) {
  if (auto const* connected = std::get_if<moor::host::Connected>(&shown.event)) {
    clients_[{host, shown.user}] = connected->client_id;
  }
  auto const* unanswered = std::get_if<moor::host::Unanswered>(&shown.event);
  if (unanswered == nullptr || unanswered->purpose != moor::host::Purpose::answer) return;
  auto const client = clients_.find({host, shown.user});
  if (unanswered->sent || client == clients_.end()) return;
  std::deque<Uuid>& open = requests_[client->second];
  if (!open.empty()) open.pop_front();
  auto const suspect = out_of_turn_.find(client->second);
  if (suspect != out_of_turn_.end() && --suspect->second.older == 0) out_of_turn_.erase(suspect);
}

void InputInOrder::on_input(VirtualTime now, NodeId, Input const&) { look(now); }

void InputInOrder::look(VirtualTime now) {
  for (auto const& [client, one] : out_of_turn_) {
    if (one.at >= now) continue;
    return fail(fmt::format("client {} answered a request while {} older ones were open",
                            client.text(), one.older));
  }
}

}  // namespace drydock::simulator
