#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "reference/transport/transport_testing.hpp"
#include "simulator/world/world.hpp"

// For fidelity tests: the same machines in the simulator and over libzmq.

namespace drydock::simulator {

/// A world, real or simulated, in which scripts are processes.
class Theatre {
 public:
  virtual ~Theatre() = default;
  /// The endpoint of that name.
  virtual std::string endpoint(std::string const& name) = 0;
  /// The script, which outlives the theatre, is a process from now on.
  virtual void enter(transport::Script& script) = 0;
  /// Tells it StopRequested, which scripts take as their cue.
  virtual void cue(transport::Script& script) = 0;
  /// From now on a step of it takes long: simulated, a while each; over libzmq, one of them for as
  /// long as it is slow. libzmq's own threads are as quick as ever.
  virtual void slow(transport::Script& script) = 0;
  virtual void speed_up(transport::Script& script) = 0;
  using Told = std::vector<Input>;
  /// Whether what the script was told comes to satisfy `enough`, which it does or it never will.
  virtual bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) = 0;
};

/// Processes are threads, and libzmq connects them.
class RealTheatre final : public Theatre {
 public:
  ~RealTheatre() override;
  /// On ipc: no other process can take it, nor a client the port of a server that is not up yet.
  std::string endpoint(std::string const& name) override { return directory_.ipc(name); }
  void enter(transport::Script& script) override;
  void cue(transport::Script& script) override { actors_.at(&script)->running.stop(); }
  void slow(transport::Script& script) override { actors_.at(&script)->gate.set_open(false); }
  void speed_up(transport::Script& script) override { actors_.at(&script)->gate.set_open(true); }
  bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) override {
    return script.wait_until(enough);
  }

 private:
  /// A script behind a gate, at which each step waits until it is open.
  class Gated final : public Machine {
   public:
    explicit Gated(transport::Script& script) : script_(script) {}
    void set_open(bool open);
    void step(VirtualTime now, Input const& input, Outbox& out) override;

   private:
    transport::Script& script_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = true;
  };
  struct Actor {
    explicit Actor(transport::Script& script) : gate(script), running(gate, true) {}
    Gated gate;
    transport::Running running;
  };

  transport::TemporaryDirectory directory_;
  std::map<transport::Script*, std::unique_ptr<Actor>> actors_;
};

class SimulatedTheatre final : public Theatre {
 public:
  explicit SimulatedTheatre(Seed seed) : world_(WorldSettings{.seed = seed, .network = {}}) {}
  std::string endpoint(std::string const& name) override { return "ipc://" + name; }
  void enter(transport::Script& script) override;
  void cue(transport::Script& script) override { world_.stop(nodes_.at(&script)); }
  void slow(transport::Script& script) override { world_.slow(nodes_.at(&script), step_takes); }
  void speed_up(transport::Script& script) override {
    world_.slow(nodes_.at(&script), Duration{0});
  }
  bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) override;

 private:
  static constexpr Duration step_takes = std::chrono::milliseconds{10};

  World world_;
  std::map<transport::Script*, NodeId> nodes_;
};

}  // namespace drydock::simulator
