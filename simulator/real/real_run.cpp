#include "simulator/real/real_run.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "simulator/real/real_network.hpp"
#include "simulator/scenario/runner.hpp"

namespace drydock::simulator {
namespace {

/// Only ours, and short, since the path of an ipc socket has to be.
class SocketDirectory {
 public:
  SocketDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "dry-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~SocketDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  SocketDirectory(SocketDirectory const&) = delete;
  SocketDirectory& operator=(SocketDirectory const&) = delete;
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

Result<RealRun> run(Scenario const& scenario, Protocol const& protocol, MessageReader& reader,
                    Outside* outside, Duration timers_late_max = Duration{0}) {
  std::unique_ptr<History> history;
  RunSettings settings;
  settings.outside = outside;
  settings.timers_late_max = timers_late_max;
  settings.goes_on = true;
  settings.lingers = lingers;
  settings.keep_trace = outside != nullptr;
  settings.on_begin = [&](World& world, Play& play) {
    history = std::make_unique<History>(world, play, reader);
    world.watch(*history);
  };
  Result<RunResult> const result = run_scenario(scenario, protocol, settings);
  if (!result) return tl::make_unexpected(result.error());
  return RealRun{{history->sequences(), result->ended_at}, result->trace};
}

}  // namespace

Result<Said> say_simulated(Scenario const& scenario, Protocol const& protocol,
                           MessageReader& reader, Duration timers_late_max) {
  auto simulated = run(scenario, protocol, reader, nullptr, timers_late_max);
  if (!simulated) return tl::make_unexpected(simulated.error());
  return std::move(simulated->said);
}

Result<RealRun> say_for_real(Scenario const& scenario, Protocol const& protocol,
                             MessageReader& reader) {
  SocketDirectory const directory;
  if (directory.path().empty()) return fail("cannot make a directory for sockets");
  RealNetwork network(directory.path());
  return run(scenario, protocol, reader, &network);
}

}  // namespace drydock::simulator
