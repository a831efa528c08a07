#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zmq.h>

#include <algorithm>
#include <utility>

#include "simulator/network/security_scripts.hpp"

// What becomes of each kind of handshake, played over libzmq and in the simulator: machines have to
// be told the same in both.

namespace drydock::simulator {
namespace {

using transport::Script;
using Lines = std::vector<std::string>;

Rng key_rng{Seed{1}};
CurveKeyPair const server_keys = CurveKeyPair::generate(key_rng);
CurveKeyPair const client_keys = CurveKeyPair::generate(key_rng);
CurveKeyPair const other_keys = CurveKeyPair::generate(key_rng);

Security curve(CurveKeyPair const& keys) { return CurveClient{keys, server_keys.public_key}; }
Security const curve_server = CurveServer{server_keys.secret_key, "moor"};

/// One play, in whichever theatre: acts, and what its client was told in the end.
class Play {
 public:
  Play(std::unique_ptr<Theatre> theatre, Manner first, Manner then)
      : theatre_(std::move(theatre)),
        server_(
            server_script(*theatre_, std::move(first), std::move(then), client_keys.public_key)) {
    theatre_->enter(server_);
    wait_for_service(1);
  }
  Play(Play const&) = delete;
  Play& operator=(Play const&) = delete;
  ~Play() { theatre_.reset(); }  // Before those who play in it.

  Script& enter(Security const& security, bool opens_anew = false,
                SocketType type = SocketType::req) {
    clients_.push_back(
        std::make_unique<Script>(client_script(*theatre_, security, opens_anew, type)));
    theatre_->enter(*clients_.back());
    return *clients_.back();
  }
  void cue(Script& script) { theatre_->cue(script); }
  void cue_server() {
    theatre_->cue(server_);
    wait_for_service(2);
  }
  void wait_for(Script& script, Lines const& lines) {
    bool const came = theatre_->wait(
        script, [&](Theatre::Told const& told) { return lines_of(told, "c") == lines; });
    EXPECT_TRUE(came) << "instead: " << testing::PrintToString(lines_of(script.told(), "c"));
  }
  /// Until all that could be under way has happened.
  void wait_for_ticks(Script& script) {
    EXPECT_TRUE(theatre_->wait(script, [](Theatre::Told const& told) {
      return lines_of(told, "tick").size() > static_cast<std::size_t>(ticks_max);
    }));
  }
  void wait_for_questions(std::size_t least) {
    EXPECT_TRUE(theatre_->wait(
        server_, [&](Theatre::Told const& told) { return lines_of(told, "zap").size() >= least; }));
  }
  std::size_t questions() { return lines_of(server_.told(), "zap").size(); }
  Lines published() { return lines_of(server_.told(), "pub"); }
  std::string endpoint() { return theatre_->endpoint("rep"); }
  Lines told(Script& script) { return lines_of(script.told(), "c"); }

 private:
  void wait_for_service(std::ptrdiff_t times) {
    EXPECT_TRUE(theatre_->wait(server_, [&](Theatre::Told const& told) {
      return std::count(told.begin(), told.end(), Input{TimerFired{{"serves"}}}) == times;
    }));
  }

  std::unique_ptr<Theatre> theatre_;
  Script server_;
  std::vector<std::unique_ptr<Script>> clients_;
};

/// Each test runs over libzmq and in simulations of some seeds.
class SecurityFidelity : public testing::TestWithParam<std::uint64_t> {
 protected:
  Play play(Manner first, Manner then = {}) {
    bool const is_real = GetParam() == 0;
    if (then == Manner{}) then = first;
    std::unique_ptr<Theatre> theatre;
    if (is_real) theatre = std::make_unique<RealTheatre>();
    if (!is_real) theatre = std::make_unique<SimulatedTheatre>(Seed{GetParam()});
    return Play{std::move(theatre), std::move(first), std::move(then)};
  }
};
INSTANTIATE_TEST_SUITE_P(Worlds, SecurityFidelity, testing::Range<std::uint64_t>(0, 6),
                         [](auto const& world) {
                           return world.param == 0 ? "Libzmq" : fmt::format("Seed{}", world.param);
                         });

TEST_P(SecurityFidelity, InTheClearNobodyHasAName) {
  Play play = this->play({in_the_clear});
  Script& client = play.enter(in_the_clear);
  play.wait_for(client, {"up", "received you are "});
}

TEST_P(SecurityFidelity, EachIsServedUnderTheirName) {
  Play play = this->play({curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  Script& other = play.enter(curve(other_keys));
  play.wait_for(client, {"up", "received you are the client"});
  play.wait_for(other, {"up", "received you are another"});
  EXPECT_EQ(play.questions(), 2u);
}

TEST_P(SecurityFidelity, WhoIsRefusedNeverTriesAgain) {
  Play play = this->play({curve_server, Zap::refuses}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  play.wait_for(client, {"refused"});
  play.cue_server();
  Script& later = play.enter(curve(client_keys));
  play.wait_for(later, {"up", "received you are the client"});
  play.wait_for_ticks(later);
  EXPECT_EQ(play.told(client), Lines{"refused"});
  EXPECT_EQ(play.questions(), 2u);
}

TEST_P(SecurityFidelity, WhoWasRefusedIsServedOnANewSocket) {
  Play play = this->play({curve_server, Zap::refuses}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys), true);
  play.wait_for(client, {"refused"});
  play.cue_server();
  play.cue(client);
  play.wait_for(client, {"refused", "up", "received you are the client"});
}

TEST_P(SecurityFidelity, AConnectionOutlivesItsPermission) {
  Play play = this->play({curve_server, Zap::admits}, {curve_server, Zap::refuses});
  Script& client = play.enter(curve(client_keys));
  play.wait_for(client, {"up", "received you are the client"});
  play.cue_server();
  play.cue(client);
  play.wait_for(client, {"up", "received you are the client", "received you are the client"});
  EXPECT_EQ(play.questions(), 1u);
}

TEST_P(SecurityFidelity, ANewConnectionIsANewQuestion) {
  Manner const anew{CurveServer{server_keys.secret_key, "moor", false}, Zap::refuses};
  Play play = this->play({curve_server, Zap::admits}, anew);
  Script& client = play.enter(curve(client_keys));
  play.wait_for(client, {"up", "received you are the client"});
  play.cue_server();
  play.wait_for(client, {"up", "received you are the client", "down", "refused"});
}

TEST_P(SecurityFidelity, WithTheWrongServerKeyTheClientTriesForEver) {
  Manner const right{CurveServer{other_keys.secret_key, "moor"}, Zap::admits};
  Play play = this->play({curve_server, Zap::admits}, right);
  Script& client = play.enter(CurveClient{client_keys, other_keys.public_key});
  play.wait_for_ticks(client);
  EXPECT_EQ(play.told(client), Lines{});
  EXPECT_EQ(play.questions(), 0u);
  play.cue_server();
  play.wait_for(client, {"up", "received you are the client"});
}

TEST_P(SecurityFidelity, KeysThatDoNotBelongTogetherAreNotAskedAbout) {
  Play play = this->play({curve_server, Zap::admits});
  Script& client = play.enter(curve({client_keys.public_key, other_keys.secret_key}));
  play.wait_for_ticks(client);
  EXPECT_EQ(play.told(client), Lines{});
  EXPECT_EQ(play.questions(), 0u);
}

TEST_P(SecurityFidelity, WithoutAnAuthenticatorTheClientTriesForEver) {
  Play play = this->play({curve_server}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  play.wait_for_ticks(client);
  EXPECT_EQ(play.told(client), Lines{});
  play.cue_server();
  play.wait_for(client, {"up", "received you are the client"});
}

TEST_P(SecurityFidelity, WithoutAnAuthenticatorAndWithoutEnforcingEverybodyIsServed) {
  Play play = this->play({CurveServer{server_keys.secret_key, "moor", false}});
  Script& client = play.enter(curve(client_keys));
  play.wait_for(client, {"up", "received you are "});
}

TEST_P(SecurityFidelity, TheHandshakeWaitsForTheReply) {
  Play play = this->play({curve_server, Zap::keeps_silent}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  play.wait_for_questions(1);
  play.wait_for_ticks(client);
  EXPECT_EQ(play.told(client), Lines{});
  EXPECT_EQ(play.questions(), 1u);
  play.cue_server();
  play.wait_for(client, {"up", "received you are the client"});
  EXPECT_EQ(play.questions(), 1u);
}

// libzmq forgets to drop the client unless the reply is there at once: then, in a few of 100, the
// client tries again and is served. Most wait for as long as a handshake may take.
TEST_P(SecurityFidelity, ATemporaryFailureIsNoRefusal) {
  Play play = this->play({curve_server, Zap::fails_for_now}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  play.wait_for_questions(1);
  play.cue_server();
  Script& later = play.enter(curve(other_keys));
  play.wait_for(later, {"up", "received you are another"});
  play.wait_for_ticks(later);
  Lines const told = play.told(client);
  EXPECT_EQ(std::count(told.begin(), told.end(), "refused"), 0);
}

TEST_P(SecurityFidelity, AfterANonsensicalReplyTheClientTriesAgain) {
  Play play = this->play({curve_server, Zap::talks_nonsense}, {curve_server, Zap::admits});
  Script& client = play.enter(curve(client_keys));
  play.wait_for_questions(3);
  EXPECT_EQ(play.told(client), Lines{});
  play.cue_server();
  play.wait_for(client, {"up", "received you are the client"});
}

TEST_P(SecurityFidelity, NothingPassesBetweenCurveAndTheClear) {
  Play one = this->play({curve_server, Zap::admits});
  Script& in_clear = one.enter(in_the_clear);
  one.wait_for_ticks(in_clear);
  EXPECT_EQ(one.told(in_clear), Lines{});
  EXPECT_EQ(one.questions(), 0u);
  Play other = this->play({in_the_clear, Zap::admits});
  Script& secure = other.enter(curve(client_keys));
  other.wait_for_ticks(secure);
  EXPECT_EQ(other.told(secure), Lines{});
  EXPECT_EQ(other.questions(), 0u);
}

TEST_P(SecurityFidelity, SubscribersAreAdmittedUnderTheirNameOrRefused) {
  Play admitting = this->play({curve_server, Zap::admits});
  Script& one = admitting.enter(curve(client_keys), false, SocketType::sub);
  admitting.wait_for(one, {"up", "received news"});
  EXPECT_EQ(admitting.published(), Lines{"received \1 from the client"});
  Play refusing = this->play({curve_server, Zap::refuses});
  Script& other = refusing.enter(curve(client_keys), false, SocketType::sub);
  refusing.wait_for(other, {"refused"});
}

/// libzmq's own patience is 30 s, and with less of it the same happens sooner.
TEST(HandshakePatience, AHandshakeThatTakesTooLongIsDroppedAndTriedAgain) {
  Play play{std::make_unique<RealTheatre>(), {curve_server, Zap::keeps_silent}, {}};
  transport::RawSocket raw{ZMQ_REQ};
  int patience = 0;
  std::size_t size = sizeof patience;
  ASSERT_EQ(zmq_getsockopt(raw.socket(), ZMQ_HANDSHAKE_IVL, &patience, &size), 0);
  EXPECT_EQ(std::chrono::milliseconds{patience}, NetworkSettings{}.handshake_max);
  raw.set_option(ZMQ_HANDSHAKE_IVL, 100);
  raw.set_option(ZMQ_CURVE_SERVERKEY, server_keys.public_key.bytes);
  raw.set_option(ZMQ_CURVE_PUBLICKEY, client_keys.public_key.bytes);
  raw.set_option(ZMQ_CURVE_SECRETKEY, client_keys.secret_key.bytes);
  raw.connect(play.endpoint());
  play.wait_for_questions(3);
}

TEST(HandshakePatience, InTheSimulatorToo) {
  Play play{std::make_unique<SimulatedTheatre>(Seed{1}), {curve_server, Zap::keeps_silent}, {}};
  Script& client = play.enter(curve(client_keys));
  play.wait_for_questions(2);
  EXPECT_EQ(play.told(client), Lines{});
}

}  // namespace
}  // namespace drydock::simulator
