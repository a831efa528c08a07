#pragma once

#include <array>
#include <vector>

#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// The observers of a world, in the order in which they came: each is told what it listens to. A
/// run has dozens of them, and most listen to little.
class Observers {
 public:
  /// It outlives them. From now on; in the midst of a call, from the next one on.
  void add(Observer& observer) {
    for (List& list : lists_) list.push_back(&observer);
  }

  void on_input(VirtualTime now, NodeId node, Input const& input) {
    tell(Observer::What::input, [&](Observer& one) { one.on_input(now, node, input); });
  }
  void on_output(VirtualTime now, NodeId node, Output const& output) {
    tell(Observer::What::output, [&](Observer& one) { one.on_output(now, node, output); });
  }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) {
    tell(Observer::What::node, [&](Observer& one) { one.on_node(now, node, event); });
  }
  void on_network(VirtualTime now, NetworkEvent const& event) {
    tell(Observer::What::network, [&](Observer& one) { one.on_network(now, event); });
  }
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) {
    tell(Observer::What::note, [&](Observer& one) { one.on_note(now, node, word, text); });
  }

 private:
  using List = std::vector<Observer*>;

  template <class Tell>
  void tell(Observer::What what, Tell const& tell) {
    List& list = lists_[static_cast<std::size_t>(what)];
    if (!list.empty()) tell_all(list, what, tell);
  }

  template <class Tell>
  void tell_all(List& list, Observer::What what, Tell const& tell) {
    ++depth_;
    unsigned ignored = 0;
    // An observer may make something happen that all are told at once.
    for (std::size_t place = 0, end = list.size(); place < end; ++place) {
      Observer& observer = *list[place];
      tell(observer);
      ignored |= observer.ignored_;
    }
    --depth_;
    bool const all_listen = (ignored & Observer::bit_of(what)) == 0;
    if (!all_listen && depth_ == 0) {
      std::erase_if(list, [&](Observer const* observer) { return observer->ignores(what); });
    }
  }

  std::array<List, 5> lists_;  // By what.
  int depth_ = 0;              // Of calls in calls.
};

}  // namespace drydock::simulator
