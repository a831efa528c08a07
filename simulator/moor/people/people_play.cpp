#include "simulator/moor/people/people_play.hpp"

namespace drydock::simulator {

PeoplePlay::PeoplePlay(Verdict& verdict, World& world, Roles const& roles)
    : wire_(roles),
      store_(world, roles),
      clients_(store_),
      sessions_hold_(verdict, clients_, store_),
      expires_in_time_(verdict, clients_),
      own_events_(verdict, clients_),
      no_event_after_disconnect_(verdict, store_),
      output_in_order_(verdict, clients_),
      ends_once_(verdict, clients_, store_),
      replies_fit_(verdict),
      world_remembers_(verdict),
      people_are_served_(verdict),
      switches_in_order_(verdict, clients_),
      cancelled_for_a_reason_(verdict),
      shown_when_committed_(verdict, roles),
      done_once_(verdict),
      greeted_(verdict),
      connections_hold_(verdict, clients_),
      pranks_are_refused_(verdict, roles, world),
      host_wire_(roles),
      pongs_once_(verdict),
      hosts_tell_the_truth_(verdict, world),
      lines_wait_(verdict, roles),
      ends_are_shown_(verdict),
      input_in_order_(verdict),
      people_(world, roles, people_are_served_, sessions_hold_),
      questions_(world, roles),
      pranks_(world, roles, people_) {
  // Those that compare with what was stand before `clients_`, the others behind it.
  for (ClientWatcher* const watcher : std::initializer_list<ClientWatcher*>{
           &sessions_hold_, &expires_in_time_, &connections_hold_, &switches_in_order_, &clients_,
           &own_events_, &no_event_after_disconnect_, &output_in_order_, &ends_once_, &replies_fit_,
           &world_remembers_, &cancelled_for_a_reason_, &shown_when_committed_, &done_once_}) {
    wire_.add(*watcher);
  }
  for (HostWatcher* const watcher : std::initializer_list<HostWatcher*>{
           &connections_hold_, &greeted_, &pongs_once_, &hosts_tell_the_truth_, &lines_wait_,
           &ends_are_shown_, &input_in_order_}) {
    host_wire_.add(*watcher);
  }
  people_.watch(connections_hold_);
  people_.watch(ends_are_shown_);
  people_.watch(input_in_order_);
  people_.watch(pranks_);
  world.watch(wire_);
  world.watch(host_wire_);
  world.watch(people_);
}

std::vector<Checker*> PeoplePlay::checkers() {
  return {&sessions_hold_,
          &expires_in_time_,
          &own_events_,
          &no_event_after_disconnect_,
          &output_in_order_,
          &ends_once_,
          &replies_fit_,
          &world_remembers_,
          &people_are_served_,
          &switches_in_order_,
          &cancelled_for_a_reason_,
          &shown_when_committed_,
          &done_once_,
          &greeted_,
          &connections_hold_,
          &pranks_are_refused_,
          &pongs_once_,
          &hosts_tell_the_truth_,
          &lines_wait_,
          &ends_are_shown_,
          &input_in_order_};
}

bool PeoplePlay::is_settled(VirtualTime now) const {
  return people_are_served_.unserved().empty() && sessions_hold_.is_settled() &&
         ends_once_.is_settled() && expires_in_time_.is_settled(now);
}

}  // namespace drydock::simulator
