#pragma once

#include <vector>

#include "simulator/moor/checkers/cancelled_for_a_reason.hpp"
#include "simulator/moor/checkers/connections_hold.hpp"
#include "simulator/moor/checkers/done_once.hpp"
#include "simulator/moor/checkers/ends_are_shown.hpp"
#include "simulator/moor/checkers/ends_once.hpp"
#include "simulator/moor/checkers/expires_in_time.hpp"
#include "simulator/moor/checkers/greeted.hpp"
#include "simulator/moor/checkers/hosts_tell_the_truth.hpp"
#include "simulator/moor/checkers/input_in_order.hpp"
#include "simulator/moor/checkers/lines_wait.hpp"
#include "simulator/moor/checkers/no_event_after_disconnect.hpp"
#include "simulator/moor/checkers/output_in_order.hpp"
#include "simulator/moor/checkers/own_events.hpp"
#include "simulator/moor/checkers/people_are_served.hpp"
#include "simulator/moor/checkers/pongs_once.hpp"
#include "simulator/moor/checkers/pranks_are_refused.hpp"
#include "simulator/moor/checkers/replies_fit.hpp"
#include "simulator/moor/checkers/sessions_hold.hpp"
#include "simulator/moor/checkers/shown_when_committed.hpp"
#include "simulator/moor/checkers/switches_in_order.hpp"
#include "simulator/moor/checkers/world_remembers.hpp"
#include "simulator/moor/people/client_wire.hpp"
#include "simulator/moor/people/host_wire.hpp"
#include "simulator/moor/people/known_clients.hpp"
#include "simulator/moor/people/pranks.hpp"
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
  Pranks& pranks() { return pranks_; }
  std::vector<Checker*> checkers();
  bool is_settled(VirtualTime now) const;

 private:
  ClientWire wire_;
  WorldsDaemonStore store_;
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
  SwitchesInOrder switches_in_order_;
  CancelledForAReason cancelled_for_a_reason_;
  ShownWhenCommitted shown_when_committed_;
  DoneOnce done_once_;
  Greeted greeted_;
  ConnectionsHold connections_hold_;
  PranksAreRefused pranks_are_refused_;
  HostWire host_wire_;
  PongsOnce pongs_once_;
  HostsTellTheTruth hosts_tell_the_truth_;
  LinesWait lines_wait_;
  EndsAreShown ends_are_shown_;
  InputInOrder input_in_order_;
  People people_;
  Questions questions_;
  Pranks pranks_;
};

}  // namespace drydock::simulator
