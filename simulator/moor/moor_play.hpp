#pragma once

#include <map>
#include <set>
#include <string>

#include "simulator/moor/cast.hpp"
#include "simulator/moor/checkers/answers_its_own.hpp"
#include "simulator/moor/checkers/answers_match.hpp"
#include "simulator/moor/checkers/answers_once.hpp"
#include "simulator/moor/checkers/answers_what_it_took.hpp"
#include "simulator/moor/checkers/comes_back.hpp"
#include "simulator/moor/checkers/dies_when_told.hpp"
#include "simulator/moor/checkers/enrollment_ends.hpp"
#include "simulator/moor/checkers/enrolls_rightly.hpp"
#include "simulator/moor/checkers/heeds_refusals.hpp"
#include "simulator/moor/checkers/keeps_its_identity.hpp"
#include "simulator/moor/checkers/keeps_to_timeouts.hpp"
#include "simulator/moor/checkers/kept_while_heard.hpp"
#include "simulator/moor/checkers/least_loaded.hpp"
#include "simulator/moor/checkers/leaves_in_order.hpp"
#include "simulator/moor/checkers/listens_anew.hpp"
#include "simulator/moor/checkers/logs_no_secrets.hpp"
#include "simulator/moor/checkers/no_dispatch_to_the_dead.hpp"
#include "simulator/moor/checkers/no_trespass.hpp"
#include "simulator/moor/checkers/one_question_at_a_time.hpp"
#include "simulator/moor/checkers/repeats_once.hpp"
#include "simulator/moor/checkers/rightful_is_heard.hpp"
#include "simulator/moor/checkers/served_after_healing.hpp"
#include "simulator/moor/checkers/settles_once.hpp"
#include "simulator/moor/checkers/shows_no_token.hpp"
#include "simulator/moor/checkers/spreads_ties.hpp"
#include "simulator/moor/checkers/tokens_end.hpp"
#include "simulator/moor/checkers/undisturbed_is_served.hpp"
#include "simulator/moor/checkers/workers_pong_once.hpp"
#include "simulator/moor/message_text.hpp"
#include "simulator/moor/peers/odd_messages.hpp"
#include "simulator/moor/people/people_play.hpp"
#include "simulator/moor/trust/trust_commands.hpp"
#include "simulator/moor/workloads/requests.hpp"
#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// One run of mooR's protocol.
class MoorPlay final : public Play {
 public:
  MoorPlay(Cast cast, Verdict& verdict);
  ~MoorPlay() override;

  void enter(World& world) override;
  Result<MachineFactory> machine(World& world, NodeDeclaration const& node) override;
  std::optional<Result<Action>> command(World& world, std::string_view verb, Words& words) override;
  std::vector<Checker*> checkers() override;
  void begin_settling(World& world) override;
  bool is_settled(World const& world) override;
  std::string describe(NodeId node, SocketName socket, Direction direction,
                       Frames const& frames) override;

 private:
  OddMessages& odd_messages(World& world);
  void probe(World& world);
  void help_up(World& world);
  std::optional<NodeId> any_caller(World const& world) const;

  Cast cast_;
  Verdict& verdict_;
  Roles roles_;
  std::map<NodeId, std::string> types_;  // Of the workers.
  std::optional<NodeId> daemon_;
  std::unique_ptr<MessageText> text_;  // Once there is a world.
  std::unique_ptr<Requests> requests_;
  std::unique_ptr<PeoplePlay> people_;         // Where there are hosts.
  std::unique_ptr<OddMessages> odd_messages_;  // Where one is to be said.
  // In a strict run.
  std::unique_ptr<TrustCommands> trust_;
  std::unique_ptr<TokensEnd> tokens_end_;
  std::unique_ptr<NoTrespass> no_trespass_;
  std::unique_ptr<RightfulIsHeard> rightful_is_heard_;
  std::unique_ptr<EnrollsRightly> enrolls_rightly_;
  std::unique_ptr<KeepsItsIdentity> keeps_its_identity_;
  std::unique_ptr<EnrollmentEnds> enrollment_ends_;
  DaemonWire daemon_wire_;
  WorkerWire worker_wire_;
  SettlesOnce settles_once_;
  NoDispatchToTheDead no_dispatch_to_the_dead_;
  AnswersMatch answers_match_;
  AnswersOnce answers_once_;
  AnswersItsOwn answers_its_own_;
  WorkersPongOnce workers_pong_once_;
  UndisturbedIsServed undisturbed_is_served_;
  ServedAfterHealing served_after_healing_;
  AnswersWhatItTook answers_what_it_took_;
  LeavesInOrder leaves_in_order_;
  DiesWhenTold dies_when_told_;
  HeedsRefusals heeds_refusals_;
  ListensAnew listens_anew_;
  OneQuestionAtATime one_question_at_a_time_;
  RepeatsOnce repeats_once_;
  ComesBack comes_back_;
  KeepsToTimeouts keeps_to_timeouts_;
  LogsNoSecrets logs_no_secrets_;
  // Where no tokens, keys and files have a say.
  KeptWhileHeard kept_while_heard_;
  LeastLoaded least_loaded_;
  SpreadsTies spreads_ties_;
  ShowsNoToken shows_no_token_;
  std::int64_t probes_ = 0;
};

}  // namespace drydock::simulator
