#include <iostream>

#include "program/verb.hpp"
#include "simulator/moor/moor_protocol.hpp"
#include "simulator/scenario/replay.hpp"

namespace drydock::program {

int run_replay(Arguments const& arguments) {
  simulator::ReplayOptions options;
  CommandLine line{"replay", "Runs recorded scenarios and holds each against its trace."};
  line.arguments("files", options.paths, "scenarios, and folders of them");
  line.flag("--rewrite", options.rewrite, "write the trace that each gives now into its file");
  if (auto const code = line.parse(arguments)) return *code;
  return simulator::run_replay(options, simulator::MoorProtocol{}, std::cout, std::cerr);
}

}  // namespace drydock::program
