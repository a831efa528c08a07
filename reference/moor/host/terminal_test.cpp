#include "reference/moor/host/terminal.hpp"

#include <gtest/gtest.h>

#include <set>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;
using End = Terminal::End;

struct TerminalTest : ::testing::Test {
  struct Request {
    SocketName socket;
    Uuid client;
    HostClientToDaemonMessageUnion message;
  };

  void start(Terminal::Ways ways = {}) {
    machine.emplace(Settings{}, std::move(ways), clock, Rng{Seed{1}});
    driver.emplace(*machine);
    driver->input(Started{});
  }
  void all_up() {
    for (SocketName const name : {"events", "rpc0", "rpc1", "rpc2", "rpc3"}) {
      if (driver->is_open(name) && !up.contains(name)) {
        up.insert(name);
        driver->input(PeerUp{{name}});
      }
    }
  }
  /// Takes what was sent to the daemon, and answers what is the host's own.
  void take() {
    all_up();
    for (Send const& send : driver->take_sent()) {
      if (send.to.socket == Terminal::socket) {
        screen += drydock::text_of(send.frames.at(0));
      } else if (send.to.socket != "events") {
        auto const envelope = decode_message_type(send.frames.at(0)).value();
        if (auto const* asked = std::get_if<HostClientToDaemonMsg>(&envelope.message)) {
          requests.push_back({send.to.socket, asked->client_data, asked->message.message});
        } else {
          reply(send.to.socket, HostSuccess{DaemonToHostAck{}});
        }
      }
    }
  }
  void reply(SocketName to, ReplyResultUnion result) {
    driver->receive(to, {encode(ReplyResult{std::move(result)}).value()});
  }
  template <class Message>
  Message next() {
    for (int turns = 0; requests.empty() && turns < 8; ++turns) take();
    EXPECT_FALSE(requests.empty());
    last = requests.at(0);
    requests.erase(requests.begin());
    return std::get<Message>(last.message);
  }
  void answer(DaemonToClientReply answer) { reply(last.socket, ClientSuccess{std::move(answer)}); }
  void refuse(RpcMessageError error) { reply(last.socket, Failure{std::move(error)}); }
  void tell(ClientEventUnion event) {
    driver->receive("events",
                    {last.client.to_bytes(), encode(ClientEvent{std::move(event)}).value()});
  }
  void say(std::string text) {
    NarrativeEvent event;
    event.event = NotifyEvent{Var{std::move(text)}, {}, false, false, {}};
    tell(NarrativeEventMessage{ObjId{2}, std::move(event)});
  }
  void type(std::string_view text) { driver->receive(Terminal::socket, {bytes_of(text)}); }
  void end_typing() { driver->receive(Terminal::socket, {Frame{}}); }
  void connect() {
    take();
    for (int turns = 0; turns < 3; ++turns) {
      driver->advance(100ms);
      take();
    }
    next<ConnectionEstablish>();
    answer(NewConnection{{"client token"}, ObjId{-4}});
    next<LoginCommand>();
    answer(LoginResult{});
  }
  void log_in(Terminal::Ways ways = {.login = {"connect", "wizard"}}) {
    start(std::move(ways));
    connect();
    EXPECT_EQ(next<LoginCommand>().connect_args, (std::vector<std::string>{"connect", "wizard"}));
    answer(LoginResult{true, AuthToken{"auth token"}, ConnectType::connected, Obj{ObjId{2}}, 7});
    take();
    screen.clear();
  }
  /// Lets it leave, and gives back how that was.
  Terminal::Outcome leave() {
    next<Detach>();
    answer(Disconnected{});
    take();
    take();
    EXPECT_TRUE(driver->exit());
    return machine->outcome().value_or(Terminal::Outcome{End::cut_off, "it has not ended"});
  }

  SteadyWallClock clock{WallTime::from_unix(std::chrono::seconds{1'800'000'000})};
  std::optional<Terminal> machine;
  std::optional<MachineDriver> driver;
  std::set<SocketName> up;
  std::vector<Request> requests;
  Request last{};
  std::string screen;
};

TEST_F(TerminalTest, LinesThatWereTypedEarlyAreDoneInOrderAndThenItLeaves) {
  log_in();
  type("look\r\ninven");
  type("tory\n");
  end_typing();
  EXPECT_EQ(next<Command>().command, "look");
  answer(TaskSubmitted{7});
  say("A room.");
  take();
  EXPECT_TRUE(requests.empty()) << "the first has not ended";
  tell(TaskSuccessEvent{7, Var{0}});
  EXPECT_EQ(next<Command>().command, "inventory");
  answer(TaskSubmitted{8});
  tell(TaskSuspendedEvent{8});
  driver->advance(1s);
  take();
  EXPECT_TRUE(requests.empty()) << "the second may still say something";
  say("Nothing.");
  tell(TaskSuccessEvent{8, Var{0}});
  driver->advance(200ms);
  EXPECT_EQ(leave(), (Terminal::Outcome{End::left, "the input ended"}));
  EXPECT_EQ(screen, "A room.\nNothing.\n");
}

TEST_F(TerminalTest, ASemicolonEvaluatesAndErrorsAreWhereTheyWereTyped) {
  log_in();
  type(";1 + 1\n");
  EXPECT_EQ(next<Eval>().expression, "return 1 + 1\n;");
  answer(EvalResult{Var{2}});
  type(";;x = 1; return x;\n");
  EXPECT_EQ(next<Eval>().expression, ";x = 1; return x;");
  answer(EvalResult{Var{1}});
  type(";1 + )\n");
  next<Eval>();
  ParseError error;
  error.error_position = {1, 12};
  error.message = "that is no expression";
  refuse({RpcMessageErrorCode::task_error, {}, CompilationError{error}});
  take();
  EXPECT_EQ(screen, "=> 2\n=> 1\nLine 1, column 6: that is no expression\n");
}

TEST_F(TerminalTest, AnswersWhatIsAskedAndSendsLinesOutOfBand) {
  log_in();
  type("ask\n");
  next<Command>();
  answer(TaskSubmitted{7});
  Uuid const id = *Uuid::parse("1a2b3c4d-0000-4000-8000-000000000001");
  tell(RequestInputEvent{id, {}});
  type(";no program\n");
  auto const given = next<RequestedInput>();
  EXPECT_EQ(given.request_id, id);
  EXPECT_EQ(given.input, Var{";no program"});
  answer(InputThanks{});
  tell(TaskSuccessEvent{7, Var{0}});
  type("#$#mcp one\n");
  EXPECT_EQ(next<OutOfBand>().argstr, Var{"#$#mcp one"});
}

TEST_F(TerminalTest, WithoutALoginThePersonTypesIt) {
  start();
  connect();
  type("connect guest secret\n");
  EXPECT_EQ(next<LoginCommand>().connect_args,
            (std::vector<std::string>{"connect", "guest", "secret"}));
  answer(LoginResult{});
  driver->advance(1s);
  EXPECT_FALSE(machine->outcome()) << "there may be another try";
}

TEST_F(TerminalTest, EndsWhereItIsNotLetIn) {
  start({.login = {"connect", "nobody"}});
  connect();
  next<LoginCommand>();
  say("There is no such player.");
  answer(LoginResult{});
  EXPECT_EQ(leave(), (Terminal::Outcome{End::not_let_in, "the daemon does not let us in"}));
  EXPECT_EQ(screen, "There is no such player.\n");
}

TEST_F(TerminalTest, SaysWhereThereIsNoDaemon) {
  start();
  driver->advance(10s);
  EXPECT_EQ(machine->outcome(),
            (Terminal::Outcome{End::not_let_in, "there is no daemon at ipc:///tmp/moor_rpc.sock"}));
  EXPECT_TRUE(driver->exit());
}

TEST_F(TerminalTest, TheDaemonMayEndTheConnection) {
  log_in();
  tell(DisconnectEvent{});
  EXPECT_EQ(leave().end, End::left);
  EXPECT_EQ(screen, "** Disconnected **\n");
}

TEST_F(TerminalTest, LinesThatWereNeverTakenAreAFailure) {
  log_in();
  type("@quit\nlook\n");
  end_typing();
  next<Command>();
  tell(DisconnectEvent{});
  EXPECT_EQ(leave(), (Terminal::Outcome{End::cut_off, "the daemon ended the connection"}));
}

TEST_F(TerminalTest, WhatTakesTooLongAfterTheEndIsAFailure) {
  log_in({.login = {"connect", "wizard"}, .end_wait_max = 30s});
  type(";suspend(100)\n");
  end_typing();
  next<Eval>();
  driver->advance(30s);
  driver->advance(2s);  // What it asked last may still be answered.
  EXPECT_EQ(leave(), (Terminal::Outcome{End::cut_off, "not all that was asked was done in time"}));
}

TEST_F(TerminalTest, WhatIsNeverAnsweredIsAFailure) {
  log_in();
  type(";suspend(100)\n");
  end_typing();
  next<Eval>();
  driver->advance(59s);
  driver->advance(200ms);
  EXPECT_EQ(leave(),
            (Terminal::Outcome{End::cut_off, "the daemon did not answer all that was asked"}));
}

TEST_F(TerminalTest, NobodyIsWaitedForWhoCannotAnswer) {
  log_in();
  type(";read()\n");
  end_typing();
  next<Eval>();
  tell(RequestInputEvent{Uuid{}, {}});
  driver->advance(200ms);
  driver->advance(2s);
  EXPECT_EQ(leave().end, End::left);
}

TEST_F(TerminalTest, TakesNoMoreThanItCanUse) {
  start();
  EXPECT_TRUE(machine->wants_input());
  for (std::size_t at = 0; at < Terminal::lines_max; ++at) type("look\n");
  EXPECT_FALSE(machine->wants_input());
}

TEST_F(TerminalTest, ALineThatIsTooLongIsLostWithAWord) {
  start({.line_bytes_max = 4});
  type("look\nlooks\n");
  take();
  EXPECT_EQ(screen, "That line has more than 4 bytes, and is lost.\n");
}

TEST_F(TerminalTest, WhenToldToStopItDetaches) {
  log_in();
  driver->input(StopRequested{});
  EXPECT_EQ(leave(), (Terminal::Outcome{End::left, "stopped"}));
}

}  // namespace
}  // namespace drydock::moor::host
