#include "reference/moor/worker/worker.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reference/moor/worker/test_worker.hpp"

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;

template <class Message>
std::size_t count_of(std::vector<WorkerToDaemonUnion> const& said) {
  return static_cast<std::size_t>(std::count_if(said.begin(), said.end(), [](auto const& message) {
    return std::holds_alternative<Message>(message);
  }));
}

template <class Error>
bool is_error(WorkerToDaemonUnion const& message, Uuid const& request_id) {
  auto const* error = std::get_if<RequestError>(&message);
  return error != nullptr && error->request_id == request_id &&
         std::holds_alternative<Error>(error->error);
}

// W-05, W-06.
TEST(Worker, AttachesOnceItsSubscriptionIsLive) {
  TestWorker worker;
  worker.up("control");
  worker.up("dispatch");
  worker.advance(99ms);
  EXPECT_TRUE(worker.said().empty());
  worker.advance(1ms);
  EXPECT_EQ(worker.said(),
            (std::vector<WorkerToDaemonUnion>{AttachWorker{worker.id(), Symbol{"echo"}}}));
}

TEST(Worker, ABroadcastShowsThatTheSubscriptionIsLive) {
  TestWorker worker;
  worker.up("control");
  worker.up("dispatch");
  worker.ping();
  EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
}

// W-08.
TEST(Worker, AnswersEachPingWithOnePong) {
  TestWorker worker;
  worker.attach();
  for (int k = 0; k < 10; ++k) {
    worker.ping();
    EXPECT_EQ(worker.acknowledge_all(),
              (std::vector<WorkerToDaemonUnion>{WorkerPong{worker.id(), Symbol{"echo"}}}));
  }
}

// W-14, W-15.
TEST(Worker, ARefusedAttachIsTriedAgainAndNoPingIsAnsweredBefore) {
  TestWorker worker;
  worker.up("dispatch");
  worker.up("control");
  worker.advance(100ms);
  for (Duration const longest : {2s, 4s, 8s, 16s, 32s}) {
    EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
    worker.reply(WorkerRejected{"no"});
    worker.ping();
    EXPECT_TRUE(worker.said().empty());
    worker.advance(longest / 2 - 1ns);
    worker.ping();
    EXPECT_TRUE(worker.said().empty()) << "each delay is at least twice the one before";
    for (Duration waited{0}; waited < longest / 2; waited += longest / 40) {
      worker.advance(longest / 40);
      if (!worker.driver().sent().empty()) break;
    }
  }
  EXPECT_NE(worker.driver().logged().front().find("WorkerRejected: no"), std::string::npos);
}

// W-16, W-41.
TEST(Worker, AnswersARequestOnceWithItsId) {
  TestWorker worker;
  worker.attach();
  Uuid const request = worker.request({list_of({"perms"}), 2});
  EXPECT_EQ(worker.acknowledge_all(),
            (std::vector<WorkerToDaemonUnion>{
                RequestResult{worker.id(), request,
                              list_of({"echo_response", Obj{ObjId{2}}, list_of({"perms"}), 2})}}));
}

// W-17, W-31.
TEST(Worker, IgnoresWhatIsForOthers) {
  TestWorker worker;
  worker.attach();
  worker.publish(WorkerRequest{worker.fresh_id(), worker.fresh_id(), ObjId{2}, {1}, 0});
  worker.publish(PleaseDie{worker.fresh_id()});
  EXPECT_TRUE(worker.said().empty());
  worker.ping();
  EXPECT_EQ(count_of<WorkerPong>(worker.said()), 1u);
}

// W-09: a pong overtakes the answers that wait, but not the message that is on its way.
TEST(Worker, APongOvertakesWaitingAnswers) {
  TestWorker worker;
  worker.attach();
  for (int k = 0; k < 100; ++k) worker.request({k});
  EXPECT_EQ(worker.said().size(), 1u);
  worker.ping();
  worker.reply(WorkerAck{});
  EXPECT_EQ(count_of<WorkerPong>(worker.said()), 1u);
}

// W-20.
TEST(Worker, AnswersARequestWhoseArgumentsDoNotDecode) {
  TestWorker worker;
  worker.attach();
  Limits lambdas;
  lambdas.lambdas = true;
  Uuid const request = worker.fresh_id();
  worker.publish(WorkerRequest{worker.id(), request, ObjId{2}, {list_of({Lambda{}})}, 0}, lambdas);
  EXPECT_TRUE(is_error<WorkerInvalidRequest>(worker.said().at(0), request));
}

// Nor does it complain: what it is not asked is not its to judge.
TEST(Worker, IgnoresARequestForOthersWhoseArgumentsDoNotDecode) {
  TestWorker worker;
  worker.attach();
  Limits lambdas;
  lambdas.lambdas = true;
  std::size_t const logged = worker.driver().logged().size();
  worker.publish(WorkerRequest{Uuid{{1}}, worker.fresh_id(), ObjId{2}, {Lambda{}}, 0}, lambdas);
  EXPECT_TRUE(worker.said().empty());
  EXPECT_EQ(worker.driver().logged().size(), logged);
}

// W-21.
TEST(Worker, AFailingHandlerIsAnError) {
  TestWorker worker;
  worker.attach();
  Uuid const request = worker.request({list_of({"fail", "broken"})});
  EXPECT_EQ(
      worker.said().at(0),
      (WorkerToDaemonUnion{RequestError{worker.id(), request, WorkerRequestError{"broken"}}}));
}

TEST(Worker, AResultThatCannotBeSentIsAnError) {
  TestWorker worker;
  worker.attach();
  Limits deeper;
  deeper.nesting = 2000;
  Var deep = 1;
  for (int k = 0; k < 1000; ++k) deep = list_of({deep});
  // The list of the result is one level more than the argument, and so one too deep.
  Uuid const request = worker.request({deep});
  EXPECT_TRUE(is_error<WorkerInternalError>(worker.said().at(0), request));
}

// W-28, W-29, W-30.
TEST(Worker, SurvivesBroadcastsOfEveryShape) {
  TestWorker worker;
  worker.attach();
  Frame const topic = bytes_of("workers");
  Frame const ping = encode(DaemonToWorkerMessage{PingWorkers{}}).value();
  worker.publish(Frames{topic});
  worker.publish(Frames{topic, ping, ping});
  worker.publish(Frames{topic, Frame{}});
  worker.publish(Frames{bytes_of("workersX"), ping});
  worker.publish(Frames{topic, Frame{0xff, 0xff, 0xff, 0x7f, 0, 1, 2, 3}});
  worker.publish(Frames{});
  EXPECT_TRUE(worker.said().empty());
  worker.ping();
  EXPECT_EQ(count_of<WorkerPong>(worker.said()), 1u);
}

// W-43.
TEST(Worker, RefusesARequestAboveItsLimit) {
  Settings settings;
  settings.request_bytes_max = 1000;
  TestWorker worker{settings};
  worker.attach();
  Uuid const request = worker.request({std::string(2000, 'x')});
  EXPECT_TRUE(is_error<WorkerInvalidRequest>(worker.said().at(0), request));
}

// W-10, W-11, W-12, W-13.
TEST(Worker, ActsOnWhatTheDaemonSaysOfItsAnswers) {
  TestWorker worker;
  worker.attach();
  worker.request({1});
  worker.said();
  worker.reply(WorkerNotRegistered{worker.id()});
  EXPECT_EQ(count_of<WorkerPong>(worker.said()), 1u);
  worker.reply(WorkerAttached{worker.id()});

  Uuid const unknown = worker.request({2});
  worker.said();
  worker.reply(WorkerUnknownRequest{unknown});
  worker.advance(20s);
  EXPECT_TRUE(worker.said().empty());

  Uuid const invalid = worker.request({3});
  worker.said();
  worker.reply(WorkerInvalidPayload{"cannot read it"});
  EXPECT_TRUE(is_error<WorkerInternalError>(worker.said().at(0), invalid));
  worker.reply(WorkerInvalidPayload{"nor that"});
  EXPECT_TRUE(worker.said().empty());
}

// W-06, W-11: found by killing a daemon just as an answer was on its way. The control connection
// was back first, and the new daemon dispatched to a worker that could not hear it yet.
TEST(Worker, DoesNotComeBackToADaemonThatItCannotHear) {
  TestWorker worker;
  worker.attach();
  worker.ping();
  worker.ping();
  worker.request({1});
  worker.said();
  worker.down("dispatch");
  worker.down("control");
  worker.up("control");
  auto const said = worker.said();
  ASSERT_EQ(said.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<RequestResult>(said[0])) << "and no pong";
  worker.reply(WorkerNotRegistered{worker.id()});
  EXPECT_TRUE(worker.said().empty());
  worker.up("dispatch");
  worker.advance(100ms);
  EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
}

/// Says that it is there, and has taken a request which it answers behind that.
void attach_and_take_a_request(TestWorker& worker) {
  worker.up("dispatch");
  worker.up("control");
  worker.advance(100ms);
  EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
  worker.request({1});
}

// W-11: the daemon is there and knows nothing of it, so there is no reason to wait.
TEST(Worker, ToldThatItIsNotRegisteredItAttachesAgainAtOnceWhereNobodyReplied) {
  TestWorker worker;
  attach_and_take_a_request(worker);
  worker.advance(5s);
  worker.up("control");
  EXPECT_EQ(count_of<RequestResult>(worker.said()), 1u);
  worker.reply(WorkerNotRegistered{worker.id()});
  EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
  worker.reply(WorkerAttached{worker.id()});
  worker.advance(5s);
  EXPECT_TRUE(worker.said().empty()) << "and not once more when it would have tried again";
}

// W-15: its delays are of use against a daemon that does not want it.
TEST(Worker, ToldThatItIsNotRegisteredItWaitsWhereItsAttachWasRefused) {
  TestWorker worker;
  attach_and_take_a_request(worker);
  worker.reply(WorkerRejected{"no"});
  EXPECT_EQ(count_of<RequestResult>(worker.said()), 1u);
  worker.reply(WorkerNotRegistered{worker.id()});
  EXPECT_TRUE(worker.said().empty());
  worker.advance(2s);
  EXPECT_EQ(count_of<AttachWorker>(worker.said()), 1u);
}

// W-40.
TEST(Worker, SubscribesAnewWhenNothingIsHeardForLong) {
  TestWorker worker;
  worker.attach();
  worker.ping();
  worker.advance(30s);
  EXPECT_EQ(worker.driver().opened("dispatch"), 2);
  EXPECT_TRUE(worker.driver().is_open("dispatch"));
}

Settings over_tcp() {
  Settings settings;
  settings.request_address = "tcp://127.0.0.1:7896";
  Rng rng{Seed{5}};
  settings.curve = CurveClient{CurveKeyPair::generate(rng), CurveKeyPair::generate(rng).public_key};
  return settings;
}

// TS-12.
TEST(Worker, UsesCurveOnEachAddressThatIsTcp) {
  Settings const settings = over_tcp();
  TestWorker worker{settings};
  EXPECT_EQ(worker.driver().spec("dispatch").security, Security{*settings.curve});
  EXPECT_EQ(worker.driver().spec("control").security, Security{Plain{}});
}

// TS-13.
TEST(Worker, ARefusalOfItsKeyIsReportedAndAnotherSocketTriedLater) {
  TestWorker worker{over_tcp()};
  worker.driver().input(PeerDown{{"dispatch"}, true});
  worker.driver().input(PeerDown{{"control"}, true});
  EXPECT_FALSE(worker.driver().is_open("dispatch"));
  EXPECT_FALSE(worker.driver().is_open("control"));
  EXPECT_EQ(worker.driver().logged().size(), 2u);
  worker.advance(2s);
  EXPECT_TRUE(worker.driver().is_open("dispatch"));
  EXPECT_TRUE(worker.driver().is_open("control"));
  worker.attach();
  worker.ping();
  EXPECT_EQ(count_of<WorkerPong>(worker.said()), 1u);
}

// W-42.
TEST(Worker, LogsNoArguments) {
  TestWorker worker;
  worker.attach();
  worker.request({"very-secret"});
  worker.request({list_of({"fail", "very-secret"})});
  worker.acknowledge_all();
  for (std::string const& line : worker.driver().logged()) {
    EXPECT_EQ(line.find("very-secret"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace drydock::moor::worker
