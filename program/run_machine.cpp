#include "program/run_machine.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/transport/endpoint.hpp"
#include "reference/transport/runner.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::program {

void add_machine_flags(CommandLine& line, MachineFlags& flags) {
  line.flag("--insecure", flags.insecure,
            "use tcp endpoints in the clear: whoever reaches the port can read, forge and attach");
  line.option("--log-level", flags.log_level == LogLevel::info ? "info" : "warning",
              "debug, info, warning or error", [&flags](std::string const& text) -> Result<void> {
                auto const level = transport::parse_log_level(text);
                if (!level) return tl::make_unexpected(level.error());
                flags.log_level = *level;
                return {};
              });
}

Result<void> check_endpoints(std::vector<std::pair<std::string, std::string>> const& endpoints,
                             bool insecure) {
  for (auto const& [flag, endpoint] : endpoints) {
    auto const usable = transport::check_endpoint(endpoint, insecure);
    if (!usable) return fail(fmt::format("{}: {}", flag, usable.error().message));
  }
  return {};
}

int run_machine(std::string_view verb, Machine& machine, MachineFlags const& flags,
                std::vector<transport::LocalStream> streams) {
  auto const signals = transport::StopSignals::take();
  if (!signals) return refuse(verb, signals.error().message);
  transport::RunOptions options;
  options.insecure = flags.insecure;
  options.streams = std::move(streams);
  options.stop_descriptor = signals->descriptor();
  options.log = transport::log_to_stderr(flags.log_level);
  auto const result = transport::run(machine, options);
  if (!result) return refuse(verb, result.error().message);
  options.log(result->code == fine ? LogLevel::info : LogLevel::error,
              fmt::format("ends: {}", result->reason));
  return result->code;
}

}  // namespace drydock::program
