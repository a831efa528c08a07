#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/enrollment/test_files.hpp"
#include "reference/moor/enrollment/test_tokens.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"
#include "reference/moor/worker/test_worker.hpp"

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;
using enrollment::EnrollmentRequest;
using enrollment::EnrollmentResponse;

/// A strict worker; the test plays its daemon.
struct StrictWorkerTest : ::testing::Test {
  void start(Defects defects = {}, Profile profile = Profile::strict) {
    Settings settings;
    settings.request_address = "tcp://127.0.0.1:7896";
    settings.response_address = "tcp://127.0.0.1:7897";
    settings.profile = profile;
    settings.defects = defects;
    settings.silence_max = 10h;  // The daemon of a test does not ping of itself.
    enrollment::EnrollmentClient::Settings enrolling;
    enrolling.service_type = "echo-worker";
    enrolling.enrollment_token = enrollment_token;
    Rng keys{Seed{2}};
    enrolling.fresh_keys = CurveKeyPair::generate(keys);
    enrolling.clock = &clock;
    machine.emplace(settings, enrolling, std::make_unique<TestService>(), files, Rng{Seed{1}});
    driver.emplace(*machine);
    driver->input(Started{});
  }
  /// Enrolls with that token and attaches.
  void attach(std::optional<std::string> service_token, Defects defects = {}) {
    start(defects);
    id = Uuid::parse(enrolls().service_id.value()).value();
    answer(success(std::move(service_token)));
    driver->input(PeerUp{{"dispatch"}});
    driver->input(PeerUp{{"control"}});
    driver->advance(100ms);
    ASSERT_EQ(said().size(), 1u);
    reply(WorkerAttached{id});
  }

  EnrollmentRequest enrolls() {
    driver->input(PeerUp{{"enrollment"}});
    for (Send const& send : driver->take_sent()) {
      if (send.to.socket == "enrollment") {
        return enrollment::decode_enrollment_request(send.frames.at(0)).value();
      }
      unread.push_back(send);
    }
    throw std::runtime_error("nothing was asked");
  }
  void answer(EnrollmentResponse const& response) {
    driver->receive("enrollment", {enrollment::encode(response).value()});
  }
  EnrollmentResponse success(std::optional<std::string> service_token) {
    return {.success = true,
            .service_uuid = "00112233-4455-4677-8899-aabbccddeeff",
            .daemon_curve_public_key = CurvePublicKey{}.z85(),
            .service_token = std::move(service_token)};
  }
  std::string token(std::string const& name, Duration lifetime = 1h) {
    return enrollment::token_of(clock.wall_time(driver ? driver->now() : VirtualTime{}), lifetime,
                                name);
  }
  std::vector<WorkerToDaemonMessage> said() {
    std::vector<Send> sent = std::exchange(unread, {});
    for (Send& send : driver->take_sent()) sent.push_back(std::move(send));
    std::vector<WorkerToDaemonMessage> all;
    for (Send const& send : sent) {
      if (send.to.socket == "control") {
        all.push_back(decode_worker_to_daemon(send.frames.at(1)).value());
      }
    }
    return all;
  }
  /// What it said, if that was one message.
  WorkerToDaemonMessage said_once() {
    auto const all = said();
    if (all.size() != 1) throw std::runtime_error(std::to_string(all.size()) + " messages");
    return all[0];
  }
  void reply(DaemonToWorkerReplyUnion reply) {
    driver->receive("control", {encode(DaemonToWorkerReply{std::move(reply)}).value()});
  }
  void refuse() { reply(WorkerAuthFailed{"the token has expired"}); }
  void publish(DaemonToWorkerUnion message) {
    driver->receive("dispatch", {bytes_of("workers"),
                                 encode(DaemonToWorkerMessage{std::move(message)}).value()});
  }
  Uuid request() {
    Uuid const request_id = Uuid::random(rng);
    publish(WorkerRequest{id, request_id, ObjId{2}, {Var{1}}, 0});
    return request_id;
  }

  enrollment::TestFiles files;
  enrollment::SetClock clock;
  std::string enrollment_token = "the-token";
  std::optional<EnrolledWorker> machine;
  std::optional<MachineDriver> driver;
  std::vector<Send> unread;
  Uuid id;
  Rng rng{Seed{5}};
};

TEST_F(StrictWorkerTest, EachMessageCarriesTheToken) {
  std::string const first = token("first");
  start();
  EnrollmentRequest const asked = enrolls();
  id = Uuid::parse(asked.service_id.value()).value();
  EXPECT_EQ(asked.enrollment_token, "the-token");
  answer(success(first));
  driver->input(PeerUp{{"dispatch"}});
  driver->input(PeerUp{{"control"}});
  driver->advance(100ms);
  WorkerToDaemonMessage const attached = said_once();
  EXPECT_EQ(std::get<AttachWorker>(attached.message).worker_id, id) << "W-04, ST-07";
  EXPECT_EQ(attached.token, first);
  reply(WorkerAttached{id});
  publish(PingWorkers{});
  EXPECT_EQ(said_once().token, first);
  reply(WorkerAck{});
  request();
  EXPECT_EQ(said_once().token, first);
  reply(WorkerAck{});
  driver->input(StopRequested{});
  WorkerToDaemonMessage const last = said_once();
  EXPECT_TRUE(std::holds_alternative<DetachWorker>(last.message));
  EXPECT_EQ(last.token, first);
}

// ST-06, the first half: a renewal beside the work, whose token goes into what comes after it.
TEST_F(StrictWorkerTest, RenewsWhileItWorks) {
  std::string const first = token("first");
  attach(first);
  driver->advance(45min);
  EXPECT_TRUE(driver->is_open("enrollment"));
  request();
  EXPECT_EQ(said_once().token, first) << "good until its end";
  reply(WorkerAck{});
  EnrollmentRequest const asked = enrolls();
  EXPECT_EQ(asked.service_token, first);
  EXPECT_EQ(asked.service_id, id.text());
  EXPECT_EQ(asked.enrollment_token, "");
  std::string const second = token("second");
  answer(success(second));
  publish(PingWorkers{});
  EXPECT_EQ(said_once().token, second);
}

// ST-06, the second half; W-39: nothing that was ready meanwhile is lost.
TEST_F(StrictWorkerTest, AMessageRefusedAsExpiredIsRepeatedOnceWithANewToken) {
  attach(token("first"));
  Uuid const first_request = request();
  said_once();
  refuse();
  EXPECT_TRUE(driver->is_open("enrollment"));
  Uuid const second_request = request();
  publish(PingWorkers{});
  EXPECT_TRUE(said().empty()) << "it would be refused like the first";
  enrolls();
  std::string const second = token("second");
  answer(success(second));
  std::vector<Uuid> answered;
  for (int k = 0; k < 3; ++k) {
    WorkerToDaemonMessage const message = said_once();
    EXPECT_EQ(message.token, second);
    auto const* result = std::get_if<RequestResult>(&message.message);
    if (result != nullptr) answered.push_back(result->request_id);
    reply(WorkerAck{});
  }
  EXPECT_EQ(answered, (std::vector<Uuid>{first_request, second_request}));
  EXPECT_TRUE(said().empty());
}

TEST_F(StrictWorkerTest, AMessageRefusedTwiceIsNotRepeatedAgain) {
  attach(token("first"));
  request();
  said_once();
  refuse();
  enrolls();
  answer(success(token("second")));
  said_once();
  refuse();
  EXPECT_TRUE(said().empty());
  enrolls();
  answer(success(token("third")));
  EXPECT_TRUE(said().empty());
  publish(PingWorkers{});
  EXPECT_TRUE(std::holds_alternative<WorkerPong>(said_once().message)) << "it works on";
}

// A renewal ends while a message that carries the old token is on its way.
TEST_F(StrictWorkerTest, AMessageOvertakenByItsRenewalIsRepeatedAtOnce) {
  attach(token("first"));
  driver->advance(45min);
  request();
  said_once();
  enrolls();
  std::string const second = token("second");
  answer(success(second));
  refuse();
  EXPECT_EQ(said_once().token, second);
  EXPECT_FALSE(driver->is_open("enrollment"));
}

TEST_F(StrictWorkerTest, AnAttachRefusedTwiceIsTriedAgainLater) {
  start();
  id = Uuid::parse(enrolls().service_id.value()).value();
  answer(success(token("first")));
  driver->input(PeerUp{{"dispatch"}});
  driver->input(PeerUp{{"control"}});
  driver->advance(100ms);
  for (char const* name : {"second", "third"}) {
    ASSERT_EQ(said().size(), 1u) << name;
    refuse();
    enrolls();
    answer(success(token(name)));
  }
  EXPECT_TRUE(said().empty());
  driver->advance(2s);
  EXPECT_TRUE(std::holds_alternative<AttachWorker>(said_once().message));
}

// ST-08.
TEST_F(StrictWorkerTest, ARefusedRenewalIsEnrolledForAgainUnderTheSameId) {
  attach(token("first"));
  request();
  said_once();
  refuse();
  enrolls();
  answer({.error = "Service token refused: the token has expired"});
  EnrollmentRequest const asked = enrolls();
  EXPECT_EQ(asked.enrollment_token, "the-token");
  EXPECT_EQ(asked.service_token, std::nullopt);
  EXPECT_EQ(asked.service_id, id.text());
  std::string const second = token("second");
  answer(success(second));
  WorkerToDaemonMessage const repeated = said_once();
  EXPECT_EQ(repeated.token, second);
  EXPECT_TRUE(std::holds_alternative<RequestResult>(repeated.message));
}

TEST_F(StrictWorkerTest, WithoutAnyWayToATokenItEndsWithTheDaemonsWords) {
  attach(token("first"));
  publish(PingWorkers{});
  said_once();
  refuse();
  enrolls();
  answer({.error = "Service token refused: the token was revoked"});
  enrolls();
  answer({.error = "Invalid enrollment token"});
  EXPECT_EQ(driver->exit(), (Exit{2, "Invalid enrollment token"}));
}

TEST_F(StrictWorkerTest, ATokenRefusedForAnotherReasonIsReplacedBesideTheUsualWay) {
  attach(token("first"));
  publish(PingWorkers{});
  said_once();
  reply(WorkerAuthFailed{"the token was revoked"});
  request();
  EXPECT_EQ(said().size(), 1u) << "nothing waits for it";
  EXPECT_EQ(enrolls().service_token.has_value(), true);
}

TEST_F(StrictWorkerTest, ARefusalThatIsNotOfTheTokenRenewsNothing) {
  attach(token("first"));
  publish(PingWorkers{});
  said_once();
  reply(WorkerAuthFailed{"the worker id is another identity's"});
  EXPECT_FALSE(driver->is_open("enrollment"));
  EXPECT_TRUE(said().empty());
}

// ST-11.
TEST_F(StrictWorkerTest, ADaemonThatGivesNoTokenIsServedWithout) {
  attach(std::nullopt);
  driver->advance(2h);
  EXPECT_FALSE(driver->is_open("enrollment"));
  request();
  EXPECT_EQ(said_once().token, std::nullopt);
}

TEST_F(StrictWorkerTest, ADaemonThatNoLongerGivesTokensIsServedWithout) {
  attach(token("first"));
  request();
  said_once();
  refuse();
  enrolls();
  answer({.error = "Invalid enrollment token"});  // It looks at nothing else.
  enrolls();
  answer(success(std::nullopt));
  EXPECT_EQ(said_once().token, std::nullopt);
}

TEST_F(StrictWorkerTest, AClockSetForwardIsNoticedWithTheNextMessage) {
  attach(token("first"));
  clock.ahead += 2h;
  publish(PingWorkers{});
  EXPECT_TRUE(driver->is_open("enrollment"));
}

TEST_F(StrictWorkerTest, WhatWaitsWhenItIsStoppedGoesOutWithTheNewToken) {
  attach(token("first"));
  request();
  said_once();
  refuse();
  driver->input(StopRequested{});
  EXPECT_TRUE(said().empty());
  enrolls();
  answer(success(token("second")));
  EXPECT_TRUE(std::holds_alternative<RequestResult>(said_once().message));
  reply(WorkerAck{});
  EXPECT_TRUE(std::holds_alternative<DetachWorker>(said_once().message));
  reply(WorkerAck{});
  ASSERT_TRUE(driver->exit());
  EXPECT_EQ(driver->exit()->code, 0);
}

// ST-12.
TEST_F(StrictWorkerTest, NoTokenIsSaidToPeople) {
  std::string const first = token("first");
  attach(first);
  request();
  refuse();
  enrolls();
  std::string const second = token("second");
  answer(success(second));
  refuse();
  enrolls();
  answer({.error = "Service token refused: the token was revoked"});
  enrolls();
  answer({.error = "Invalid enrollment token"});
  std::vector<std::string> lines = driver->logged();
  lines.push_back(driver->exit().value().reason);
  for (std::string const& line : lines) {
    for (std::string const& secret : {first, second, std::string("the-token")}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
  }
}

// EN-20, TK-12: in the other profiles the identity is enough, and nothing carries a token.
TEST_F(StrictWorkerTest, ARobustWorkerAsksForNoToken) {
  start({}, Profile::robust);
  EnrollmentRequest const asked = enrolls();
  EXPECT_EQ(asked.service_id, std::nullopt);
  EXPECT_EQ(asked.service_token, std::nullopt);
  answer(success(token("unasked")));
  driver->input(PeerUp{{"dispatch"}});
  driver->input(PeerUp{{"control"}});
  driver->advance(100ms);
  EXPECT_EQ(said_once().token, std::nullopt);
  start({}, Profile::robust);
  EXPECT_EQ(driver->opened("enrollment"), 0);
}

struct StrictDefectTest : StrictWorkerTest {};

TEST_F(StrictDefectTest, RenewsTooLate) {
  attach(token("first"), {Defect::renews_too_late});
  driver->advance(1h);
  EXPECT_FALSE(driver->is_open("enrollment"));
  driver->advance(10min);
  EXPECT_TRUE(driver->is_open("enrollment"));
}

TEST_F(StrictDefectTest, NeverRenews) {
  attach(token("first"), {Defect::never_renews});
  driver->advance(2h);
  publish(PingWorkers{});
  said_once();
  refuse();
  EXPECT_FALSE(driver->is_open("enrollment"));
  publish(PingWorkers{});
  EXPECT_EQ(said().size(), 1u);
}

TEST_F(StrictDefectTest, RepeatsWithoutEnd) {
  attach(token("first"), {Defect::repeats_without_end});
  request();
  for (int k = 0; k < 10; ++k) {
    EXPECT_EQ(said().size(), 1u);
    refuse();
    enrolls();
    answer(success(token("another")));
  }
}

TEST_F(StrictDefectTest, RenewsUnderANewId) {
  attach(token("first"), {Defect::renewal_new_id});
  driver->advance(45min);
  EXPECT_NE(enrolls().service_id, id.text());
}

TEST_F(StrictDefectTest, LogsItsToken) {
  std::string const first = token("first");
  attach(first, {Defect::logs_token});
  auto const& lines = driver->logged();
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](std::string const& line) {
    return line.find(first) != std::string::npos;
  }));
}

TEST(WorkerDefect, TokenForEveryoneShowsInARobustWorker) {
  Settings settings;
  settings.defects = {Defect::token_for_everyone};
  TestWorker worker{settings};
  worker.up("dispatch");
  worker.up("control");
  worker.advance(100ms);
  auto const sent = worker.driver().take_sent();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_TRUE(decode_worker_to_daemon(sent[0].frames[1]).value().token.has_value());
}

// TS-12, TS-14.
struct CurveDefectTest : StrictWorkerTest {
  bool is_plain(SocketName socket) {
    return std::holds_alternative<Plain>(driver->spec(socket).security);
  }
  void enroll(Defects defects) {
    start(defects, Profile::robust);
    if (driver->is_open("enrollment")) {
      enrolls();
      answer(success(std::nullopt));
    }
  }
};

TEST_F(CurveDefectTest, NeverCurve) {
  enroll({});
  EXPECT_FALSE(is_plain("control"));
  EXPECT_FALSE(is_plain("dispatch"));
  enroll({Defect::never_curve});
  EXPECT_TRUE(is_plain("control"));
  EXPECT_TRUE(is_plain("dispatch"));
}

TEST_F(CurveDefectTest, FallsBackToPlain) {
  enroll({});
  driver->advance(1min);
  EXPECT_FALSE(is_plain("control"));
  EXPECT_FALSE(is_plain("dispatch"));
  enroll({Defect::falls_back_to_plain});
  EXPECT_FALSE(is_plain("control"));
  driver->input(PeerUp{{"dispatch"}});
  driver->advance(2s);
  EXPECT_TRUE(is_plain("control"));
  EXPECT_FALSE(is_plain("dispatch")) << "that one is connected";
  driver->input(PeerUp{{"control"}});
  EXPECT_EQ(said().size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::worker
