#include <gtest/gtest.h>

#include <functional>

#include "simulator/network/fidelity/agreement.hpp"
#include "simulator/network/fidelity/both_worlds_testing.hpp"
#include "simulator/network/fidelity/socket_process.hpp"

// A process that stands still: in libzmq's world one of its own, by SIGSTOP.

namespace drydock::simulator::fidelity {
namespace {

using enum SocketType;

/// Forks before there is any thread.
struct WithProcess {
  SocketProcess process;
};

struct PauseFidelity : WithProcess, InBothWorlds {
  std::string path() { return both.libzmq().full("x"); }
  static SocketSpec spec_of(SocketType type, int mark) {
    SocketSpec spec;
    spec.type = type;
    spec.receive_high_water_mark = mark;
    if (type == sub) spec.subscriptions = {""};
    return spec;
  }
  /// 0, a ROUTER of that process.
  void bind_process(int mark = 1000) {
    both.model().open(0, spec_of(router, mark));
    both.model().bind(0, "x");
    process.bind_router(mark, path());
  }
  /// 1, a SUB of that process.
  void connect_process(int mark) {
    both.model().open(1, spec_of(sub, mark));
    both.model().connect(1, "x");
    process.connect_sub(mark, path());
    rest();
  }
  void pause(int who) {
    both.model().set_paused(who, true);
    process.pause();
  }
  void resume(int who) {
    both.model().set_paused(who, false);
    process.resume();
    rest();
  }
  /// The next so many that the process hears, in both.
  struct Heard {
    Messages model;
    Messages real;
  };
  Heard hear(int who, int messages) {
    Heard heard;
    for (int number = 0; number < messages; ++number) {
      both.model().rest();
      heard.model.push_back(both.model().receive(who).value_or(Message{}));
      heard.real.push_back({only_route, {bytes_of(process.receive())}});
      if (heard.model.back().frames.empty()) heard.model.back().frames = {bytes_of("nothing")};
      heard.model.back().frames = {heard.model.back().frames.back()};
    }
    return heard;
  }
};

TEST_F(PauseFidelity, WhoStandsStillHearsAllOfItLaterAndNobodyNotices) {
  bind_process();
  open(1, dealer);
  connect(1);
  EXPECT_EQ(send(1, {"1#before"}), Sent::taken);
  Heard const before = hear(0, 1);
  EXPECT_TRUE(agree(before.model, before.real, Agreement::exact)) << text_of(before.real);
  pause(0);
  EXPECT_EQ(send(1, {"1#one"}), Sent::taken);
  EXPECT_EQ(send(1, {"1#two"}), Sent::taken);
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
  open(2, dealer);
  connect(2);
  EXPECT_EQ(both.model().connections(2), (Connections{0, 0}));
  EXPECT_EQ(send(2, {"2#three"}), Sent::taken);
  open(3, router);
  open(4, dealer);
  for (Sockets* const world : both.each()) world->bind(3, "elsewhere");
  for (Sockets* const world : both.each()) world->connect(4, "elsewhere");
  rest();
  EXPECT_EQ(send(4, {"meanwhile"}), Sent::taken);
  EXPECT_EQ(receive(3), Lines{"[meanwhile]"});
  EXPECT_FALSE(both.model().has_unread(0));
  resume(0);
  EXPECT_EQ(both.model().connections(2), (Connections{1, 1}));
  Heard const heard = hear(0, 3);
  EXPECT_TRUE(agree(heard.model, heard.real, Agreement::by_sender)) << text_of(heard.model) << '\n'
                                                                    << text_of(heard.real);
  EXPECT_EQ(send(1, {"1#after"}), Sent::taken);
  Heard const after = hear(0, 1);
  EXPECT_TRUE(agree(after.model, after.real, Agreement::exact)) << text_of(after.real);
  EXPECT_EQ(both.model().connections(1), (Connections{1, 1}));
}

TEST_F(PauseFidelity, QueuesToWhoStandsStillFillUntilASendWouldBlockAndWhatWasTakenComes) {
  constexpr int mark = 2;
  bind_process(mark);
  open(1, dealer, mark, mark);
  connect(1);
  pause(0);
  Taken const taken = fill(1);
  EXPECT_EQ(send(1, {"refused"}), Sent::would_block);
  resume(0);
  for (int number = 0; number < taken.by_model; ++number) {
    both.model().rest();
    EXPECT_EQ(label_of(both.model().receive(0).value_or(Message{only_route, Frames(1)})),
              std::to_string(number));
  }
  for (int number = 0; number < taken.by_libzmq; ++number) {
    EXPECT_EQ(process.receive(), std::to_string(number));
  }
  rest();
  EXPECT_EQ(send(1, {"taken"}), Sent::taken);
  Heard const heard = hear(0, 1);
  EXPECT_EQ(label_of(heard.model.front()), "taken");
  EXPECT_EQ(label_of(heard.real.front()), "taken");
}

TEST_F(PauseFidelity, ASubscriberThatStandsStillMissesWhatIsPublishedAboveTheMarks) {
  constexpr int mark = 2;
  constexpr int published = 200;
  open(0, xpub, mark, mark);
  bind(0);
  connect_process(mark);
  while (!both.libzmq().receive(0)) both.libzmq().settle();
  EXPECT_TRUE(both.model().receive(0));
  pause(1);
  for (int number = 0; number < published; ++number) {
    for (Sockets* const world : both.each()) {
      EXPECT_EQ(world->send(0, only_route, large(number)), Sent::taken);
    }
    rest();
  }
  resume(1);
  // Before somebody has come so far, what is published next may have no room either.
  auto const heard_by = [&](Sockets& world, std::function<std::string()> const& receive) {
    int heard = 0;
    for (;;) {
      world.send(0, only_route, {bytes_of("next")});
      rest();
      std::string const label = receive();
      if (label == "next") return heard;
      EXPECT_EQ(label, std::to_string(heard++));
    }
  };
  int const by_model = heard_by(both.model(), [&] {
    return std::string(label_of(both.model().receive(1).value_or(Message{only_route, Frames(1)})));
  });
  int const by_libzmq = heard_by(both.libzmq(), [&] { return process.receive(); });
  for (int const heard : {by_model, by_libzmq}) {
    EXPECT_GE(heard, mark);
    EXPECT_LT(heard, published);
  }
}

}  // namespace
}  // namespace drydock::simulator::fidelity
