#include <gtest/gtest.h>

#include "simulator/network/fidelity/both_worlds_testing.hpp"

// Faults of the simulator, and what brings them about in libzmq: the same has to come of them.

namespace drydock::simulator::fidelity {
namespace {

using enum SocketType;

struct FaultFidelity : InBothWorlds {
  static NodeId node(int who) { return ModelSockets::node_of(who); }
  Network& network() { return both.model().network(); }

  /// Whoever binds, and who connects to it.
  void pair(SocketType binding, SocketType connecting, int send_mark = 1000,
            int receive_mark = 1000) {
    open(0, binding, send_mark, receive_mark);
    open(1, connecting, send_mark, receive_mark);
    if (connecting == sub) subscribe(1, "");
    bind(0);
    connect(1);
  }
  /// Fills what is between two sockets of libzmq, which nobody reads, and says with how many.
  int fill_libzmq(int who, Route to = only_route) {
    Frames const large{bytes_of(std::string(std::size_t{64} * 1024, 'L')), bytes_of("filling")};
    constexpr int refused_enough = 10;  // Something may still move up.
    int filled = 0;
    for (int refused = 0; refused < refused_enough;) {
      bool const is_taken = both.libzmq().send(who, to, large) == Sent::taken;
      ++(is_taken ? filled : refused);
      both.libzmq().settle();
    }
    return filled;
  }
  void drain_libzmq(int who) {
    while (both.libzmq().receive(who)) both.libzmq().settle();
  }
};

TEST_F(FaultFidelity, ABrokenConnectionIsMadeAnewAndWhatWasSubscribedToIsSaidAgain) {
  pair(xpub, sub);
  EXPECT_EQ(receive(0), Lines{"[\\1]"});
  sever(0);
  EXPECT_EQ(both.model().connections(1), (Connections{2, 1}));
  EXPECT_EQ(send(0, {"news"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[news]"});
}

TEST_F(FaultFidelity, AConnectionThatFlapsLosesWhoeverKnewItsRouteButNotWhatIsSentAfterwards) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"hello"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[hello]"});
  constexpr std::size_t times = 5;
  for (std::size_t i = 0; i < times; ++i) sever(1);
  EXPECT_EQ(both.model().connections(0), (Connections{times + 1, 1}));
  EXPECT_EQ(send(0, {"to nobody"}, first_route), Sent::no_such_peer);
  EXPECT_EQ(send(1, {"again"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[again]"});
}

TEST_F(FaultFidelity, WhoIsRefusedTriesAgainWithAllItHasToSay) {
  open(0, router);
  open(1, dealer);
  both.model().bind(0, "x");
  LinkTrouble refuses;
  refuses.refuses = true;
  network().trouble(node(1), node(0), refuses);
  connect(1);
  EXPECT_EQ(both.model().connections(1), (Connections{0, 0}));
  EXPECT_EQ(send(1, {"one"}), Sent::taken);
  EXPECT_EQ(send(1, {"two"}), Sent::taken);
  network().trouble(node(1), node(0), LinkTrouble{});
  both.libzmq().bind(0, "x");
  rest();
  EXPECT_EQ(receive(0), (Lines{"[one]", "[two]"}));
}

TEST_F(FaultFidelity, ASlowJoinerMissesWhatIsPublishedBeforeItsSubscriptionIsRead) {
  open(0, pub);
  open(1, sub);
  bind(0);
  connect(1);
  LinkTrouble slow;
  slow.subscription_delay = std::chrono::seconds{1};
  network().trouble(node(1), node(0), slow);
  both.model().subscribe(1, "");
  both.model().rest();
  EXPECT_EQ(send(0, {"missed"}), Sent::taken);
  both.model().pass(slow.subscription_delay);
  both.libzmq().subscribe(1, "");
  rest();
  EXPECT_EQ(send(0, {"heard"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[heard]"});
}

TEST_F(FaultFidelity, AFullPublisherDropsAndGoesOnWhenThereIsRoom) {
  pair(pub, sub, 2, 2);
  Frames const large{bytes_of(std::string(std::size_t{64} * 1024, 'L'))};
  for (int number = 0; number < 200; ++number) {
    both.libzmq().send(0, only_route, large);
    both.libzmq().settle();
  }
  network().stuff(node(0), "s", true);
  EXPECT_EQ(send(0, {"dropped"}), Sent::taken);
  network().stuff(node(0), "s", false);
  Lines heard;
  while (std::optional<Message> const message = both.libzmq().receive(1)) {
    if (message->frames != large) heard.push_back(text_of(message->frames));
    both.libzmq().settle();
  }
  EXPECT_EQ(heard, Lines{});
  EXPECT_EQ(send(0, {"heard"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[heard]"});
}

TEST_F(FaultFidelity, AFullSubscriberHearsLaterWhatWaitedAndNothingIsLost) {
  pair(pub, sub, 1000, 2);
  network().choke(node(1), "s", true);
  Lines told;
  for (int number = 0; number < 50; ++number) {
    EXPECT_EQ(send(0, {std::to_string(number)}), Sent::taken);
    told.push_back("[" + std::to_string(number) + "]");
  }
  EXPECT_EQ(both.model().unread_pipes(1), 0u);
  network().choke(node(1), "s", false);
  rest();
  EXPECT_EQ(receive(1), told);
}

TEST_F(FaultFidelity, AFullDealerWouldBlockUntilThereIsRoom) {
  pair(router, dealer, 2, 2);
  fill_libzmq(1);
  network().stuff(node(1), "s", true);
  EXPECT_EQ(send(1, {"refused"}), Sent::would_block);
  network().stuff(node(1), "s", false);
  drain_libzmq(0);
  EXPECT_EQ(send(1, {"taken"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[taken]"});
}

TEST_F(FaultFidelity, AFullRouterDropsItsAnswerAndTakesTheNextWhenThereIsRoom) {
  pair(router, dealer, 2, 2);
  EXPECT_EQ(send(1, {"question"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[question]"});
  fill_libzmq(0, first_route);
  network().stuff(node(0), "s", true);
  EXPECT_EQ(send(0, {"dropped"}, first_route), Sent::no_such_peer);
  network().stuff(node(0), "s", false);
  drain_libzmq(1);
  EXPECT_EQ(send(0, {"taken"}, first_route), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[taken]"});
}

TEST_F(FaultFidelity, AfterALostReplyARequesterIsLockedUntilItIsOpenedAnew) {
  pair(rep, req);
  EXPECT_EQ(send(1, {"question"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[question]"});
  network().arm({node(1), "s"});
  both.libzmq().sever(0);
  both.libzmq().settle();
  EXPECT_EQ(send(0, {"lost"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{});
  EXPECT_EQ(send(1, {"again"}), Sent::not_its_turn);
  close(1);
  open(1, req);
  connect(1);
  EXPECT_EQ(send(1, {"anew"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[anew]"});
  EXPECT_EQ(send(0, {"answer"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[answer]"});
}

TEST_F(FaultFidelity, WhoeverBindsAPathAsWellTakesItOverForThoseThatComeLater) {
  pair(router, dealer);
  open(2, router);
  open(3, dealer);
  bind(2);
  connect(3);
  EXPECT_EQ(send(1, {"to the first"}), Sent::taken);
  EXPECT_EQ(send(3, {"to the thief"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[to the first]"});
  EXPECT_EQ(receive(2), Lines{"[to the thief]"});
  close(2);
  EXPECT_EQ(both.model().connections(3), (Connections{1, 0}));
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
}

TEST_F(FaultFidelity, WhoClosesWithoutLingerLosesWhatIsNotThereYet) {
  pair(router, dealer, 2, 1);
  int const filled = fill_libzmq(1);
  for (int number = 0; number < filled; ++number) {
    both.model().send(1, only_route, {bytes_of("filling")});
    both.model().pass(std::chrono::nanoseconds{1});
  }
  network().set_abrupt(node(1));
  network().close_all(node(1));
  both.close(1);
  while (!both.libzmq().is_gone(1)) both.libzmq().settle();
  for (Sockets* const world : both.each()) {
    int received = 0;
    for (bool any = true; any;) {
      both.model().rest();
      both.libzmq().settle();
      any = world->receive(0).has_value();
      if (any) ++received;
    }
    EXPECT_LT(received, filled);
  }
}

TEST_F(FaultFidelity, WhatComesAfterTheDelimiterMayBeAnyNumberOfFrames) {
  pair(rep, dealer);
  EXPECT_EQ(send(1, {"", "a", "", "b", "c", "d"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[a||b|c|d]"});
  EXPECT_EQ(send(0, {"1", "2", "3"}), Sent::taken);
  EXPECT_EQ(receive(1), Lines{"[|1|2|3]"});
}

TEST_F(FaultFidelity, WithoutADelimiterAQuestionIsDroppedAndTheNextIsHeard) {
  pair(rep, dealer);
  EXPECT_EQ(send(1, {"odd", "odder"}), Sent::taken);
  EXPECT_EQ(send(1, {"", "question"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[question]"});
}

TEST_F(FaultFidelity, ALargeFrameArrivesWholeWithoutALimitAndEndsItsConnectionWithOne) {
  pair(router, dealer);
  std::string const large(std::size_t{1} << 20, 'L');
  EXPECT_EQ(send(1, {large}), Sent::taken);
  std::optional<Message> whole;  // It travels in many pieces.
  while (!whole) {
    both.libzmq().settle();
    whole = both.libzmq().receive(0);
  }
  EXPECT_EQ(text_of(whole->frames), "[1048576 bytes]");
  EXPECT_EQ(text_of(both.model().receive(0).value_or(Message{}).frames), "[1048576 bytes]");
  close(0);
  SocketSpec limited;
  limited.type = router;
  limited.frame_bytes_max = 1000;
  both.open(0, limited);
  bind(0);
  EXPECT_EQ(send(1, {large}), Sent::taken);
  EXPECT_EQ(both.model().connections(0), (Connections{2, 1}));
  EXPECT_EQ(send(1, {"small"}), Sent::taken);
  EXPECT_EQ(receive(0), Lines{"[small]"});
}

TEST_F(FaultFidelity, ACrashLosesWhatWasUnreadAndWhatIsSentMeanwhileReachesTheNext) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"unread"}), Sent::taken);
  network().crash(node(0));
  both.close(0);
  rest();
  EXPECT_EQ(send(1, {"meanwhile"}), Sent::taken);
  open(0, router);
  bind(0);
  EXPECT_EQ(receive(0), Lines{"[meanwhile]"});
}

TEST_F(FaultFidelity, WhatWhoStopsHasSaidIsHeardAfterItsEnd) {
  pair(router, dealer);
  EXPECT_EQ(send(1, {"goodbye"}), Sent::taken);
  network().close_all(node(1));
  both.close(1);
  rest();
  EXPECT_EQ(receive(0), Lines{"[goodbye]"});
  EXPECT_EQ(send(0, {"too late"}, first_route), Sent::no_such_peer);
}

TEST_F(FaultFidelity, AFloodIsHeardInItsOrderBesideWhatOthersSay) {
  pair(router, dealer, 0, 0);
  open(2, dealer);
  connect(2);
  constexpr int messages = 1000;
  Lines sent;
  for (int number = 0; number < messages; ++number) {
    std::string const text = std::to_string(number);
    for (Sockets* const world : both.each()) {
      EXPECT_EQ(world->send(1, only_route, {bytes_of(text)}), Sent::taken);
    }
    sent.push_back("[" + text + "]");
  }
  rest();
  EXPECT_EQ(send(2, {"modest"}), Sent::taken);
  // Those who have something are heard in turn.
  sent.insert(sent.begin() + 1, "[modest]");
  EXPECT_EQ(receive(0), sent);
}

}  // namespace
}  // namespace drydock::simulator::fidelity
