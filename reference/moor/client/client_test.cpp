#include "reference/moor/client/client.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/envelope.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::moor::client {
namespace {

using namespace std::chrono_literals;

/// A client, and a daemon played by hand.
class Stage {
 public:
  explicit Stage(Settings settings = {}) : client_(std::move(settings), Rng{Seed{1}}) {
    driver_.input(Started{});
  }
  void connect() {
    driver_.input(PeerUp{{"rpc"}});
    driver_.input(PeerUp{{"events"}});
  }
  /// The one request that went out since.
  template <class Message>
  Message asked() {
    auto const sent = driver_.take_sent();
    EXPECT_EQ(sent.size(), 1U);
    auto const& frames = sent.at(0).frames;
    auto const request = read_request(Frames{frames.at(1), frames.at(2)});
    auto const& message = std::get<HostClientToDaemonMsg>(request.value());
    id_ = message.client_data;
    return std::get<Message>(message.message.message);
  }
  void reply(ReplyResultUnion result) {
    driver_.receive("rpc", {Frame{}, encode(ReplyResult{std::move(result)}).value()});
  }
  void accept(DaemonToClientReply answer) { reply(ClientSuccess{std::move(answer)}); }
  void log_in() {
    connect();
    asked<ConnectionEstablish>();
    accept(NewConnection{{"client-token"}, ObjId{-4}});
    asked<LoginCommand>();
    LoginResult result;
    result.success = true;
    result.auth_token = AuthToken{"auth-token"};
    result.player = ObjId{2};
    accept(result);
  }
  void ping() { driver_.receive("events", event_frames(ClientsBroadcastEvent{}).value()); }
  Uuid const& id() const { return id_; }
  void event(ClientEventUnion event) {
    driver_.receive("events", event_frames(id_, ClientEvent{std::move(event)}).value());
  }
  MachineDriver& driver() { return driver_; }
  Client& client() { return client_; }
  bool ended() const { return driver_.exit().has_value(); }

 private:
  Client client_;
  MachineDriver driver_{client_};
  Uuid id_;
};

Frames failure(RpcMessageErrorCode code) {
  return {Frame{}, encode(ReplyResult{Failure{{code, "no", {}}}}).value()};
}

Settings with(std::string program) {
  Settings settings;
  settings.program = std::move(program);
  return settings;
}

TEST(Client, LogsInEvaluatesAndDetaches) {
  Stage stage{with("return 1;")};
  stage.connect();
  stage.asked<ConnectionEstablish>();
  stage.accept(NewConnection{{"client-token"}, ObjId{-4}});
  auto const login = stage.asked<LoginCommand>();
  EXPECT_EQ(login.connect_args, (std::vector<std::string>{"connect", "wizard"}));
  EXPECT_FALSE(login.do_attach);
  LoginResult result;
  result.success = true;
  result.auth_token = AuthToken{"auth-token"};
  stage.accept(result);
  EXPECT_EQ(stage.asked<Eval>(), (Eval{{"client-token"}, {"auth-token"}, "return 1;"}));
  stage.accept(EvalResult{Var(1)});
  EXPECT_EQ(stage.asked<Detach>(), (Detach{{"client-token"}, true}));
  EXPECT_FALSE(stage.ended());
  stage.accept(Disconnected{});
  EXPECT_TRUE(stage.ended());
  EXPECT_EQ(stage.client().outcome(), Outcome(Var(1)));
}

TEST(Client, AnswersPingsWhileItWaits) {
  Stage stage{with("suspend(100);")};
  stage.log_in();
  stage.asked<Eval>();
  stage.ping();
  EXPECT_EQ(stage.asked<ClientPong>().client_token, ClientToken{"client-token"});
  stage.driver().receive("pongs", failure(RpcMessageErrorCode::permission_denied));
  stage.driver().advance(1h);
  EXPECT_FALSE(stage.ended()) << "that is no answer to what it asked";
}

TEST(Client, EndsWhenTheDaemonHasForgottenIt) {
  Stage stage{with("suspend(100);")};
  stage.log_in();
  stage.ping();
  stage.driver().receive("pongs", failure(RpcMessageErrorCode::no_connection));
  EXPECT_EQ(stage.client().outcome(), Outcome(NoAnswer{"the daemon has forgotten the connection"}));
}

// ST-06.
TEST(Client, UsesTheNewestTokensThatItIsGiven) {
  Stage stage{with("suspend(100);")};
  stage.log_in();
  stage.asked<Eval>();
  stage.event(CredentialsUpdatedEvent{stage.id(), {"second client-token"}});
  stage.ping();
  EXPECT_EQ(stage.asked<ClientPong>().client_token, ClientToken{"second client-token"});
  stage.accept(EvalResult{Var(1)});
  EXPECT_EQ(stage.asked<Detach>().client_token, ClientToken{"second client-token"});
}

// ST-06.
TEST(Client, RepeatsOnceWhatWasRefusedForItsTokens) {
  Stage stage{with("1")};
  stage.log_in();
  stage.asked<Eval>();
  stage.driver().receive("rpc", failure(RpcMessageErrorCode::permission_denied));
  EXPECT_TRUE(stage.driver().take_sent().empty()) << "there is no newer token yet";
  stage.event(PlayerSwitchedEvent{ObjId{2}, {"second auth-token"}});
  EXPECT_EQ(stage.asked<Eval>().auth_token, AuthToken{"second auth-token"});
  stage.driver().receive("rpc", failure(RpcMessageErrorCode::permission_denied));
  stage.asked<Detach>();
  stage.accept(Disconnected{});
  EXPECT_EQ(std::get<RpcMessageError>(*stage.client().outcome()).error_code,
            RpcMessageErrorCode::permission_denied);
}

TEST(Client, GivesUpWhereNoNewerTokenComes) {
  Stage stage{with("1")};
  stage.log_in();
  stage.asked<Eval>();
  stage.driver().receive("rpc", failure(RpcMessageErrorCode::permission_denied));
  stage.driver().advance(1s);
  stage.asked<Detach>();
}

TEST(Client, SaysThatItsKeyIsRefused) {
  Settings settings;
  settings.rpc_address = "tcp://127.0.0.1:7899";
  settings.curve = CurveClient{};
  Stage stage{settings};
  EXPECT_EQ(stage.driver().spec("rpc").security, Security{CurveClient{}});
  EXPECT_EQ(stage.driver().spec("events").security, Security{Plain{}});
  stage.driver().input(PeerDown{{"rpc"}, true});
  EXPECT_EQ(stage.client().outcome(),
            Outcome(NoAnswer{"the daemon at tcp://127.0.0.1:7899 refuses our key"}));
}

TEST(Client, GivesBackAnErrorOfTheProgramAndDetaches) {
  Stage stage{with("x")};
  stage.log_in();
  stage.asked<Eval>();
  RpcMessageError const error{RpcMessageErrorCode::task_error, {}, TaskAbortedCancelled{}};
  stage.reply(Failure{error});
  stage.asked<Detach>();
  stage.driver().advance(2s);  // Whatever becomes of that.
  EXPECT_EQ(stage.client().outcome(), Outcome(error));
}

TEST(Client, SaysWhereThereIsNoDaemon) {
  Stage stage;
  stage.driver().advance(10s);
  EXPECT_EQ(stage.client().outcome(),
            Outcome(NoAnswer{"there is no daemon at ipc:///tmp/moor_rpc.sock"}));
}

TEST(Client, SaysThatItIsNotLetIn) {
  Stage stage;
  stage.connect();
  stage.asked<ConnectionEstablish>();
  stage.accept(NewConnection{{"client-token"}, ObjId{-4}});
  stage.asked<LoginCommand>();
  stage.event(NarrativeEventMessage{
      ObjId{-4}, {Uuid{}, 0, Var(0), NotifyEvent{Var("no such player"), {}, false, false, {}}}});
  stage.accept(LoginResult{});
  EXPECT_EQ(stage.client().said(), std::vector<std::string>{"no such player"});
  stage.driver().advance(2s);
  EXPECT_EQ(stage.client().outcome(),
            Outcome(NoAnswer{"the daemon does not let us in: no such player"}));
}

TEST(Client, EndsWithItsDaemon) {
  Stage stage{with("suspend(100);")};
  stage.log_in();
  stage.driver().input(PeerDown{{"rpc"}});
  EXPECT_EQ(stage.client().outcome(), Outcome(NoAnswer{"the daemon went away"}));
}

TEST(Client, SurvivesRepliesThatAreNone) {
  Stage stage{with("1")};
  stage.log_in();
  stage.driver().receive("rpc", {Frame{1, 2, 3}});
  EXPECT_TRUE(std::holds_alternative<NoAnswer>(stage.client().outcome().value()));
}

}  // namespace
}  // namespace drydock::moor::client
