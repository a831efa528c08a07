#include "simulator/moor/checkers/world_remembers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/moor/codec/var_text.hpp"
#include "simulator/moor/workloads/questions.hpp"

namespace drydock::simulator {
namespace {

template <class Message>
bool is_of_the_lamp(Message const& message, moor::Symbol const& name) {
  return message.object == Questions::lamp() && name == Questions::description();
}

bool contains(std::vector<moor::Var> const& values, moor::Var const& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

void WorldRemembers::on_call(VirtualTime, ClientCall const& call) {
  auto const* update = call.as<moor::UpdateProperty>();
  if (update != nullptr && is_of_the_lamp(*update, update->property)) {
    unanswered_.push_back(update->value);
  }
}

/// The daemon does one after the other and answers in that order: what it acknowledges now is newer
/// than all that it will not answer any more since it crashed.
void WorldRemembers::on_answer(VirtualTime, ClientCall const& call,
                               moor::ReplyResultUnion const& result) {
  if (auto const* update = call.as<moor::UpdateProperty>()) {
    if (!is_of_the_lamp(*update, update->property)) return;
    auto const asked = std::find(unanswered_.begin(), unanswered_.end(), update->value);
    if (asked != unanswered_.end()) unanswered_.erase(asked);
    if (!granted<moor::PropertyUpdated>(result)) return;
    is_known_ = true;
    possible_ = {update->value};
  }
  auto const* retrieve = call.as<moor::Retrieve>();
  auto const* told = granted<moor::PropertyValue>(result);
  if (!is_known_ || retrieve == nullptr || told == nullptr) return;
  if (!is_of_the_lamp(*retrieve, retrieve->name)) return;
  if (contains(possible_, told->value)) return;
  if (!contains(unanswered_, told->value)) {
    fail(fmt::format("{} is read where {} was written", moor::to_literal(told->value),
                     moor::to_literal(possible_.front())));
  }
  possible_ = {told->value};  // An update whose acknowledgement was lost.
}

}  // namespace drydock::simulator
