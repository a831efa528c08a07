#include <fmt/format.h>

#include <iostream>

#include "program/message_json.hpp"
#include "program/run_machine.hpp"
#include "program/verb.hpp"
#include "reference/moor/caller/caller.hpp"
#include "reference/moor/caller/moo_error.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/transport/entropy.hpp"

namespace drydock::program {
namespace {

using namespace moor;

int report_outcome(Var const& value) {
  std::cout << to_literal(value) << "\n";
  return fine;
}

int report_outcome(WorkerError const& error) {
  auto const raised = caller::raised_by(error);
  std::cerr << caller::name_of(raised.code) << ": " << raised.message << "\n";
  return found_failure;
}

int report_outcome(caller::Unanswered const& unanswered) {
  return refuse("request", unanswered.reason);
}

int exit_code_of(caller::Outcome const& outcome) {
  if (std::holds_alternative<Var>(outcome)) return fine;
  return std::holds_alternative<WorkerError>(outcome) ? found_failure : could_not_run;
}

Result<CallerRequest> request_of(std::string const& type, Arguments const& literals,
                                 std::string const& perms, std::optional<double> timeout_seconds) {
  CallerRequest request{Symbol{type}, {}, {}, timeout_seconds};
  for (auto const& literal : literals) {
    auto value = parse_literal(literal);
    if (!value) return fail(fmt::format("argument {}: {}", literal, value.error().message));
    request.arguments.push_back(*std::move(value));
  }
  auto const principal = parse_literal(perms);
  auto const* obj = principal ? principal->as<Obj>() : nullptr;
  if (obj == nullptr) return fail(fmt::format("--perms: \"{}\" is not an object, as #2 is", perms));
  request.perms = *obj;
  return request;
}

}  // namespace

int run_request(Arguments const& arguments) {
  caller::Settings settings;
  MachineFlags flags;
  flags.log_level = LogLevel::warning;
  std::string type;
  Arguments literals;
  std::string perms = "#2";
  std::optional<double> timeout_seconds;
  bool json = false;

  CommandLine line{
      "request",
      "Has a daemon make a worker request, as worker_request(TYPE, {ARGS...}) does in "
      "MOO code, and prints the value. An error goes to stderr, and the exit code is 1."};
  line.argument("TYPE", type, "the worker type");
  line.arguments("ARGS", literals, "MOO literals, such as '\"Hello\"', 123, -1.5, '{1, #2}'");
  line.option("--timeout", timeout_seconds, "seconds that the worker has; without it, no limit");
  line.option("--perms", perms, "the object that asks");
  line.option("--callers-address", settings.callers_address,
              "where the daemon listens for callers");
  line.option("--wait", settings.daemon_wait_max, "seconds to wait for the daemon to be there");
  line.flag("--json", json, "print one JSON document, of an error too");
  add_machine_flags(line, flags);
  if (auto const code = line.parse(arguments)) return *code;

  auto const usable =
      check_endpoints({{"--callers-address", settings.callers_address}}, flags.insecure);
  if (!usable) return refuse("request", usable.error().message);
  auto request = request_of(type, literals, perms, timeout_seconds);
  if (!request) return refuse("request", request.error().message);
  settings.requests.push_back(*std::move(request));

  caller::Caller machine{settings, transport::system_rng()};
  if (int const code = run_machine("request", machine, flags); code != fine) return code;
  auto const& outcome = machine.settled().front().outcome;
  if (json) {
    std::cout << json_of(outcome) << "\n";
    return exit_code_of(outcome);
  }
  return std::visit([](auto const& one) { return report_outcome(one); }, outcome);
}

}  // namespace drydock::program
