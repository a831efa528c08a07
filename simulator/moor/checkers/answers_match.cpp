#include "simulator/moor/checkers/answers_match.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/worker/echo_service.hpp"

namespace drydock::simulator {
namespace {

using Outcome = std::variant<moor::Var, moor::WorkerError>;

std::string text_of(Outcome const& outcome) {
  if (auto const* value = std::get_if<moor::Var>(&outcome)) return moor::to_literal(*value);
  return moor::to_text(std::get<moor::WorkerError>(outcome));
}

/// Errors say why there is no answer, but for the one that a service itself gives.
bool may_be(Outcome const& outcome, Outcome const& expected) {
  auto const* error = std::get_if<moor::WorkerError>(&outcome);
  if (error == nullptr) return outcome == expected;
  return !std::holds_alternative<moor::WorkerRequestError>(*error) || outcome == expected;
}

}  // namespace

void AnswersMatch::on_asked(VirtualTime, CallerQuestion const& question,
                            moor::CallerRequest const& request) {
  asked_.emplace(std::pair{question.node, question.id}, request);
}

void AnswersMatch::on_answered(VirtualTime, CallerQuestion const& question,
                               moor::CallerReply const& reply) {
  auto const place = asked_.find({question.node, question.id});
  if (place == asked_.end()) {
    return fail(fmt::format("an answer to {}, which the caller never asked", question.id.text()));
  }
  moor::worker::Job const job{place->second.perms, place->second.arguments};
  moor::worker::Answer const expected = moor::worker::TestService{}.perform(job).answer;
  if (may_be(reply.outcome, expected)) return;
  fail(fmt::format("asked {}, and answered {}",
                   moor::to_literal(moor::list_of(place->second.arguments)),
                   text_of(reply.outcome)));
}

void AnswersMatch::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  std::erase_if(asked_, [&](auto const& entry) { return entry.first.first == node; });
}

}  // namespace drydock::simulator
