#include "program/bench_verbs.hpp"
#include "program/verb_group.hpp"

namespace drydock::program {
namespace {

constexpr Verb bench_verbs[] = {
    {"daemon", "many clients on a live daemon", run_bench_daemon},
};

}  // namespace

int run_bench(Arguments const& arguments) {
  return run_verb_of(
      {"bench",
       "load on a live peer, at a constant rate, measured from when each question was\n"
       "to be asked, so that what waits behind something slow counts",
       bench_verbs},
      arguments);
}

}  // namespace drydock::program
