#pragma once

#include <vector>

#include "simulator/moor/checkers/ends_once.hpp"
#include "simulator/moor/checkers/expires_in_time.hpp"
#include "simulator/moor/checkers/no_event_after_disconnect.hpp"
#include "simulator/moor/checkers/output_in_order.hpp"
#include "simulator/moor/checkers/own_events.hpp"
#include "simulator/moor/checkers/people_are_served.hpp"
#include "simulator/moor/checkers/replies_fit.hpp"
#include "simulator/moor/checkers/sessions_hold.hpp"
#include "simulator/moor/checkers/world_remembers.hpp"
#include "simulator/moor/people/client_wire.hpp"
#include "simulator/moor/people/known_clients.hpp"
#include "simulator/moor/workloads/people.hpp"
#include "simulator/moor/workloads/questions.hpp"

namespace drydock::simulator {

/// The part of a run in which there are hosts and people: what they do, and what holds of it.
class PeoplePlay {
 public:
  /// Watches the world; all of them outlive it.
  PeoplePlay(Verdict& verdict, World& world, Roles const& roles);
  PeoplePlay(PeoplePlay const&) = delete;
  PeoplePlay& operator=(PeoplePlay const&) = delete;

  People& people() { return people_; }
  Questions& questions() { return questions_; }
  std::vector<Checker*> checkers();
  bool is_settled(VirtualTime now) const;

 private:
  ClientWire wire_;
  KnownClients clients_;
  SessionsHold sessions_hold_;
  ExpiresInTime expires_in_time_;
  OwnEvents own_events_;
  NoEventAfterDisconnect no_event_after_disconnect_;
  OutputInOrder output_in_order_;
  EndsOnce ends_once_;
  RepliesFit replies_fit_;
  WorldRemembers world_remembers_;
  PeopleAreServed people_are_served_;
  People people_;
  Questions questions_;
};

}  // namespace drydock::simulator
