#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "simulator/network/fidelity/both_worlds.hpp"

namespace drydock::simulator::fidelity {

using Lines = std::vector<std::string>;

/// Of whoever connected first.
inline constexpr Route first_route{1};

/// A test of both, in which every step has the same outcome.
struct InBothWorlds : testing::Test {
  LibzmqContext context;
  BothWorlds both{context, Seed{1}};

  void open(int who, SocketType type, int send_mark = 1000, int receive_mark = 1000) {
    SocketSpec spec;
    spec.type = type;
    spec.send_high_water_mark = send_mark;
    spec.receive_high_water_mark = receive_mark;
    spec.reconnect_min = std::chrono::milliseconds{1};
    both.open(who, spec);
  }
  void rest() {
    std::optional<std::string> const complaint = both.rest();
    EXPECT_EQ(complaint.value_or(""), "");
  }
  void bind(int who) {
    each([&](Sockets& world) { world.bind(who, "x"); });
  }
  void unbind(int who) {
    each([&](Sockets& world) { world.unbind(who, "x"); });
  }
  void connect(int who) {
    each([&](Sockets& world) { world.connect(who, "x"); });
  }
  void disconnect(int who) {
    each([&](Sockets& world) { world.disconnect(who, "x"); });
  }
  void sever(int who) {
    each([&](Sockets& world) { world.sever(who); });
  }
  void subscribe(int who, std::string const& topic) {
    each([&](Sockets& world) { world.subscribe(who, topic); });
  }
  void unsubscribe(int who, std::string const& topic) {
    each([&](Sockets& world) { world.unsubscribe(who, topic); });
  }
  void close(int who) {
    both.close(who);
    rest();
  }
  /// What came of it in both.
  Sent send(int who, std::initializer_list<std::string> texts, Route to = only_route) {
    Frames frames;
    for (std::string const& text : texts) frames.push_back(bytes_of(text));
    Sent const model = both.model().send(who, to, frames);
    Sent const real = both.libzmq().send(who, to, frames);
    EXPECT_EQ(word_of(model), word_of(real));
    rest();
    return model;
  }
  /// All that both receive, one after the other.
  Lines receive(int who) {
    Lines lines;
    for (;;) {
      std::optional<Message> const model = both.model().receive(who);
      std::optional<Message> const real = both.libzmq().receive(who);
      EXPECT_EQ(model ? text_of(model->frames) : "nothing",
                real ? text_of(real->frames) : "nothing");
      if (!model || !real) return lines;
      lines.push_back(text_of(model->frames));
      rest();
    }
  }

  /// Sends large messages, numbered, until neither takes any more, and says how many were taken.
  struct Taken {
    int by_model = 0;
    int by_libzmq = 0;
  };
  Taken fill(int who) {
    Taken taken;
    while (both.model().send(who, only_route, large(taken.by_model)) == Sent::taken) {
      ++taken.by_model;
      both.model().rest();
    }
    constexpr int refused_enough = 10;  // Something may still move up.
    for (int refused = 0; refused < refused_enough; both.libzmq().settle()) {
      bool const is_taken =
          both.libzmq().send(who, only_route, large(taken.by_libzmq)) == Sent::taken;
      ++(is_taken ? taken.by_libzmq : refused);
    }
    return taken;
  }
  static Frames large(int number) {
    return {bytes_of(std::string(std::size_t{64} * 1024, 'L')), bytes_of(std::to_string(number))};
  }

 private:
  template <class Act>
  void each(Act const& act) {
    for (Sockets* const world : both.each()) act(*world);
    rest();
  }
};

}  // namespace drydock::simulator::fidelity
