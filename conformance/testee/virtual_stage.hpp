#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "conformance/testee/captured_output.hpp"
#include "conformance/testee/memory_files.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/core/rng.hpp"
#include "reference/machine/wall_clock.hpp"
#include "simulator/world/world.hpp"

namespace drydock::conformance {

/// What a machine that is judged has around it, as its process would. Files and clock outlive it.
struct Surroundings {
  Values const& values;       // Of the placeholders.
  Values const& environment;  // What this start was given; nothing else is there.
  std::string home;
  MemoryFiles& files;
  WallClock const& clock;
};

/// Makes the machine that is judged.
using TesteeFactory = std::function<std::unique_ptr<Machine>(Surroundings const& around, Rng rng)>;

/// Whether endpoints are such that the protocol secures them.
enum class Links : std::uint8_t { plain, secure };

/// One of our machines in virtual time. The suite is a node like the testee, with links between
/// them that take time; nothing else is on the network. Everything that happens is a function of
/// the seed and of what the case does.
class VirtualStage final : public Stage, private simulator::Observer {
 public:
  VirtualStage(TesteeFactory factory, std::span<Placeholder const> placeholders, Seed seed,
               Links links = Links::plain);

  VirtualTime now() const override { return world_.now(); }
  Duration slack() const override { return std::chrono::milliseconds{250}; }
  WallTime wall_time() const override { return clock_.wall_time(now()); }
  bool secure() const override { return links_ == Links::secure; }
  std::string value(std::string_view placeholder) const override;
  void open(SocketName socket, SocketSpec const& spec) override;
  void close(SocketName socket) override;
  void send(PeerId const& to, Frames const& frames) override;
  TesteeId start_with(StartOptions const& options) override;
  void signal(TesteeId testee, StopSignal signal) override;
  std::string const& output(TesteeId testee) const override;
  std::string output_tail() const override;
  std::optional<PublicFace> public_face(TesteeId) const override { return std::nullopt; }
  TesteeFiles& files() override { return files_; }
  std::string home() const override { return "/home"; }
  std::optional<Happening> next(VirtualTime until) override;

 private:
  struct Testee {
    simulator::NodeId node;
    CapturedOutput output;
  };
  void prepare(Placeholder const& one);
  void on_suite_input(Input const& input);
  void on_output(VirtualTime now, simulator::NodeId node, Output const& output) override;
  void on_node(VirtualTime now, simulator::NodeId node, simulator::NodeEvent event) override;
  Testee const& testee(TesteeId id) const { return testees_.at(id.value()); }
  void tell_later(TesteeEnded const& end);
  std::optional<TesteeId> id_of(simulator::NodeId node) const;

  TesteeFactory factory_;
  Links links_;
  SteadyWallClock clock_;
  MemoryFiles files_;
  Values values_;
  simulator::World world_;
  simulator::NodeId suite_;
  std::vector<Testee> testees_;
  std::deque<Happening> happenings_;
  std::uint64_t messages_ = 0;
};

}  // namespace drydock::conformance
