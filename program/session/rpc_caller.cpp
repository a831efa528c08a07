#include "program/session/rpc_caller.hpp"

#include <zmq.h>

#include <chrono>

#include "reference/moor/codec/host_frames.hpp"

namespace drydock::program {
namespace {

using Clock = std::chrono::steady_clock;

/// How often to look whether the daemon still lives.
constexpr int look_ms = 5;

bool has_come(transport::RawSocket const& socket, int milliseconds) {
  zmq_pollitem_t item{socket.socket(), 0, ZMQ_POLLIN, 0};
  return zmq_poll(&item, 1, milliseconds) == 1;
}

}  // namespace

void RpcCaller::connect() {
  socket_.emplace(ZMQ_REQ);
  socket_->set_option(ZMQ_RECONNECT_IVL, 1);
  socket_->connect(endpoint_);
}

std::optional<moor::ReplyResultUnion> RpcCaller::ask(Uuid const& client,
                                                     moor::HostClientToDaemonMessageUnion message) {
  if (!socket_) connect();
  Frames const frames =
      moor::request_frames(client, moor::HostClientToDaemonMessage{std::move(message)}).value();
  socket_->send(transport::texts_of(frames));
  auto const end = Clock::now() + transport::patience_max;
  while (!has_come(*socket_, look_ms)) {
    if (life_.lives && Clock::now() < end) continue;
    // What left the daemon before it died counts.
    if (has_come(*socket_, 0)) break;
    socket_.reset();
    if (life_.lives) throw std::runtime_error("a daemon that lives does not answer");
    return std::nullopt;
  }
  auto const frames_back = transport::frames_of(socket_->receive().value());
  auto answer = moor::decode_reply_result(frames_back.front());
  if (!answer) throw std::runtime_error("no answer, but " + answer.error().text());
  ++life_.acknowledged;
  life_.acknowledged.notify_all();
  return std::move(answer->result);
}

std::string RpcCaller::text_of(moor::ReplyResultUnion const& answer) {
  auto const* failure = std::get_if<moor::Failure>(&answer);
  if (failure == nullptr) return "a success of another kind";
  return "failure " + std::to_string(static_cast<int>(failure->error.error_code)) + ": " +
         failure->error.message.value_or("no text");
}

}  // namespace drydock::program
