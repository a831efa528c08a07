#include "conformance/testee/forked_runs.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "conformance/testee/descendants.hpp"
#include "reference/core/ensure.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::conformance {
namespace {

using Clock = std::chrono::steady_clock;
using transport::Descriptor;
using transport::StopSignals;

constexpr int look_every_ms = 50;  // After the limits; results come when they come.
constexpr auto tidy_up_max = std::chrono::seconds{5};
constexpr std::size_t result_bytes_max = std::size_t{16} << 20;

struct Run {
  std::size_t index = 0;
  Descriptor result;
  std::string text;
  Clock::time_point end_at;
  RunEnd::Kind kind = RunEnd::Kind::done;
};

void write_all(int descriptor, std::string const& text) {
  for (std::size_t at = 0; at < text.size();) {
    ssize_t const written = write(descriptor, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

/// The pages of `pid` that are in memory, in bytes. Source: proc(5), /proc/[pid]/statm.
std::size_t resident_bytes(pid_t pid) {
  std::size_t total = 0;
  std::size_t resident = 0;
  std::ifstream{fmt::format("/proc/{}/statm", pid)} >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class ForkedRuns {
 public:
  ForkedRuns(RunLimits const& limits, std::function<std::string(std::size_t)> const& work)
      : limits_(limits), work_(work) {
    adopt_orphans();
  }
  /// Asks what still runs to tidy up first.
  ~ForkedRuns() {
    for (auto const& [pid, run] : runs_) kill(pid, SIGTERM);
    auto const until = Clock::now() + tidy_up_max;
    for (auto const& [pid, run] : runs_) {
      while (waitpid(pid, nullptr, WNOHANG) == 0 && Clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
      }
    }
    end_descendants();
  }
  ForkedRuns(ForkedRuns const&) = delete;
  ForkedRuns& operator=(ForkedRuns const&) = delete;

  std::size_t size() const { return runs_.size(); }

  void start(std::size_t index) {
    std::array<int, 2> ends{};
    ENSURE(pipe2(ends.data(), O_CLOEXEC) == 0);
    Descriptor read_end{ends[0]};
    Descriptor const write_end{ends[1]};
    pid_t const parent = getpid();
    pid_t const pid = fork();
    ENSURE(pid >= 0);
    if (pid == 0) run_here(index, write_end.number(), parent);
    fcntl(read_end.number(), F_SETFL, O_NONBLOCK);
    runs_[pid] = {index, std::move(read_end), {}, Clock::now() + limits_.time, RunEnd::Kind::done};
  }

  /// Waits until something may have happened. True when somebody wants it all to stop.
  bool wait(int stop_descriptor) {
    std::vector<pollfd> items{{stop_descriptor, POLLIN, 0}};
    for (auto const& [pid, run] : runs_) {
      if (run.result.number() >= 0) items.push_back({run.result.number(), POLLIN, 0});
    }
    bool const any_closed = items.size() <= runs_.size();
    poll(items.data(), items.size(), any_closed ? 1 : look_every_ms);
    return transport::take_stop(stop_descriptor);
  }

  /// Holds the runs to their limits, and takes those that ended.
  std::vector<std::pair<std::size_t, RunEnd>> collect() {
    std::vector<std::pair<std::size_t, RunEnd>> ended;
    for (auto at = runs_.begin(); at != runs_.end();) {
      auto& [pid, run] = *at;
      read_result(run);
      hold_to_limits(pid, run);
      int status = 0;
      if (waitpid(pid, &status, WNOHANG) != pid) {
        ++at;
        continue;
      }
      read_result(run);
      ended.emplace_back(run.index, end_of(run, status));
      at = runs_.erase(at);
    }
    if (!ended.empty()) end_orphans();
    return ended;
  }

 private:
  [[noreturn]] void run_here(std::size_t index, int result, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // Not SIGKILL, so that it can end what it started.
    if (getppid() != parent) _exit(1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    write_all(result, work_(index));
    _exit(0);  // Not exit: what this process has in its buffers is its parent's to write.
  }

  void read_result(Run& run) {
    std::array<char, 65536> buffer;
    while (run.result.number() >= 0) {
      ssize_t const got = read(run.result.number(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got > 0 && run.text.size() < result_bytes_max) {
        run.text.append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        run.result = Descriptor{};
      }
    }
  }

  void hold_to_limits(pid_t pid, Run& run) {
    if (run.kind != RunEnd::Kind::done) return;
    if (resident_bytes(pid) > limits_.memory_bytes) {
      run.kind = RunEnd::Kind::out_of_memory;
    } else if (Clock::now() > run.end_at) {
      run.kind = RunEnd::Kind::out_of_time;
    } else {
      return;
    }
    kill(pid, SIGKILL);
  }

  RunEnd end_of(Run& run, int status) const {
    switch (run.kind) {
      case RunEnd::Kind::out_of_time:
        return {run.kind, fmt::format("it took more than {} s", seconds_of(limits_.time))};
      case RunEnd::Kind::out_of_memory:
        return {run.kind, fmt::format("it used more than {} MiB", limits_.memory_bytes >> 20)};
      default:
        break;
    }
    if (WIFSIGNALED(status)) {
      return {RunEnd::Kind::died, fmt::format("signal {}", strsignal(WTERMSIG(status)))};
    }
    if (WEXITSTATUS(status) != 0) {
      return {RunEnd::Kind::died, fmt::format("exit status {}", WEXITSTATUS(status))};
    }
    return {RunEnd::Kind::done, std::move(run.text)};
  }

  /// What a run left behind when it was killed came to us; those that still run keep theirs.
  void end_orphans() const {
    std::set<pid_t> live;
    for (auto const& [pid, run] : runs_) live.insert(pid);
    end_descendants(live);
  }

  RunLimits const& limits_;
  std::function<std::string(std::size_t)> const& work_;
  std::map<pid_t, Run> runs_;
};

}  // namespace

bool run_forked(std::size_t count, std::size_t jobs, RunLimits const& limits,
                std::function<std::string(std::size_t)> const& work,
                std::function<bool(std::size_t, RunEnd)> const& done) {
  auto stop = StopSignals::take();
  ENSURE(stop.has_value());
  ForkedRuns runs{limits, work};
  std::size_t next = 0;
  while (next < count || runs.size() > 0) {
    while (next < count && runs.size() < jobs) runs.start(next++);
    if (runs.wait(stop->descriptor())) return false;
    for (auto& [index, end] : runs.collect()) {
      if (!done(index, std::move(end))) return false;
    }
  }
  return true;
}

}  // namespace drydock::conformance
