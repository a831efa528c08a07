#include <fmt/format.h>

#include <memory>

#include "program/defect_flag.hpp"
#include "program/run_machine.hpp"
#include "program/service_trust.hpp"
#include "program/verb.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {

namespace {

Result<void> read_profile(std::string const& text, moor::worker::Settings& settings) {
  using moor::worker::Profile;
  if (text == "compatible") {
    settings.profile = Profile::compatible;
  } else if (text == "robust") {
    settings.profile = Profile::robust;
  } else if (text == "strict") {
    settings.profile = Profile::strict;
  } else {
    return fail(fmt::format("\"{}\" is neither compatible, robust nor strict", text));
  }
  return {};
}

}  // namespace

int run_worker(Arguments const& arguments) {
  using namespace moor::worker;
  using moor::worker::Defect, moor::worker::Profile, moor::worker::Settings;
  Settings settings;
  MachineFlags flags;
  ServiceTrust trust;
  std::unique_ptr<Service> service = std::make_unique<TestService>();

  CommandLine line{"worker", "Runs the reference worker over ZeroMQ."};
  line.option("--profile", "robust",
              "compatible, robust (the same: what it does beyond stock shows to no daemon), or "
              "strict: enrolls at each start, on ipc too, for a token that it shows and renews",
              [&settings](std::string const& text) { return read_profile(text, settings); });
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
  if (settings.profile == Profile::strict && flags.insecure) {
    return refuse("worker",
                  "--insecure: the strict profile shows its token to nobody in the clear");
  }
  bool const tcp = settings.request_address.starts_with("tcp://") ||
                   settings.response_address.starts_with("tcp://");
  if (settings.profile != Profile::strict && (flags.insecure || !tcp)) {
    Worker worker{settings, std::move(service), transport::system_rng()};
    return run_machine("worker", worker, flags);
  }
  trust.settings.service_type = settings.type.text + "-worker";
  trust.loose_key_file = settings.defects.has(Defect::loose_key_file);
  trust.default_token_first = settings.defects.has(Defect::token_from_default_first);
  if (auto const loaded = trust.load(transport::log_to_stderr(flags.log_level)); !loaded) {
    return refuse("worker", loaded.error().message);
  }
  EnrolledWorker worker{settings, trust.settings, std::move(service), trust.files(),
                        transport::system_rng()};
  return run_machine("worker", worker, flags);
}

}  // namespace drydock::program
