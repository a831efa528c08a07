#include <fmt/format.h>

#include <memory>

#include "program/defect_flag.hpp"
#include "program/run_machine.hpp"
#include "program/service_trust.hpp"
#include "program/verb.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"

namespace drydock::program {

int run_worker(Arguments const& arguments) {
  using namespace moor::worker;
  Settings settings;
  MachineFlags flags;
  ServiceTrust trust;
  std::unique_ptr<Service> service = std::make_unique<TestService>();

  CommandLine line{"worker", "Runs the reference worker over ZeroMQ."};
  line.option("--type", settings.type.text, "the worker type that it attaches as");
  line.option("--service", "test",
              "echo, or test: echoes too, but obeys {\"sleep\", seconds}, {\"fail\", message} and "
              "{\"perms\"} as first argument",
              [&service](std::string const& text) -> Result<void> {
                if (text == "test") return {};
                if (text != "echo")
                  return fail(fmt::format("\"{}\" is neither echo nor test", text));
                service = std::make_unique<EchoService>();
                return {};
              });
  line.option("--workers-request-address", settings.request_address,
              "where the daemon's requests come from");
  line.option("--workers-response-address", settings.response_address,
              "where to attach and answer");
  trust.add_flags(line);
  line.option("--concurrency", settings.concurrency_max, "requests worked on at once");
  line.option("--waiting", settings.waiting_max, "requests that may wait for their turn");
  line.option("--request-bytes", settings.request_bytes_max, "the size above which one is refused");
  line.option("--reply-wait", settings.reply_wait_max,
              "seconds after which an unanswered control message is given up");
  line.option("--silence-max", settings.silence_max,
              "seconds without a broadcast after which to connect anew");
  line.option("--stop-grace", settings.stop_grace,
              "seconds that running requests get when told to stop");
  add_machine_flags(line, flags);
  add_defect_flag(line, worker_defects(), settings.defects);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable = check_endpoints({{"--workers-request-address", settings.request_address},
                                       {"--workers-response-address", settings.response_address},
                                       {"--enrollment-address", trust.settings.address}},
                                      true);
  if (!usable) return refuse("worker", usable.error().message);
  if (settings.concurrency_max == 0) return refuse("worker", "--concurrency: at least 1 is needed");
  auto rng = fresh_rng();
  if (!rng) return refuse("worker", rng.error().message);
  bool const tcp = settings.request_address.starts_with("tcp://") ||
                   settings.response_address.starts_with("tcp://");
  if (flags.insecure || !tcp) {
    Worker worker{settings, std::move(service), *rng};
    return run_machine("worker", worker, flags);
  }
  trust.settings.service_type = settings.type.text + "-worker";
  if (auto const loaded = trust.load(); !loaded) return refuse("worker", loaded.error().message);
  EnrolledWorker worker{settings, trust.settings, std::move(service), trust.files(), *rng};
  return run_machine("worker", worker, flags);
}

}  // namespace drydock::program
