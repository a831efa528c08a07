#pragma once

#include <functional>
#include <map>
#include <memory>
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
  using Told = std::vector<Input>;
  /// Whether what the script was told comes to satisfy `enough`, which it does or it never will.
  virtual bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) = 0;
};

/// Processes are threads, and libzmq connects them.
class RealTheatre final : public Theatre {
 public:
  /// On ipc: no other process can take it, nor a client the port of a server that is not up yet.
  std::string endpoint(std::string const& name) override { return directory_.ipc(name); }
  void enter(transport::Script& script) override;
  void cue(transport::Script& script) override { running_.at(&script)->stop(); }
  bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) override {
    return script.wait_until(enough);
  }

 private:
  transport::TemporaryDirectory directory_;
  std::map<transport::Script*, std::unique_ptr<transport::Running>> running_;
};

class SimulatedTheatre final : public Theatre {
 public:
  explicit SimulatedTheatre(Seed seed) : world_(WorldSettings{.seed = seed, .network = {}}) {}
  std::string endpoint(std::string const& name) override { return "ipc://" + name; }
  void enter(transport::Script& script) override;
  void cue(transport::Script& script) override { world_.stop(nodes_.at(&script)); }
  bool wait(transport::Script& script, std::function<bool(Told const&)> const& enough) override;

 private:
  World world_;
  std::map<transport::Script*, NodeId> nodes_;
};

}  // namespace drydock::simulator
