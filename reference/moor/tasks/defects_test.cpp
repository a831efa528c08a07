#include "reference/moor/tasks/defects.hpp"

#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

Settings with(Defect defect) {
  Settings settings;
  settings.defects.add(defect);
  return settings;
}

TEST(TaskDefects, AreFoundByTheirNames) {
  EXPECT_EQ(find_defect<Defect>(task_defects(), "ends-twice").value(), Defect::ends_twice);
}

TEST(TaskDefects, TheEndOfALambdaIsLost) {  // HQ-43
  for (bool const broken : {false, true}) {
    TaskStage stage{broken ? with(Defect::end_lost_for_lambda) : Settings{}};
    auto const client = stage.connect(alice);
    stage.invoke(client, 3, "prompt");
    auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
    stage.get<InputThanks>(client, RequestedInput{{}, {}, request, Lambda{}});
    EXPECT_EQ(stage.events<TaskSuccessEvent>(client).size(), broken ? 0U : 1U);
  }
}

TEST(TaskDefects, TheEndOfAKilledTaskIsLost) {  // HQ-42
  TaskStage stage{with(Defect::end_lost_when_killed)};
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "nap 9");
  stage.command(client, "kill " + std::to_string(task));
  EXPECT_EQ(stage.ends_of(task), 0);
}

TEST(TaskDefects, AnAbortOvertakesTheOutput) {  // HQ-48
  TaskStage stage{with(Defect::abort_overtakes_output)};
  auto const client = stage.connect(alice);
  stage.command(client, "spin");
  stage.advance(0s);
  auto const lines = stage.lines(client);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].substr(0, 6), "system");
  EXPECT_EQ(lines[1], "say Round and round.");
}

TEST(TaskDefects, ASwitchOvertakesTheOutputAndSurvivesTheAbort) {  // HQ-49
  TaskStage stage{with(Defect::switch_bypasses)};
  auto const client = stage.connect(wizard);
  auto const room = stage.connect(bob);
  stage.ask_eval(client, "notify(#13, \"hm\"); switch_player(#12);");
  EXPECT_EQ(stage.heard().at(0).client, client);
  EXPECT_EQ(stage.heard().at(1).client, room);
  auto const other = stage.connect(wizard);
  stage.ask_eval(other, "switch_player(#13); while (1) endwhile");
  stage.advance(0s);
  EXPECT_EQ(stage.desk().all().find(other)->player, std::optional<Obj>(ObjId{bob}));
}

TEST(TaskDefects, TaskIdsRestart) {  // HQ-50
  TaskStage stage{with(Defect::task_ids_restart)};
  auto const client = stage.connect(alice);
  auto const first = stage.command(client, "who");
  stage.restart();
  EXPECT_LE(stage.command(client, "who"), first);
}

TEST(TaskDefects, ABootCancelsTheTasksOfOthers) {  // HQ-30
  TaskStage stage{with(Defect::boot_cancels_others)};
  auto const client = stage.connect(alice);
  stage.connect(bob);
  auto const booter = stage.connect(wizard);
  auto const task = stage.command(client, "nap 9");
  stage.command(booter, "boot Bob");
  EXPECT_EQ(stage.events<TaskErrorEvent>(client).at(0).task_id, task);
}

TEST(TaskDefects, ALoginCountsBeforeItIsChecked) {  // HQ-23
  TaskStage stage{with(Defect::login_before_check)};
  auto const client = stage.connect();
  auto const error = stage.refused(stage.login(client, {"ghost"}));
  EXPECT_EQ(error.error_code, RpcMessageErrorCode::permission_denied);
  EXPECT_EQ(stage.desk().logins.size(), 1U);
}

TEST(TaskDefects, InputIsTakenFromAnybody) {  // HQ-45
  TaskStage stage{with(Defect::input_from_anybody)};
  auto const client = stage.connect(alice);
  auto const other = stage.connect(bob);
  stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.get<InputThanks>(other, RequestedInput{{}, {}, request, "Bob's"});
}

TEST(TaskDefects, AnOutOfBandTaskNeverEnds) {  // HQ-40
  TaskStage stage{with(Defect::oob_never_ends)};
  auto const client = stage.connect(alice);
  auto const task = stage.get<TaskSubmitted>(client, OutOfBand{{}, {}, ObjId{0}, "x", ""}).task_id;
  EXPECT_EQ(stage.ends_of(task), 0);
}

TEST(TaskDefects, ATaskEndsTwice) {  // EV-02
  TaskStage stage{with(Defect::ends_twice)};
  auto const client = stage.connect(alice);
  EXPECT_EQ(stage.ends_of(stage.command(client, "who")), 2);
}

TEST(TaskDefects, OutputComesBeforeTheCommit) {  // EV-10
  for (bool const broken : {false, true}) {
    TaskStage stage{broken ? with(Defect::output_before_commit) : Settings{}};
    auto const client = stage.connect(alice);
    stage.command(client, "who");
    stage.store().broken = true;
    auto const before = stage.lines(client).size();
    stage.ask_eval(
        client,
        "for i in [1..30] notify(player, tostr(\"x \", i)); endfor player.description = \"y\";");
    stage.advance(0s);
    bool const said = stage.lines(client).at(before) == "say x 1";
    EXPECT_EQ(said, broken);
  }
}

}  // namespace
}  // namespace drydock::moor::tasks
