#include "simulator/campaign/simulate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <ostream>

#include "reference/core/exit_codes.hpp"
#include "simulator/campaign/results.hpp"
#include "simulator/campaign/shrink.hpp"
#include "simulator/scenario/scenario_file.hpp"

namespace drydock::simulator {
namespace {

constexpr std::size_t tail_lines = 30;

/// The end of the run's story, or why there is none.
std::string tail_of(Scenario const& scenario, Protocol const& protocol) {
  RunSettings settings;
  settings.keep_trace = true;
  settings.trace_lines_max = tail_lines;
  Result<RunResult> const result = run_scenario(scenario, protocol, settings);
  return result ? result->trace : result.error().message + "\n";
}

class Simulation {
 public:
  Simulation(SimulateOptions const& options, Protocol const& protocol, std::ostream& out,
             std::ostream& err)
      : options_(options), protocol_(protocol), out_(out), err_(err) {}

  int run() {
    if (!options_.merge.empty()) return merge();
    CampaignSettings campaign = options_.campaign;
    if (Result<void> const resumed = resume(campaign); !resumed) return cannot(resumed.error());
    Result<void> const ran =
        run_campaign(campaign, protocol_, [this](RunReport const& report) { take(report); });
    if (!ran) return cannot(ran.error());
    if (!trouble_.empty()) return cannot({trouble_});
    return end();
  }

 private:
  int cannot(Error const& error) {
    err_ << "drydock simulate: " << error.message << '\n';
    return could_not_run;
  }

  int end() {
    if (!options_.json) summarise(std::chrono::steady_clock::now() - begin_);
    return failures_ == 0 ? fine : found_failure;
  }

  int merge() {
    Result<std::vector<RunReport>> const reports = merge_results(options_.merge);
    if (!reports) return cannot(reports.error());
    for (RunReport const& report : *reports) count(report);
    return end();
  }

  /// Counts what is in the results already, and opens them for more.
  Result<void> resume(CampaignSettings& campaign) {
    if (options_.results.empty()) return {};
    if (std::filesystem::exists(options_.results)) {
      Result<std::vector<RunReport>> const known = read_results(options_.results);
      if (!known) return tl::make_unexpected(known.error());
      for (RunReport const& report : *known) {
        if (campaign.done.insert(report.seed).second) count(report);
      }
    }
    Result<ResultsFile> file = ResultsFile::open(options_.results);
    if (!file) return tl::make_unexpected(file.error());
    results_ = *std::move(file);
    return {};
  }

  void count(RunReport const& report) {
    ++runs_;
    events_ += report.events;
    virtual_seconds_ += report.virtual_seconds;
    for (std::string const& name : report.marks) ++marks_[name];
    if (report.outcome == RunReport::Outcome::pass) return;
    ++failures_;
    ++failures_of_[report.failure->property];
  }

  void take(RunReport report) {
    count(report);
    ++runs_now_;
    if (report.outcome != RunReport::Outcome::pass) on_failure(report);
    if (results_) {
      if (auto const appended = results_->append(report); !appended) {
        trouble_ = appended.error().message;
      }
    }
    report.marks.clear();
    if (options_.json) out_ << to_json(report) << '\n' << std::flush;
    say_progress();
  }

  /// Of each property that is broken, the first run that breaks it is told in full.
  void on_failure(RunReport& report) {
    Failure const& failure = *report.failure;
    if (failures_of_[failure.property] > 1) return;
    Scenario scenario = draw_scenario(protocol_, report.seed, options_.campaign.draw);
    scenario = with_trace(shrink(scenario, protocol_, report).scenario, protocol_);
    write(scenario, report);
    if (options_.json) return;
    out_ << fmt::format("seed {}: {}: {}\n", to_text_seed(report.seed), failure.property,
                        failure.what);
    if (report.outcome == RunReport::Outcome::fail) out_ << tail_of(scenario, protocol_);
    out_ << "again, as drawn:   " << command_of(report.seed) << '\n';
    if (!report.scenario.empty()) {
      out_ << "again, minimised:  drydock simulate " << report.scenario << '\n';
    }
  }

  static std::string to_text_seed(Seed seed) { return std::to_string(seed.value()); }

  std::string command_of(Seed seed) const {
    DrawSettings const& draw = options_.campaign.draw;
    std::string command = fmt::format("drydock simulate --seed {}", seed.value());
    if (!draw.profile.empty()) command += " --profile " + draw.profile;
    for (std::string const& defect : draw.defects) command += " --defect " + defect;
    if (options_.campaign.twice) command += " --twice";
    return command;
  }

  void write(Scenario scenario, RunReport& report) {
    scenario.story = {fmt::format("{}: {}", report.failure->property, report.failure->what),
                      fmt::format("Found by: {}", command_of(report.seed))};
    std::filesystem::path const path =
        std::filesystem::path(options_.failures_folder) /
        fmt::format("{}-{}.scenario", report.failure->property, report.seed.value());
    if (Result<void> const written = write_scenario(path, scenario); !written) {
      err_ << "drydock simulate: " << written.error().message << '\n';
      return;
    }
    report.scenario = path.string();
  }

  void say_progress() {
    if (!options_.progress) return;
    auto const now = std::chrono::steady_clock::now();
    if (now - said_ < std::chrono::seconds{1}) return;
    said_ = now;
    double const seconds = std::chrono::duration<double>(now - begin_).count();
    err_ << fmt::format("\r{} runs, {} failures, {:.0f} runs/s ", runs_, failures_,
                        static_cast<double>(runs_now_) / seconds)
         << std::flush;
    has_said_ = true;
  }

  void summarise(std::chrono::steady_clock::duration took) {
    if (has_said_) err_ << '\n';
    double const seconds = std::chrono::duration<double>(took).count();
    out_ << fmt::format("{} runs, {} failures, {} events, {:.0f} virtual seconds in {:.1f} s\n",
                        runs_, failures_, events_, virtual_seconds_, seconds);
    for (auto const& [property, count] : failures_of_) {
      out_ << fmt::format("{} runs broke {}\n", count, property);
    }
    if (options_.marks.empty()) return;
    std::size_t reached = 0;
    std::string never;
    for (std::string_view const name : options_.marks) {
      if (marks_.contains(name)) {
        ++reached;
      } else {
        never += fmt::format(" {}", name);
      }
    }
    out_ << fmt::format("{} of {} rare states were reached{}{}\n", reached, options_.marks.size(),
                        never.empty() ? "" : "; never:", never);
  }

  SimulateOptions const& options_;
  Protocol const& protocol_;
  std::ostream& out_;
  std::ostream& err_;
  std::chrono::steady_clock::time_point const begin_ = std::chrono::steady_clock::now();
  std::optional<ResultsFile> results_;
  std::string trouble_;
  std::map<std::string, std::uint64_t, std::less<>> marks_;
  std::uint64_t runs_now_ = 0;  // And not before, in a campaign that goes on.
  std::uint64_t runs_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t events_ = 0;
  double virtual_seconds_ = 0;
  std::map<std::string, std::uint64_t> failures_of_;
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
  bool has_said_ = false;
};

int simulate_file(SimulateOptions const& options, Protocol const& protocol, std::ostream& out,
                  std::ostream& err) {
  auto const cannot = [&](Error const& error) {
    err << options.file << ": " << error.message << '\n';
    return could_not_run;
  };
  Result<Scenario> const scenario = read_scenario(options.file);
  if (!scenario) return cannot(scenario.error());
  Result<RunReport> report = run_once(*scenario, protocol, options.campaign.twice);
  if (!report) return cannot(report.error());
  report->scenario = options.file;
  if (options.json) {
    out << to_json(*report) << '\n';
  } else {
    RunSettings settings;
    settings.keep_trace = true;
    if (auto const run = run_scenario(*scenario, protocol, settings)) out << run->trace;
    if (report->outcome == RunReport::Outcome::differs) {
      out << fmt::format("{}: {}\n", report->failure->property, report->failure->what);
    }
    out << "digest " << report->digest << '\n';
  }
  return report->outcome == RunReport::Outcome::pass ? fine : found_failure;
}

}  // namespace

int run_simulate(SimulateOptions const& options, Protocol const& protocol, std::ostream& out,
                 std::ostream& err) {
  if (!options.file.empty()) return simulate_file(options, protocol, out, err);
  return Simulation(options, protocol, out, err).run();
}

}  // namespace drydock::simulator
