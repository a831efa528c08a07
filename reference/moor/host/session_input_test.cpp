#include "reference/moor/host/session.hpp"

#include "reference/moor/host/test_session.hpp"

namespace drydock::moor::host {
namespace {

// Input requests.

// H-24.
TEST_F(SessionTest, InputRequestsAreAnsweredFirstInFirstOutEachOnce) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->tell(client, asking(2));
  host_->type(user, "Bob");
  host_->type(user, "red");
  host_->type(user, "look");
  auto const first = host_->next<RequestedInput>();
  EXPECT_EQ(first.as<RequestedInput>()->request_id, asking(1).request_id);
  EXPECT_EQ(first.as<RequestedInput>()->input, Var{"Bob"});
  EXPECT_TRUE(host_->quiet());
  host_->reply(first, InputThanks{});
  auto const second = host_->next<RequestedInput>();
  EXPECT_EQ(second.as<RequestedInput>()->request_id, asking(2).request_id);
  host_->reply(second, InputThanks{});
  host_->next<Command>();
}

TEST_F(SessionTest, TheTaskOfACommandMayAskWhileLinesWaitForIt) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "quiz");
  host_->type(user, "42");
  auto const quiz = host_->next<Command>();
  host_->tell(client, asking(1));
  EXPECT_TRUE(host_->quiet()) << "the reply to the command comes first";
  host_->reply(quiz, TaskSubmitted{5});
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{"42"});
}

TEST_F(SessionTest, ATaskIsNotGivenUpWhileItWaitsForItsPerson) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, asking(1));
  host_->advance(15s);
  EXPECT_TRUE(all_of<TaskGivenUp>(host_->shown()).empty());
  host_->type(user, "an answer");
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "two");
  EXPECT_TRUE(host_->quiet()) << "the task goes on, and lines wait for it";
  host_->advance(10s);
  EXPECT_EQ(all_of<TaskGivenUp>(host_->shown()), (std::vector<TaskGivenUp>{{5}}));
  host_->next<Command>();
}

TEST_F(SessionTest, AnEvalMayAskBeforeItIsAnswered) {
  auto const [user, client] = host_->log_in();
  host_->act(user, Evaluate{"read()"});
  host_->type(user, "42");
  auto const eval = host_->next<Eval>();
  host_->tell(client, asking(1));
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->reply(eval, EvalResult{"42"});
  EXPECT_EQ(all_of<EvalResult>(host_->shown()).size(), 1u);
}

// H-25.
TEST_F(SessionTest, ARefusedAnswerIsToldAndItsRequestIsOver) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->type(user, "Bob");
  host_->refuse(host_->next<RequestedInput>(), Code::internal_error);
  auto const refused = all_of<Refused>(host_->shown());
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].purpose, Purpose::answer);
  host_->type(user, "look");
  host_->next<Command>();
}

TEST_F(SessionTest, AnAnswerOfTheWrongKindIsAskedForAgain) {
  auto const [user, client] = host_->log_in();
  RequestInputEvent request = asking(1);
  request.metadata = {{Symbol{"input_type"}, Var{"number"}}};
  host_->tell(client, request);
  host_->type(user, "many");
  EXPECT_TRUE(host_->quiet());
  EXPECT_EQ(all_of<HostLine>(host_->shown()).size(), 1u);
  host_->type(user, "7");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{7});
}

TEST_F(SessionTest, ATextAreaIsCollectedUpToADot) {
  auto const [user, client] = host_->log_in();
  RequestInputEvent request = asking(1);
  request.metadata = {{Symbol{"input_type"}, Var{"text_area"}}};
  host_->tell(client, request);
  for (auto const* line : {"one", "", " two", "."}) host_->type(user, line);
  auto const answer = host_->next<RequestedInput>();
  EXPECT_EQ(answer.as<RequestedInput>()->input, Var{"one\n\n two"});
  host_->reply(answer, InputThanks{});
  host_->tell(client, request);
  host_->type(user, "lost");
  host_->type(user, "@abort");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->input, Var{"@abort"});
}

// HQ-67.
TEST_F(SessionTest, HeldLinesAnswerRequestsAndNothingElse) {
  auto const [user, client] = host_->log_in();
  host_->tell(client, SetConnectionOptionEvent{ObjId{-9}, Symbol{"hold-input"}, true});
  host_->tell(client, asking(1));
  host_->type(user, "Bob");
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "kept");
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, asking(2));
  host_->reply(host_->next<RequestedInput>(), InputThanks{});
  host_->type(user, "look");
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, SetConnectionOptionEvent{ObjId{-9}, Symbol{"hold-input"}, 0});
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "look");
}

}  // namespace
}  // namespace drydock::moor::host
