#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "conformance/testee/captured_output.hpp"
#include "conformance/testee/command.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/core/rng.hpp"
#include "simulator/world/world.hpp"

namespace drydock::conformance {

/// Makes the machine that is judged; `values` are those of the placeholders.
using TesteeFactory = std::function<std::unique_ptr<Machine>(Values const& values, Rng rng)>;

/// One of our machines in virtual time. The suite is a node like the testee, with links between
/// them that take time; nothing else is on the network. Everything that happens is a function of
/// the seed and of what the case does.
class VirtualStage final : public Stage, private simulator::Observer {
 public:
  VirtualStage(TesteeFactory factory, std::span<Placeholder const> placeholders, Seed seed);

  VirtualTime now() const override { return world_.now(); }
  Duration slack() const override { return std::chrono::milliseconds{250}; }
  std::string value(std::string_view placeholder) const override;
  void open(SocketName socket, SocketSpec const& spec) override;
  void close(SocketName socket) override;
  void send(PeerId const& to, Frames const& frames) override;
  TesteeId start() override;
  void signal(TesteeId testee, StopSignal signal) override;
  std::string const& output(TesteeId testee) const override;
  std::string output_tail() const override;
  std::optional<Happening> next(VirtualTime until) override;

 private:
  struct Testee {
    simulator::NodeId node;
    CapturedOutput output;
  };
  void on_output(VirtualTime now, simulator::NodeId node, Output const& output) override;
  void on_node(VirtualTime now, simulator::NodeId node, simulator::NodeEvent event) override;
  Testee const& testee(TesteeId id) const { return testees_.at(id.value()); }
  void tell_later(TesteeEnded const& end);
  std::optional<TesteeId> id_of(simulator::NodeId node) const;

  TesteeFactory factory_;
  Values values_;
  simulator::World world_;
  simulator::NodeId suite_;
  std::vector<Testee> testees_;
  std::deque<Happening> happenings_;
  std::uint64_t messages_ = 0;
};

}  // namespace drydock::conformance
