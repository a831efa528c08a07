#include "simulator/moor/checkers/served_after_healing.hpp"

#include <fmt/format.h>

#include "simulator/moor/checkers/patience.hpp"

namespace drydock::simulator {

void ServedAfterHealing::begin(VirtualTime now, std::set<std::string> types) {
  due_ = now + served_within;
  unserved_ = std::move(types);
}

void ServedAfterHealing::on_asked(VirtualTime, CallerQuestion const& question,
                                  moor::CallerRequest const& request) {
  if (due_) asked_.emplace(std::pair{question.node, question.id}, request.worker_type.text);
}

void ServedAfterHealing::on_answered(VirtualTime, CallerQuestion const& question,
                                     moor::CallerReply const& reply) {
  auto const place = asked_.find({question.node, question.id});
  if (place == asked_.end()) return;
  if (std::holds_alternative<moor::Var>(reply.outcome)) unserved_.erase(place->second);
  asked_.erase(place);
}

void ServedAfterHealing::on_time(VirtualTime now) {
  if (!due_ || unserved_.empty() || now < *due_) return;
  fail(fmt::format("type '{}' is not served {:.0f} s after all was healed", *unserved_.begin(),
                   seconds_of(served_within)));
}

void ServedAfterHealing::at_end(VirtualTime now, bool) { on_time(now); }

}  // namespace drydock::simulator
