#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "reference/moor/host/host.hpp"
#include "simulator/moor/cast.hpp"

namespace drydock::simulator {

/// A world of mooR's own machines without scenario and checkers, for benchmarks: what the machines,
/// the codec and the simulated network cost by themselves.
class Cluster {
 public:
  struct Size {
    std::size_t hosts = 0;
    std::size_t workers = 0;
    /// That ask the workers, each the next question once the last is answered.
    std::size_t askers = 0;
  };
  explicit Cluster(Size size);
  Cluster(Cluster const&) = delete;
  Cluster& operator=(Cluster const&) = delete;

  World& world() { return world_; }
  std::uint64_t messages() const { return world_.messages(); }

  /// So many more people, spread over the hosts, each with a connection of its own when it returns.
  void connect(std::size_t people);
  /// Logs the first `people` of them in.
  void log_in(std::size_t people);
  /// The person numbered `person` evaluates an expression, and gets to see its value.
  void evaluate(std::size_t person);

 private:
  struct Person {
    NodeId host;
    moor::host::UserId user{};
  };
  void add(std::string const& name, std::string const& kind);
  void run(Duration time) { world_.run_until(world_.now() + time); }
  template <class Act>
  void with(Person const& person, Act const& act);
  std::size_t show_all();

  World world_;
  Roles roles_;
  Cast cast_;
  std::vector<NodeId> hosts_;
  std::vector<Person> people_;
};

}  // namespace drydock::simulator
