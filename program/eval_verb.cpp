#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "program/run_machine.hpp"
#include "program/service_trust.hpp"
#include "program/token_flags.hpp"
#include "program/verb.hpp"
#include "reference/moor/client/enrolled_client.hpp"
#include "reference/moor/client/message_view.hpp"
#include "reference/moor/client/typed_program.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/host/error_text.hpp"
#include "reference/transport/entropy.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::program {
namespace {

using namespace moor;

int report(Var const& value) {
  std::cout << to_literal(value) << "\n";
  return fine;
}

/// What the world has told of it already, with the traceback, is not said again.
int report(RpcMessageError const& error) {
  auto const text = host::text_of_rpc_error(error);
  if (!text.empty()) std::cerr << text << "\n";
  return found_failure;
}

int report(client::NoAnswer const& none) { return refuse("eval", none.reason); }

int report(client::Outcome const& outcome, std::vector<std::string> const& said,
           client::TypedProgram const& program) {
  if (!std::holds_alternative<client::NoAnswer>(outcome)) {
    for (auto const& line : said) std::cerr << line << "\n";
  }
  if (auto const* error = std::get_if<RpcMessageError>(&outcome)) {
    return report(program.as_typed(*error));
  }
  return std::visit([](auto const& one) { return report(one); }, outcome);
}

/// Of a Client or an EnrolledClient.
template <class Machine>
int run(Machine& machine, MachineFlags const& flags, bool show_messages,
        client::TypedProgram const& program) {
  transport::SystemClock const clock;
  client::MessageView view{machine, clock};
  drydock::Machine& shown = show_messages ? static_cast<drydock::Machine&>(view) : machine;
  int const code = run_machine("eval", shown, flags, {{view.messages, -1, STDERR_FILENO}});
  return code == fine ? report(*machine.outcome(), machine.said(), program) : code;
}

}  // namespace

int run_eval(Arguments const& arguments) {
  client::Settings settings;
  MachineFlags flags;
  flags.log_level = LogLevel::warning;
  ServiceTrust trust;
  trust.data_directory = "./.moor-host-data";
  bool show_messages = false;
  std::string expression;
  std::string player = "wizard";
  std::string password;
  std::optional<double> timeout_seconds;

  CommandLine line{"eval",
                   "Logs in, has a daemon evaluate MOO code, and prints the value as a literal. "
                   "What the code says, and an error, go to stderr; of an error the exit code is "
                   "1."};
  line.argument("EXPR", expression,
                "an expression; or statements, the last with its semicolon, or beginning with if, "
                "for, while, try or return");
  line.option("--rpc-address", settings.rpc_address, "where the daemon answers");
  line.option("--events-address", settings.events_address, "where the daemon tells what happens");
  line.option("--player", player, "who asks: `connect PLAYER PASSWORD` is what is typed");
  line.option("--password", password, "the player's, if there is one");
  trust.add_flags(line);
  line.flag("--show-messages", show_messages,
            "show each message on stderr, decoded, without its secrets");
  line.option("--wait", settings.daemon_wait_max, "seconds to wait for the daemon to be there");
  line.option("--timeout", timeout_seconds, "seconds to wait for the value; without it, no limit");
  add_machine_flags(line, flags);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable = check_endpoints({{"--rpc-address", settings.rpc_address},
                                       {"--events-address", settings.events_address},
                                       {"--enrollment-address", trust.settings.address}},
                                      true);
  if (!usable) return refuse("eval", usable.error().message);
  if (timeout_seconds) {
    auto const timeout = parse_seconds(*timeout_seconds, false);
    if (!timeout) return refuse("eval", "--timeout: " + timeout.error().message);
    settings.answer_wait_max = *timeout;
  }
  settings.login = {"connect", player};
  if (!password.empty()) settings.login.push_back(password);
  client::TypedProgram const program{expression};
  settings.program = program.program();
  if (!trust.is_needed({settings.rpc_address, settings.events_address}, flags.insecure)) {
    client::Client machine{settings, transport::system_rng()};
    return run(machine, flags, show_messages, program);
  }
  if (auto const loaded = trust.load_client(settings.daemon_wait_max, flags.log_level); !loaded) {
    return refuse("eval", loaded.error().message);
  }
  client::EnrolledClient machine{settings, trust.settings, trust.files(), transport::system_rng()};
  return run(machine, flags, show_messages, program);
}

}  // namespace drydock::program
