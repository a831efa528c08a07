#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

// What becomes of tasks while nothing can be stored.

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

TEST(TaskFullStore, ASleeperWhoseStepIsNotStoredTakesItAgain) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const task = stage.command(client, "nap 2");
  stage.store().full = true;
  stage.take_lines(client);
  stage.advance(10s);
  EXPECT_EQ(stage.lines(client), std::vector<std::string>{});
  stage.store().full = false;
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(
      stage.lines(client),
      (std::vector<std::string>{"say You wake up.", "success " + std::to_string(task) + " \"2\""}));
}

TEST(TaskFullStore, AWorkersAnswerIsGivenAgain) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  auto const eval = stage.ask_eval(client, "return worker_request(\"echo\", {1});");
  stage.store().full = true;
  stage.answer(0, list_of({"echo_response", 1}));
  stage.advance(5s);
  EXPECT_FALSE(stage.reply(eval));
  stage.store().full = false;
  stage.advance(2s);
  EXPECT_EQ(stage.accepted<EvalResult>(eval).result, list_of({"echo_response", 1}));
}

TEST(TaskFullStore, AReaderThatEndsMeanwhileIsToldOnce) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const reading = stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.store().full = true;
  stage.ask(client, RequestedInput{{}, {}, request, "hello"});
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 0);
  stage.store().full = false;
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 1);
}

TEST(TaskFullStore, AnEndIsToldOnceThoughThatSomebodyWaitsForItWasNotStoredBefore) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.store().full = true;
  auto const reading = stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.store().full = false;
  stage.ask(client, RequestedInput{{}, {}, request, "hello"});
  EXPECT_EQ(stage.ends_of(reading), 1);
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 1);
}

TEST(TaskFullStore, AnEndOfWhichNothingIsStoredIsToldAtOnce) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  stage.store().full = true;
  auto const reading = stage.command(client, "prompt");
  auto const request = stage.events<RequestInputEvent>(client).at(0).request_id;
  stage.ask(client, RequestedInput{{}, {}, request, "hello"});
  EXPECT_EQ(stage.ends_of(reading), 1);
}

TEST(TaskFullStore, WhoWasCutOffIsToldOnceHoweverManyRestartsThereAre) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const reading = stage.command(client, "prompt");
  stage.store().full = true;
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 0);
  stage.store().full = false;
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 1);
  stage.restart();
  stage.advance(3s);
  EXPECT_EQ(stage.ends_of(reading), 1);
}

TEST(TaskFullStore, TheWorldHearsOfWhoLeft) {
  TaskStage stage;
  auto const watcher = stage.connect(wizard);
  auto const first = stage.connect(alice);
  auto const second = stage.connect(bob);
  stage.store().full = true;
  stage.detach(first);
  stage.advance(500ms);
  stage.detach(second);
  stage.advance(10s);
  stage.store().full = false;
  stage.advance(2s);
  EXPECT_EQ(stage.eval(watcher, "return #0.watched[$ - 1..$];"),
            "{{\"user_disconnected\", {#12}}, {\"user_disconnected\", {#13}}}");
}

TEST(TaskFullStore, NobodyCanKeepThatFromTheWorld) {
  TaskStage stage;
  auto const watcher = stage.connect(wizard);
  auto const client = stage.connect(bob);
  stage.store().full = true;
  stage.detach(client);
  EXPECT_EQ(stage.eval(watcher, "return length(queued_tasks());"), "1");  // Its own.
}

TEST(TaskFullStore, TheWorldHearsOfWhoLeftWhenThereWasNoIdToTellItWith) {
  TaskStage stage;
  auto const watcher = stage.connect(wizard);
  auto const client = stage.connect(alice);
  stage.store().full = true;
  stage.restart();
  stage.detach(client);
  stage.store().full = false;
  stage.advance(2s);
  EXPECT_EQ(stage.eval(watcher, "return #0.watched[$];"), "{\"user_disconnected\", {#12}}");
}

TEST(TaskFullStore, AConnectionsRecordGoesWithTheTellingOfIt) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  std::string const key = sessions::Connections::key_of(client);
  stage.store().full = true;
  Outbox out;
  auto const gone = *stage.desk().all().take(client);
  EXPECT_TRUE(stage.front().gone(stage.now(), gone, sessions::Gone::detached, true, out));
  EXPECT_FALSE(stage.front().gone(stage.now(), gone, sessions::Gone::detached, false, out));
  stage.store().full = false;
  EXPECT_EQ(stage.store().read_all(key).value().size(), 1U);
  stage.advance(2s);
  stage.eval(stage.connect(wizard), "return 1;");
  EXPECT_EQ(stage.store().read_all(key).value().size(), 0U);
}

}  // namespace
}  // namespace drydock::moor::tasks
