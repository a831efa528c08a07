#include <iostream>

#include "program/verb.hpp"
#include "simulator/moor/moor_protocol.hpp"
#include "simulator/moor/real/moor_reader.hpp"
#include "simulator/real/replay_real.hpp"
#include "simulator/scenario/replay.hpp"

namespace drydock::program {

int run_replay(Arguments const& arguments) {
  simulator::ReplayOptions options;
  simulator::RealReplayOptions real;
  bool is_real = false;
  CommandLine line{"replay", "Runs recorded scenarios and holds each against its trace."};
  line.arguments("files", options.paths, "scenarios, and folders of them");
  line.flag("--rewrite", options.rewrite, "write the trace that each gives now into its file");
  line.flag("--real", is_real,
            "run each over real ZeroMQ, with a proxy in every path, and hold what was said against "
            "the simulator; without files, those of scenarios/");
  line.option("--longest", real.longest, "with --real: leave out what takes longer");
  line.option("-j,--jobs", real.jobs, "with --real: how many at once");
  line.option("--traces", real.traces, "with --real: a folder for the traces of the real runs");
  if (auto const code = line.parse(arguments)) return *code;
  simulator::MoorProtocol const protocol;
  if (!is_real) return simulator::run_replay(options, protocol, std::cout, std::cerr);
  if (options.rewrite) return refuse("replay", "--rewrite and --real exclude each other");
  real.paths = options.paths.empty() ? Arguments{"scenarios"} : options.paths;
  return simulator::run_replay_real(
      real, protocol, [] { return std::make_unique<simulator::MoorReader>(); }, std::cout,
      std::cerr);
}

}  // namespace drydock::program
