#include "simulator/moor/workloads/shown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/host/rendering.hpp"

namespace drydock::simulator {
namespace {

using namespace moor::host;

constexpr std::size_t shown_text_max = 60;

std::string quoted(std::string text) {
  std::erase(text, '\r');
  while (text.ends_with('\n')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', '|');
  if (text.size() > shown_text_max) text = text.substr(0, shown_text_max) + "...";
  std::string const safe = moor::to_literal(moor::Var{std::move(text)});
  return safe;
}

std::string_view name_of_end(EndReason reason) {
  switch (reason) {
    case EndReason::left:
      return "left";
    case EndReason::booted:
      return "is told to go";
    case EndReason::forgotten:
      return "is forgotten";
    case EndReason::refused:
      return "is refused";
    case EndReason::stopped:
      return "has to go, as the host stops";
  }
  return "is gone";
}

struct Text {
  ShownEvent const& event;

  std::string operator()(Connected const&) const { return "is connected"; }
  std::string operator()(LoggedIn const& in) const {
    return fmt::format("is logged in as {}", moor::text_of(in.player));
  }
  std::string operator()(LoginRefused const&) const { return "is not logged in"; }
  std::string operator()(LoggedOut const&) const { return "is logged out"; }
  std::string operator()(Switched const& to) const {
    return fmt::format("is {} now", moor::text_of(to.player));
  }
  std::string operator()(TaskStarted const& task) const {
    return fmt::format("task {} starts", task.task_id);
  }
  std::string operator()(moor::TaskSuccessEvent const& task) const {
    return fmt::format("task {} ends with {}", task.task_id,
                       moor::to_literal(task.result, shown_text_max));
  }
  std::string operator()(moor::TaskErrorEvent const& task) const {
    return fmt::format("task {} fails", task.task_id);
  }
  std::string operator()(moor::TaskSuspendedEvent const& task) const {
    return fmt::format("task {} is suspended", task.task_id);
  }
  std::string operator()(TaskGivenUp const& task) const {
    return fmt::format("does not wait for task {} any more", task.task_id);
  }
  std::string operator()(moor::RequestInputEvent const&) const { return "is asked for a line"; }
  std::string operator()(Refused const& refused) const {
    return fmt::format("is refused: {}", name_of(refused.purpose));
  }
  std::string operator()(Unanswered const& unanswered) const {
    return fmt::format("got no reply: {}", name_of(unanswered.purpose));
  }
  std::string operator()(moor::EvalResult const& result) const {
    return fmt::format("is told {}", moor::to_literal(result.result, shown_text_max));
  }
  std::string operator()(Ended const& end) const { return std::string(name_of_end(end.reason)); }
  template <class Other>
  std::string operator()(Other const&) const {
    std::string const text = render(event);
    return text.empty() ? std::string{} : "sees " + quoted(text);
  }
};

}  // namespace

std::string text_of(ShownEvent const& event) { return std::visit(Text{event}, event); }

}  // namespace drydock::simulator
