#include "simulator/real/history.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

std::string pool_of(SocketName socket) {
  return std::string(socket.substr(0, socket.find_last_not_of("0123456789") + 1));
}

}  // namespace

MessageFacts History::facts(NodeId node, SocketName socket, Direction direction,
                            Frames const& frames) {
  return reader_.read(describer_.describe(node, socket, direction, frames), node, socket, direction,
                      frames);
}

void History::add(std::string const& sequence, VirtualTime now, std::string text) {
  sequences_[sequence].push_back({now, std::move(text)});
}

std::string History::number(std::string_view what, std::string const& id,
                            std::map<std::string, std::string>& names) {
  if (id.empty()) return "";
  auto const place = names.find(id);
  if (place != names.end()) return place->second;
  std::set<std::string> distinct;
  for (auto const& [known, name] : names) distinct.insert(name);
  return names.emplace(id, fmt::format("{} {}", what, distinct.size() + 1)).first->second;
}

std::string History::name_of(std::string const& subject, Cause const* cause, SocketName socket) {
  bool const is_sent_on = cause != nullptr && !cause->subject.empty() && cause->socket != socket;
  if (is_sent_on && !subject.empty() && !subjects_.contains(subject)) {
    subjects_.emplace(subject, number("request", cause->subject, subjects_));
  }
  return number("request", subject, subjects_);
}

void History::add(std::string_view does, MessageFacts const& facts, VirtualTime now, NodeId node,
                  SocketName socket, std::string const& whom) {
  std::string const thread = number("client", facts.thread, threads_);
  add(fmt::format("{} {}{} on {}{}{}", world_.name(node), does, whom, pool_of(socket),
                  thread.empty() ? "" : " for ", thread),
      now, facts.kind);
}

void History::on_network(VirtualTime now, NetworkEvent const& event) {
  if (event.kind != NetworkEvent::Kind::delivered) return;
  MessageFacts said = facts(event.to, event.socket, Direction::arrives, *event.frames);
  Line const line{event.to, std::string(event.socket)};
  causes_[event.to] = {line.second, said.subject};
  if (connecting_.contains(line)) {
    auto const question = questions_.find(line);
    if (question != questions_.end()) {
      if (said.thread.empty()) said.thread = question->second.thread;
      said.is_routine = said.is_routine || (said.is_nod && question->second.is_routine);
    }
  }
  std::string const from = event.from == no_node ? "somebody" : world_.name(event.from);
  if (!said.subject.empty()) {
    add(fmt::format("{} at {}", name_of(said.subject, nullptr, event.socket),
                    world_.name(event.to)),
        now, fmt::format("hears {} of {}", said.kind, from));
  }
  if (!said.is_routine) add("hears ", said, now, event.to, event.socket, from);
}

void History::on_input(VirtualTime, NodeId node, Input const& input) {
  if (!std::holds_alternative<Received>(input)) causes_.erase(node);
}

void History::on_output(VirtualTime now, NodeId node, Output const& output) {
  if (auto const* open = std::get_if<OpenSocket>(&output)) {
    Line const line{node, std::string(open->socket)};
    questions_.erase(line);
    if (!open->spec.connect.empty()) connecting_.insert(line);
  }
  if (auto const* exit = std::get_if<Exit>(&output)) {
    add(world_.name(node), now, fmt::format("ends with {}", exit->code));
  }
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr) return;
  SocketName const socket = send->to.socket;
  MessageFacts const said = facts(node, socket, Direction::leaves, send->frames);
  Line const line{node, std::string(socket)};
  if (!said.subject.empty()) {
    auto const cause = causes_.find(node);
    std::string const request =
        name_of(said.subject, cause == causes_.end() ? nullptr : &cause->second, socket);
    add(fmt::format("{} at {}", request, world_.name(node)), now, "sends " + said.kind);
  }
  if (!connecting_.contains(line)) return;
  questions_[line] = said;
  if (!said.is_routine) add("sends", said, now, node, socket, "");
}

void History::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  causes_.erase(node);
  if (event != NodeEvent::exited) add(world_.name(node), now, std::string(word_of(event)));
}

}  // namespace drydock::simulator
