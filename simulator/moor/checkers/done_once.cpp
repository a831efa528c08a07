#include "simulator/moor/checkers/done_once.hpp"

#include <fmt/format.h>

#include "simulator/moor/workloads/people.hpp"

namespace drydock::simulator {
namespace {

std::string_view behind_word(std::string_view text) {
  std::size_t const space = text.find(' ');
  return space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
}

}  // namespace

void DoneOnce::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  if (word != "do") return;
  std::string_view const rest = behind_word(behind_word(text));
  if (text.starts_with("type ")) ++lines_[std::string(rest)].typed;
  if (text.starts_with("eval ")) ++lines_[People::program_of(rest)].typed;
}

void DoneOnce::on_answer(VirtualTime, ClientCall const& call,
                         moor::ReplyResultUnion const& result) {
  auto const* command = call.as<moor::Command>();
  auto const* eval = call.as<moor::Eval>();
  bool const is_done = (command != nullptr && granted<moor::TaskSubmitted>(result)) ||
                       (eval != nullptr && granted<moor::EvalResult>(result));
  if (!is_done) return;
  std::string const& text = command != nullptr ? command->command : eval->expression;
  auto const line = lines_.find(text);
  if (line == lines_.end() || ++line->second.done <= line->second.typed) return;
  fail(fmt::format("'{}' was typed {} times, and done {} times", text, line->second.typed,
                   line->second.done));
}

}  // namespace drydock::simulator
