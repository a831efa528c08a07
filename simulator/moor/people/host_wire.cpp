#include "simulator/moor/people/host_wire.hpp"

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::simulator {

void HostWire::on_input(VirtualTime now, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received == nullptr || !is(node, Role::host)) return;
  if (received->from.socket == "events") return on_event(now, node, received->frames);
  if (received->from.socket.starts_with("rpc")) on_reply(now, node, *received);
}

void HostWire::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (!is(node, Role::host)) return;
  if (auto const* close = std::get_if<CloseSocket>(&output)) calls_.erase({node, close->socket});
  auto const* send = std::get_if<Send>(&output);
  if (send != nullptr && send->to.socket.starts_with("rpc")) on_request(now, node, *send);
}

void HostWire::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!is(node, Role::host)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) {
    std::erase_if(calls_, [&](auto const& call) { return call.first.first == node; });
  }
  tell([&](HostWatcher& watcher) { watcher.on_host(now, node, event); });
}

void HostWire::on_request(VirtualTime now, NodeId host, Send const& send) {
  calls_.erase({host, send.to.socket});
  if (send.frames.size() != 2) return;
  auto const envelope = moor::decode_message_type(send.frames[0]);
  if (!envelope) return;
  if (auto const* own = std::get_if<moor::HostToDaemonMsg>(&envelope->message)) {
    tell([&](HostWatcher& watcher) { watcher.on_said(now, host, own->message.message); });
  }
  auto const* client = std::get_if<moor::HostClientToDaemonMsg>(&envelope->message);
  if (client == nullptr) return;
  auto const call = calls_.insert_or_assign(
      Line{host, send.to.socket}, ClientCall{now, client->client_data, client->message.message});
  tell([&](HostWatcher& watcher) { watcher.on_asked(now, host, call.first->second); });
}

void HostWire::on_reply(VirtualTime now, NodeId host, Received const& received) {
  auto const reply = moor::decode_reply_result(received.frames.back());
  auto const asked = calls_.find({host, received.from.socket});
  if (asked == calls_.end()) {
    if (!reply || !std::holds_alternative<moor::Failure>(reply->result)) return;
    tell([&](HostWatcher& watcher) { watcher.on_refused(now, host); });
    return;
  }
  ClientCall const call = std::move(asked->second);
  calls_.erase(asked);
  if (!reply) return;
  tell([&](HostWatcher& watcher) { watcher.on_told(now, host, call, reply->result); });
}

void HostWire::on_event(VirtualTime now, NodeId host, Frames const& frames) {
  if (frames.size() != 2) return;
  switch (moor::topic_of(frames[0]).value_or(moor::EventTopic::broadcast)) {
    case moor::EventTopic::hosts:
      if (auto const event = moor::decode_host_broadcast(frames[1])) {
        tell([&](HostWatcher& watcher) { watcher.on_hosts_told(now, host, event->event); });
      }
      return;
    case moor::EventTopic::broadcast:
      tell([&](HostWatcher& watcher) { watcher.on_clients_pinged(now, host); });
      return;
    case moor::EventTopic::client:
      break;
  }
  Result<Uuid> const client = Uuid::from_bytes(frames[0]);
  auto const event = moor::decode_client_event(frames[1]);
  if (!client || !event) return;
  tell([&](HostWatcher& watcher) { watcher.on_heard(now, host, *client, event->event); });
}

}  // namespace drydock::simulator
