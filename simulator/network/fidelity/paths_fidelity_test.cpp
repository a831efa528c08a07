#include <gtest/gtest.h>

#include <memory>

#include "simulator/network/fidelity/both_worlds_testing.hpp"
#include "simulator/network/fidelity/path.hpp"

// Faults of links. In libzmq's world sockets are connected by way of a proxy that brings them
// about.

namespace drydock::simulator::fidelity {
namespace {

using enum SocketType;

constexpr Route first_route{1};

struct PathFidelity : InBothWorlds {
  std::unique_ptr<Path> path;

  static NodeId node(int who) { return ModelSockets::node_of(who); }
  Network& network() { return both.model().network(); }

  PathFidelity() {
    path = std::make_unique<Path>(both.libzmq().full("path"), both.libzmq().full("x"));
    context.meanwhile = [this] { path->carry(); };
  }
  /// The path is done before the sockets are.
  ~PathFidelity() override {
    path.reset();
    context.meanwhile = {};
  }
  void pair(SocketType binding, SocketType connecting) {
    open(0, binding);
    open(1, connecting);
    if (connecting == sub) subscribe(1, "");
    bind(0);
    both.model().connect(1, "x");
    both.libzmq().connect(1, "path");
    rest();
  }
  /// All that both receive, once libzmq's has come as far.
  Lines hear(int who) {
    Lines lines;
    while (std::optional<Message> const model = both.model().receive(who)) {
      both.model().rest();
      std::optional<Message> real;
      for (int tries = 0; tries < 10'000 && !real; ++tries) {
        both.libzmq().settle();
        real = both.libzmq().receive(who);
      }
      EXPECT_EQ(text_of(model->frames), real ? text_of(real->frames) : "nothing");
      lines.push_back(text_of(model->frames));
    }
    both.libzmq().settle();
    EXPECT_FALSE(both.libzmq().receive(who).has_value());
    return lines;
  }
  void clog(bool clogged) {
    LinkTrouble trouble;
    trouble.is_clogged = clogged;
    network().trouble(node(0), node(1), trouble);
    network().trouble(node(1), node(0), trouble);
    path->set_clogged(clogged);
  }
};

TEST_F(PathFidelity, WhatIsCloggedWaitsAndNobodyNotices) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"before"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[before]"});
  clog(true);
  EXPECT_EQ(send(1, {"one"}), Sent::taken);
  EXPECT_EQ(send(0, {"other way"}, first_route), Sent::taken);
  EXPECT_EQ(send(1, {"two"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{});
  EXPECT_EQ(hear(1), Lines{});
  clog(false);
  rest();
  EXPECT_EQ(hear(0), (Lines{"[one]", "[two]"}));
  EXPECT_EQ(hear(1), Lines{"[other way]"});
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
}

TEST_F(PathFidelity, WhatIsCutOffArrivesOnceItIsMended) {
  pair(xpub, sub);
  EXPECT_EQ(hear(0), Lines{"[\\1]"});
  network().cut(node(0), node(1));
  path->set_clogged(true);
  EXPECT_EQ(send(0, {"news"}), Sent::taken);
  EXPECT_EQ(hear(1), Lines{});
  network().mend(node(0), node(1));
  path->set_clogged(false);
  rest();
  EXPECT_EQ(hear(1), Lines{"[news]"});
}

TEST_F(PathFidelity, OfAHalfOpenConnectionOneEndIsMadeAnewAndTheOtherIsStillThere) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"before"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[before]"});
  network().forget(node(1), node(0), node(1));
  path->end_for_connecting();
  rest();
  EXPECT_EQ(both.model().connections(0), (Connections{2, 2}));
  EXPECT_EQ(both.model().connections(1), (Connections{2, 1}));
  EXPECT_EQ(send(0, {"into nothing"}, first_route), Sent::taken);
  EXPECT_EQ(send(1, {"again"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[again]"});
  EXPECT_EQ(hear(1), Lines{});
}

TEST_F(PathFidelity, WhatABlackHoleSwallowsIsGoneAndBothBelieveInTheirConnection) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"before"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[before]"});
  network().forget(node(1), node(0), no_node);
  path->forget();
  EXPECT_EQ(send(1, {"gone"}), Sent::taken);
  EXPECT_EQ(send(0, {"gone"}, first_route), Sent::taken);
  EXPECT_EQ(hear(0), Lines{});
  EXPECT_EQ(hear(1), Lines{});
  EXPECT_EQ(both.model().connections(0), (Connections{1, 1}));
}

}  // namespace
}  // namespace drydock::simulator::fidelity
