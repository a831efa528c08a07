#include <gtest/gtest.h>

#include <algorithm>

#include "reference/machine/zap.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using namespace std::chrono_literals;

Rng rng{Seed{1}};
CurveKeyPair const server_keys = CurveKeyPair::generate(rng);
CurveKeyPair const allowed = CurveKeyPair::generate(rng);
CurveKeyPair const stranger = CurveKeyPair::generate(rng);

/// An authenticator that knows one key, if there is one, and a REP that answers who asked.
Script server(std::string const& endpoint, bool with_authenticator, bool enforce_domain = true) {
  return Script{[=](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec zap;
      zap.type = SocketType::router;
      zap.bind = {std::string(zap_endpoint)};
      if (with_authenticator) out.emplace_back(OpenSocket{"zap", zap});
      SocketSpec rep;
      rep.type = SocketType::rep;
      rep.bind = {endpoint};
      rep.security = CurveServer{server_keys.secret_key, "moor", enforce_domain};
      out.emplace_back(OpenSocket{"rep", rep});
    } else if (auto const* message = std::get_if<Received>(&input)) {
      if (message->from.socket == "rep") {
        out.emplace_back(Send{message->from, Frames{bytes_of(message->user_id)}});
      } else {
        auto reply = answer_zap(message->frames, "moor", [](CurvePublicKey const& key) {
          return key == allowed.public_key ? std::optional<std::string>{"the-allowed"}
                                           : std::nullopt;
        });
        out.emplace_back(Send{message->from, reply.value()});
      }
    }
  }};
}

Script client(std::string const& endpoint, Security const& security) {
  return Script{[=](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec req;
      req.type = SocketType::req;
      req.connect = {endpoint};
      req.reconnect_min = 10ms;
      req.security = security;
      out.emplace_back(OpenSocket{"req", req});
    } else if (std::holds_alternative<PeerUp>(input)) {
      out.emplace_back(Send{{"req"}, Frames{bytes_of("who am I?")}});
    }
  }};
}

// TS-07.
TEST(Curve, AnAllowedKeyIsServedUnderItsUserId) {
  std::string const endpoint = free_tcp_endpoint();
  Script serving = server(endpoint, true);
  Running const server_run{serving};
  Script asking = client(endpoint, CurveClient{allowed, server_keys.public_key});
  Running const client_run{asking};
  EXPECT_TRUE(asking.wait_for(Received{{"req"}, {bytes_of("the-allowed")}}));
}

// TS-02, TS-13.
TEST(Curve, AnotherKeyIsRefusedAndKnowsIt) {
  std::string const endpoint = free_tcp_endpoint();
  Script serving = server(endpoint, true);
  Running const server_run{serving};
  Script asking = client(endpoint, CurveClient{stranger, server_keys.public_key});
  Running const client_run{asking};
  EXPECT_TRUE(asking.wait_for(PeerDown{{"req"}, true}));
}

/// The first end of a handshake that a raw client sees: a ZMQ_EVENT_ number, or 0 for none.
int first_handshake_end(std::string const& endpoint, CurveKeyPair const& keys) {
  RawSocket raw{ZMQ_REQ};
  raw.set_option(ZMQ_CURVE_SERVERKEY, server_keys.public_key.bytes);
  raw.set_option(ZMQ_CURVE_PUBLICKEY, keys.public_key.bytes);
  raw.set_option(ZMQ_CURVE_SECRETKEY, keys.secret_key.bytes);
  return raw.first_event(endpoint, ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED |
                                       ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                                       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                                       ZMQ_EVENT_HANDSHAKE_FAILED_AUTH);
}

// TS-03: libzmq admits everybody where nobody answers for the domain, unless it is enforced.
TEST(Curve, WithoutAnAuthenticatorNobodyIsServed) {
  std::string const endpoint = free_tcp_endpoint();
  Script serving = server(endpoint, false);
  Running const server_run{serving};
  for (CurveKeyPair const& keys : {allowed, stranger}) {
    int const end = first_handshake_end(endpoint, keys);
    EXPECT_NE(end, 0);
    EXPECT_NE(end, ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
  }
}

// UQ-23.
TEST(Curve, WithoutAnAuthenticatorAndWithoutEnforcingEverybodyIsServed) {
  std::string const endpoint = free_tcp_endpoint();
  Script serving = server(endpoint, false, false);
  Running const server_run{serving};
  Script asking = client(endpoint, CurveClient{stranger, server_keys.public_key});
  Running const client_run{asking};
  EXPECT_TRUE(asking.wait_for(Received{{"req"}, Frames{Frame{}}}));
}

// TS-01: the server talks on with those who speak CURVE while others try in the clear.
TEST(Curve, AClientInTheClearGetsNothing) {
  std::string const endpoint = free_tcp_endpoint();
  Script serving = server(endpoint, true);
  Running const server_run{serving};
  Script in_the_clear = client(endpoint, Plain{.by_protocol = true});
  Running const plain_run{in_the_clear};
  Script asking = client(endpoint, CurveClient{allowed, server_keys.public_key});
  Running const client_run{asking};
  EXPECT_TRUE(asking.wait_for(Received{{"req"}, {bytes_of("the-allowed")}}));
  for (Input const& input : in_the_clear.told()) {
    EXPECT_FALSE(std::holds_alternative<Received>(input));
  }
}

}  // namespace
}  // namespace drydock::transport
