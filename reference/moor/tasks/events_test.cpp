#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

std::string numbered(char const* what, std::uint64_t task, char const* rest = "") {
  return std::string(what) + " " + std::to_string(task) + rest;
}

TEST(TaskEvents, OfOneTaskComeInOrderAndBeforeItsEnd) {  // EV-01, EV-13
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "lines 1000 x");
  stage.advance(Duration{0});
  auto const lines = stage.lines(client);
  ASSERT_EQ(lines.size(), 1001U);
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_EQ(lines[i], "say x " + std::to_string(i + 1));
  EXPECT_EQ(lines.back(), numbered("success", task, " 0"));
  std::optional<Uuid> last;
  for (auto const& event : stage.events<NarrativeEventMessage>(client)) {
    EXPECT_EQ(event.event.event_id.version(), 7);
    if (last) {
      EXPECT_LT(*last, event.event.event_id);
    }
    last = event.event.event_id;
    EXPECT_EQ(event.event.timestamp, std::uint64_t{500'000} * 3600 * 1'000'000'000);  // V-15
  }
}

TEST(TaskEvents, OfAPlayerReachAllHisConnectionsAndNobodyElse) {  // EV-08, EV-09
  TaskStage stage;
  auto const first = stage.connect(alice);
  auto const second = stage.connect(alice);
  auto const other = stage.connect(bob);
  auto const task = stage.command(first, "lines 1 x");
  EXPECT_EQ(stage.lines(first), (Lines{"say x 1", numbered("success", task, " 0")}));
  EXPECT_EQ(stage.lines(second), Lines{"say x 1"});
  EXPECT_EQ(stage.lines(other), Lines{});
}

TEST(TaskEvents, TellOfASuspensionAndStillOfTheEnd) {  // EV-05, EV-14
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "nap 2");
  EXPECT_EQ(stage.take_lines(client), (Lines{"say You fall asleep.", numbered("suspended", task)}));
  auto const quick = stage.command(client, "lines 1 x");
  EXPECT_EQ(stage.take_lines(client), (Lines{"say x 1", numbered("success", quick, " 0")}));
  stage.advance(2s);
  EXPECT_EQ(stage.lines(client), (Lines{"say You wake up.", numbered("success", task, " \"2\"")}));
}

TEST(TaskEvents, SayNothingOfAPause) {  // hosts 5.2
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.eval(client,
             "add_verb(#1, {#2, \"rxd\", \"pausing\"}, {\"this\", \"none\", \"this\"});"
             "set_verb_code(#1, \"pausing\", {\"notify(player, 1);\", \"suspend(0);\","
             "\"commit();\", \"notify(player, 2);\"});");
  auto const task = stage.invoke(client, 1, "pausing");
  EXPECT_EQ(stage.lines(client), Lines{"say 1"});  // HQ-55: with what was committed.
  stage.advance(1s);
  EXPECT_EQ(stage.lines(client), (Lines{"say 1", "say 2", numbered("success", task, " 0")}));
}

TEST(TaskEvents, OfAnErrorAreOutputTracebackEnd) {  // EV-11, HQ-47
  TaskStage stage;
  auto const client = stage.connect(bob);
  auto const task = stage.command(client, "oops");
  Lines const told{"say About to fail.", "traceback E_INVARG(\"oops\")",
                   numbered("error", task, " 10")};
  EXPECT_EQ(stage.take_lines(client), told);
  auto const invoked = stage.invoke(client, 3, "oops");
  EXPECT_EQ(stage.lines(client).at(1).substr(0, 9), "traceback");
  EXPECT_EQ(stage.lines(client).at(2), numbered("error", invoked, " 10"));
}

TEST(TaskEvents, OfAnAbortAreOutputMessageEnd) {  // EV-12, HQ-48, hosts 5.5
  TaskStage stage;
  auto const client = stage.connect(bob);
  auto const task = stage.command(client, "spin");
  stage.advance(0s);
  auto const lines = stage.lines(client);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "say Round and round.");
  EXPECT_EQ(lines[1].substr(0, 49), "system Abort: Task exceeded ticks limit of 60000 ");
  EXPECT_EQ(lines[2], numbered("error", task, " 7"));
  EXPECT_EQ(std::get<TaskAbortedLimit>(stage.events<TaskErrorEvent>(client).at(0).error).limit,
            (AbortLimit{AbortLimitReason::ticks, 60'000, 0}));
}

TEST(TaskEvents, OfATaskInTheBackgroundHaveItsLimit) {  // hosts 5.2
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const number = stage.ask_eval(client, "suspend(1); while (1) endwhile");
  stage.advance(1s);
  auto const limit = std::get<TaskAbortedLimit>(*stage.refused(number).scheduler_error).limit;
  EXPECT_EQ(limit.ticks, 30'000U);
}

TEST(TaskEvents, OfAnOptionStandBetweenTheLines) {  // EV-16
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.command(client, "option color {1}");
  auto const lines = stage.lines(client);
  EXPECT_EQ(lines.at(0), "say before");
  EXPECT_EQ(lines.at(1), "option color {1}");
  EXPECT_EQ(lines.at(2), "say after");
  EXPECT_EQ(stage.eval(client, "return connection_options(player);"), "['color -> {1}]");
}

TEST(TaskEvents, OfASwitchComeOnceAndInOrder) {  // EV-17, DC-41, HQ-49
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.eval(client, "notify(player, \"hm\");");
  stage.take_lines(client);
  auto const task = stage.command(client, "su Bob");
  // The line is for Alice, whom this client is not any more (DC-28).
  EXPECT_EQ(stage.lines(client), (Lines{"switched #13", numbered("success", task, " 0")}));
  EXPECT_EQ(stage.desk().all().find(client)->player, std::optional<Obj>(ObjId{bob}));
}

TEST(TaskEvents, OfASwitchThatWasTakenBackDoNotCome) {  // HQ-49, EV-10
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.ask_eval(client, "notify(player, \"said\"); switch_player(#13); while (1) endwhile");
  stage.advance(0s);
  auto const lines = stage.lines(client);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "say said");
  EXPECT_EQ(stage.desk().all().find(client)->player, std::optional<Obj>(ObjId{wizard}));
}

TEST(TaskEvents, OfAKilledTaskHaveAnEnd) {  // EV-03, HQ-42
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const other = stage.connect(wizard);
  auto const task = stage.command(client, "nap 100");
  auto const reading = stage.command(client, "prompt");
  stage.take_lines(client);
  stage.command(other, "kill " + std::to_string(task));
  stage.command(other, "kill " + std::to_string(reading));
  EXPECT_EQ(stage.lines(client), (Lines{"system Aborted.", numbered("error", task, " 11"),
                                        "system Aborted.", numbered("error", reading, " 11")}));
  stage.take_lines(client);
  stage.advance(200s);
  EXPECT_EQ(stage.lines(client), Lines{});  // EV-04
  auto const itself = stage.invoke(client, 1, "value");
  EXPECT_EQ(stage.ends_of(itself), 1);
}

TEST(TaskEvents, OfAKilledEvalAreItsReply) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  auto const number = stage.ask_eval(client, "suspend(10);");
  stage.eval(
      client,
      "for row in (queued_tasks()) if (row[4] == \"suspended\") kill_task(row[1]); endif endfor");
  EXPECT_EQ(stage.refused(number).scheduler_error, SchedulerError(TaskAbortedCancelled{}));
  auto const itself = stage.ask_eval(client, "kill_task(task_id());");
  EXPECT_EQ(stage.refused(itself).scheduler_error, SchedulerError(TaskAbortedCancelled{}));
}

TEST(TaskEvents, OfABootAreOutputThenEndThenDisconnect) {  // DC-37, DC-38, HQ-31
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const twin = stage.connect(alice);
  auto const sleeping = stage.command(twin, "nap 10");
  stage.take_lines(twin);
  stage.take_lines(client);
  auto const task = stage.command(client, "quit");
  EXPECT_EQ(stage.lines(client),
            (Lines{"say Goodbye.", numbered("success", task, " 0"), "disconnect"}));
  EXPECT_EQ(stage.lines(twin), (Lines{"say Goodbye.", "system Aborted.",
                                      numbered("error", sleeping, " 11"), "disconnect"}));
}

TEST(TaskEvents, OfOthersAreLeftAloneByABoot) {  // DC-40, HQ-30, DC-39
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const booted = stage.connect(bob);
  auto const booter = stage.connect(wizard);
  auto const task = stage.command(client, "nap 10");
  auto const pruned = stage.command(booted, "nap 10");
  stage.command(booter, "boot Bob");
  EXPECT_EQ(stage.lines(booted), (Lines{"say You fall asleep.", numbered("suspended", pruned),
                                        "say You are being booted.", "system Aborted.",
                                        numbered("error", pruned, " 11"), "disconnect"}));
  stage.advance(10s);
  EXPECT_EQ(stage.lines(client).back(), numbered("success", task, " \"10\""));
  EXPECT_EQ(stage.eval(client, "return $watched[$];"), R"({"user_disconnected", {#13}})");
}

TEST(TaskEvents, OfAnUnstoredStepAreNone) {  // EV-10
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const reserved = stage.command(client, "lines 1 x");
  (void)reserved;
  stage.take_lines(client);
  stage.store().broken = true;
  auto const task = stage.command(client, "get lamp");
  auto const lines = stage.lines(client);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].substr(0, 9), "traceback");
  EXPECT_EQ(lines[1], numbered("error", task, " 10"));
}

// Once, however many connections hear it, and under the id that they hear; what nobody hears too.
TEST(TaskEvents, AreKeptForTheEventLog) {  // EV-13
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.connect(alice);
  stage.command(client, "lines 2 x");
  EXPECT_TRUE(stage.desk().pending.empty());
  auto const heard = stage.events<NarrativeEventMessage>(client);
  ASSERT_EQ(heard.size(), 2U);
  ASSERT_EQ(stage.desk().kept.size(), 2U);
  for (std::size_t at = 0; at < heard.size(); ++at) {
    EXPECT_EQ(stage.desk().kept[at], std::pair(Obj{ObjId{alice}}, heard[at].event));
  }
  stage.eval(stage.connect(wizard), "notify(#13, \"hello\"); return 1;");
  EXPECT_EQ(stage.desk().kept.size(), 3U);
}

TEST(TaskEvents, ShowPresentationsAndRichValues) {  // hosts 3.6
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.command(client, "show box some text");
  stage.command(client, "hide box");
  stage.command(client, "rich x");
  auto const said = stage.events<NarrativeEventMessage>(client);
  auto const& shown = std::get<PresentEvent>(said.at(0).event.event).presentation;
  EXPECT_EQ(shown.id, "box");
  EXPECT_EQ(shown.content, "some text");
  EXPECT_EQ(shown.target, "right");
  EXPECT_EQ(std::get<UnpresentEvent>(said.at(1).event.event).presentation_id, "box");
  auto const& rich = std::get<NotifyEvent>(said.at(3).event.event);
  EXPECT_EQ(rich.value, Var(2.5));
  EXPECT_EQ(rich.content_type, Symbol{"text_plain"});
  EXPECT_EQ(rich.metadata->at(0).value, Var(9));
  EXPECT_EQ(said.at(3).event.author, Var(Obj(ObjId{alice})));
}

}  // namespace
}  // namespace drydock::moor::tasks
