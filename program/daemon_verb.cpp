#include <fmt/format.h>

#include "program/daemon_trust.hpp"
#include "program/defect_flag.hpp"
#include "program/run_machine.hpp"
#include "program/verb.hpp"
#include "reference/moor/daemon/daemon.hpp"

namespace drydock::program {

int run_daemon(Arguments const& arguments) {
  using namespace moor::daemon;
  Settings settings;
  MachineFlags flags;
  DaemonTrust trust;
  bool rotate = false;

  CommandLine line{"daemon", "Runs the reference daemon's worker side over ZeroMQ."};
  // Comes first, so that the others change what it set.
  line.option("--profile", "robust", "compatible (as stock mooR) or robust",
              [&settings](std::string const& text) -> Result<void> {
                if (text == "robust") return {};
                if (text != "compatible") {
                  return fail(fmt::format("\"{}\" is neither compatible nor robust", text));
                }
                settings = Settings::compatible();
                return {};
              });
  line.option("--workers-request-listen", settings.workers_request_listen,
              "where requests go out to workers (PUB)");
  line.option("--workers-response-listen", settings.workers_response_listen,
              "where workers attach and answer (REP)");
  line.option("--callers-listen", settings.callers_listen,
              "where `drydock request` asks (ROUTER; Drydock's own)");
  line.option("--enrollment-listen", settings.enrollment_listen,
              "where newcomers enroll when a worker endpoint is tcp (REP, in the clear)");
  trust.add_flags(line);
  line.flag("--rotate-enrollment-token", rotate, "only makes a new enrollment token, and ends");
  line.option("--ping-period", settings.ping_period, "seconds from ping to ping");
  line.option("--silence-max", settings.silence_max,
              "seconds after which a silent worker has expired; 10 if compatible");
  add_machine_flags(line, flags);
  add_defect_flag(line, daemon_defects(), settings.defects);
  if (auto const code = line.parse(arguments)) return *code;

  // The workers' sockets are CURVE on tcp; callers have no such thing.
  auto const usable =
      check_endpoints({{"--workers-request-listen", settings.workers_request_listen},
                       {"--workers-response-listen", settings.workers_response_listen},
                       {"--enrollment-listen", settings.enrollment_listen}},
                      true)
          .and_then([&] {
            return check_endpoints({{"--callers-listen", settings.callers_listen}}, flags.insecure);
          });
  if (!usable) return refuse("daemon", usable.error().message);
  auto rng = fresh_rng();
  if (!rng) return refuse("daemon", rng.error().message);
  if (rotate) {
    auto const rotated = trust.rotate_enrollment_token();
    return rotated ? fine : refuse("daemon", rotated.error().message);
  }
  std::optional<Trust> trusted;
  if (!flags.insecure && needs_trust(settings)) {
    auto loaded = trust.load();
    if (!loaded) return refuse("daemon", loaded.error().message);
    trusted = *std::move(loaded);
  }
  Daemon daemon{settings, *rng, std::move(trusted)};
  return run_machine("daemon", daemon, flags);
}

}  // namespace drydock::program
