#include "simulator/campaign/campaign.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "reference/core/mark.hpp"
#include "simulator/campaign/run_apart.hpp"

namespace drydock::simulator {
namespace {

/// The seed of the run numbered `index` of this shard.
Seed seed_of(CampaignSettings const& settings, std::uint64_t index) {
  return Seed{settings.first.value() + settings.shard + index * settings.shards};
}

std::uint64_t runs_of_shard(CampaignSettings const& settings) {
  if (!settings.runs) return UINT64_MAX;
  if (*settings.runs <= settings.shard) return 0;
  return (*settings.runs - settings.shard + settings.shards - 1) / settings.shards;
}

struct FileClose {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileClose>;

/// Collects the marks that are passed as long as it lives.
class Marked {
 public:
  Marked() {
    passed().clear();
    mark_listener = [](char const* name) { passed().insert(name); };
  }
  Marked(Marked const&) = delete;
  Marked& operator=(Marked const&) = delete;
  ~Marked() { mark_listener = nullptr; }
  std::vector<std::string> names() const { return {passed().begin(), passed().end()}; }

 private:
  static std::set<std::string, std::less<>>& passed() {
    static std::set<std::string, std::less<>> names;
    return names;
  }
};

/// A child process that runs every `stride`-th run from `first` on, a line of JSON for each.
class Child {
 public:
  Child(CampaignSettings const& settings, Protocol const& protocol, std::uint64_t stride)
      : settings_(settings), protocol_(protocol), stride_(stride) {}
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;
  ~Child() { end(); }

  bool start(std::uint64_t first, std::uint64_t end_index) {
    end();
    int ends[2];
    if (pipe(ends) != 0) return false;
    process_ = fork();
    if (process_ == 0) {
      close(ends[0]);
      work(first, end_index, File(fdopen(ends[1], "w")).get());
      // No destructors: they belong to the parent.
      _exit(0);
    }
    close(ends[1]);
    if (process_ < 0) {
      close(ends[0]);
      return false;
    }
    lines_.reset(fdopen(ends[0], "r"));
    return lines_ != nullptr;
  }

  /// The next line; absent when the child ended without it.
  std::optional<std::string> line() {
    std::string text;
    for (int character = std::fgetc(lines_.get()); character != EOF;
         character = std::fgetc(lines_.get())) {
      if (character == '\n') return text;
      text += static_cast<char>(character);
    }
    return std::nullopt;
  }

 private:
  void work(std::uint64_t first, std::uint64_t end_index, std::FILE* out) {
    for (std::uint64_t index = first; index < end_index; index += stride_) {
      Seed const seed = seed_of(settings_, index);
      if (settings_.done.contains(seed)) continue;
      Scenario const scenario = draw_scenario(protocol_, seed, settings_.draw);
      bool const twice = settings_.twice || seed.value() % settings_.sampled_every == 0;
      Marked const marked;
      Result<RunReport> report = run_once(scenario, protocol_, twice);
      // What cannot be run was found out before any child was started.
      if (!report) _exit(1);
      report->marks = marked.names();
      std::fprintf(out, "%s\n", to_json(*report).c_str());
      if (std::fflush(out) != 0) _exit(0);  // The parent wants no more.
    }
  }

  void end() {
    lines_.reset();
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }

  CampaignSettings const& settings_;
  Protocol const& protocol_;
  std::uint64_t stride_;
  pid_t process_ = -1;
  File lines_;
};

}  // namespace

Result<void> run_campaign(CampaignSettings const& settings, Protocol const& protocol,
                          std::function<void(RunReport const&)> const& on_report) {
  std::uint64_t const runs = runs_of_shard(settings);
  if (runs == 0) return {};
  Scenario const sample = draw_scenario(protocol, seed_of(settings, 0), settings.draw);
  Verdict verdict;
  if (auto const play = protocol.begin(sample, verdict); !play) {
    return tl::make_unexpected(play.error());
  }
  auto const begin = std::chrono::steady_clock::now();
  std::uint64_t const jobs = std::min<std::uint64_t>(std::max<std::size_t>(settings.jobs, 1), runs);
  std::vector<std::unique_ptr<Child>> children;
  for (std::uint64_t job = 0; job < jobs; ++job) {
    children.push_back(std::make_unique<Child>(settings, protocol, jobs));
    if (!children.back()->start(job, runs)) return fail("cannot start a process for the runs");
  }
  for (std::uint64_t index = 0; index < runs; ++index) {
    if (settings.done.contains(seed_of(settings, index))) continue;
    Child& child = *children[index % jobs];
    std::optional<std::string> const line = child.line();
    Result<RunReport> const report = line ? parse_report(*line) : crashed(seed_of(settings, index));
    if (!report) return tl::make_unexpected(report.error());
    on_report(*report);
    if (!line && !child.start(index + jobs, runs)) return fail("cannot start a process again");
    bool const is_over =
        settings.time_max && std::chrono::steady_clock::now() - begin >= *settings.time_max;
    if (is_over) break;
  }
  return {};
}

}  // namespace drydock::simulator
