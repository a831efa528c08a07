#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <exception>
#include <iostream>

#include "program/verb.hpp"

namespace drydock::program {
namespace {

constexpr Verb verbs[] = {
    {"daemon", "runs the reference daemon over ZeroMQ", run_daemon},
    {"worker", "runs the reference worker over ZeroMQ", run_worker},
    {"host", "runs the reference host over ZeroMQ: people reach it by telnet", run_host},
    {"request", "has a daemon make a worker request, and prints what comes of it", run_request},
    {"eval", "logs in as a client, evaluates MOO code, and prints the value", run_eval},
    {"connect", "connects as a person at a terminal, and shows messages when asked", run_connect},
    {"conform", "judges a process by what its protocol asks", run_conform},
    {"simulate", "runs a scenario in virtual time, or draws whole runs from seeds", run_simulate},
    {"replay", "holds recorded scenarios against their traces", run_replay},
    {"shrink", "cuts a failing scenario down to its core", run_shrink},
    {"decode", "says what is in a message, or where and why it is invalid", run_decode},
    {"bench", "puts load on a live peer, and tells how fast it answers", run_bench},
    {"token", "mints, inspects and verifies tokens", run_token},
};

std::string help() {
  std::string text =
      "drydock: inspects what speaks mooR's messaging protocol\n\n"
      "Usage: drydock VERB ...\n       drydock VERB --help\n       drydock --version\n\nVerbs:\n";
  for (auto const& verb : verbs) text += fmt::format("  {:10}  {}\n", verb.name, verb.does);
  return text + "\nExit codes: 0 fine; 1 it ran and found a failure; 2 it could not run.\n";
}

std::string version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  zmq_version(&major, &minor, &patch);
  return fmt::format("drydock {}\nlibzmq {}.{}.{}\n", DRYDOCK_VERSION, major, minor, patch);
}

int run(Arguments arguments) {
  if (arguments.empty()) {
    std::cerr << help();
    return could_not_run;
  }
  auto const name = arguments.front();
  if (name == "--help" || name == "-h") {
    std::cout << help();
    return fine;
  }
  if (name == "--version") {
    std::cout << version();
    return fine;
  }
  auto const verb = std::ranges::find(verbs, std::string_view{name}, &Verb::name);
  if (verb == std::end(verbs)) {
    auto const* kind = name.starts_with('-') ? "flag" : "verb";
    std::cerr << fmt::format("drydock: unknown {} \"{}\"\nSee drydock --help\n", kind, name);
    return could_not_run;
  }
  arguments.erase(arguments.begin());
  return verb->run(arguments);
}

}  // namespace
}  // namespace drydock::program

int main(int count, char** arguments) {
  using namespace drydock;
  using namespace drydock::program;
  try {
    int const code = run(Arguments(arguments + std::min(count, 1), arguments + count));
    // What was asked for and could not be written is no success.
    if (!std::cout.flush() && code == fine) {
      return refuse(count > 1 ? arguments[1] : "", "stdout cannot be written");
    }
    return code;
  } catch (std::exception const& error) {
    // Nothing of ours throws: memory ran out, or a library failed.
    std::cerr << "drydock: " << error.what() << "\n";
    return could_not_run;
  }
}
