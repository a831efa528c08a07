#include "simulator/moor/checkers/output_in_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace drydock::simulator {
namespace {

constexpr std::string_view spin_output = "Round and round.";
constexpr std::string_view goodbye = "Goodbye.";
constexpr Duration booted_within = std::chrono::seconds{10};
constexpr std::string_view abort_text = "Abort: Task exceeded ";

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void OutputInOrder::on_call(VirtualTime now, ClientCall const& call) {
  auto const* command = call.as<moor::Command>();
  auto const* eval = call.as<moor::Eval>();
  bool const boots = command != nullptr && command->command.starts_with("boot");
  bool const kills = eval != nullptr && eval->expression.find("_task") != std::string::npos;
  bool const quits = command != nullptr && command->command == "quit";
  if (boots || kills || quits) booting_[call.client] = now;
  // Aborted too, without the words of `spin`.
  if (eval != nullptr && eval->expression.ends_with("endwhile")) ++spinning_[call.client];
  constexpr std::string_view verb = "lines ";
  if (command == nullptr || !command->command.starts_with(verb)) return;
  std::string_view const words = std::string_view{command->command}.substr(verb.size());
  std::size_t const space = words.find(' ');
  if (space == std::string_view::npos) return;
  auto const lines = number(words.substr(0, space));
  if (lines) lines_.emplace(words.substr(space + 1), Lines{*lines, call.client});
}

void OutputInOrder::on_answer(VirtualTime, ClientCall const& call,
                              moor::ReplyResultUnion const& result) {
  auto const* command = call.as<moor::Command>();
  auto const* submitted = granted<moor::TaskSubmitted>(result);
  if (command == nullptr || submitted == nullptr) return;
  if (command->command == "quit") quitting_.insert(call.client);
  for (auto const& [tag, lines] : lines_) {
    if (!command->command.ends_with(" " + tag)) continue;
    tags_.emplace(submitted->task_id, tag);
    if (ended_early_.contains(submitted->task_id)) on_success(submitted->task_id);
  }
}

void OutputInOrder::on_event(VirtualTime now, Uuid const& client,
                             moor::ClientEventUnion const& event) {
  if (std::holds_alternative<moor::DisconnectEvent>(event)) return on_boot(now, client);
  if (auto const* seen = std::get_if<moor::NarrativeEventMessage>(&event)) {
    auto const* notify = std::get_if<moor::NotifyEvent>(&seen->event.event);
    auto const* text = notify == nullptr ? nullptr : notify->value.as<std::string>();
    if (text != nullptr) on_text(client, *text);
  }
  if (auto const* success = std::get_if<moor::TaskSuccessEvent>(&event)) {
    if (tags_.contains(success->task_id)) return on_success(success->task_id);
    ended_early_.insert(success->task_id);
  }
  auto const* system = std::get_if<moor::SystemMessageEvent>(&event);
  if (system == nullptr || !system->message.starts_with(abort_text)) return;
  if (--spinning_[client] < 0) {
    fail(fmt::format("client {} was told of an abort before the output that led to it",
                     client.text()));
  }
}

/// Where nobody else may have been faster, it is the client's own `quit` that ends it.
void OutputInOrder::on_boot(VirtualTime now, Uuid const& client) {
  if (!quitting_.contains(client) || said_goodbye_.contains(client)) return;
  bool const by_another = std::any_of(booting_.begin(), booting_.end(), [&](auto const& other) {
    return other.first != client && now - other.second <= booted_within;
  });
  if (by_another || now - booting_.at(client) > booted_within) return;
  fail(fmt::format("client {} was disconnected before it was shown the words before that",
                   client.text()));
}

void OutputInOrder::on_text(Uuid const& client, std::string const& text) {
  if (text == goodbye) said_goodbye_.insert(client);
  if (text == spin_output) ++spinning_[client];
  std::size_t const space = text.rfind(' ');
  if (space == std::string::npos) return;
  std::string const tag = text.substr(0, space);
  auto const lines = lines_.find(tag);
  auto const line = number(std::string_view{text}.substr(space + 1));
  if (lines == lines_.end() || !line) return;
  // Who came to it meanwhile does not hear the first lines.
  bool const is_asker = lines->second.client == client;
  auto const [heard, is_first] = heard_.emplace(Heard{client, tag}, 0);
  bool const is_next = *line == heard->second + 1 || (is_first && !is_asker);
  if (!is_next) {
    fail(fmt::format("client {} was told '{}' after line {}", client.text(), text, heard->second));
  }
  if (is_asker && lines->second.ended) {
    fail(fmt::format("client {} was told '{}' after the task's end", client.text(), text));
  }
  heard->second = *line;
}

void OutputInOrder::on_success(std::uint64_t task) {
  std::string const& tag = tags_.at(task);
  Lines& lines = lines_.at(tag);
  lines.ended = true;
  auto const* known = clients_.find(lines.client);
  auto const heard = heard_.find({lines.client, tag});
  std::uint64_t const count = heard == heard_.end() ? 0 : heard->second;
  if (known == nullptr || !known->is_there || count == lines.lines) return;
  fail(fmt::format("{} of {} lines of '{}' came before the task's end", count, lines.lines, tag));
}

}  // namespace drydock::simulator
