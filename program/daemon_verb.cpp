#include <fmt/format.h>

#include <cstdlib>

#include "program/daemon_trust.hpp"
#include "program/defect_flag.hpp"
#include "program/loose_sockets.hpp"
#include "program/run_machine.hpp"
#include "program/token_flags.hpp"
#include "program/verb.hpp"
#include "reference/files/sqlite_store.hpp"
#include "reference/moor/daemon/daemon.hpp"
#include "reference/moor/tasks/task_front.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/log.hpp"
#include "reference/transport/steady_stopwatch.hpp"

namespace drydock::program {

namespace {

using namespace std::chrono_literals;

Result<void> choose_profile(std::string const& text, moor::daemon::Settings& settings) {
  if (text == "compatible") {
    settings = moor::daemon::Settings::compatible();
  } else if (text == "strict") {
    settings.strict = true;
  } else if (text != "robust") {
    return fail(fmt::format("\"{}\" is neither compatible, robust nor strict", text));
  }
  return {};
}

Result<void> read_leeway(std::string const& text, moor::daemon::Settings& settings) {
  char* end = nullptr;
  double const seconds = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return fail(fmt::format("\"{}\" is no number", text));
  auto const leeway = parse_seconds(seconds, true);
  if (!leeway) return tl::make_unexpected(leeway.error());
  settings.leeway = *leeway;
  return {};
}

/// What the strict profile asks of the other flags.
Result<void> check_strict(moor::daemon::Settings const& settings, MachineFlags const& flags) {
  if (!settings.strict) return {};
  if (flags.insecure) return fail("--insecure: the strict profile serves nobody in the clear");
  // A token's time starts at the second that it is issued in, which is nearly over.
  std::pair<char const*, Duration> const lifetimes[] = {{"worker", settings.worker_token_lifetime},
                                                        {"host", settings.host_token_lifetime},
                                                        {"client", settings.client_token_lifetime},
                                                        {"auth", settings.auth_token_lifetime}};
  for (auto const& [kind, lifetime] : lifetimes) {
    if (lifetime < 1s) return fail(fmt::format("--{}-token-lifetime: below 1 s", kind));
  }
  return {};
}

/// SQLite's own words do not say whose lock it is.
std::string hinted(std::string const& message) {
  bool const locked = message.ends_with("database is locked");
  return locked ? message + ": another daemon uses that --data-dir" : message;
}

/// Hosts and clients, whose connections, world and tasks are kept in `store`.
moor::daemon::Clients clients_of(RecordStore& store, moor::tasks::Settings const& settings,
                                 Stopwatch const& stopwatch) {
  return {&store,
          [settings](moor::daemon::TaskSurroundings const& around) {
            return std::make_unique<moor::tasks::TaskFront>(
                settings,
                moor::tasks::TaskFront::Surroundings{around.store, around.desk, around.workers,
                                                     around.clock, around.port, &around.store,
                                                     around.stopwatch},
                around.rng);
          },
          &stopwatch, age::system_entropy()};
}

}  // namespace

int run_daemon(Arguments const& arguments) {
  using namespace moor::daemon;
  Settings settings;
  MachineFlags flags;
  DaemonTrust trust;
  bool workers_only = false;
  moor::tasks::Settings tasks;

  CommandLine line{
      "daemon", "Runs the reference daemon over ZeroMQ: for hosts and clients, and for workers."};
  // Comes first, so that the others change what it set.
  line.option("--profile", "robust", "compatible (as stock mooR), robust, or strict: tokens expire",
              [&settings](std::string const& text) { return choose_profile(text, settings); });
  line.option("--rpc-listen", settings.sessions.rpc_listen, "where hosts ask (ROUTER)");
  line.option("--events-listen", settings.sessions.events_listen,
              "where hosts hear what happens (XPUB)");
  line.flag("--workers-only", workers_only, "serves workers, but no hosts and clients");
  line.option("--workers-request-listen", settings.workers_request_listen,
              "where requests go out to workers (PUB)");
  line.option("--workers-response-listen", settings.workers_response_listen,
              "where workers attach and answer (REP)");
  line.option("--callers-listen", settings.callers_listen,
              "where `drydock request` asks (ROUTER; Drydock's own)");
  line.option("--enrollment-listen", settings.enrollment_listen,
              "where newcomers enroll, on tcp or if strict (REP, in the clear)");
  trust.add_flags(line);
  line.option("--ping-period", settings.ping_period, "seconds from ping to ping");
  line.option("--silence-max", settings.silence_max,
              "seconds after which a silent worker has expired; 10 if compatible");
  line.option("--worker-token-lifetime", settings.worker_token_lifetime,
              "seconds that a WorkerToken is good for, if strict; at least 1");
  line.option("--host-token-lifetime", settings.host_token_lifetime, "the same for a HostToken");
  line.option("--client-token-lifetime", settings.client_token_lifetime,
              "the same for a ClientToken, which a connection has");
  line.option("--auth-token-lifetime", settings.auth_token_lifetime,
              "the same for an AuthToken, which a login gives; at first a day");
  line.option("--leeway", "0", "seconds by which clocks may differ when tokens are checked",
              [&settings](std::string const& text) { return read_leeway(text, settings); });
  line.flag("--enable-eventlog", settings.sessions.event_log.enabled,
            "keeps what players are told and shown, encrypted to the age keys that they give");
  add_machine_flags(line, flags);
  add_defect_flag(
      line, DefectChoice<Defect>{daemon_defects(), settings.defects},
      DefectChoice<moor::sessions::Defect>{moor::sessions::session_defects(),
                                           settings.sessions.defects, "Defects of sessions"},
      DefectChoice<moor::tasks::Defect>{moor::tasks::task_defects(), tasks.defects,
                                        "Defects of tasks"});
  if (auto const code = line.parse(arguments)) return *code;

  // The workers' sockets are CURVE on tcp; callers have no such thing.
  auto const usable =
      check_endpoints({{"--rpc-listen", settings.sessions.rpc_listen},
                       {"--events-listen", settings.sessions.events_listen},
                       {"--workers-request-listen", settings.workers_request_listen},
                       {"--workers-response-listen", settings.workers_response_listen},
                       {"--enrollment-listen", settings.enrollment_listen}},
                      true)
          .and_then([&] {
            return check_endpoints({{"--callers-listen", settings.callers_listen}}, flags.insecure);
          });
  if (!usable) return refuse("daemon", usable.error().message);
  if (auto const sound = check_strict(settings, flags); !sound) {
    return refuse("daemon", sound.error().message);
  }
  if (trust.is_errand()) {
    auto const done = trust.run_errand(settings);
    return done ? fine : refuse("daemon", done.error().message);
  }
  std::optional<Trust> trusted;
  if (!workers_only || (!flags.insecure && needs_trust(settings))) {
    auto loaded = trust.load(settings);
    if (!loaded) return refuse("daemon", loaded.error().message);
    trusted = *std::move(loaded);
    trusted->guards_tcp = !flags.insecure;
  }
  transport::SteadyStopwatch const stopwatch;
  std::optional<files::SqliteStore> store;
  std::optional<Clients> clients;
  if (!workers_only) {
    auto opened = files::SqliteStore::open(trust.data_directory + "/daemon.db");
    if (!opened) return refuse("daemon", hinted(opened.error().message));
    store = *std::move(opened);
    clients = clients_of(*store, tasks, stopwatch);
  }
  Daemon daemon{settings, transport::system_rng(), std::move(trusted), std::move(clients)};
  LooseSockets loose{daemon};
  auto const log = transport::log_to_stderr(flags.log_level);
  log(LogLevel::info, fmt::format("serves workers at {} and {}", settings.workers_request_listen,
                                  settings.workers_response_listen));
  if (!workers_only) {
    log(LogLevel::info, fmt::format("serves hosts at {} and {}", settings.sessions.rpc_listen,
                                    settings.sessions.events_listen));
  }
  bool const has_loose_sockets = settings.defects.has(Defect::loose_sockets);
  return run_machine("daemon", has_loose_sockets ? static_cast<Machine&>(loose) : daemon, flags);
}

}  // namespace drydock::program
