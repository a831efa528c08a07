#include <gtest/gtest.h>

#include "simulator/network/fidelity/agreement.hpp"
#include "simulator/network/fidelity/paths_testing.hpp"

// Faults of links. In libzmq's world a proxy brings them about.

namespace drydock::simulator::fidelity {
namespace {

using namespace std::chrono_literals;
using enum SocketType;

constexpr Route second_route{2};

bool all(Proxy::End const&, Proxy::End const&) { return true; }

struct PathFidelity : ByProxy {
  void clog(bool clogged) {
    LinkTrouble trouble;
    trouble.is_clogged = clogged;
    network().trouble(node(0), node(1), trouble);
    network().trouble(node(1), node(0), trouble);
  }
  void set(int from, int to, LinkSettings settings) {
    network().link(node(from), node(to)).set(settings);
  }
  void narrow(int from, int to, std::uint64_t bytes_per_second) {
    LinkTrouble trouble;
    trouble.bytes_per_second = bytes_per_second;
    network().trouble(node(from), node(to), trouble);
  }
  /// The next message to whoever connects.
  void make_late(int connecting, Duration delay) {
    network().arm({node(connecting), "s", delay});
    auto const its = [&](Proxy::End const& one, Proxy::End const&) {
      return one == end(connecting);
    };
    proxy.expect(its, false, 1);
    proxy.delay_expected(its, false, both.model().now() + delay);
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
  EXPECT_EQ(send(0, {"news"}), Sent::taken);
  EXPECT_EQ(hear(1), Lines{});
  network().mend(node(0), node(1));
  rest();
  EXPECT_EQ(hear(1), Lines{"[news]"});
}

TEST_F(PathFidelity, OfAHalfOpenConnectionOneEndIsMadeAnewAndTheOtherIsStillThere) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"before"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[before]"});
  network().forget(node(1), node(0), node(1));
  EXPECT_TRUE(proxy.forget(all, node(1)));
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
  EXPECT_TRUE(proxy.forget(all, std::nullopt));
  EXPECT_EQ(send(1, {"gone"}), Sent::taken);
  EXPECT_EQ(send(0, {"gone"}, first_route), Sent::taken);
  EXPECT_EQ(hear(0), Lines{});
  EXPECT_EQ(hear(1), Lines{});
  EXPECT_EQ(both.model().connections(0), (Connections{1, 1}));
}

TEST_F(PathFidelity, WhatIsDelayedComesBehindWhatOthersSayLaterAndNothingOvertakesIt) {
  pair(router, dealer);
  join(2, dealer);
  EXPECT_EQ(send(1, {"hello"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[hello]"});
  set(1, 0, {1h, 0s});
  EXPECT_EQ(send(1, {"one"}), Sent::taken);
  EXPECT_EQ(send(1, {"two"}), Sent::taken);
  set(1, 0, {1ms, 0s});
  EXPECT_EQ(send(1, {"not before them"}), Sent::taken);
  EXPECT_EQ(send(2, {"on another way"}), Sent::taken);
  EXPECT_EQ(send(0, {"the other way"}, first_route), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[on another way]"});
  EXPECT_EQ(hear(1), Lines{"[the other way]"});
  pass(1h);
  EXPECT_EQ(hear(0), (Lines{"[one]", "[two]", "[not before them]"}));
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
}

TEST_F(PathFidelity, WhatJittersComesAnyTimeAndInItsOrder) {
  pair(router, dealer);
  join(2, dealer);
  set(1, 0, {0s, 1h});
  set(2, 0, {0s, 1h});
  constexpr int messages = 20;
  Messages sent;
  for (int number = 0; number < messages; ++number) {
    for (int const who : {1, 2}) {
      std::string const text = std::to_string(who) + "#" + std::to_string(number);
      EXPECT_EQ(send(who, {text}), Sent::taken);
      sent.push_back({only_route, {bytes_of(text)}});
    }
  }
  Messages model;
  Messages real;
  while (model.size() < sent.size()) {
    pass(1min);
    while (auto message = both.model().receive(0)) model.push_back(*std::move(message));
    while (auto message = both.libzmq().receive(0)) real.push_back(*std::move(message));
    EXPECT_LT(both.model().now(), VirtualTime{2h});
    if (HasFailure()) return;
  }
  pass(1h);
  while (real.size() < sent.size()) {
    auto message = receive_in_the_end(0);
    ASSERT_TRUE(message);
    real.push_back(*std::move(message));
  }
  EXPECT_TRUE(agree(model, sent, Agreement::by_sender)) << text_of(model);
  EXPECT_TRUE(agree(real, sent, Agreement::by_sender)) << text_of(real);
  EXPECT_EQ(hear(0), Lines{});
}

TEST_F(PathFidelity, OverANarrowLineMessagesComeWholeAndInTheirOrderAndOthersPassBy) {
  pair(router, dealer);
  join(2, dealer);
  narrow(1, 0, 1000);
  EXPECT_EQ(send(1, {std::string(60'000, 'L')}), Sent::taken);
  EXPECT_EQ(send(1, {"small"}), Sent::taken);
  EXPECT_EQ(send(2, {"on another way"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[on another way]"});
  pass(30s);
  EXPECT_EQ(hear(0), Lines{});
  pass(1min);
  EXPECT_EQ(hear(0), (Lines{"[60000 bytes]", "[small]"}));
}

TEST_F(PathFidelity, OverANarrowLineQueuesFillUntilASendWouldBlockAndWhatWasTakenComes) {
  pair(router, dealer, 2);
  narrow(1, 0, 1000);
  Taken const taken = fill(1);
  EXPECT_EQ(send(1, {"refused"}), Sent::would_block);
  int by_model = 0;
  int by_libzmq = 0;
  while (by_model < taken.by_model || by_libzmq < taken.by_libzmq) {
    ASSERT_LT(both.model().now(), VirtualTime{24h});
    pass(1min);
    while (auto const message = both.model().receive(0)) {
      EXPECT_EQ(label_of(*message), std::to_string(by_model++));
      both.model().rest();
    }
    while (auto const message = both.libzmq().receive(0)) {
      EXPECT_EQ(label_of(*message), std::to_string(by_libzmq++));
      both.libzmq().settle();
    }
  }
  EXPECT_EQ(send(1, {"taken"}), Sent::taken);
  pass(1min);
  EXPECT_EQ(hear(0), Lines{"[taken]"});
}

TEST_F(PathFidelity, WhoIsAcceptedSlowlyHasAllItSaidHeardBehindWhatOthersSayLater) {
  open(0, router);
  bind(0);
  LinkTrouble slow;
  slow.accept_delay = 1h;
  network().trouble(node(1), node(0), slow);
  join(1, dealer);
  EXPECT_EQ(both.model().connections(1), (Connections{0, 0}));
  EXPECT_EQ(send(1, {"one"}), Sent::taken);
  EXPECT_EQ(send(1, {"two"}), Sent::taken);
  join(2, dealer);
  EXPECT_EQ(send(2, {"from another"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[from another]"});
  pass(1h);
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
  EXPECT_EQ(hear(0), (Lines{"[one]", "[two]"}));
}

TEST_F(PathFidelity, ALateReplyHoldsUpWhatFollowsItAndNobodyElse) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"question"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[question]"});
  join(2, dealer);
  EXPECT_EQ(send(2, {"question"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[question]"});
  make_late(1, 1h);
  EXPECT_EQ(send(0, {"late"}, first_route), Sent::taken);
  EXPECT_EQ(send(0, {"behind it"}, first_route), Sent::taken);
  EXPECT_EQ(send(0, {"to another"}, second_route), Sent::taken);
  EXPECT_EQ(hear(2), Lines{"[to another]"});
  EXPECT_EQ(hear(1), Lines{});
  EXPECT_EQ(send(1, {"another question"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[another question]"});
  pass(1h);
  EXPECT_EQ(hear(1), (Lines{"[late]", "[behind it]"}));
}

TEST_F(PathFidelity, UntilALateReplyComesARequesterHasToWait) {
  pair(rep, req);
  join(2, req);
  EXPECT_EQ(send(1, {"question"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[question]"});
  make_late(1, 1h);
  EXPECT_EQ(send(0, {"late"}), Sent::taken);
  EXPECT_EQ(send(2, {"another question"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[another question]"});
  EXPECT_EQ(send(0, {"answer"}), Sent::taken);
  EXPECT_EQ(hear(2), Lines{"[answer]"});
  EXPECT_EQ(send(1, {"again"}), Sent::not_its_turn);
  EXPECT_EQ(hear(1), Lines{});
  pass(1h);
  EXPECT_EQ(hear(1), Lines{"[late]"});
  EXPECT_EQ(send(1, {"next"}), Sent::taken);
  EXPECT_EQ(hear(0), Lines{"[next]"});
}

}  // namespace
}  // namespace drydock::simulator::fidelity
