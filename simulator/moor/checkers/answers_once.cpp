#include "simulator/moor/checkers/answers_once.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {

void AnswersOnce::on_input(VirtualTime, NodeId node, Input const& input) {
  if (!roles_.is(node, Role::worker)) return;
  if (auto const* down = std::get_if<PeerDown>(&input)) {
    if (down->peer.socket == "control") allow_again(node);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    if (received->from.socket != "control") return;
    auto const reply = moor::decode_reply(received->frames.back());
    bool const is_refusal =
        reply && (std::holds_alternative<moor::WorkerInvalidPayload>(reply->reply) ||
                  std::holds_alternative<moor::WorkerRejected>(reply->reply) ||
                  std::holds_alternative<moor::WorkerAuthFailed>(reply->reply));
    if (is_refusal) allow_again(node);
  }
}

void AnswersOnce::on_output(VirtualTime, NodeId node, Output const& output) {
  if (!roles_.is(node, Role::worker)) return;
  if (auto const* close = std::get_if<CloseSocket>(&output)) {
    if (close->socket == "control") allow_again(node);
  } else if (auto const* send = std::get_if<Send>(&output)) {
    if (send->to.socket != "control") return;
    auto const message = moor::decode_worker_to_daemon(send->frames.back());
    if (!message) return;
    if (auto const* result = std::get_if<moor::RequestResult>(&message->message)) {
      on_answer(node, result->request_id);
    } else if (auto const* error = std::get_if<moor::RequestError>(&message->message)) {
      on_answer(node, error->request_id);
    }
  }
}

void AnswersOnce::on_answer(NodeId node, Uuid const& request) {
  auto const [place, is_first] = answered_.try_emplace({node, request}, false);
  if (is_first) return;
  if (!place->second) fail(fmt::format("a worker answered request {} again", request.text()));
  place->second = false;
}

void AnswersOnce::allow_again(NodeId node) {
  for (auto& [key, may_again] : answered_) {
    if (key.first == node) may_again = true;
  }
}

void AnswersOnce::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  std::erase_if(answered_, [&](auto const& entry) { return entry.first.first == node; });
}

}  // namespace drydock::simulator
