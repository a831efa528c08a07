#include "simulator/campaign/run_apart.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace drydock::simulator {
namespace {

/// Before the message of an error, where a report would begin with a brace.
constexpr char error_mark = '!';

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    ssize_t const written = write(to, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string read_all(int from) {
  std::string text;
  char buffer[4096];
  for (ssize_t count = read(from, buffer, sizeof buffer); count > 0;
       count = read(from, buffer, sizeof buffer)) {
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

std::string run_to_text(Scenario const& scenario, Protocol const& protocol, bool twice) {
  Result<RunReport> const report = run_once(scenario, protocol, twice);
  return report ? to_json(*report) : error_mark + report.error().message;
}

}  // namespace

RunReport crashed(Seed seed) {
  RunReport report;
  report.seed = seed;
  report.outcome = RunReport::Outcome::crash;
  report.failure = Failure{"crash", "our own program ended in the middle of this run"};
  return report;
}

Result<RunReport> run_apart(Scenario const& scenario, Protocol const& protocol, bool twice) {
  int ends[2];
  if (pipe(ends) != 0) return fail("cannot make a pipe to a process for the run");
  pid_t const child = fork();
  if (child == 0) {
    close(ends[0]);
    // What a run that breaks an ENSURE says is said once, by whoever shows the run.
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
    write_all(ends[1], run_to_text(scenario, protocol, twice));
    _exit(0);  // No destructors: they belong to the parent.
  }
  close(ends[1]);
  std::string const text = child < 0 ? "" : read_all(ends[0]);
  close(ends[0]);
  if (child < 0) return fail("cannot start a process for the run");
  waitpid(child, nullptr, 0);
  if (text.empty()) return crashed(scenario.seed);
  if (text.front() == error_mark) return fail(text.substr(1));
  return parse_report(text);
}

}  // namespace drydock::simulator
