#include <gtest/gtest.h>

#include <algorithm>

#include "reference/moor/tasks/test_desk.hpp"

// What becomes of what is under way when the daemon is killed between two commits, whichever.

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

/// What the world was told of #12, such as `+-` for one who came and went.
std::string told_of_alice(TaskStage& stage) {
  std::string told;
  auto const watched =
      stage.accepted<EvalResult>(stage.ask_eval(stage.connect(wizard), "return #0.watched;"))
          .result;
  for (Var const& row : watched.as<List>()->elements) {
    std::string const text = to_literal(row);
    if (text == "{\"user_connected\", {#12}}") told += '+';
    if (text == "{\"user_disconnected\", {#12}}") told += '-';
  }
  return told;
}

/// More than any of these needs.
constexpr std::size_t commits_max = 12;

TEST(TaskKilled, WhoBecameAPlayerIsAnnouncedOnceAndSoIsTheirEnd) {  // HQ-33
  bool lived = false;
  for (std::size_t commit = 1; commit <= commits_max && !lived; ++commit) {
    TaskStage stage;
    auto const client = stage.connect();
    stage.store().die_at(commit);
    stage.login(client, {"connect", "Alice"});
    lived = !stage.store().is_dead();
    stage.restart();
    stage.advance(2s);
    bool const is_in = stage.desk().all().find(client)->player.has_value();
    EXPECT_EQ(told_of_alice(stage), is_in ? "+" : "") << "killed at commit " << commit;
    EXPECT_EQ(stage.desk().all().find(client)->announced, is_in);
    stage.restart();
    stage.advance(2s);
    EXPECT_EQ(told_of_alice(stage), is_in ? "+" : "") << "killed at commit " << commit;
    EXPECT_EQ(stage.desk().all().find(client)->announced, is_in);
  }
  EXPECT_TRUE(lived);
}

TEST(TaskKilled, WhoLeavesIsThereUntilTheWorldIsTold) {
  bool lived = false;
  for (std::size_t commit = 1; commit <= commits_max && !lived; ++commit) {
    TaskStage stage;
    auto const client = stage.connect();
    stage.login(client, {"connect", "Alice"});
    stage.store().die_at(commit);
    Outbox out;
    auto const gone = *stage.desk().all().take(client);
    stage.desk().all().leave_record(client);
    stage.front().gone(stage.now(), gone, sessions::Gone::detached, true, out);
    lived = !stage.store().is_dead();
    stage.restart();
    stage.advance(2s);
    auto const* left = stage.desk().all().find(client);
    EXPECT_EQ(told_of_alice(stage), left == nullptr ? "+-" : "+") << "killed at commit " << commit;
    EXPECT_TRUE(left == nullptr || left->announced);
  }
  EXPECT_TRUE(lived);
}

/// Whatever the last commit is that is done: who waits hears how his task ended, unless the store
/// knows already that he did.
TEST(TaskKilled, AnEndIsToldAfterTheRestartAsItWas) {  // EV-02
  std::vector<std::string> heard;
  bool lived = false;
  for (std::size_t commit = 1; commit <= commits_max && !lived; ++commit) {
    TaskStage stage;
    auto const client = stage.connect(alice);
    auto const task = stage.command(client, "nap 1");
    stage.take_lines(client);
    stage.store().die_at(commit);
    stage.advance(2s);
    lived = !stage.store().is_dead();
    stage.restart();
    stage.advance(2s);
    EXPECT_EQ(stage.ends_of(task), 1) << "killed at commit " << commit;
    auto const lines = stage.lines(client);
    heard.push_back(lines.empty() ? "" : lines.back());
    EXPECT_EQ(heard.back(), "success " + std::to_string(task) + " \"1\"");
    stage.restart();
    stage.advance(2s);
    EXPECT_EQ(stage.ends_of(task), 1) << "killed at commit " << commit;
  }
  EXPECT_TRUE(lived);
  EXPECT_GE(heard.size(), 3U);  // At its last step, at what is noted of it, and not at all.
}

TEST(TaskKilled, AnErrorIsToldAfterTheRestartAsItWas) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  auto const task = stage.command(client, "echo hello");
  stage.take_lines(client);
  stage.store().die_at(2);  // The first is the step's.
  stage.answer(0, WorkerError{WorkerRequestTimedOut{"too late"}});
  ASSERT_TRUE(stage.store().is_dead());
  stage.restart();
  stage.advance(2s);
  EXPECT_EQ(stage.lines(client), std::vector{"error " + std::to_string(task) + " 10"});
}

TEST(TaskKilled, WhatWasNotStoredOfATaskIsCutOff) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.take_lines(client);
  stage.store().die_at(1);
  stage.ask(client, RequestedInput{{}, {}, request, "hello"});
  ASSERT_TRUE(stage.store().is_dead());
  stage.restart();
  stage.advance(2s);
  EXPECT_EQ(stage.lines(client), std::vector{"error " + std::to_string(task) + " 11"});
}

}  // namespace
}  // namespace drydock::moor::tasks
