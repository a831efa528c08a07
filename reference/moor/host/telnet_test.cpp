#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/host/line_host.hpp"
#include "reference/transport/endpoint.hpp"
#include "reference/transport/system_clock.hpp"
#include "reference/transport/tcp_peer.hpp"
#include "reference/transport/transport_testing.hpp"

// People with sockets, over real ZeroMQ, at a host whose daemon knows a few words.

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;
using transport::TcpPeer;

/// Answers what a host asks. Says in events what a world would say.
class SmallDaemon : public Machine {
 public:
  SmallDaemon(std::string rpc, std::string events)
      : rpc_(std::move(rpc)), events_(std::move(events)) {}

  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      open(SocketType::router, "rpc", rpc_, out);
      open(SocketType::pub, "events", events_, out);
      out.emplace_back(SetTimer{{"ping"}, now});
    } else if (std::holds_alternative<TimerFired>(input)) {
      ping(out);
      out.emplace_back(SetTimer{{"ping"}, now + 50ms});
    } else if (auto const* received = std::get_if<Received>(&input)) {
      on_request(*received, out);
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "told to"});
    }
  }

  std::atomic<int> detached{0};

 private:
  static void open(SocketType type, SocketName name, std::string const& endpoint, Outbox& out) {
    SocketSpec spec;
    spec.type = type;
    spec.bind = {endpoint};
    spec.send_high_water_mark = 100'000;
    out.emplace_back(OpenSocket{name, std::move(spec)});
  }
  static void ping(Outbox& out) {
    out.emplace_back(
        Send{{"events"},
             {bytes_of("hosts"), encode(HostBroadcastEvent{HostBroadcastPingPong{}}).value()}});
    out.emplace_back(Send{{"events"},
                          {bytes_of("broadcast"),
                           encode(ClientsBroadcastEvent{ClientsBroadcastPingPong{}}).value()}});
  }
  static void reply(Received const& to, ReplyResultUnion result, Outbox& out) {
    out.emplace_back(Send{to.from, {Frame{}, encode(ReplyResult{std::move(result)}).value()}});
  }
  static void tell(Uuid const& client, ClientEventUnion event, Outbox& out) {
    out.emplace_back(
        Send{{"events"}, {client.to_bytes(), encode(ClientEvent{std::move(event)}).value()}});
  }
  static void say(Uuid const& client, Var value, Outbox& out) {
    NarrativeEvent event;
    event.event = NotifyEvent{std::move(value), {}, false, false, {}};
    tell(client, NarrativeEventMessage{ObjId{2}, std::move(event)}, out);
  }

  void on_request(Received const& request, Outbox& out) {
    auto const envelope = decode_message_type(request.frames.at(1)).value();
    if (std::holds_alternative<HostToDaemonMsg>(envelope.message)) {
      return reply(request, HostSuccess{DaemonToHostAck{}}, out);
    }
    auto const& client = std::get<HostClientToDaemonMsg>(envelope.message);
    DaemonToClientReply answer = answer_to(client.client_data, client.message.message, out);
    reply(request, ClientSuccess{std::move(answer)}, out);
  }

  DaemonToClientReply answer_to(Uuid const& id, HostClientToDaemonMessageUnion const& message,
                                Outbox& out) {
    if (std::holds_alternative<ConnectionEstablish>(message)) {
      return NewConnection{{"token of " + id.text()}, ObjId{-4}};
    }
    if (auto const* login = std::get_if<LoginCommand>(&message)) {
      if (login->connect_args.empty()) {
        say(id, "Welcome!", out);
        return LoginResult{};
      }
      names_[id] = login->connect_args.back();
      return LoginResult{true, AuthToken{"t"}, ConnectType::connected, Obj{ObjId{2}}, 1};
    }
    if (auto const* command = std::get_if<Command>(&message)) return do_command(id, *command, out);
    if (auto const* input = std::get_if<RequestedInput>(&message)) {
      say(id, list_of({"You said", input->input}), out);
      tell(id, TaskSuccessEvent{tasks_, 1}, out);
      return InputThanks{};
    }
    if (std::holds_alternative<OutOfBand>(message)) return TaskSubmitted{++tasks_};
    if (std::holds_alternative<Detach>(message)) {
      ++detached;
      return Disconnected{};
    }
    return ThanksPong{1};
  }

  DaemonToClientReply do_command(Uuid const& id, Command const& command, Outbox& out) {
    ++tasks_;
    if (command.command == "quit") {
      say(id, "Farewell.", out);
      tell(id, DisconnectEvent{}, out);
    } else if (command.command == "ask") {
      tell(id, RequestInputEvent{id, std::vector<MetadataPair>{{Symbol{"prompt"}, Var{"Name?"}}}},
           out);
    } else if (command.command == "flood") {
      for (int i = 0; i < 2000; ++i) say(id, std::string(1000, 'x'), out);
      tell(id, TaskSuccessEvent{tasks_, 1}, out);
    } else {
      say(id, names_[id] + " typed " + command.command, out);
      tell(id, TaskSuccessEvent{tasks_, 1}, out);
    }
    return TaskSubmitted{tasks_};
  }

  std::string rpc_;
  std::string events_;
  std::map<Uuid, std::string> names_;
  std::uint64_t tasks_ = 0;
};

class Telnet : public testing::Test {
 protected:
  Telnet() {
    Settings settings;
    settings.rpc_address = directory_.ipc("rpc");
    settings.events_address = directory_.ipc("events");
    auto const endpoint = std::get<transport::TcpEndpoint>(*transport::parse_endpoint(endpoint_));
    settings.listen_address = endpoint.host;
    settings.listeners.push_back({endpoint.port, ObjId{0}});
    host_ = std::make_unique<LineHost>(settings, LineHost::Lines{}, clock_, Rng{Seed{1}});
    running_host_ = std::make_unique<transport::Running>(*host_);
    start_daemon();
  }
  void start_daemon() {
    daemon_ = std::make_unique<SmallDaemon>(directory_.ipc("rpc"), directory_.ipc("events"));
    running_daemon_ = std::make_unique<transport::Running>(*daemon_);
  }

  transport::TemporaryDirectory directory_;
  std::string endpoint_ = transport::free_tcp_endpoint();
  transport::SystemClock clock_;
  std::unique_ptr<LineHost> host_;
  std::unique_ptr<transport::Running> running_host_;
  std::unique_ptr<SmallDaemon> daemon_;
  std::unique_ptr<transport::Running> running_daemon_;
};

void log_in(TcpPeer& peer, std::string const& name) {
  EXPECT_EQ(peer.read_to("\n"), "Welcome!\r\n");
  peer.send("connect " + name + "\r\n");
  EXPECT_EQ(peer.read_to("\n"), "*** Connected ***\r\n");
}

TEST_F(Telnet, APersonLogsInActsAnswersAndQuits) {
  TcpPeer peer{endpoint_};
  log_in(peer, "Ann");
  peer.send("\xff\xfb\x18look\nask\n");
  EXPECT_EQ(peer.read_to("\n"), "Ann typed look\r\n");
  EXPECT_EQ(peer.read_to("\n"), "Name?\r\n");
  peer.send("Bob\r");
  EXPECT_EQ(peer.read_to("Bob\r\n"), "You said\r\nBob\r\n");
  peer.send("\nquit\r\n");
  EXPECT_EQ(peer.read_to("ted **\r\n"), "Farewell.\r\n** Disconnected **\r\n");
  EXPECT_TRUE(peer.closed());
}

TEST_F(Telnet, FiftyPeopleAreKeptApart) {
  std::vector<std::unique_ptr<TcpPeer>> peers;
  for (int i = 0; i < 50; ++i) peers.push_back(std::make_unique<TcpPeer>(endpoint_));
  for (std::size_t i = 0; i < peers.size(); ++i) log_in(*peers[i], "n" + std::to_string(i));
  for (auto& peer : peers) peer->send("one\ntwo\n");
  for (std::size_t i = 0; i < peers.size(); ++i) {
    std::string const name = "n" + std::to_string(i);
    EXPECT_EQ(peers[i]->read_to("two\r\n"), name + " typed one\r\n" + name + " typed two\r\n");
  }
}

TEST_F(Telnet, WhoDoesNotReadIsCutOffAndTheOthersAreServed) {
  TcpPeer slow{endpoint_, 4096};
  log_in(slow, "slow");
  for (int i = 0; i < 40; ++i) slow.send("flood\n");
  TcpPeer other{endpoint_};
  log_in(other, "Ann");
  for (int i = 0; daemon_->detached == 0 && i < 100'000; ++i) {
    other.send("look\n");
    ASSERT_EQ(other.read_to("\n"), "Ann typed look\r\n");
  }
  EXPECT_EQ(daemon_->detached, 1);
  EXPECT_TRUE(slow.closed()) << "what waits for it is read, and then the connection ends";
}

// H-33.
TEST_F(Telnet, PeopleAreServedAgainAfterTheDaemonWasAway) {
  TcpPeer peer{endpoint_};
  log_in(peer, "Ann");
  running_daemon_.reset();
  start_daemon();
  // Whoever types while nobody has noticed yet is told that it may be lost.
  std::string said;
  for (int i = 0; i < 10 && said != " typed look\r\n"; ++i) {
    peer.send("look\n");
    said = peer.read_to("\n");
  }
  EXPECT_EQ(said, " typed look\r\n");
}

// H-31.
TEST_F(Telnet, AnOrderlyEndIsToldToEverybody) {
  TcpPeer peer{endpoint_};
  log_in(peer, "Ann");
  running_host_->stop();
  EXPECT_EQ(peer.read_to("\n"), "** This host is shutting down **\r\n");
  EXPECT_TRUE(peer.closed());
  EXPECT_EQ(running_host_->result(), (transport::RunResult{Exit{0, "stopped"}}));
}

}  // namespace
}  // namespace drydock::moor::host
