#include "simulator/world/observers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace drydock::simulator {
namespace {

struct Listener : Observer {
  explicit Listener(std::string name, std::string& heard) : name(std::move(name)), heard(heard) {}
  void on_note(VirtualTime, NodeId, std::string_view word, std::string_view) override {
    heard += name + ":" + std::string(word) + " ";
  }
  std::string name;
  std::string& heard;
};

struct Deaf : Observer {};

/// Answers each note with another, once.
struct Echo final : Listener {
  Echo(std::string name, std::string& heard, Observers& all)
      : Listener(std::move(name), heard), all(all) {}
  void on_note(VirtualTime now, NodeId node, std::string_view word,
               std::string_view text) override {
    Listener::on_note(now, node, word, text);
    if (word != "echo") all.on_note(now, node, "echo", "");
  }
  Observers& all;
};

TEST(Observers, AreToldInTheirOrderWhoeverElseListensToNothing) {
  std::string heard;
  Observers observers;
  Deaf deaf[2];
  Listener first("1", heard);
  Listener second("2", heard);
  for (Observer* one : std::initializer_list<Observer*>{&deaf[0], &first, &deaf[1], &second}) {
    observers.add(*one);
  }
  for (char const* word : {"a", "b", "c"}) {
    observers.on_note({}, no_node, word, "");
    observers.on_node({}, no_node, NodeEvent::started);
  }
  EXPECT_EQ(heard, "1:a 2:a 1:b 2:b 1:c 2:c ");
}

TEST(Observers, AreAllToldWhatHappensInTheMidstOfACall) {
  std::string heard;
  Observers observers;
  Deaf deaf;
  Echo echo("e", heard, observers);
  Deaf as_deaf;
  Listener last("l", heard);
  for (Observer* one : std::initializer_list<Observer*>{&deaf, &echo, &as_deaf, &last}) {
    observers.add(*one);
  }
  observers.on_note({}, no_node, "a", "");
  EXPECT_EQ(heard, "e:a e:echo l:echo l:a ");
  heard.clear();
  observers.on_note({}, no_node, "b", "");
  EXPECT_EQ(heard, "e:b e:echo l:echo l:b ");
}

TEST(Observers, AreToldFromTheNextCallOnWhereTheyCameInTheMidstOfOne) {
  std::string heard;
  Observers observers;
  Listener late("late", heard);
  struct Adds final : Observer {
    void on_note(VirtualTime, NodeId, std::string_view, std::string_view) override {
      if (late != nullptr) observers->add(*std::exchange(late, nullptr));
    }
    Observers* observers = nullptr;
    Observer* late = nullptr;
  } adds;
  adds.observers = &observers;
  adds.late = &late;
  observers.add(adds);
  observers.on_note({}, no_node, "a", "");
  EXPECT_EQ(heard, "");
  observers.on_note({}, no_node, "b", "");
  EXPECT_EQ(heard, "late:b ");
}

}  // namespace
}  // namespace drydock::simulator
