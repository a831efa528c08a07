#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/thorough.hpp"

namespace drydock {

/// The smallest world there is: one machine, its timers, and a list of what it sent. For tests and
/// fuzzers, which play its peers by hand.
class MachineDriver {
 public:
  explicit MachineDriver(Machine& machine) : machine_(machine) {}

  /// Steps the machine now, and carries out what follows.
  void input(Input const& input) {
    if (exit_) return;
    Outbox out;
    machine_.step(now_, input, out);
    machine_.check_invariants();
    for (Output& output : out) carry_out(std::move(output));
  }

  /// Carries out what the machine asked for outside of a step.
  void apply(Output output) { carry_out(std::move(output)); }

  void receive(SocketName socket, Frames frames, Route route = only_route) {
    input(Received{{socket, route}, std::move(frames)});
  }

  /// Lets time pass; each timer that is due meanwhile fires at its own instant.
  void advance(Duration duration) {
    VirtualTime const end = now_ + duration;
    while (std::optional<TimerId> const timer = next_until(end)) {
      now_ = std::max(now_, timers_.at(*timer));
      timers_.erase(*timer);
      input(TimerFired{*timer});
    }
    now_ = end;
    check_everything(machine_);
  }

  /// What was sent since it was last taken.
  std::vector<Send> const& sent() const { return sent_; }
  std::vector<Send> take_sent() { return std::exchange(sent_, {}); }
  std::vector<std::string> const& logged() const { return logged_; }
  std::optional<Exit> const& exit() const { return exit_; }
  /// How often the socket of that name was opened; and whether it is open now.
  int opened(SocketName socket) const {
    auto const found = opened_.find(socket);
    return found == opened_.end() ? 0 : found->second;
  }
  bool is_open(SocketName socket) const { return specs_.contains(socket); }
  SocketSpec const& spec(SocketName socket) const { return specs_.at(socket); }
  VirtualTime now() const { return now_; }
  std::size_t timer_count() const { return timers_.size(); }

 private:
  std::optional<TimerId> next_until(VirtualTime end) const {
    std::optional<TimerId> next;
    for (auto const& [timer, at] : timers_) {
      if (at <= end && (!next || at < timers_.at(*next))) next = timer;
    }
    return next;
  }

  void carry_out(Output&& output) {
    if (auto* send = std::get_if<Send>(&output)) {
      sent_.push_back(std::move(*send));
    } else if (auto const* set = std::get_if<SetTimer>(&output)) {
      timers_.insert_or_assign(set->timer, set->at);
    } else if (auto const* cancel = std::get_if<CancelTimer>(&output)) {
      timers_.erase(cancel->timer);
    } else if (auto* open = std::get_if<OpenSocket>(&output)) {
      ++opened_[open->socket];
      specs_.insert_or_assign(open->socket, std::move(open->spec));
    } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
      specs_.erase(close->socket);
    } else if (auto* log = std::get_if<Log>(&output)) {
      logged_.push_back(std::move(log->text));
    } else if (auto* exit = std::get_if<Exit>(&output)) {
      exit_ = std::move(*exit);
    }
  }

  Machine& machine_;
  VirtualTime now_{};
  std::map<TimerId, VirtualTime> timers_;
  std::vector<Send> sent_;
  std::vector<std::string> logged_;
  std::map<SocketName, int> opened_;
  std::map<SocketName, SocketSpec> specs_;
  std::optional<Exit> exit_;
};

}  // namespace drydock
