#include <fmt/format.h>

#include <iostream>

#include "program/bench_report.hpp"
#include "program/bench_verbs.hpp"
#include "program/progress_line.hpp"
#include "program/run_machine.hpp"
#include "reference/moor/bench/host_load.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {
namespace {

using namespace moor;
constexpr std::string_view verb = "bench daemon";

std::string question_of(bench::Settings const& settings) {
  if (auto const* eval = std::get_if<host::Evaluate>(&settings.question))
    return "eval " + eval->expression;
  return "command " + std::get<host::GiveCommand>(settings.question).text;
}

Result<void> check(bench::Settings const& settings) {
  if (settings.clients == 0) return fail("--clients: at least 1 is needed");
  if (settings.logins_at_once == 0) return fail("--logins-at-once: at least 1 is needed");
  if (settings.per_second == 0 || settings.per_second > 1'000'000)
    return fail("--rate: from 1 to 1000000 a second");
  return {};
}

/// What the one that is loaded has used; absent where nobody knows who that is.
Result<std::optional<ProcessUsage>> look_at(std::size_t pid, std::string const& endpoint) {
  if (pid != 0) {
    auto const usage = usage_of(static_cast<pid_t>(pid));
    if (!usage) return fail("--pid: " + usage.error().message);
    return std::optional{*usage};
  }
  auto const found = listener_at(endpoint);
  if (!found) return std::nullopt;
  auto const usage = usage_of(*found);
  return usage ? std::optional{*usage} : std::nullopt;
}

}  // namespace

int run_bench_daemon(Arguments const& arguments) {
  bench::Settings settings;
  MachineFlags flags;
  flags.log_level = LogLevel::warning;
  std::size_t rate = static_cast<std::size_t>(settings.per_second);
  std::size_t pid = 0;
  std::string command = std::get<host::GiveCommand>(settings.question).text;
  std::string expression;
  bool json = false;

  CommandLine line{verb,
                   "Clients log in at a live daemon through one host, ask at a constant rate, and "
                   "leave. A round trip is a command and the end of its task, or an eval and its "
                   "value; its time counts from when it was to begin."};
  line.option("--rpc-address", settings.host.rpc_address, "where the daemon answers");
  line.option("--events-address", settings.host.events_address,
              "where the daemon tells what happens");
  line.option("--clients", settings.clients, "how many log in, each over a connection of its own");
  line.option("--rate", rate, "questions a second, of all clients together, in turn");
  line.option("--for", settings.length, "seconds of questions");
  line.option("--command", command, "what each client types");
  line.option("--eval", expression, "an expression to evaluate instead, for players who may");
  line.option("--login", settings.login, "what client {n} types to log in");
  line.option("--create", settings.create, "what it types where that does not let it in");
  line.option("--logins-at-once", settings.logins_at_once, "how many log in at a time");
  line.option("--wait", settings.daemon_wait_max,
              "seconds to wait for the daemon to be there, and to let somebody in");
  line.option("--answer-wait", settings.answer_wait_max,
              "seconds to wait for answers after the last question");
  line.option("--pid", pid, "the daemon's process, for its memory; found by itself on ipc");
  line.flag("--json", json, "one JSON document instead of text");
  add_machine_flags(line, flags);
  if (auto const code = line.parse(arguments)) return *code;

  settings.per_second = rate;
  settings.question = host::GiveCommand{command};
  if (!expression.empty()) settings.question = host::Evaluate{"return " + expression + ";"};
  auto const usable = check_endpoints({{"--rpc-address", settings.host.rpc_address},
                                       {"--events-address", settings.host.events_address}},
                                      flags.insecure)
                          .and_then([&] { return check(settings); });
  if (!usable) return refuse(verb, usable.error().message);
  auto const before = look_at(pid, settings.host.rpc_address);
  if (!before) return refuse(verb, before.error().message);

  transport::SystemClock const clock;
  bench::HostLoad machine{settings, clock, transport::system_rng()};
  {
    ProgressLine progress;
    machine.on_progress = [&](bench::Progress const& now) {
      if (!progress.is_due()) return;
      progress.show(fmt::format("{} of {} clients are in; {} asked, {} answered", now.clients,
                                settings.clients, now.asked, now.answered));
    };
    if (int const code = run_machine(verb, machine, flags); code != fine) return code;
  }
  BenchReport report{.target = "daemon",
                     .question = question_of(settings),
                     .askers = settings.clients,
                     .askers_name = "clients",
                     .per_second = settings.per_second,
                     .seconds = seconds_of(settings.length),
                     .ready_took = machine.login_took(),
                     .tally = *machine.tally(),
                     .before = *before};
  if (auto const after = look_at(pid, settings.host.rpc_address)) report.after = *after;
  std::cout << (json ? to_json(report) : to_text(report));
  return machine.tally()->good() ? fine : found_failure;
}

}  // namespace drydock::program
