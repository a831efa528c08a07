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

#include "reference/core/exit_codes.hpp"
#include "simulator/real/possible_runs.hpp"
#include "simulator/real/shared_set.hpp"
#include "simulator/scenario/scenario_file.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using std::filesystem::path;

struct Compared {
  enum class Kind : std::uint8_t { same, differs, not_for_real, broken };
  Kind kind;
  std::string why;
};

/// A scenario that can be run for real, and what the simulator says of it.
struct Planned {
  Scenario scenario;
  Said simulated;
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
        plans_(files_.size()),
        compared_(files_.size()) {}

  /// Gives the exit code.
  int run(std::ostream& out, std::ostream& err) {
    std::vector<std::size_t> const order = plan_all();
    std::vector<std::thread> threads;
    std::size_t const count = std::min(std::max<std::size_t>(options_.jobs, 1), order.size());
    for (std::size_t at = 0; at < count; ++at) threads.emplace_back([&] { work(order); });
    for (std::size_t at = 0; at < files_.size(); ++at) tell(files_[at], result_of(at), out, err);
    for (std::thread& thread : threads) thread.join();
    return conclude(out);
  }

 private:
  /// Simulates all, before anything real could be kept waiting by that. Gives those that can be run
  /// for real, what takes longest first.
  std::vector<std::size_t> plan_all() {
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < files_.size(); ++at) {
      compared_[at] = plan(at);
      if (!compared_[at]) order.push_back(at);
    }
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return plans_[a]->simulated.ended_at > plans_[b]->simulated.ended_at;
    });
    return order;
  }

  /// Absent if it can be run for real.
  std::optional<Compared> plan(std::size_t at) {
    using Kind = Compared::Kind;
    Result<Scenario> scenario = read_scenario(files_[at]);
    if (!scenario) return Compared{Kind::broken, scenario.error().message};
    auto const reader = make_reader_();
    Result<Said> simulated = say_simulated(*scenario, protocol_, *reader);
    if (!simulated) return Compared{Kind::broken, simulated.error().message};
    if (auto const why = why_unreal(*scenario)) return Compared{Kind::not_for_real, *why};
    // A run to the end of its last second is in.
    VirtualTime const takes = simulated->ended_at - lingers;
    if (std::chrono::floor<std::chrono::seconds>(takes) > VirtualTime{options_.longest}) {
      return Compared{Kind::not_for_real, fmt::format("it takes {} s, and --longest is {}",
                                                      to_text(takes), to_text(options_.longest))};
    }
    plans_[at] = Planned{*std::move(scenario), *std::move(simulated)};
    return std::nullopt;
  }

  void work(std::vector<std::size_t> const& order) {
    for (std::size_t next = next_++; next < order.size(); next = next_++) {
      begin_apart();
      Compared compared = compare(files_[order[next]], *plans_[order[next]]);
      std::lock_guard const lock(mutex_);
      compared_[order[next]] = std::move(compared);
      done_.notify_one();
    }
  }

  /// A beginning is work for the processor, and the rest mostly waiting.
  void begin_apart() {
    std::lock_guard const lock(begins_);
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }

  Compared const& result_of(std::size_t at) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return compared_[at].has_value(); });
    return *compared_[at];
  }

  Compared compare(path const& file, Planned const& planned) {
    using Kind = Compared::Kind;
    auto const real_reader = make_reader_();
    Result<RealRun> const real = say_for_real(planned.scenario, protocol_, *real_reader);
    if (!real) return {Kind::broken, real.error().message};
    if (!options_.traces.empty()) keep(file, real->trace);
    // One at a time, or what is run for real meanwhile would wait for a processor.
    std::lock_guard const lock(thinks_);
    auto const reader = make_reader_();
    auto const found =
        difference_to_model(planned.scenario, protocol_, *reader, planned.simulated, real->said);
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
  std::vector<std::optional<Planned>> plans_;
  std::atomic<std::size_t> next_{0};
  std::mutex begins_;
  std::mutex thinks_;
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
