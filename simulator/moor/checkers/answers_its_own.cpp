#include "simulator/moor/checkers/answers_its_own.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {

void AnswersItsOwn::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr) return;
  if (roles_.is(node, Role::daemon) && send->to.socket == "dispatch") on_dispatch(send->frames);
  if (!roles_.is(node, Role::worker) || send->to.socket != "control") return;
  Result<Uuid> const worker = Uuid::from_bytes(ByteView{send->frames.front()});
  auto const message = moor::decode_worker_to_daemon(send->frames.back());
  if (!worker || !message) return;
  if (auto const* result = std::get_if<moor::RequestResult>(&message->message)) {
    on_answer(*worker, result->request_id);
  } else if (auto const* error = std::get_if<moor::RequestError>(&message->message)) {
    on_answer(*worker, error->request_id);
  }
}

void AnswersItsOwn::on_dispatch(Frames const& frames) {
  auto const message = moor::decode_daemon_to_worker(frames.back());
  if (!message) return;
  auto const* request = std::get_if<moor::WorkerRequest>(&message->message);
  if (request != nullptr) workers_.insert_or_assign(request->id, request->worker_id);
}

void AnswersItsOwn::on_answer(Uuid const& worker, Uuid const& request) {
  auto const place = workers_.find(request);
  if (place == workers_.end() || place->second == worker) return;
  fail(fmt::format("worker {} answered request {}, which names {}", worker.text(), request.text(),
                   place->second.text()));
}

}  // namespace drydock::simulator
