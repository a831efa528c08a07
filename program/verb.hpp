#pragma once

#include <string_view>

#include "program/command_line.hpp"

namespace drydock::program {

/// What the program can do; `run` takes the arguments after the verb and gives the exit code. A new
/// one is a file of its own, a declaration here and a row in main.cpp.
struct Verb {
  std::string_view name;
  std::string_view does;
  int (*run)(Arguments const& arguments);
};

int run_conform(Arguments const& arguments);
int run_daemon(Arguments const& arguments);
int run_worker(Arguments const& arguments);
int run_host(Arguments const& arguments);
int run_connect(Arguments const& arguments);
int run_eval(Arguments const& arguments);
int run_bench(Arguments const& arguments);
int run_request(Arguments const& arguments);
int run_decode(Arguments const& arguments);
int run_simulate(Arguments const& arguments);
int run_replay(Arguments const& arguments);
int run_shrink(Arguments const& arguments);
int run_token(Arguments const& arguments);

}  // namespace drydock::program
