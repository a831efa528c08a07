#include "simulator/real/history.hpp"

#include <gtest/gtest.h>

#include "simulator/network/test_frames.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// Messages are `kind`, or `kind subject`.
class PlainDescriber final : public Describer {
 public:
  std::string describe(NodeId, SocketName, Direction, Frames const& frames) override {
    return std::string(text_of(frames.back()));
  }
};

class PlainReader final : public MessageReader {
 public:
  MessageFacts read(std::string_view text, NodeId, SocketName, Direction, Frames const&) override {
    MessageFacts facts;
    std::size_t const blank = std::min(text.find(' '), text.size());
    facts.kind = text.substr(0, blank);
    facts.subject = text.substr(std::min(blank + 1, text.size()));
    facts.is_routine = facts.kind == "ping";
    facts.is_nod = facts.kind == "ack";
    return facts;
  }
};

/// A client `c` asks a daemon `d`, which asks a worker `w`.
class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    world_.watch(history_);
    daemon_.open("callers", binding(SocketType::rep, "ipc:///callers"));
    daemon_.open("work", binding(SocketType::pub, "ipc:///work"));
    caller_.open("ask0", connecting(SocketType::req, "ipc:///callers"));
    worker_.open("work", subscribing("ipc:///work", ""));
    pass();
  }
  void pass() { world_.run_until(world_.now() + 1s); }
  std::vector<std::string> texts(std::string const& name) const {
    std::vector<std::string> all;
    auto const place = history_.sequences().find(name);
    if (place == history_.sequences().end()) return all;
    for (History::Entry const& entry : place->second) all.push_back(entry.text);
    return all;
  }
  using Texts = std::vector<std::string>;

  World world_{WorldSettings{}};
  PlainDescriber describer_;
  PlainReader reader_;
  History history_{world_, describer_, reader_};
  Player daemon_{world_, "d"};
  Player worker_{world_, "w"};
  Player caller_{world_, "c"};
};

TEST_F(HistoryTest, WhatIsSaidAndHeardIsKeptByNodeAndSocket) {
  caller_.send({"ask0"}, frames_of({"question"}));
  pass();
  daemon_.send({"callers"}, frames_of({"answer"}));
  daemon_.send({"work"}, frames_of({"news"}));
  pass();
  EXPECT_EQ(texts("c sends on ask"), Texts{"question"});
  EXPECT_EQ(texts("d hears c on callers"), Texts{"question"});
  EXPECT_EQ(texts("c hears d on ask"), Texts{"answer"});
  EXPECT_EQ(texts("w hears d on work"), Texts{"news"});
}

TEST_F(HistoryTest, WhatIsLostOnItsWayIsSaidAndNotHeard) {
  caller_.send({"ask0"}, frames_of({"question"}));
  world_.network().disconnect(caller_.node(), daemon_.node());
  pass();
  EXPECT_EQ(texts("c sends on ask"), Texts{"question"});
  EXPECT_EQ(texts("d hears c on callers"), Texts{});
}

TEST_F(HistoryTest, RoutineIsLeftOutAndSoIsTheNodToIt) {
  caller_.send({"ask0"}, frames_of({"ping"}));
  pass();
  daemon_.send({"callers"}, frames_of({"ack"}));
  pass();
  caller_.send({"ask0"}, frames_of({"question"}));
  pass();
  daemon_.send({"callers"}, frames_of({"ack"}));
  pass();
  EXPECT_EQ(texts("c sends on ask"), Texts{"question"});
  EXPECT_EQ(texts("d hears c on callers"), Texts{"question"});
  EXPECT_EQ(texts("c hears d on ask"), Texts{"ack"});
}

TEST_F(HistoryTest, ARequestThatIsSentOnIsTheSame) {
  caller_.send({"ask0"}, frames_of({"question q"}));
  pass();
  daemon_.send({"work"}, frames_of({"order r"}));
  daemon_.send({"callers"}, frames_of({"answer q"}));
  pass();
  EXPECT_EQ(texts("request 1 at c"), (Texts{"sends question", "hears answer of d"}));
  EXPECT_EQ(texts("request 1 at d"), (Texts{"hears question of c", "sends order", "sends answer"}));
  EXPECT_EQ(texts("request 1 at w"), Texts{"hears order of d"});
}

TEST_F(HistoryTest, ARequestOnTheSocketOfTheLastIsAnother) {
  caller_.send({"ask0"}, frames_of({"question q"}));
  pass();
  daemon_.send({"callers"}, frames_of({"answer q"}));
  pass();
  caller_.send({"ask0"}, frames_of({"question s"}));
  pass();
  EXPECT_EQ(texts("request 2 at d"), Texts{"hears question of c"});
}

TEST_F(HistoryTest, WhatBecomesOfANodeIsKept) {
  world_.restart(worker_.node());
  EXPECT_EQ(texts("w"), (Texts{"crash", "restart"}));  // It was started before.
}

}  // namespace
}  // namespace drydock::simulator
