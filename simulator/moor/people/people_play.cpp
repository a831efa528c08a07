#include "simulator/moor/people/people_play.hpp"

namespace drydock::simulator {

PeoplePlay::PeoplePlay(Verdict& verdict, World& world, Roles const& roles)
    : wire_(roles),
      sessions_hold_(verdict, clients_),
      expires_in_time_(verdict, clients_),
      own_events_(verdict, clients_),
      no_event_after_disconnect_(verdict),
      output_in_order_(verdict, clients_),
      ends_once_(verdict, clients_),
      replies_fit_(verdict),
      world_remembers_(verdict),
      people_are_served_(verdict),
      people_(world, roles, people_are_served_, sessions_hold_),
      questions_(world, roles) {
  // Those that compare with what was stand before `clients_`, the others behind it.
  for (ClientWatcher* const watcher : std::initializer_list<ClientWatcher*>{
           &sessions_hold_, &expires_in_time_, &clients_, &own_events_, &no_event_after_disconnect_,
           &output_in_order_, &ends_once_, &replies_fit_, &world_remembers_}) {
    wire_.add(*watcher);
  }
  world.watch(wire_);
  world.watch(people_);
}

std::vector<Checker*> PeoplePlay::checkers() {
  return {&sessions_hold_,    &expires_in_time_, &own_events_,  &no_event_after_disconnect_,
          &output_in_order_,  &ends_once_,       &replies_fit_, &world_remembers_,
          &people_are_served_};
}

bool PeoplePlay::is_settled(VirtualTime now) const {
  return people_are_served_.unserved().empty() && sessions_hold_.is_settled() &&
         ends_once_.is_settled() && expires_in_time_.is_settled(now);
}

}  // namespace drydock::simulator
