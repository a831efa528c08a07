// Whatever comes, in whatever order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/core/ensure.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;

/// Some clients and hosts with every token that was ever given out, and deeds by number.
class Crowd {
 public:
  explicit Crowd(bool strict) : sessions_(settings(strict)) {
    sessions_.authority.client_lifetime = 20s;
    sessions_.authority.auth_lifetime = 30s;
  }

  /// Throws, or trips an invariant, where a request has other than one answer.
  void act(int deed, int who, int with) {
    Uuid const id{{static_cast<std::uint8_t>(who % 4)}};
    if (deed < 29) {
      note(sessions_.ask(id, message(deed, with)));
    } else if (deed < 34) {
      sessions_.ask_as_host(id, host_message(deed - 29, id));
    } else if (deed == 34) {
      sessions_.advance(std::chrono::seconds{with % 12});
    } else if (deed == 35) {
      sessions_.start();
    } else {
      run_program(deed - 36, id, ObjId{with % 3 + 1});
    }
    hear();
  }

 private:
  static Settings settings(bool strict) {
    Settings settings;
    settings.strict = strict;
    settings.login_max = 45s;
    return settings;
  }
  moor::ClientToken client(int with) const { return {pick(clients_, with)}; }
  moor::AuthToken auth(int with) const { return {pick(auths_, with / 7)}; }
  static std::string pick(std::vector<std::string> const& from, int with) {
    return from[static_cast<std::size_t>(with) % from.size()];
  }

  HostClientToDaemonMessageUnion message(int kind, int with) const {
    moor::ClientToken const c = client(with);
    moor::AuthToken const p = auth(with);
    ObjectRef const zero{ObjectRefId{ObjId{0}}};
    std::vector<HostClientToDaemonMessageUnion> const all = {
        ConnectionEstablish{"x", 1, 2},
        Reattach{c, p},
        RequestSysProp{{}, zero, {"p"}},
        LoginCommand{c, ObjId{0}, {"connect", std::to_string(with % 3 + 1)}, with % 2 == 0},
        Attach{p, with % 2 == 0 ? ConnectType::connected : ConnectType::no_connect, ObjId{0}, ""},
        Command{c, p, ObjId{0}, "x"},
        Verbs{p, zero},
        InvokeVerb{c, p, zero, {"v"}, {}},
        Properties{p, zero},
        Retrieve{p, zero, {}, {"v"}},
        Program{c, p, zero, {"v"}, {}},
        RequestedInput{c, p, {}, 1},
        OutOfBand{c, p, ObjId{0}, 1, 1},
        Eval{c, p, "1"},
        Resolve{p, zero},
        ClientPong{c, 0, ObjId{2}, {}, ""},
        RequestHistory{p, HistoryRecallNone{}},
        RequestCurrentPresentations{p},
        DismissPresentation{p, "x"},
        SetClientAttribute{c, p, {"k"}, {}},
        Detach{c, with % 2 == 0},
        GetEventLogPublicKey{p},
        SetEventLogPublicKey{p, "x"},
        DeleteEventLogHistory{p},
        ListObjects{p},
        UpdateProperty{p, zero, {"p"}, 1},
        InvokeSystemHandler{{}, "http", {}, {}},
        CallSystemVerb{p, {"v"}, {}},
        BatchWorldState{p, {}, false}};
    return all.at(static_cast<std::size_t>(kind));
  }
  static HostToDaemonMessageUnion host_message(int kind, Uuid const& id) {
    std::vector<HostToDaemonMessageUnion> const all = {
        RegisterHost{id, 0, {}, {}}, DetachHost{id}, RequestPerformanceCounters{},
        HostPong{id, 0, {}, {}}, GetServerFeatures{}};
    return all.at(static_cast<std::size_t>(kind));
  }
  void run_program(int kind, Uuid const& id, Obj const& player) {
    sessions_.program([&](ConnectionDesk& desk, Outbox& out) {
      if (kind == 0) desk.boot(sessions_.now(), player, out);
      if (kind == 1) desk.switch_player(sessions_.now(), id, player, out);
      if (kind == 2) desk.publish(id, text_event("x"), out);
    });
  }

  void note(ReplyResultUnion const& reply) {
    auto const* success = std::get_if<ClientSuccess>(&reply);
    if (success == nullptr) return;
    if (auto const* made = std::get_if<NewConnection>(&success->reply)) {
      clients_.push_back(made->client_token.token);
      ENSURE(objects_.insert(made->connection_obj).second);  // Never the same twice.
    } else if (auto const* attached = std::get_if<AttachResult>(&success->reply)) {
      clients_.push_back(attached->client_token.value().token);
    } else if (auto const* result = std::get_if<LoginResult>(&success->reply)) {
      if (result->auth_token) auths_.push_back(result->auth_token->token);
    }
  }

  /// Nothing may come to a topic after its DisconnectEvent, until somebody is there again.
  void hear() {
    for (auto const& one : sessions_.published()) {
      if (one.topic == "hosts" || one.topic == "broadcast") continue;
      if (auto const* e = one.as<CredentialsUpdatedEvent>())
        clients_.push_back(e->client_token.token);
      if (auto const* e = one.as<PlayerSwitchedEvent>()) auths_.push_back(e->new_auth_token.token);
      bool const ends = one.as<DisconnectEvent>() != nullptr;
      ENSURE(!ended_.contains(one.topic));
      if (ends) ended_.insert(one.topic);
    }
    for (Uuid const& id : sessions_.connections().all()) ended_.erase(id.text());
  }

  TestSessions sessions_;
  std::vector<std::string> clients_ = {"", "v4.public.x"};
  std::vector<std::string> auths_ = {"", "v4.public.x"};
  std::set<Obj> objects_;
  std::set<std::string> ended_;
};

// The machine's own invariants say that no client id has two connection objects; `ask` throws where
// there is not one reply.
RC_GTEST_PROP(SessionsLaw, EveryRequestIsAnsweredOnceAndNoClientIsThereTwice, ()) {
  Crowd crowd{*rc::gen::arbitrary<bool>()};
  auto const deeds = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
      rc::gen::tuple(rc::gen::inRange(0, 39), rc::gen::inRange(0, 4), rc::gen::inRange(0, 1000)));
  for (auto const& [deed, who, with] : deeds) crowd.act(deed, who, with);
}

// The same, long enough for tokens to end and for the same few clients to come and go.
TEST(SessionsLaw, HoldsOverALongTime) {
  for (bool const strict : {false, true}) {
    Crowd crowd{strict};
    Rng rng{Seed{7}};
    for (int k = 0; k < 4000; ++k) {
      auto const deed = static_cast<int>(rng.below(39));
      auto const who = static_cast<int>(rng.below(4));
      auto const with = static_cast<int>(rng.below(1000));
      ASSERT_NO_THROW(crowd.act(deed, who, with)) << k;
    }
  }
}

}  // namespace
}  // namespace drydock::moor::sessions
