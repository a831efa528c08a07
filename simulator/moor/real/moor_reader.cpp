#include "simulator/moor/real/moor_reader.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::simulator {
namespace {

constexpr std::array<std::string_view, 8> routine = {"PingWorkers",
                                                     "WorkerPong",
                                                     "ClientsBroadcastPingPong",
                                                     "HostBroadcastPingPong",
                                                     "ClientPong",
                                                     "HostPong",
                                                     "ZapRequest",
                                                     "ZapReply"};
constexpr std::array<std::string_view, 3> nods = {"WorkerAck", "ThanksPong", "DaemonToHostAck"};

template <class Table>
bool has(Table const& table, std::string_view kind) {
  return std::find(table.begin(), table.end(), kind) != table.end();
}

/// `WorkerRequestTimedOut`.
std::string name_of(moor::WorkerError const& error) {
  std::string const text = moor::to_text(error);
  return text.substr(0, text.find(':'));
}

void read_answer(Frame const& payload, MessageFacts& facts) {
  auto const message = moor::decode_worker_to_daemon(payload);
  if (!message) return;
  if (auto const* result = std::get_if<moor::RequestResult>(&message->message)) {
    facts.subject = result->request_id.text();
  } else if (auto const* error = std::get_if<moor::RequestError>(&message->message)) {
    facts.subject = error->request_id.text();
    facts.kind += " " + name_of(error->error);
  }
}

void read_dispatch(Frame const& payload, MessageFacts& facts) {
  auto const message = moor::decode_daemon_to_worker(payload);
  auto const* request = message ? std::get_if<moor::WorkerRequest>(&message->message) : nullptr;
  if (request != nullptr) facts.subject = request->id.text();
}

void read_unknown(Frame const& payload, MessageFacts& facts) {
  auto const message = moor::decode_reply(payload);
  auto const* unknown =
      message ? std::get_if<moor::WorkerUnknownRequest>(&message->reply) : nullptr;
  if (unknown != nullptr) facts.subject = unknown->request_id.text();
}

void read_callers(Frames const& frames, MessageFacts& facts) {
  if (frames.size() < 2) return;
  facts.subject = "question " + to_hex(frames[frames.size() - 2]);
  if (facts.kind != "CallerReply") return;
  auto const reply = moor::decode_caller_reply(frames.back());
  auto const* error = reply ? std::get_if<moor::WorkerError>(&reply->outcome) : nullptr;
  if (error != nullptr) facts.kind += " " + name_of(*error);
}

/// Connections are numbered as they come, and of two that come at once either may be first.
std::string without_numbers(std::string_view text) {
  constexpr std::string_view mark = "#-";
  std::string result;
  while (true) {
    std::size_t const at = text.find(mark);
    result += text.substr(0, at);
    if (at == std::string_view::npos) return result;
    result += "#-n";
    text.remove_prefix(at + mark.size());
    text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  }
}

/// Whose it is, if it is a client's.
std::string client_of(SocketName socket, Frames const& frames) {
  constexpr std::size_t id_size = 16;
  if (socket == "events") {
    if (frames.size() == 1) {  // One subscribes or takes that back.
      Frame const& topic = frames.front();
      return topic.size() == id_size + 1 ? to_hex(ByteView{topic}.subspan(1)) : "";
    }
    bool const is_clients = moor::topic_of(frames.front()) == moor::EventTopic::client;
    return is_clients ? to_hex(frames.front()) : "";
  }
  if (!socket.starts_with("rpc") || frames.size() < 2) return "";
  auto const envelope = moor::decode_message_type(frames[frames.size() - 2]);
  auto const* message =
      envelope ? std::get_if<moor::HostClientToDaemonMsg>(&envelope->message) : nullptr;
  return message == nullptr ? "" : to_hex(message->client_data.bytes);
}

}  // namespace

MessageFacts MoorReader::read(std::string_view text, NodeId, SocketName socket, Direction,
                              Frames const& frames) {
  MessageFacts facts;
  facts.kind = text.substr(0, text.find('('));
  if (frames.empty()) return facts;
  facts.is_routine = has(routine, facts.kind);
  facts.is_nod = has(nods, facts.kind);
  facts.thread = client_of(socket, frames);
  if (socket == "control") read_answer(frames.back(), facts);
  if (facts.kind == "WorkerRequest") read_dispatch(frames.back(), facts);
  if (facts.kind == "WorkerUnknownRequest") read_unknown(frames.back(), facts);
  if (socket == "callers") read_callers(frames, facts);
  if (facts.kind == "NarrativeEventMessage") facts.kind = without_numbers(text);
  return facts;
}

}  // namespace drydock::simulator
