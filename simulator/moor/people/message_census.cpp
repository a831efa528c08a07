#include "simulator/moor/people/message_census.hpp"

#include <algorithm>
#include <variant>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/wire_schema.hpp"

namespace drydock::simulator {
namespace {

constexpr std::string_view host_requests = "HostToDaemonMessageUnion";
constexpr std::string_view client_requests = "HostClientToDaemonMessageUnion";
constexpr std::string_view results = "ReplyResultUnion";
constexpr std::string_view host_replies = "DaemonToHostReplyUnion";
constexpr std::string_view client_replies = "DaemonToClientReplyUnion";
constexpr std::string_view host_events = "HostBroadcastEventUnion";
constexpr std::string_view broadcasts = "ClientsBroadcastEventUnion";
constexpr std::string_view client_events = "ClientEventUnion";
constexpr std::string_view narrative = "EventUnion";

std::vector<MessageUnion> read_unions() {
  std::vector<MessageUnion> unions{
      {host_requests, "MoorRpc.HostToDaemonMessage", {}},
      {client_requests, "MoorRpc.HostClientToDaemonMessage", {}},
      {results, "MoorRpc.ReplyResult", {}},
      {host_replies, "MoorRpc.DaemonToHostReply", {}},
      {client_replies, "MoorRpc.DaemonToClientReply", {}},
      {host_events, "MoorRpc.HostBroadcastEvent", {}},
      {broadcasts, "MoorRpc.ClientsBroadcastEvent", {}},
      {client_events, "MoorRpc.ClientEvent", {}},
      {narrative, "MoorCommon.Event", {}},
  };
  moor::WireSchema const& schema = moor::WireSchema::moor();
  for (MessageUnion& one : unions) {
    for (moor::FieldLayout const& field : schema.table(schema.table_index(one.table)).fields) {
      if (field.kind != moor::FieldKind::union_value) continue;
      auto const& names = schema.union_of(field.target).names;
      one.members.assign(names.begin() + 1, names.end());  // Tag 0 is none.
    }
  }
  return unions;
}

}  // namespace

std::vector<MessageUnion> const& message_unions() {
  static std::vector<MessageUnion> const unions = read_unions();
  return unions;
}

std::uint64_t MessageCensus::count(std::string_view union_name, std::size_t place) const {
  auto const counted = counts_.find({union_name, place});
  return counted == counts_.end() ? 0 : counted->second;
}

void MessageCensus::on_input(VirtualTime, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (node == daemon_ && received != nullptr && received->from.socket == "rpc") {
    on_request(received->frames);
  }
}

void MessageCensus::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (node != daemon_ || send == nullptr || send->frames.empty()) return;
  if (send->to.socket == "rpc") on_reply(send->frames.back());
  if (send->to.socket == "events") on_publication(send->frames);
}

void MessageCensus::on_request(Frames const& frames) {
  if (frames.size() < 2) return;
  auto const envelope = moor::decode_message_type(frames[frames.size() - 2]);
  if (!envelope) return;
  if (auto const* host = std::get_if<moor::HostToDaemonMsg>(&envelope->message)) {
    return add(host_requests, host->message.message.index());
  }
  add(client_requests,
      std::get<moor::HostClientToDaemonMsg>(envelope->message).message.message.index());
}

void MessageCensus::on_reply(ByteView payload) {
  auto const reply = moor::decode_reply_result(payload);
  if (!reply) return;
  add(results, reply->result.index());
  if (auto const* host = std::get_if<moor::HostSuccess>(&reply->result)) {
    add(host_replies, host->reply.index());
  } else if (auto const* client = std::get_if<moor::ClientSuccess>(&reply->result)) {
    add(client_replies, client->reply.index());
  }
}

void MessageCensus::on_publication(Frames const& frames) {
  if (frames.size() != 2) return;
  auto const topic = moor::topic_of(frames[0]);
  if (topic == moor::EventTopic::hosts) {
    auto const event = moor::decode_host_broadcast(frames[1]);
    if (event) add(host_events, event->event.index());
  } else if (topic == moor::EventTopic::broadcast) {
    auto const event = moor::decode_clients_broadcast(frames[1]);
    if (event) add(broadcasts, event->event.index());
  } else if (topic == moor::EventTopic::client) {
    auto const event = moor::decode_client_event(frames[1]);
    if (!event) return;
    add(client_events, event->event.index());
    auto const* told = std::get_if<moor::NarrativeEventMessage>(&event->event);
    if (told != nullptr) add(narrative, told->event.event.index());
  }
}

}  // namespace drydock::simulator
