#pragma once

#include "program/command_line.hpp"

namespace drydock::program {

// What `drydock bench` can put load on; the arguments are those after its name.

int run_bench_daemon(Arguments const& arguments);

}  // namespace drydock::program
