#include "simulator/world/trace.hpp"

#include <fmt/format.h>

#include <array>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

std::string text_of(TimerId const& timer) {
  if (timer.about == Uuid{}) return std::string(timer.name);
  return fmt::format("{}({})", timer.name, timer.about.text().substr(0, 8));
}

std::string_view word_of(LogLevel level) {
  constexpr std::array<std::string_view, 4> words = {"debug", "info", "warning", "error"};
  return words[static_cast<std::size_t>(level)];
}

}  // namespace

std::string Trace::text() const {
  std::string text;
  for (std::string const& line : lines_) text += line + '\n';
  return text;
}

std::string Trace::name(NodeId node) const { return node == no_node ? "-" : world_.name(node); }

void Trace::line(VirtualTime now, NodeId node, std::string_view word, std::string_view text) {
  std::string line = fmt::format("{}  {}  {}", to_text(now), name(node), word);
  if (!text.empty()) line += fmt::format("  {}", text);
  lines_.push_back(std::move(line));
  if (lines_.size() > lines_max_) lines_.pop_front();
}

void Trace::on_input(VirtualTime now, NodeId node, Input const& input) {
  if (auto const* up = std::get_if<PeerUp>(&input)) {
    line(now, node, "up", up->peer.socket);
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    line(now, node, down->refused ? "refused" : "down", down->peer.socket);
  } else if (std::holds_alternative<StopRequested>(input)) {
    line(now, node, "stop", "");
  } else if (auto const* fired = std::get_if<TimerFired>(&input); fired && full()) {
    line(now, node, "timer", text_of(fired->timer));
  }
}

void Trace::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (auto const* send = std::get_if<Send>(&output)) {
    line(now, node, "send",
         describer_.describe(node, send->to.socket, Direction::leaves, send->frames));
  } else if (auto const* exit = std::get_if<Exit>(&output)) {
    line(now, node, "exit", fmt::format("{} {}", exit->code, exit->reason));
  } else if (auto const* log = std::get_if<Log>(&output)) {
    if (full() || log->level >= LogLevel::warning) line(now, node, word_of(log->level), log->text);
  } else if (!full()) {
    return;
  } else if (auto const* set = std::get_if<SetTimer>(&output)) {
    line(now, node, "set", fmt::format("{} {}", text_of(set->timer), to_text(set->at)));
  } else if (auto const* cancel = std::get_if<CancelTimer>(&output)) {
    line(now, node, "cancel", text_of(cancel->timer));
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    line(now, node, "open", open->socket);
  } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
    line(now, node, "close", close->socket);
  }
}

void Trace::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (event == NodeEvent::exited) return;  // Its output said it, with the reason.
  line(now, node, simulator::word_of(event), "");
}

void Trace::on_network(VirtualTime now, NetworkEvent const& event) {
  using Kind = NetworkEvent::Kind;
  switch (event.kind) {
    case Kind::stolen:
    case Kind::bind_failed:
      return line(now, event.from, simulator::word_of(event.kind), event.detail);
    case Kind::bound:
      if (full()) line(now, event.from, "bind", event.detail);
      return;
    case Kind::connected:
    case Kind::disconnected:
      return;  // Those who notice say so.
    default:
      return on_message_event(now, event);
  }
}

void Trace::on_message_event(VirtualTime now, NetworkEvent const& event) {
  bool const arrives = event.kind == NetworkEvent::Kind::delivered;
  if (arrives && !full()) return;
  NodeId const node = arrives ? event.to : event.from;
  // What a socket discards has arrived there.
  Direction const direction = arrives || event.kind == NetworkEvent::Kind::discarded
                                  ? Direction::arrives
                                  : Direction::leaves;
  std::string text;
  if (event.frames != nullptr) {
    text = describer_.describe(node, event.socket, direction, *event.frames);
  }
  if (arrives && event.from != no_node) text += fmt::format(" of {}", name(event.from));
  if (!event.detail.empty()) {
    text += fmt::format("{}{}", text.empty() ? "" : ": ", event.detail);
  }
  line(now, node, arrives ? "recv" : simulator::word_of(event.kind), text);
}

void Trace::on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) {
  line(now, node, word, text);
}

}  // namespace drydock::simulator
