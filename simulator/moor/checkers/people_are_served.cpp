#include "simulator/moor/checkers/people_are_served.hpp"

#include <fmt/format.h>

#include <utility>

#include "simulator/moor/checkers/patience.hpp"

namespace drydock::simulator {

void PeopleAreServed::begin(VirtualTime now, std::set<std::string> people) {
  due_ = now + served_within;
  unserved_ = std::move(people);
}

void PeopleAreServed::on_input(VirtualTime now, NodeId, Input const&) {
  if (!due_ || unserved_.empty() || now < *due_) return;
  fail(fmt::format("{} is not served {:.0f} s after all was healed", *unserved_.begin(),
                   seconds_of(served_within)));
}

void PeopleAreServed::at_end(VirtualTime now, bool) { on_input(now, no_node, Started{}); }

}  // namespace drydock::simulator
