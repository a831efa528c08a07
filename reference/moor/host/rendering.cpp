#include "reference/moor/host/rendering.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/host/answers.hpp"
#include "reference/moor/host/error_text.hpp"

namespace drydock::moor::host {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr char interpret_as_command = '\xff';

/// Every line end in `text` as CRLF, but none behind it.
std::string with_line_ends(std::string_view text) {
  std::string wired;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool const bare = text[at] == '\n' && (at == 0 || text[at - 1] != '\r');
    if (bare) wired += '\r';
    wired += text[at];
  }
  return wired;
}

std::string line(std::string_view text) {
  std::string wired = with_line_ends(text);
  wired += line_end;
  return wired;
}

/// Nothing for no text.
std::string line_if_any(std::string_view text) { return text.empty() ? std::string{} : line(text); }

std::string raw(Binary const& binary) {
  std::string bytes;
  for (std::uint8_t const byte : binary.data) {
    bytes += static_cast<char>(byte);
    if (bytes.back() == interpret_as_command) bytes += interpret_as_command;
  }
  return bytes;
}

/// The strings of a list that holds nothing else, as lines.
std::string lines_of(List const& list) {
  std::string text;
  for (Var const& element : list.elements) {
    if (!text.empty() || &element != &list.elements.front()) text += '\n';
    text += *element.as<std::string>();
  }
  return text;
}

std::string shown_text_of(Var const& value) {
  if (auto const* text = value.as<std::string>()) return *text;
  if (auto const* symbol = value.as<Symbol>()) return symbol->text;
  auto const is_text = [](Var const& one) { return one.as<std::string>() != nullptr; };
  auto const* list = value.as<List>();
  bool const is_lines =
      list != nullptr && !list->elements.empty() && std::ranges::all_of(list->elements, is_text);
  return is_lines ? lines_of(*list) : to_literal(value);
}

std::string traceback(Exception const& exception) {
  std::string text;
  for (Var const& one : exception.backtrace) text += line(shown_text_of(one));
  return text;
}

std::string to_bytes(Connected const&) { return {}; }
std::string to_bytes(LoggedIn const& login) {
  switch (login.type) {
    case ConnectType::reconnected:
      return line("*** Reconnected ***");
    case ConnectType::created:
      return line("*** Created ***");
    default:
      return line("*** Connected ***");
  }
}
std::string to_bytes(LoginRefused const& refused) {
  return refused.error ? line_if_any(text_of_rpc_error(*refused.error)) : std::string{};
}
std::string to_bytes(LoggedOut const& out) {
  std::string text = line("*** The daemon takes you for somebody else. Log in again. ***");
  if (out.lines_lost > 0) text += line(fmt::format("Lines not sent: {}.", out.lines_lost));
  return text;
}
std::string to_bytes(Switched const&) { return {}; }

std::string to_bytes(NarrativeEvent const& narrative) {
  if (auto const* notify = std::get_if<NotifyEvent>(&narrative.event)) {
    if (auto const* binary = notify->value.as<Binary>()) return raw(*binary);
    std::string const text = shown_text_of(notify->value);
    return notify->no_newline ? with_line_ends(text) : line(text);
  }
  auto const* traced = std::get_if<TracebackEvent>(&narrative.event);
  return traced == nullptr ? std::string{} : traceback(traced->exception);
}

std::string to_bytes(SystemMessageEvent const& event) { return line(event.message); }
std::string to_bytes(TaskStarted const&) { return {}; }
std::string to_bytes(TaskSuccessEvent const&) { return {}; }
std::string to_bytes(TaskErrorEvent const& event) {
  return line_if_any(text_of_scheduler_error(event.error));
}
std::string to_bytes(TaskSuspendedEvent const&) { return {}; }
std::string to_bytes(TaskGivenUp const&) {
  return line("The end of that was not heard of; it may still be at work.");
}

std::string to_bytes(RequestInputEvent const& event) {
  std::string text = line_if_any(prompt_of(event));
  if (wants_text_area(event)) {
    text += line("[Type lines of input; use \".\" to end or \"@abort\" to abort.]");
  }
  return text;
}

std::string to_bytes(Refused const& refused) {
  std::string const text = text_of_rpc_error(refused.error);
  if (refused.purpose == Purpose::answer) return line("Your answer was not taken: " + text);
  return refused.purpose == Purpose::attribute ? std::string{} : line_if_any(text);
}

std::string to_bytes(Unanswered const& unanswered) {
  bool const connecting =
      unanswered.purpose == Purpose::connect || unanswered.purpose == Purpose::attach;
  if (connecting) return line("The server does not answer; trying again.");
  return line(unanswered.sent ? "The server did not answer; it may have done that, or not."
                              : "The server cannot be reached; nothing was done.");
}

std::string to_bytes(EvalResult const& eval) { return line("=> " + to_literal(eval.result)); }

std::string to_bytes(VerbProgramResponseReply const& reply) {
  if (auto const* done = std::get_if<VerbProgramSuccess>(&reply.response)) {
    return line("0 error(s).") +
           line(fmt::format("Verb {} programmed on {}.", done->verb_name, text_of(done->obj)));
  }
  auto const& error = std::get<VerbProgramFailure>(reply.response).error;
  return line(text_of_scheduler_error(VerbProgramFailed{error})) + line("1 error(s).");
}

std::string to_bytes(SetConnectionOptionEvent const& event) {
  if (event.option_name.text != "client-echo") return {};
  constexpr char will = '\xfb';
  constexpr char wont = '\xfc';
  constexpr char echo = '\x01';
  auto const* number = event.value.as<std::int64_t>();
  bool const client_echoes = event.value == Var{true} || (number != nullptr && *number != 0);
  return {interpret_as_command, client_echoes ? wont : will, echo};
}

std::string to_bytes(HostLine const& host) { return line(host.text); }

std::string to_bytes(Ended const& ended) {
  switch (ended.reason) {
    case EndReason::left:
      return {};
    case EndReason::stopped:
      return line("** This host is shutting down **");
    default:
      return line("** Disconnected **");
  }
}

}  // namespace

std::string render(ShownEvent const& event) {
  return std::visit([](auto const& one) { return to_bytes(one); }, event);
}

std::string render_plain(ShownEvent const& event) {
  if (std::holds_alternative<SetConnectionOptionEvent>(event)) return {};
  if (event == ShownEvent{Ended{EndReason::stopped}}) return {};
  auto const* narrative = std::get_if<NarrativeEvent>(&event);
  auto const* notify = narrative ? std::get_if<NotifyEvent>(&narrative->event) : nullptr;
  bool const binary = notify != nullptr && notify->value.as<Binary>() != nullptr;
  std::string text = binary ? to_literal(notify->value) + "\n" : render(event);
  for (auto at = text.find(line_end); at != std::string::npos; at = text.find(line_end, at)) {
    text.erase(at, 1);
  }
  return text;
}

}  // namespace drydock::moor::host
