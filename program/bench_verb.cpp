#include <fmt/format.h>

#include <iostream>

#include "program/bench_verbs.hpp"
#include "program/verb.hpp"

namespace drydock::program {
namespace {

struct BenchVerb {
  std::string_view name;
  std::string_view does;
  int (*run)(Arguments const& arguments);
};
constexpr BenchVerb bench_verbs[] = {
    {"daemon", "many clients on a live daemon", run_bench_daemon},
};

std::string help() {
  std::string text =
      "drydock bench: load on a live peer, at a constant rate, measured from when each question "
      "was\n"
      "to be asked, so that what waits behind something slow counts\n\n"
      "Usage: drydock bench VERB ...\n       drydock bench VERB --help\n\nVerbs:\n";
  for (auto const& verb : bench_verbs) text += fmt::format("  {:10}  {}\n", verb.name, verb.does);
  return text;
}

}  // namespace

int run_bench(Arguments const& arguments) {
  if (arguments.empty()) {
    std::cerr << help();
    return could_not_run;
  }
  auto const& name = arguments.front();
  if (name == "--help" || name == "-h") {
    std::cout << help();
    return fine;
  }
  for (auto const& verb : bench_verbs) {
    if (verb.name == name) return verb.run(Arguments(arguments.begin() + 1, arguments.end()));
  }
  return refuse("bench", fmt::format("\"{}\" is not daemon; see drydock bench --help", name));
}

}  // namespace drydock::program
