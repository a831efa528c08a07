#include "simulator/moor/checkers/answers_its_own.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void AnswersItsOwn::on_dispatch(VirtualTime, NodeId, moor::WorkerRequest const& request) {
  workers_.insert_or_assign(request.id, request.worker_id);
}

void AnswersItsOwn::on_said(VirtualTime, NodeId, WorkerSaid const& said) {
  auto const place = said.is_answer() ? workers_.find(said.request) : workers_.end();
  if (place == workers_.end() || place->second == said.worker) return;
  fail(fmt::format("worker {} answered request {}, which names {}", said.worker.text(),
                   said.request.text(), place->second.text()));
}

}  // namespace drydock::simulator
