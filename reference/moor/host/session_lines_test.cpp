#include "reference/moor/host/session.hpp"

#include "reference/moor/host/test_session.hpp"

namespace drydock::moor::host {
namespace {

// Lines.

// H-22.
TEST_F(SessionTest, LinesGoOutTrimmedAndUnchangedInside) {
  UserId const user = host_->log_in().first;
  host_->type(user, "  say \t caf\xc3\xa9  \"x\"\t ");
  auto const request = host_->next<Command>();
  auto const& command = *request.as<Command>();
  EXPECT_EQ(command.command, "say \t caf\xc3\xa9  \"x\"");
  EXPECT_EQ(command.client_token.token, "client token");
  EXPECT_EQ(command.auth_token.token, "auth token");
  host_->reply(request, TaskSubmitted{0});
  host_->tell(request.id, TaskSuccessEvent{0, 1});
  host_->type(user, "   ");
  host_->type(user, "");
  EXPECT_TRUE(host_->quiet());
}

// H-08.
TEST_F(SessionTest, TheSecondCommandWaitsForTheReplyToTheFirst) {
  auto const [user, client] = host_->log_in();
  host_->act(user, GiveCommand{"one"});
  host_->act(user, GiveCommand{"two"});
  auto const one = host_->next<Command>();
  EXPECT_TRUE(host_->quiet());
  host_->advance(3s);
  EXPECT_TRUE(host_->quiet());
  host_->reply(one, TaskSubmitted{1});
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
}

// H-13.
TEST_F(SessionTest, AnEndThatComesBeforeTheTaskIsKnownIsNotMissed) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  auto const one = host_->next<Command>();
  host_->tell(client, TaskSuspendedEvent{5});
  host_->tell(client, TaskSuccessEvent{5, 42});
  host_->tell(client, TaskSuccessEvent{6, 43});
  EXPECT_TRUE(host_->quiet());
  host_->reply(one, TaskSubmitted{5});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{TaskStarted{5}, TaskSuspendedEvent{5},
                                                     TaskSuccessEvent{5, 42}}));
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
}

// H-14.
TEST_F(SessionTest, TheEndOfAnotherTaskChangesNothing) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->shown();
  host_->tell(client, TaskSuccessEvent{6, 1});
  host_->tell(client, TaskErrorEvent{4, TaskAbortedError{}});
  host_->tell(client, TaskSuspendedEvent{7});
  EXPECT_TRUE(host_->shown().empty());
  EXPECT_TRUE(host_->quiet());
  host_->tell(client, TaskErrorEvent{5, TaskAbortedError{}});
  EXPECT_EQ(host_->shown().size(), 1u);
  host_->next<Command>();
}

// H-15.
TEST_F(SessionTest, LinesWaitForATaskNoLongerThanTenSeconds) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->advance(9s);
  EXPECT_TRUE(host_->quiet());
  host_->advance(1s);
  EXPECT_EQ(all_of<TaskGivenUp>(host_->shown()), (std::vector<TaskGivenUp>{{5}}));
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "two");
  host_->tell(client, TaskSuccessEvent{5, 1});
  EXPECT_EQ(all_of<TaskSuccessEvent>(host_->shown()).size(), 1u) << "its end is shown all the same";
}

// H-15, H-23, HQ-40.
TEST_F(SessionTest, AnOutOfBandLineGoesOutWithItsWordsAndNobodyWaitsForItsTask) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "#$#mcp \"a b\" c ");
  host_->type(user, "look");
  auto const request = host_->next<OutOfBand>();
  EXPECT_EQ(request.as<OutOfBand>()->args, list_of({"#$#mcp", "a b", "c"}));
  EXPECT_EQ(request.as<OutOfBand>()->argstr, Var{"#$#mcp \"a b\" c "});
  host_->reply(request, TaskSubmitted{9});
  auto const look = host_->next<Command>();
  host_->reply(look, TaskSubmitted{10});
  host_->tell(client, TaskSuccessEvent{10, 1});
  host_->tell(client, SetConnectionOptionEvent{ObjId{-4}, Symbol{"disable-oob"}, 1});
  host_->type(user, "#$#mcp");
  EXPECT_EQ(host_->next<Command>().as<Command>()->command, "#$#mcp");
}

// H-16.
TEST_F(SessionTest, ATaskThatSleepsHoldsUpNoLines) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuspendedEvent{5});
  host_->next<Command>();
}

TEST_F(SessionTest, LinesWaitWhileNothingCanBeHeardOfThem) {
  UserId const user = host_->log_in().first;
  host_->driver().input(PeerDown{{"events"}});
  host_->type(user, "look");
  EXPECT_TRUE(host_->quiet());
  host_->driver().input(PeerUp{{"events"}});
  host_->advance(99ms);
  EXPECT_TRUE(host_->quiet());
  host_->advance(1ms);
  host_->next<Command>();
}

TEST_F(SessionTest, TheFlushCommandDropsTheLinesThatWait) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->type(user, ".flush");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuccessEvent{5, 1});
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionTest, OfTooManyLinesTheLastAreLostWithAWord) {
  UserId const user = host_->log_in().first;
  for (int i = 0; i < 1002; ++i) host_->type(user, "x");
  EXPECT_EQ(all_of<HostLine>(host_->shown()).size(), 1u);
}

TEST_F(SessionTest, AProgramIsCollectedAndSent) {
  UserId const user = host_->log_in().first;
  for (auto const* line : {".program #2:smile", "return 1;", "  look", "."})
    host_->type(user, line);
  auto const request = host_->next<Program>();
  auto const& program = *request.as<Program>();
  EXPECT_EQ(program.object, ObjectRef{ObjectRefMatch{"#2"}});
  EXPECT_EQ(program.verb, Symbol{"smile"});
  EXPECT_EQ(program.code, (std::vector<std::string>{"return 1;", "  look"}));
  VerbProgramResponseReply const done{VerbProgramSuccess{ObjId{2}, "smile"}};
  host_->reply(request, done);
  EXPECT_EQ(all_of<VerbProgramResponseReply>(host_->shown()),
            (std::vector<VerbProgramResponseReply>{done}));
}

TEST_F(SessionTest, CommandsAreFramedByPrefixAndSuffix) {
  auto const [user, client] = host_->log_in();
  host_->type(user, "PREFIX <<<");
  auto const prefix = host_->next<SetClientAttribute>();
  EXPECT_EQ(prefix.as<SetClientAttribute>()->key, Symbol{"line-output-prefix"});
  EXPECT_EQ(prefix.as<SetClientAttribute>()->value, Var{"<<<"});
  host_->reply(prefix, ClientAttributeSet{});
  host_->type(user, "outputsuffix >>>");
  host_->reply(host_->next<SetClientAttribute>(), ClientAttributeSet{});
  host_->type(user, "look");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->say(client, "A room.");
  host_->tell(client, TaskSuccessEvent{5, 1});
  auto const shown = host_->shown();
  ASSERT_EQ(shown.size(), 5u);
  EXPECT_EQ(shown.front(), ShownEvent{HostLine{"<<<"}});
  EXPECT_EQ(shown.back(), ShownEvent{HostLine{">>>"}});
  host_->type(user, "PREFIX");
  EXPECT_EQ(host_->next<SetClientAttribute>().as<SetClientAttribute>()->value, std::nullopt);
}

TEST_F(SessionTest, EverythingThatProgramsDoGoesOut) {
  UserId const user = host_->log_in().first;
  host_->act(user, Evaluate{"return 1;"});
  auto const eval = host_->next<Eval>();
  EXPECT_EQ(eval.as<Eval>()->expression, "return 1;");
  host_->reply(eval, EvalResult{1});
  host_->act(user, CallVerb{ObjectRefId{ObjId{3}}, Symbol{"go"}, {1, "x"}});
  auto const call = host_->next<InvokeVerb>();
  EXPECT_EQ(call.as<InvokeVerb>()->args, (std::vector<Var>{1, "x"}));
  host_->reply(call, TaskSubmitted{3});
  host_->act(user, SetAttribute{Symbol{"k"}, Var{1}});
  host_->reply(host_->next<SetClientAttribute>(), ClientAttributeSet{});
  EXPECT_EQ(host_->shown(), (std::vector<ShownEvent>{EvalResult{1}, TaskStarted{3}}));
}

}  // namespace
}  // namespace drydock::moor::host
