#include <fmt/format.h>

#include <iostream>

#include "program/run_machine.hpp"
#include "program/token_flags.hpp"
#include "program/verb.hpp"
#include "reference/moor/client/client.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/host/error_text.hpp"

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

/// Statements as they are; an expression is to be returned.
std::string program_of(std::string const& text) {
  auto const last = text.find_last_not_of(" \t\r\n");
  bool const is_program = last != std::string::npos && text[last] == ';';
  return is_program ? text : "return " + text + ";";
}

}  // namespace

int run_eval(Arguments const& arguments) {
  client::Settings settings;
  MachineFlags flags;
  flags.log_level = LogLevel::warning;
  std::string expression;
  std::string player = "wizard";
  std::string password;
  std::optional<double> timeout_seconds;

  CommandLine line{"eval",
                   "Logs in, has a daemon evaluate MOO code, and prints the value as a literal. "
                   "What the code says, and an error, go to stderr; of an error the exit code is "
                   "1."};
  line.argument("EXPR", expression, "an expression; or statements, the last with its semicolon");
  line.option("--rpc-address", settings.rpc_address, "where the daemon answers");
  line.option("--events-address", settings.events_address, "where the daemon tells what happens");
  line.option("--player", player, "who asks: `connect PLAYER PASSWORD` is what is typed");
  line.option("--password", password, "the player's, if there is one");
  line.option("--wait", settings.daemon_wait_max, "seconds to wait for the daemon to be there");
  line.option("--timeout", timeout_seconds, "seconds to wait for the value; without it, no limit");
  add_machine_flags(line, flags);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable = check_endpoints(
      {{"--rpc-address", settings.rpc_address}, {"--events-address", settings.events_address}},
      flags.insecure);
  if (!usable) return refuse("eval", usable.error().message);
  if (timeout_seconds) {
    auto const timeout = parse_seconds(*timeout_seconds, false);
    if (!timeout) return refuse("eval", "--timeout: " + timeout.error().message);
    settings.answer_wait_max = *timeout;
  }
  settings.login = {"connect", player};
  if (!password.empty()) settings.login.push_back(password);
  settings.program = program_of(expression);
  auto rng = fresh_rng();
  if (!rng) return refuse("eval", rng.error().message);

  client::Client machine{settings, *rng};
  if (int const code = run_machine("eval", machine, flags); code != fine) return code;
  auto const& outcome = *machine.outcome();
  if (!std::holds_alternative<client::NoAnswer>(outcome)) {
    for (auto const& said : machine.said()) std::cerr << said << "\n";
  }
  return std::visit([](auto const& one) { return report(one); }, outcome);
}

}  // namespace drydock::program
