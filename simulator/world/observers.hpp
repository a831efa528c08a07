#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// The observers of a world, in the order in which they came: each is told what it listens to. A
/// run has dozens of them, and most listen to little.
class Observers {
 public:
  /// It outlives them. From now on; in the midst of a call, from the next one on.
  void add(Observer& observer) {
    for (List& list : lists_) list.all.push_back(&observer);
  }

  void on_input(VirtualTime now, NodeId node, Input const& input) {
    if (!anyone_hears(What::input)) return;
    tell(What::input, [=, &input](Observer& one) { one.on_input(now, node, input); });
  }
  void on_output(VirtualTime now, NodeId node, Output const& output) {
    if (!anyone_hears(What::output)) return;
    tell(What::output, [=, &output](Observer& one) { one.on_output(now, node, output); });
  }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) {
    tell(What::node, [=](Observer& one) { one.on_node(now, node, event); });
  }
  void on_network(VirtualTime now, NetworkEvent const& event) {
    tell(What::network, [=, &event](Observer& one) { one.on_network(now, event); });
  }
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) {
    tell(What::note, [=](Observer& one) { one.on_note(now, node, word, text); });
  }
  /// Whether somebody may listen to what happens in the network, for whom it has to be put
  /// together.
  bool anyone_hears_of_network() const { return anyone_hears(What::network); }

 private:
  using What = Observer::What;
  struct List {
    std::vector<Observer*> all;
    std::size_t listening = 0;  // The first so many do; of the others nobody knows yet.
  };

  /// Asked first for what comes with each message: then nothing is done in a run without observers.
  bool anyone_hears(What what) const { return !lists_[static_cast<std::size_t>(what)].all.empty(); }

  template <class Tell>
  void tell(What what, Tell const& tell) {
    List& list = lists_[static_cast<std::size_t>(what)];
    if (list.all.empty()) return;
    std::size_t const end = list.all.size();
    if (list.listening < end) return tell_newcomers(list, what, tell);
    // An observer may make something happen that all are told at once, or bring another one.
    for (std::size_t place = 0; place < end; ++place) tell(*list.all[place]);
  }

  /// The same where some are told for the first time: whoever does not listen shows it then.
  template <class Tell>
  [[gnu::noinline]] void tell_newcomers(List& list, What what, Tell const& tell) {
    std::size_t const end = list.all.size();
    ++depth_;
    for (std::size_t place = 0; place < end; ++place) tell(*list.all[place]);
    if (--depth_ > 0) return;  // Who is further out is still on the way through the list.
    auto const newcomers = list.all.begin() + static_cast<std::ptrdiff_t>(list.listening);
    auto const told = list.all.begin() + static_cast<std::ptrdiff_t>(end);
    auto const kept = std::remove_if(
        newcomers, told, [&](Observer const* observer) { return observer->ignores(what); });
    list.listening = static_cast<std::size_t>(kept - list.all.begin());
    list.all.erase(kept, told);
  }

  std::array<List, 5> lists_;  // By what.
  int depth_ = 0;              // Of calls to newcomers in such calls.
};

}  // namespace drydock::simulator
