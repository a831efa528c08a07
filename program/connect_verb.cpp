#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <memory>

#include "program/run_machine.hpp"
#include "program/service_trust.hpp"
#include "program/verb.hpp"
#include "reference/moor/client/message_view.hpp"
#include "reference/moor/host/enrolled_host.hpp"
#include "reference/moor/host/terminal.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {
namespace {

Result<void> read_profile(std::string const& text, moor::host::Settings& settings) {
  using moor::host::Profile;
  if (text == "robust" || text == "compatible") {
    settings.profile = text == "robust" ? Profile::robust : Profile::compatible;
  } else if (text == "strict") {
    settings.profile = Profile::strict;
  } else {
    return fail(fmt::format("\"{}\" is neither compatible, robust nor strict", text));
  }
  return {};
}

int report(moor::host::Terminal::Outcome const& outcome) {
  using moor::host::Terminal;
  if (outcome.end == Terminal::End::left) return fine;
  int const code = refuse("connect", outcome.reason);
  return outcome.end == Terminal::End::cut_off ? found_failure : code;
}

}  // namespace

int run_connect(Arguments const& arguments) {
  using moor::host::Profile, moor::host::Settings, moor::host::Terminal;
  Settings settings;
  Terminal::Ways ways;
  MachineFlags flags;
  flags.log_level = LogLevel::warning;
  ServiceTrust trust;
  trust.data_directory = "./.moor-host-data";
  std::string player;
  std::string password;
  bool show_messages = false;

  CommandLine line{"connect",
                   "Connects to a daemon as a person at a terminal does through a host: lines of "
                   "stdin are what is typed, stdout has what is shown. Behind a `;` comes MOO code "
                   "that is evaluated, and `#$#` begins a line out of band. When stdin ends it "
                   "waits until all of that is done, and leaves."};
  line.option("--profile", "robust",
              "compatible or robust (the same to any daemon), or strict: enrolls at each start, on "
              "ipc too, for a token that it shows and renews",
              [&](std::string const& text) { return read_profile(text, settings); });
  line.option("--rpc-address", settings.rpc_address, "where the daemon takes requests");
  line.option("--events-address", settings.events_address, "where the daemon's events come from");
  line.option("--player", player, "logs in at once, as one who types `connect PLAYER PASSWORD`");
  line.option("--password", password, "the player's, if there is one; others can see it in ps");
  trust.add_flags(line);
  line.flag("--show-messages", show_messages,
            "show each message on stderr, decoded, without its secrets");
  line.option("--wait", ways.daemon_wait_max, "seconds to wait for the daemon to be there");
  line.option("--end-wait", ways.end_wait_max,
              "seconds that what was typed last gets to be done once stdin has ended");
  line.option("--task-wait", settings.task_wait_max,
              "seconds that lines wait for the end of a task");
  add_machine_flags(line, flags);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable = check_endpoints({{"--rpc-address", settings.rpc_address},
                                       {"--events-address", settings.events_address},
                                       {"--enrollment-address", trust.settings.address}},
                                      true);
  if (!usable) return refuse("connect", usable.error().message);
  bool const strict = settings.profile == Profile::strict;
  if (strict && flags.insecure) {
    return refuse("connect",
                  "--insecure: the strict profile shows its token to nobody in the clear");
  }
  if (player.empty() && !password.empty())
    return refuse("connect", "--password: of which --player?");
  if (!player.empty()) ways.login = {"connect", player};
  if (!password.empty()) ways.login.push_back(password);

  transport::SystemClock const clock;
  Terminal* terminal = nullptr;  // Once there is one.
  auto const make = [&](Settings const& complete) {
    auto made = std::make_unique<Terminal>(complete, ways, clock, transport::system_rng());
    terminal = made.get();
    return made;
  };
  std::unique_ptr<Machine> machine;
  if (strict || trust.is_needed({settings.rpc_address, settings.events_address}, flags.insecure)) {
    if (auto const loaded = trust.load_client(ways.daemon_wait_max, flags.log_level); !loaded) {
      return refuse("connect", loaded.error().message);
    }
    machine = std::make_unique<moor::host::EnrolledHost>(settings, make, trust.settings,
                                                         trust.files(), transport::system_rng());
  } else {
    machine = make(settings);
  }
  moor::client::MessageView view{*machine, clock};
  std::signal(SIGPIPE, SIG_IGN);  // Whoever reads may go; the daemon is told then.
  std::vector<transport::LocalStream> const streams{
      {Terminal::socket, STDIN_FILENO, STDOUT_FILENO,
       [&] { return terminal != nullptr && terminal->wants_input(); }},
      {moor::client::MessageView::messages, -1, STDERR_FILENO}};
  int const code = run_machine("connect", show_messages ? static_cast<Machine&>(view) : *machine,
                               flags, streams);
  if (code != fine || terminal == nullptr || !terminal->outcome()) return code;
  return report(*terminal->outcome());
}

}  // namespace drydock::program
