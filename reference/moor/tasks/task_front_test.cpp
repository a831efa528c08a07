#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

// Logins: DC-22 to DC-27.

TEST(TaskLogin, WithoutAnObjectThereIsNoToken) {  // DC-22
  TaskStage stage;
  auto const client = stage.connect();
  auto const result = stage.accepted<LoginResult>(stage.login(client, {"nobody", "knows"}));
  EXPECT_FALSE(result.success);
  EXPECT_FALSE(result.auth_token);
  EXPECT_TRUE(stage.desk().logins.empty());
}

TEST(TaskLogin, GivesTokenPlayerFlagsAndType) {  // DC-23
  TaskStage stage;
  auto const client = stage.connect();
  auto const result = stage.accepted<LoginResult>(stage.login(client, {"connect", "Alice"}));
  EXPECT_TRUE(result.success);
  EXPECT_EQ(result.auth_token, AuthToken{"token of #12"});
  EXPECT_EQ(result.player, std::optional<Obj>(ObjId{alice}));
  EXPECT_EQ(result.connect_type, ConnectType::connected);
  EXPECT_EQ(result.player_flags, 3);  // A player who programs.
  auto const other = stage.connect();
  auto const made = stage.accepted<LoginResult>(stage.login(other, {"create", "Eve", "secret"}));
  EXPECT_EQ(made.connect_type, ConnectType::created);
  auto const shouted = stage.accepted<LoginResult>(stage.login(other, {"CREATE", "E", "x"}));
  EXPECT_EQ(shouted.connect_type, ConnectType::connected);
}

TEST(TaskLogin, PassesTheWordsOnUnchanged) {  // DC-24
  TaskStage stage;
  auto const client = stage.connect();
  stage.login(client, {"echo", "two words", "\"quoted\""});
  EXPECT_EQ(stage.lines(client),
            (Lines{R"(say {"echo", "two words", "\"quoted\""})", "say echo two words \"quoted\""}));
}

TEST(TaskLogin, ThatFailsLeavesTheConnectionAsItWas) {  // DC-25
  TaskStage stage;
  auto const client = stage.connect();
  auto const error = stage.refused(stage.login(client, {"crash"}));
  EXPECT_EQ(error.error_code, RpcMessageErrorCode::login_task_failed);
  EXPECT_EQ(error.message, "Task aborted due to exception");
  EXPECT_FALSE(stage.desk().all().find(client)->player);
  EXPECT_TRUE(stage.accepted<LoginResult>(stage.login(client, {"connect", "Bob"})).success);
}

TEST(TaskLogin, RunsTheConnectedVerbOnceAndOnlyIfAttached) {  // DC-26
  TaskStage stage;
  auto const client = stage.connect();
  stage.login(client, {"connect", "Alice"});
  EXPECT_EQ(stage.desk().announced, std::vector{client});
  EXPECT_EQ(stage.lines(client).front(), "say *** user_connected ***");
  auto const quiet = stage.connect();
  stage.login(quiet, {"connect", "Bob"}, false);
  EXPECT_EQ(stage.lines(quiet), Lines{});
  EXPECT_EQ(stage.desk().announced, std::vector{client});
}

TEST(TaskLogin, OfWhatIsNoPlayerIsRefusedBeforeAnythingFollows) {  // DC-27, HQ-23
  TaskStage stage;
  auto const client = stage.connect();
  auto const error = stage.refused(stage.login(client, {"ghost"}));
  EXPECT_EQ(error.error_code, RpcMessageErrorCode::permission_denied);
  EXPECT_TRUE(stage.desk().logins.empty());
  EXPECT_TRUE(stage.desk().announced.empty());
}

TEST(TaskLogin, StoresTheKeyOfTheEventLog) {  // hosts 4.3, step 5
  TaskStage stage;
  auto const client = stage.connect();
  LoginCommand asked;
  asked.handler_object = ObjId{0};
  asked.connect_args = {"connect", "Alice"};
  asked.event_log_pubkey = "age1key";
  stage.ask(client, asked);
  EXPECT_EQ(stage.desk().keys,
            (std::vector<std::pair<Obj, std::string>>{{ObjId{alice}, "age1key"}}));
}

TEST(TaskLogin, ToAHandlerWithoutTheVerbFails) {  // hosts 4.3, step 4
  TaskStage stage;
  auto const client = stage.connect();
  LoginCommand asked;
  asked.handler_object = ObjId{11};
  EXPECT_EQ(stage.refused(stage.ask(client, asked)).message,
            "Task aborted due to verb not found for dispatch.");
}

TEST(TaskArrival, RunsTheVerbOfItsKind) {  // DC-29
  TaskStage stage;
  auto const client = stage.connect(alice);
  Outbox out;
  stage.front().arrived(stage.now(), client, ConnectType::no_connect, ObjId{0}, out);
  EXPECT_EQ(stage.eval(client, "return length($watched);"), "1");  // server_started
  stage.front().arrived(stage.now(), client, ConnectType::reconnected, ObjId{0}, out);
  stage.front().arrived(stage.now(), client, ConnectType::created, ObjId{0}, out);
  EXPECT_EQ(stage.eval(client, "return $watched[2..3];"),
            R"({{"user_reconnected", {#12}}, {"user_created", {#12}}})");
}

TEST(TaskDeparture, RunsUserDisconnectedForTheLastConnection) {  // DC-35, DC-39
  TaskStage stage;
  auto const first = stage.connect(bob);
  auto const second = stage.connect(bob);
  auto const other = stage.connect(alice);
  stage.detach(first);
  EXPECT_EQ(stage.eval(other, "return length($watched);"), "1");
  stage.detach(second, sessions::Gone::expired);
  EXPECT_EQ(stage.eval(other, "return $watched[2];"), R"({"user_disconnected", {#13}})");
}

// Commands and verbs: DC-42 to DC-46.

TEST(TaskCommand, IsAnsweredAtOnceAndItsErrorsAreEvents) {  // DC-42
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const good = stage.command(client, "say hello");
  auto const bad = stage.command(client, "xyzzy");
  auto const empty = stage.command(client, "");
  EXPECT_EQ(
      stage.lines(client),
      (Lines{"say You say, \"hello\"", "success " + std::to_string(good) + " 0",
             "error " + std::to_string(bad) + " 6", "error " + std::to_string(empty) + " 6"}));
  auto const errors = stage.events<TaskErrorEvent>(client);
  EXPECT_EQ(errors[0].error, SchedulerError(CommandExecutionError{NoCommandMatch{}}));
  EXPECT_EQ(errors[1].error, SchedulerError(CommandExecutionError{CouldNotParseCommand{}}));
}

TEST(TaskVerb, ReturnsTheValueThatItWasGiven) {  // DC-42, V-01
  TaskStage stage;
  auto const client = stage.connect(alice);
  Map map;
  map.pairs = {{Var(1), Var("x")}};
  std::vector<Var> const values{
      std::int64_t{INT64_MIN}, "",  List{}, Var(map), 2.5, Symbol{"Sym"}, Binary{{1, 2}},
      Var(Obj(UuObjId{77})),   true};
  for (Var const& value : values) {
    stage.invoke(client, 1, "VALUE", {value});  // V-08: whatever its case.
    EXPECT_EQ(stage.events<TaskSuccessEvent>(client).back().result, value);
  }
}

TEST(TaskVerb, ThatIsNotThereIsAnEvent) {  // hosts 3.3, 8
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.invoke(client, 1, "nothing");
  EXPECT_EQ(stage.events<TaskErrorEvent>(client).at(0),
            (TaskErrorEvent{task, TaskAbortedVerbNotFound{Var(Obj(ObjId{1})), {"nothing"}}}));
}

TEST(TaskVerb, ByAPathThatLeadsNowhereIsRefused) {  // hosts 3.3, 8
  TaskStage stage;
  auto const client = stage.connect(alice);
  InvokeVerb asked{{}, {}, ObjectRefSysObj{{{"nowhere"}}}, {"value"}, {}};
  EXPECT_EQ(stage.refused(stage.ask(client, asked)).message, "Could not start command");
  asked.object = ObjectRefSysObj{{{"root"}}};
  stage.get<TaskSubmitted>(client, asked);
  EXPECT_EQ(stage.events<TaskSuccessEvent>(client).size(), 1U);
}

TEST(TaskEval, GivesTheValueAndNoTaskEvent) {  // DC-43
  TaskStage stage;
  auto const client = stage.connect(alice);
  EXPECT_EQ(stage.eval(client, "notify(player, \"hm\"); return 1 + 2;"), "3");
  EXPECT_EQ(stage.lines(client), Lines{"say hm"});
  auto const raised = stage.refused(stage.ask_eval(client, "return 1 / 0;"));
  EXPECT_EQ(raised.error_code, RpcMessageErrorCode::task_error);
  EXPECT_TRUE(std::holds_alternative<TaskAbortedException>(*raised.scheduler_error));
  EXPECT_FALSE(raised.message);
}

TEST(TaskEval, OfGarbageSaysWhereItIsWrong) {  // DC-43
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const error = stage.refused(stage.ask_eval(client, "return 1;\n  x = = 2;"));
  auto const& compilation = std::get<CompilationError>(*error.scheduler_error).error;
  EXPECT_EQ(std::get<ParseError>(compilation).error_position, (CompileContext{2, 7}));
  auto const unknown = stage.refused(stage.ask_eval(client, "return frob(1);"));
  auto const& builtin = std::get<CompilationError>(*unknown.scheduler_error).error;
  EXPECT_EQ(std::get<UnknownBuiltinFunction>(builtin).name, "frob");
}

TEST(TaskEval, OfWhoMayNotProgramIsTheErrorAsAValue) {  // hosts 3.3, 14
  TaskStage stage;
  EXPECT_EQ(stage.eval(stage.connect(bob), "return 1;").substr(0, 6), "E_PERM");
}

TEST(TaskEval, ThatSleepsHoldsUpNobody) {  // DC-13, HQ-02
  TaskStage stage;
  auto const client = stage.connect(alice);
  std::vector<std::uint64_t> asleep;
  for (int i = 0; i < 20; ++i) asleep.push_back(stage.ask_eval(client, "suspend(30); return 7;"));
  EXPECT_EQ(stage.eval(client, "return 1;"), "1");
  for (auto const number : asleep) EXPECT_FALSE(stage.reply(number));
  stage.advance(31s);
  for (auto const number : asleep) EXPECT_EQ(stage.accepted<EvalResult>(number).result, Var(7));
  EXPECT_EQ(stage.lines(client), Lines{});
}

TEST(TaskEval, ThatSpinsLeavesRoomForOthersBetweenItsSlices) {  // DC-13
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const spinning = stage.ask_eval(client, "while (1) endwhile");
  EXPECT_FALSE(stage.reply(spinning));  // A slice, no more; the next come by the timer.
  EXPECT_TRUE(stage.front().is_player(ObjId{alice}));
  auto const other = stage.ask_eval(client, "return 1;");
  stage.advance(0s);
  EXPECT_TRUE(stage.reply(spinning));
  EXPECT_EQ(stage.accepted<EvalResult>(other).result, Var(1));
}

TEST(TaskEval, ShowsNobodyTheMiddleOfATransaction) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.ask_eval(client, "set_player_flag(#13, 0); while (1) endwhile");
  EXPECT_TRUE(stage.front().is_player(ObjId{bob}));
  auto const asked =
      stage.ask(client, Retrieve{{}, ObjectRefId{ObjId{bob}}, EntityType::property, {"name"}});
  EXPECT_FALSE(stage.reply(asked));
  stage.advance(0s);
  EXPECT_TRUE(stage.reply(asked));
  EXPECT_TRUE(stage.front().is_player(ObjId{bob}));  // The limit took it back.
}

TEST(TaskOutOfBand, SpreadsListsAndWrapsTheRest) {  // DC-45, DC-46, HQ-40
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const first =
      stage.get<TaskSubmitted>(client, OutOfBand{{}, {}, ObjId{0}, list_of({1, "two"}), "args"});
  stage.get<TaskSubmitted>(client, OutOfBand{{}, {}, ObjId{0}, "line", 5});
  stage.get<TaskSubmitted>(client, OutOfBand{{}, {}, ObjId{0}, Binary{{7}}, ""});
  auto const ends = stage.events<TaskSuccessEvent>(client);
  ASSERT_EQ(ends.size(), 3U);
  EXPECT_EQ(ends[0], (TaskSuccessEvent{first.task_id, list_of({list_of({1, "two"}), "args"})}));
  EXPECT_EQ(ends[1].result, list_of({list_of({"line"}), 5}));
  EXPECT_EQ(ends[2].result, list_of({list_of({Binary{{7}}}), ""}));
}

// Input requests: DC-47, DC-48, EV-06, EV-07.

TEST(TaskInput, GoesToTheTaskUnchanged) {  // DC-47
  TaskStage stage;
  auto const client = stage.connect(bob);
  std::vector<Var> const answers{1,
                                 "text",
                                 2.5,
                                 list_of({1}),
                                 Symbol{"s"},
                                 Binary{{1}},
                                 false,
                                 Var(Obj(ObjId{-4})),
                                 Var(ErrorValue{ErrorCode::e_perm, {}, {}, {}})};
  for (Var const& answer : answers) {
    stage.invoke(client, 3, "prompt");  // HQ-45: the verb is the wizard's.
    auto const request = stage.events<RequestInputEvent>(client).back().request_id;
    stage.get<InputThanks>(client, RequestedInput{{}, {}, request, answer});
    EXPECT_EQ(stage.events<TaskSuccessEvent>(client).back().result, answer);
  }
}

TEST(TaskInput, IsAskedForAfterTheOutputOfTheSubmitterAlone) {  // EV-06, EV-07, EV-09
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const twin = stage.connect(alice);
  stage.command(client, "prompt Name?");
  EXPECT_EQ(stage.lines(client), (Lines{"say Name?", "input"}));
  EXPECT_EQ(stage.lines(twin), Lines{"say Name?"});
  auto const event = stage.events<RequestInputEvent>(client).at(0);
  ASSERT_TRUE(event.metadata);
  EXPECT_EQ(event.metadata->at(0), (MetadataPair{{"prompt"}, "Name?"}));
}

TEST(TaskInput, IsTakenOnceAndFromNobodyElse) {  // DC-48
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const other = stage.connect(bob);
  stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  auto const unknown = stage.refused(stage.ask(client, RequestedInput{{}, {}, Uuid{}, 1}));
  EXPECT_EQ(unknown.error_code, RpcMessageErrorCode::internal_error);
  EXPECT_EQ(unknown.message->substr(0, 25), "Input request not found: ");
  stage.refused(stage.ask(other, RequestedInput{{}, {}, request, "Bob's"}));
  stage.get<InputThanks>(client, RequestedInput{{}, {}, request, "Alice's"});
  stage.refused(stage.ask(client, RequestedInput{{}, {}, request, "again"}));
  EXPECT_EQ(stage.events<TaskSuccessEvent>(client).at(0).result, Var("Alice's"));
}

TEST(TaskInput, OfAClientThatIsGoneEndsTheTask) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "prompt");
  auto const watcher = stage.connect(wizard);
  EXPECT_EQ(stage.eval(watcher, "return length(queued_tasks());"), "2");
  stage.detach(client);
  EXPECT_EQ(stage.eval(watcher, "return length(queued_tasks());"), "1");
  EXPECT_EQ(stage.ends_of(task), 0);  // There is nobody to be told.
}

// Calls of the system object: DC-56, DC-57.

TEST(TaskSystemHandler, GivesTheResultOrTheError) {  // DC-56
  TaskStage stage;
  auto const client = stage.connect(alice);
  EXPECT_EQ(stage.get<SystemHandlerResponseReply>(client, InvokeSystemHandler{{}, "echo", {1}, {}}),
            (SystemHandlerResponseReply{
                SystemHandlerSuccess{list_of({"echo", Var(Obj(ObjId{alice})), 1})}}));
  auto const missing =
      stage.get<SystemHandlerResponseReply>(client, InvokeSystemHandler{{}, "no", {}, {}});
  EXPECT_TRUE(std::holds_alternative<TaskAbortedVerbNotFound>(
      std::get<SystemHandlerError>(missing.response).error));
  EXPECT_EQ(stage.refused(stage.ask(Uuid{}, InvokeSystemHandler{{}, "echo", {}, {}})).message,
            "Connection not found");
}

TEST(TaskSystemVerb, ReturnsItsOutputInOrder) {  // DC-57
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const reply = stage.get<VerbCallResponse>(client, CallSystemVerb{{}, {"tell_twice"}, {5}});
  auto const& success = std::get<VerbCallSuccess>(reply.response);
  EXPECT_EQ(success.result, list_of({5}));
  ASSERT_EQ(success.output.size(), 2U);
  EXPECT_EQ(std::get<NotifyEvent>(success.output[0].event).value, Var("first"));
  EXPECT_EQ(std::get<NotifyEvent>(success.output[1].event).value, Var("second"));
  EXPECT_EQ(stage.lines(client), Lines{});
}

TEST(TaskSystemVerb, TellsOthersAsUsual) {  // HQ-52
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const other = stage.connect(bob);
  auto const programmer = stage.connect(wizard);
  stage.eval(programmer,
             "add_verb(#0, {#2, \"rxd\", \"call_bob\"}, {\"this\", \"none\", \"this\"});"
             "set_verb_code(#0, \"call_bob\", {\"notify(#13, \\\"psst\\\");\"});");
  auto const reply = stage.get<VerbCallResponse>(client, CallSystemVerb{{}, {"call_bob"}, {}});
  EXPECT_TRUE(std::get<VerbCallSuccess>(reply.response).output.empty());
  EXPECT_EQ(stage.lines(other), Lines{"say psst"});
}

// What programs see: hosts 11.4, workers 5.5.

TEST(TaskHost, ShowsConnectionsListenersAndWorkers) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.connect();
  stage.connect(alice);
  stage.advance(5s);
  EXPECT_EQ(stage.eval(client, "return connected_players();"), "{#2, #12}");
  EXPECT_EQ(stage.eval(client, "return connected_players(1);"), "{#2, #-5, #12}");
  EXPECT_EQ(stage.eval(client, "return connection_name(#12);"),
            "\"port 0 from example.org, port 0\"");
  EXPECT_EQ(stage.eval(client, "return idle_seconds(#12);"), "5");
  EXPECT_EQ(stage.eval(client, "return listeners();"), R"({{#0, 7777, "127.0.0.1:7777"}})");
  EXPECT_EQ(stage.eval(client, "return workers();"), R"({{"echo", 1}})");
  EXPECT_EQ(stage.eval(client, "return rotate_enrollment_token();"), "\"a-new-token\"");
}

TEST(TaskHost, ListensAndStopsListening) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.eval(client, "listen(#0, 7000, ['tls -> 1]); unlisten(7001);");
  ASSERT_EQ(stage.desk().listens.size(), 1U);
  EXPECT_EQ(stage.desk().listens[0].port, 7000);
  EXPECT_EQ(stage.desk().listens[0].options->at(0).key, Var(Symbol{"tls"}));
  EXPECT_EQ(stage.desk().unlistens.at(0).port, 7001);
}

TEST(TaskFront, WithoutAStoreEndsTasksAndServesOn) {  // HQ-03
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.store().broken = true;
  auto const error = stage.refused(
      stage.ask_eval(client, "player.description = \"x\"; notify(player, \"x\"); return 1;"));
  EXPECT_TRUE(error.scheduler_error);
  EXPECT_EQ(stage.events<NarrativeEventMessage>(client).size(), 1U);  // The traceback alone.
  stage.store().broken = false;
  EXPECT_EQ(stage.eval(client, "return 1;"), "1");
}

TEST(TaskFront, RefusesMoreTasksThanThereIsRoomFor) {  // HQ-09
  Settings settings;
  settings.tasks_max = 2;
  TaskStage stage{settings};
  auto const client = stage.connect(alice);
  stage.command(client, "nap 10");
  stage.command(client, "nap 10");
  auto const refused = stage.refused(stage.ask(client, Command{{}, {}, ObjId{0}, "nap 10"}));
  EXPECT_EQ(refused.scheduler_error, SchedulerError(CouldNotStartTask{}));
}

}  // namespace
}  // namespace drydock::moor::tasks
