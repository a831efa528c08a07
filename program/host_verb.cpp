#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "program/defect_flag.hpp"
#include "program/run_machine.hpp"
#include "program/service_trust.hpp"
#include "program/verb.hpp"
#include "reference/moor/host/enrolled_host.hpp"
#include "reference/moor/host/line_host.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/log.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {
namespace {

Result<moor::host::Profile> read_profile(std::string const& text) {
  using moor::host::Profile;
  if (text == "compatible") return Profile::compatible;
  if (text == "robust") return Profile::robust;
  if (text == "strict") return Profile::strict;
  return fail(fmt::format("\"{}\" is neither compatible, robust nor strict", text));
}

/// 0 where that is not a port, but means that there is to be none.
Result<std::uint16_t> read_port(std::string const& text) {
  std::uint16_t port = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return fail(fmt::format("\"{}\" is not a port from 0 to 65535", text));
  }
  return port;
}

CommandLine::Assign port_into(std::uint16_t& port) {
  return [&port](std::string const& text) -> Result<void> {
    auto const read = read_port(text);
    if (!read) return tl::make_unexpected(read.error());
    port = *read;
    return {};
  };
}

}  // namespace

int run_host(Arguments const& arguments) {
  using namespace moor::host;
  using moor::host::Profile, moor::host::Settings;
  Settings settings;
  LineHost::Lines lines;
  MachineFlags flags;
  ServiceTrust trust;
  trust.data_directory = "./.moor-host-data";
  std::uint16_t telnet_port = 8888;
  std::uint16_t health_port = 9888;

  CommandLine line{"host",
                   "Runs the reference host over ZeroMQ, for people with telnet or netcat."};
  line.option("--profile", "robust",
              "compatible or robust (the same to any daemon), or strict: enrolls at each start, on "
              "ipc too, for a token that it shows and renews",
              [&settings](std::string const& text) -> Result<void> {
                auto const profile = read_profile(text);
                if (!profile) return tl::make_unexpected(profile.error());
                settings.profile = *profile;
                return {};
              });
  line.option("--rpc-address", settings.rpc_address, "where the daemon takes requests");
  line.option("--events-address", settings.events_address, "where the daemon's events come from");
  line.option("--telnet-address", settings.listen_address, "the address at which people arrive");
  line.option("--telnet-port", "8888", "their port; 0 for none until the daemon asks for one",
              port_into(telnet_port));
  line.option("--health-check-port", "9888", "a port that tells whether all is well; 0 for none",
              port_into(health_port));
  trust.add_flags(line);
  line.option("--line-bytes", lines.line_bytes_max, "the length above which a line is lost");
  line.option("--reply-wait", settings.reply_wait_max,
              "seconds after which an unanswered request is given up");
  line.option("--task-wait", settings.task_wait_max,
              "seconds that lines wait for the end of a task");
  line.option("--silence-max", settings.silence_max,
              "seconds without a broadcast after which to subscribe anew");
  add_machine_flags(line, flags);
  add_defect_flag(line, host_defects(), settings.defects);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable = check_endpoints({{"--rpc-address", settings.rpc_address},
                                       {"--events-address", settings.events_address},
                                       {"--enrollment-address", trust.settings.address}},
                                      true);
  if (!usable) return refuse("host", usable.error().message);
  if (settings.profile == Profile::strict && flags.insecure) {
    return refuse("host", "--insecure: the strict profile shows its token to nobody in the clear");
  }
  if (lines.line_bytes_max == 0) return refuse("host", "--line-bytes: at least 1 is needed");
  if (telnet_port != 0) settings.listeners.push_back({telnet_port, moor::ObjId{0}});
  if (health_port != 0) lines.health_port = health_port;
  auto const log = transport::log_to_stderr(flags.log_level);
  log(LogLevel::info, fmt::format("looks for a daemon at {} and {}", settings.rpc_address,
                                  settings.events_address));
  bool const tcp =
      settings.rpc_address.starts_with("tcp://") || settings.events_address.starts_with("tcp://");
  if (settings.profile != Profile::strict && (flags.insecure || !tcp)) {
    transport::SystemClock const clock;
    LineHost host{settings, lines, clock, transport::system_rng()};
    return run_machine("host", host, flags);
  }
  trust.settings.service_type = "telnet-host";
  if (auto const loaded = trust.load(log); !loaded) {
    return refuse("host", loaded.error().message);
  }
  auto const make = [&](Settings const& enrolled) {
    return std::make_unique<LineHost>(enrolled, lines, *trust.settings.clock,
                                      transport::system_rng());
  };
  EnrolledHost host{settings, make, trust.settings, trust.files(), transport::system_rng()};
  return run_machine("host", host, flags);
}

}  // namespace drydock::program
