#include "simulator/moor/people/client_wire.hpp"

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::simulator {

void ClientWire::on_input(VirtualTime now, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received == nullptr || received->from.socket != "rpc") return;
  if (is(node, Role::daemon)) on_request(now, *received);
}

void ClientWire::on_output(VirtualTime now, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || !is(node, Role::daemon)) return;
  if (send->to.socket == "rpc") on_reply(now, *send);
  if (send->to.socket == "events") on_publication(now, send->frames);
}

void ClientWire::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!is(node, Role::daemon)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) calls_.clear();
  tell([&](ClientWatcher& watcher) { watcher.on_daemon(now, event); });
}

void ClientWire::on_request(VirtualTime now, Received const& received) {
  std::optional<ClientCall> call;
  auto const& frames = received.frames;
  if (frames.size() == 3) {
    auto const envelope = moor::decode_message_type(frames[1]);
    auto const* client =
        envelope ? std::get_if<moor::HostClientToDaemonMsg>(&envelope->message) : nullptr;
    if (client != nullptr) call = ClientCall{now, client->client_data, client->message.message};
  }
  calls_[received.from.route].push_back(call);
  if (!call) return;
  tell([&](ClientWatcher& watcher) { watcher.on_call(now, *call); });
}

void ClientWire::on_reply(VirtualTime now, Send const& send) {
  auto const asked = calls_.find(send.to.route);
  if (asked == calls_.end()) return;
  std::optional<ClientCall> const call = std::move(asked->second.front());
  asked->second.pop_front();
  if (asked->second.empty()) calls_.erase(asked);
  if (!call) return;
  auto const reply = moor::decode_reply_result(send.frames.back());
  if (!reply) return;
  tell([&](ClientWatcher& watcher) { watcher.on_answer(now, *call, reply->result); });
}

void ClientWire::on_publication(VirtualTime now, Frames const& frames) {
  if (frames.size() != 2) return;
  auto const topic = moor::topic_of(frames[0]);
  if (topic == moor::EventTopic::broadcast) {
    tell([&](ClientWatcher& watcher) { watcher.on_tick(now); });
  }
  if (topic != moor::EventTopic::client) return;
  Result<Uuid> const client = Uuid::from_bytes(frames[0]);
  auto const event = moor::decode_client_event(frames[1]);
  if (!client || !event) return;
  tell([&](ClientWatcher& watcher) { watcher.on_event(now, *client, event->event); });
}

bool is_unknown(moor::ReplyResultUnion const& result) {
  auto const* failure = std::get_if<moor::Failure>(&result);
  return failure != nullptr &&
         failure->error.error_code == moor::RpcMessageErrorCode::no_connection;
}

}  // namespace drydock::simulator
