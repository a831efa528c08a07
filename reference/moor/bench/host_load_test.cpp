#include "reference/moor/bench/host_load.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::bench {
namespace {

using namespace std::chrono_literals;

Settings few(std::size_t clients) {
  Settings settings;
  settings.clients = clients;
  settings.per_second = 10;
  settings.length = 1s;
  return settings;
}

/// A load whose daemon answers at once, but for what a test keeps back.
class HostLoadTest : public testing::Test {
 protected:
  void begin(Settings settings) {
    load_ = std::make_unique<HostLoad>(std::move(settings), clock_, Rng{Seed{1}});
    driver_ = std::make_unique<MachineDriver>(*load_);
    driver_->input(Started{});
  }
  /// Lets the daemon be there for so long, in steps of a millisecond.
  void run(Duration duration) {
    for (Duration passed{0}; passed < duration; passed += 1ms) {
      serve();
      driver_->advance(1ms);
    }
    serve();
  }
  void serve() {
    for (bool more = true; more;) {
      more = connect();
      for (Send const& send : driver_->take_sent()) {
        if (send.to.socket == "events") continue;
        more = true;
        answer(send);
      }
    }
  }
  bool connect() {
    bool any = false;
    for (SocketName const socket : {"events", "rpc0", "rpc1", "rpc2", "rpc3"}) {
      if (!driver_->is_open(socket) || !up_.insert(socket).second) continue;
      driver_->input(PeerUp{{socket}});
      any = true;
    }
    return any;
  }
  void answer(Send const& send) {
    auto const envelope = decode_message_type(send.frames.at(0)).value();
    if (std::holds_alternative<HostToDaemonMsg>(envelope.message)) {
      return reply(send, HostSuccess{DaemonToHostAck{}});
    }
    auto const& client = std::get<HostClientToDaemonMsg>(envelope.message);
    std::visit([&](auto const& message) { on(send, client.client_data, message); },
               client.message.message);
  }
  void reply(Send const& send, ReplyResultUnion result) {
    driver_->receive(send.to.socket, {encode(ReplyResult{std::move(result)}).value()});
  }
  void reply(Send const& send, DaemonToClientReply result) {
    reply(send, ReplyResultUnion{ClientSuccess{std::move(result)}});
  }
  void tell(Uuid const& client, ClientEventUnion event) {
    driver_->receive("events", {client.to_bytes(), encode(ClientEvent{std::move(event)}).value()});
  }

  void on(Send const& send, Uuid const&, ConnectionEstablish const&) {
    reply(send, NewConnection{{"token"}, ObjId{-4}});
  }
  void on(Send const& send, Uuid const&, LoginCommand const& login) {
    if (!login.connect_args.empty()) logins_.push_back(login.connect_args);
    bool const good =
        !login.connect_args.empty() && !refused_words_.contains(login.connect_args[0]);
    reply(send, good
                    ? LoginResult{true, AuthToken{"auth"}, ConnectType::connected, Obj{ObjId{2}}, 1}
                    : LoginResult{});
  }
  void on(Send const& send, Uuid const& client, Command const& command) {
    commands_.push_back(command.command);
    std::uint64_t const task = ++last_task_;
    reply(send, TaskSubmitted{task});
    if (keeps_ends_) return;
    if (fails_) return tell(client, TaskErrorEvent{task, TaskAbortedCancelled{}});
    tell(client, TaskSuccessEvent{task, Var{0}});
  }
  void on(Send const& send, Uuid const& client, Eval const& eval) {
    commands_.push_back(eval.expression);
    reply(send, EvalResult{Var{1}});
    if (boots_) tell(client, DisconnectEvent{});
  }
  void on(Send const& send, Uuid const&, Detach const&) {
    ++detached_;
    reply(send, Disconnected{});
  }
  template <class Other>
  void on(Send const&, Uuid const&, Other const&) {
    ADD_FAILURE() << "something else was asked";
  }

  SteadyWallClock clock_;
  std::unique_ptr<HostLoad> load_;
  std::unique_ptr<MachineDriver> driver_;
  std::set<SocketName> up_;
  std::set<std::string> refused_words_;
  std::vector<std::vector<std::string>> logins_;
  std::vector<std::string> commands_;
  std::uint64_t last_task_ = 0;
  int detached_ = 0;
  bool keeps_ends_ = false;
  bool fails_ = false;
  bool boots_ = false;
};

TEST_F(HostLoadTest, ClientsLogInAskAndLeave) {
  begin(few(3));
  run(3s);
  ASSERT_NE(load_->tally(), nullptr);
  EXPECT_EQ(logins_.front(), (std::vector<std::string>{"connect", "load-1", "load"}));
  EXPECT_EQ(logins_.size(), 3u);
  EXPECT_EQ(commands_, std::vector<std::string>(10, "inventory"));
  EXPECT_EQ(load_->tally()->asked, 10u);
  EXPECT_EQ(load_->tally()->answered, 10u);
  EXPECT_TRUE(load_->tally()->good());
  EXPECT_EQ(detached_, 3);
  ASSERT_TRUE(driver_->exit().has_value());
  EXPECT_EQ(driver_->exit()->code, 0);
}

TEST_F(HostLoadTest, WhoIsUnknownIsMade) {
  refused_words_ = {"connect"};
  begin(few(2));
  run(3s);
  EXPECT_EQ(logins_.size(), 4u);
  EXPECT_EQ(logins_.back(), (std::vector<std::string>{"create", "load-2", "load"}));
  EXPECT_TRUE(load_->tally()->good());
}

TEST_F(HostLoadTest, WithoutALoginNothingIsAsked) {
  refused_words_ = {"connect", "create"};
  begin(few(2));
  run(3s);
  EXPECT_EQ(load_->tally(), nullptr);
  ASSERT_TRUE(driver_->exit().has_value());
  EXPECT_EQ(driver_->exit()->code, 2);
  EXPECT_NE(driver_->exit()->reason.find("does not let client"), std::string::npos)
      << driver_->exit()->reason;
  EXPECT_EQ(detached_, 2);
}

TEST_F(HostLoadTest, WithoutADaemonItSaysSo) {
  begin(few(1));
  driver_->advance(10s);
  ASSERT_TRUE(driver_->exit().has_value());
  EXPECT_EQ(*driver_->exit(), (Exit{2, "there is no daemon at ipc:///tmp/moor_rpc.sock"}));
}

TEST_F(HostLoadTest, ATaskWithoutAnEndIsUnanswered) {
  keeps_ends_ = true;
  auto settings = few(20);
  settings.answer_wait_max = 2s;
  begin(settings);
  run(6s);
  EXPECT_EQ(load_->tally()->answered, 0u);
  EXPECT_EQ(load_->tally()->unanswered, 10u);
  EXPECT_TRUE(driver_->exit().has_value());
}

TEST_F(HostLoadTest, ATaskThatFailsIsAnError) {
  fails_ = true;
  begin(few(1));
  run(3s);
  EXPECT_EQ(load_->tally()->answered, 0u);
  EXPECT_EQ(load_->tally()->errors, (std::map<std::string, std::uint64_t>{{"Task cancelled", 10}}));
}

TEST_F(HostLoadTest, AClientThatIsBootedLosesWhatItWasToAsk) {
  boots_ = true;
  auto settings = few(2);
  settings.question = host::Evaluate{"1"};
  begin(settings);
  run(3s);
  EXPECT_EQ(load_->tally()->answered, 2u);
  EXPECT_EQ(load_->tally()->failed(), 8u);
  EXPECT_EQ(load_->tally()->errors.begin()->first, "the daemon ended the connection");
}

TEST_F(HostLoadTest, WhoIsToldToStopShowsWhatItSaw) {
  begin(few(1));
  while (load_->progress().answered < 3) run(10ms);
  driver_->input(StopRequested{});
  run(1s);
  EXPECT_GE(load_->tally()->answered, 3u);
  EXPECT_LT(load_->tally()->asked, 10u);
  ASSERT_TRUE(driver_->exit().has_value());
  EXPECT_EQ(driver_->exit()->code, 0);
  EXPECT_EQ(detached_, 1);
}

}  // namespace
}  // namespace drydock::moor::bench
