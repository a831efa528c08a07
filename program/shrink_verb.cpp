#include <iostream>

#include "program/verb.hpp"
#include "simulator/campaign/shrink.hpp"
#include "simulator/moor/moor_protocol.hpp"

namespace drydock::program {

int run_shrink(Arguments const& arguments) {
  simulator::ShrinkOptions options;
  Arguments files;
  CommandLine line{"shrink",
                   "Cuts a scenario that fails down to the smallest one that still fails in the "
                   "same way, and gives it its trace."};
  line.arguments("file", files, "the scenario");
  line.option("-o,--output", options.output, "where to write it, in place of stdout");
  if (auto const code = line.parse(arguments)) return *code;
  if (files.size() != 1) return refuse("shrink", "it takes one scenario");
  options.file = files.front();
  return simulator::run_shrink(options, simulator::MoorProtocol{}, std::cout, std::cerr);
}

}  // namespace drydock::program
