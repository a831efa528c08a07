#include "simulator/moor/checkers/people_are_served.hpp"

#include <fmt/format.h>

#include <utility>

namespace drydock::simulator {
namespace {

constexpr Duration within = std::chrono::minutes{2};

}  // namespace

void PeopleAreServed::begin(VirtualTime now, std::set<std::string> people) {
  due_ = now + within;
  unserved_ = std::move(people);
}

void PeopleAreServed::on_input(VirtualTime now, NodeId, Input const&) {
  if (!due_ || unserved_.empty() || now < *due_) return;
  fail(fmt::format("{} is not served {:.0f} s after all was healed", *unserved_.begin(),
                   seconds_of(within)));
}

void PeopleAreServed::at_end(VirtualTime now, bool) { on_input(now, no_node, Started{}); }

}  // namespace drydock::simulator
