#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

TEST(TaskRestart, LetsTheWorldGoOn) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.eval(client, "#11.name = \"torch\";");
  stage.restart();
  EXPECT_EQ(stage.eval(client, "return #11.name;"), "\"torch\"");
}

TEST(TaskRestart, LetsSleepersSleepOnAndTellsOfTheirEnd) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "nap 60");
  stage.advance(20s);
  stage.take_lines(client);
  stage.restart();
  stage.advance(39s);
  EXPECT_EQ(stage.ends_of(task), 0);
  stage.advance(2s);
  EXPECT_EQ(stage.lines(client),
            (Lines{"say You wake up.", "success " + std::to_string(task) + " \"60\""}));
}

TEST(TaskRestart, WakesWhoShouldHaveWokenMeanwhile) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "nap 1");
  stage.restart();
  stage.advance(2s);
  EXPECT_EQ(stage.ends_of(task), 1);
}

TEST(TaskRestart, ReleasesWhoAskedAWorker) {  // DW-44, UQ-06
  TaskStage stage;
  auto const client = stage.connect(wizard);
  auto const task = stage.command(client, "echo hello");
  ASSERT_EQ(stage.workers().asked.size(), 1U);
  stage.take_lines(client);
  stage.restart();
  stage.advance(60s);
  EXPECT_EQ(stage.lines(client),
            (Lines{"traceback E_EXEC(\"Worker detached: the daemon restarted\")",
                   "error " + std::to_string(task) + " 10"}));
  stage.answer(0, Var(1));  // For a task that is over: nothing happens.
  EXPECT_EQ(stage.ends_of(task), 1);
}

TEST(TaskRestart, EndsWhoRead) {  // hosts 5.7
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.restart();
  stage.refused(stage.ask(client, RequestedInput{{}, {}, request, "x"}));
  stage.advance(2s);
  EXPECT_EQ(stage.ends_of(task), 1);
  stage.restart();
  stage.advance(2s);
  EXPECT_EQ(stage.ends_of(task), 1);  // Nobody is told twice.
}

TEST(TaskRestart, NeverGivesAnIdAgain) {  // HQ-50
  TaskStage stage;
  auto const client = stage.connect(alice);
  std::set<std::uint64_t> ids;
  for (int start = 0; start < 4; ++start) {
    for (int i = 0; i < 700; ++i) {
      EXPECT_TRUE(ids.insert(stage.command(client, i % 100 == 0 ? "nap 5000" : "who")).second);
    }
    stage.restart();
  }
}

TEST(TaskRestart, InGoodOrderTellsWhoWaitsForAReply) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const eval = stage.ask_eval(client, "suspend(100);");
  auto const reading = stage.command(client, "prompt");
  auto const sleeping = stage.command(client, "nap 100");
  stage.take_lines(client);
  stage.stop();
  EXPECT_EQ(stage.refused(eval).scheduler_error, SchedulerError(TaskAbortedCancelled{}));
  EXPECT_EQ(stage.lines(client).at(0), "system ** Server is shutting down ** ");
  EXPECT_EQ(stage.ends_of(reading), 1);
  EXPECT_EQ(stage.ends_of(sleeping), 0);
  stage.restart();
  stage.advance(101s);
  EXPECT_EQ(stage.ends_of(sleeping), 1);
  EXPECT_EQ(stage.ends_of(reading), 1);
}

TEST(TaskRestart, FailsWhereARecordIsDamaged) {
  TaskStage stage;
  ASSERT_TRUE(stage.store().commit({RecordChange{"task_ids", bytes_of("many")}}));
  EXPECT_THROW(stage.restart(), std::runtime_error);
}

TEST(TaskWorkers, AreAskedAndTheirAnswersGoToTheTask) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  auto const good = stage.ask_eval(client, "return worker_request(\"echo\", {\"Hi\", 1});");
  auto const bad =
      stage.ask_eval(client, "return worker_request('echo, {}, ['timeout_seconds -> 1.5]);");
  ASSERT_EQ(stage.workers().asked.size(), 2U);
  auto const& asked = stage.workers().asked[0].second;
  EXPECT_EQ(asked.worker_type, Symbol{"echo"});
  EXPECT_EQ(asked.arguments, (std::vector<Var>{"Hi", 1}));
  EXPECT_EQ(asked.perms, Obj(ObjId{wizard}));
  EXPECT_FALSE(asked.timeout_seconds);
  EXPECT_EQ(stage.workers().asked[1].second.timeout_seconds, 1.5);
  stage.answer(0, list_of({"echo_response", "Hi", 1}));
  stage.answer(1, WorkerError{WorkerRequestTimedOut{"too late"}});
  EXPECT_EQ(stage.accepted<EvalResult>(good).result, list_of({"echo_response", "Hi", 1}));
  auto const error = stage.refused(bad);
  auto const& exception = std::get<TaskAbortedException>(*error.scheduler_error).exception;
  EXPECT_EQ(exception.error.code, ErrorCode::e_quota);
  EXPECT_EQ(exception.error.message, "Request timed out: too late");
}

}  // namespace
}  // namespace drydock::moor::tasks
