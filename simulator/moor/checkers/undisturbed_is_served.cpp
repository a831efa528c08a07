#include "simulator/moor/checkers/undisturbed_is_served.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/worker/echo_service.hpp"

namespace drydock::simulator {
namespace {

/// What a message needs for its ways, at most, in a network without faults.
constexpr double ways_seconds = 2;

}  // namespace

void UndisturbedIsServed::on_node(VirtualTime, NodeId, NodeEvent event) {
  calm_.on_node(event);
  if (calm_.is_over()) asked_.clear();
}

void UndisturbedIsServed::on_note(VirtualTime, NodeId, std::string_view word,
                                  std::string_view text) {
  calm_.on_note(word, text);
  is_settling_ = is_settling_ || word == "settle";  // What comes now are probes.
  if (calm_.is_over() || is_settling_) asked_.clear();
}

void UndisturbedIsServed::on_asked(VirtualTime, CallerQuestion const& question,
                                   moor::CallerRequest const& request) {
  if (!calm_.is_over() && !is_settling_)
    asked_.emplace(std::pair{question.node, question.id}, request);
}

bool UndisturbedIsServed::may_time_out(moor::CallerRequest const& request) const {
  if (!roles().narrow.empty()) return true;  // While others have their turn.
  moor::worker::Job const job{request.perms, request.arguments};
  double const takes = seconds_of(moor::worker::TestService{}.perform(job).takes);
  double const limit =
      request.timeout_seconds.value_or(seconds_of(roles().promises.request_age_max));
  return takes + ways_seconds >= limit;
}

void UndisturbedIsServed::on_answered(VirtualTime, CallerQuestion const& question,
                                      moor::CallerReply const& reply) {
  auto const place = asked_.find({question.node, question.id});
  auto const* error = std::get_if<moor::WorkerError>(&reply.outcome);
  if (place == asked_.end() || error == nullptr) return;
  bool const timed_out = std::holds_alternative<moor::WorkerRequestTimedOut>(*error);
  bool const lost_worker = std::holds_alternative<moor::WorkerDetached>(*error);
  bool const was_refused = std::holds_alternative<moor::WorkerInvalidRequest>(*error);
  if (!lost_worker && !was_refused && !(timed_out && !may_time_out(place->second))) return;
  fail(fmt::format("nothing had gone wrong, and {} of type '{}' ended in {}",
                   moor::to_literal(moor::list_of(place->second.arguments)),
                   place->second.worker_type.text, moor::to_text(*error)));
}

}  // namespace drydock::simulator
