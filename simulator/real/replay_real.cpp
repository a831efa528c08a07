#include "simulator/real/replay_real.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <ostream>
#include <thread>

#include "simulator/real/possible_runs.hpp"
#include "simulator/real/shared_set.hpp"
#include "simulator/scenario/scenario_file.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using std::filesystem::path;

constexpr int fine = 0;
constexpr int found_failure = 1;
constexpr int could_not_run = 2;

struct Compared {
  enum class Kind : std::uint8_t { same, differs, not_for_real, broken };
  Kind kind;
  std::string why;
};

class RealReplay {
 public:
  RealReplay(RealReplayOptions const& options, Protocol const& protocol,
             std::function<std::unique_ptr<MessageReader>()> const& make_reader,
             std::vector<path> files)
      : options_(options),
        protocol_(protocol),
        make_reader_(make_reader),
        files_(std::move(files)),
        compared_(files_.size()) {}

  /// Gives the exit code.
  int run(std::ostream& out, std::ostream& err) {
    std::vector<std::thread> threads;
    std::size_t const count = std::clamp<std::size_t>(options_.jobs, 1, files_.size());
    for (std::size_t at = 0; at < count; ++at) threads.emplace_back([this] { work(); });
    for (std::size_t at = 0; at < files_.size(); ++at) tell(files_[at], result_of(at), out, err);
    for (std::thread& thread : threads) thread.join();
    return conclude(out);
  }

 private:
  void work() {
    for (std::size_t at = next_++; at < files_.size(); at = next_++) {
      Compared compared = compare(files_[at]);
      std::lock_guard const lock(mutex_);
      compared_[at] = std::move(compared);
      done_.notify_one();
    }
  }

  Compared const& result_of(std::size_t at) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return compared_[at].has_value(); });
    return *compared_[at];
  }

  Compared compare(path const& file) const {
    using Kind = Compared::Kind;
    Result<Scenario> const scenario = read_scenario(file);
    if (!scenario) return {Kind::broken, scenario.error().message};
    auto const reader = make_reader_();
    Result<Said> const simulated = say_simulated(*scenario, protocol_, *reader);
    if (!simulated) return {Kind::broken, simulated.error().message};
    if (auto const why = why_unreal(*scenario)) return {Kind::not_for_real, *why};
    // A run to the end of its last second is in.
    VirtualTime const takes = simulated->ended_at - lingers;
    if (std::chrono::floor<std::chrono::seconds>(takes) > VirtualTime{options_.longest}) {
      return {Kind::not_for_real, fmt::format("it takes {} s, and --longest is {}", to_text(takes),
                                              to_text(options_.longest))};
    }
    auto const real_reader = make_reader_();
    Result<RealRun> const real = say_for_real(*scenario, protocol_, *real_reader);
    if (!real) return {Kind::broken, real.error().message};
    if (!options_.traces.empty()) keep(file, real->trace);
    auto const found = difference_to_model(*scenario, protocol_, *reader, *simulated, real->said);
    return found ? Compared{Kind::differs, found->text} : Compared{Kind::same, ""};
  }

  void keep(path const& file, std::string const& trace) const {
    std::error_code ignored;
    std::filesystem::create_directories(options_.traces, ignored);
    std::ofstream{path(options_.traces) / file.filename().replace_extension(".trace")} << trace;
  }

  void tell(path const& file, Compared const& compared, std::ostream& out, std::ostream& err) {
    ++counts_[compared.kind];
    switch (compared.kind) {
      case Compared::Kind::same:
        out << file.string() << ": same" << std::endl;
        return;
      case Compared::Kind::differs:
        out << file.string() << ": differs: " << compared.why << std::endl;
        return;
      case Compared::Kind::not_for_real:
        out << file.string() << ": not for real: " << compared.why << std::endl;
        return;
      case Compared::Kind::broken:
        err << file.string() << ": " << compared.why << std::endl;
        return;
    }
  }

  int conclude(std::ostream& out) {
    std::size_t const same = counts_[Compared::Kind::same];
    std::size_t const differ = counts_[Compared::Kind::differs];
    out << fmt::format("{} of {} agree ({} cannot be run for real)\n", same, same + differ,
                       counts_[Compared::Kind::not_for_real]);
    if (counts_[Compared::Kind::broken] > 0 || same + differ == 0) return could_not_run;
    return differ > 0 ? found_failure : fine;
  }

  RealReplayOptions const& options_;
  Protocol const& protocol_;
  std::function<std::unique_ptr<MessageReader>()> const& make_reader_;
  std::vector<path> files_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<std::optional<Compared>> compared_;
  std::map<Compared::Kind, std::size_t> counts_;
};

}  // namespace

int run_replay_real(RealReplayOptions const& options, Protocol const& protocol,
                    std::function<std::unique_ptr<MessageReader>()> const& make_reader,
                    std::ostream& out, std::ostream& err) {
  auto found = find_scenarios(options.paths);
  if (!found || found->empty()) {
    err << "drydock replay: " << (found ? "there is no scenario" : found.error().message) << '\n';
    return could_not_run;
  }
  return RealReplay(options, protocol, make_reader, *std::move(found)).run(out, err);
}

}  // namespace drydock::simulator
