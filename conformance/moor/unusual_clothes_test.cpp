#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "conformance/moor/suite.hpp"
#include "conformance/moor/virtual_worker.hpp"

// A correct worker passes, whatever it wears: our own, in clothes that other libraries make.

namespace drydock::conformance {
namespace {

/// What is different about a worker.
struct Clothes {
  bool dealer = false;      // In place of REQ.
  bool correlates = false;  // A DEALER with a number before the delimiter (ZMQ_REQ_CORRELATE).
  bool subscribes_to_all = false;  // The empty prefix.
  bool subscribes_twice = false;
  bool extra_sockets = false;   // That connect and say nothing.
  bool trailing_bytes = false;  // After each FlatBuffer.
};

constexpr SocketName control = "control";

class Dressed final : public Machine {
 public:
  Dressed(std::unique_ptr<Machine> worker, Clothes const& clothes, Values values)
      : worker_(std::move(worker)), clothes_(clothes), values_(std::move(values)) {}

  void step(VirtualTime now, Input const& input, Outbox& out) override {
    Input undressed = input;
    auto* const received = std::get_if<Received>(&undressed);
    if (received != nullptr && is_extra(received->from.socket)) return;
    if (auto const* up = std::get_if<PeerUp>(&input); up != nullptr && is_extra(up->peer.socket))
      return;
    if (auto const* down = std::get_if<PeerDown>(&input);
        down != nullptr && is_extra(down->peer.socket))
      return;
    if (received != nullptr && received->from.socket == control) strip(received->frames);
    Outbox outputs;
    worker_->step(now, undressed, outputs);
    for (Output& output : outputs) {
      std::visit([&](auto& one) { dress(one); }, output);
      out.push_back(std::move(output));
    }
    if (clothes_.extra_sockets && security_ && !std::exchange(has_extras_, true)) open_extras(out);
  }

 private:
  static bool is_extra(SocketName socket) { return socket.starts_with("extra"); }
  bool has_envelope() const { return clothes_.dealer || clothes_.correlates; }

  template <class T>
  void dress(T&) {}
  void dress(OpenSocket& open) {
    if (open.socket == control) security_ = open.spec.security;
    if (open.socket == control && has_envelope()) open.spec.type = SocketType::dealer;
    if (open.spec.type != SocketType::sub) return;
    if (clothes_.subscribes_to_all) open.spec.subscriptions = {""};
    if (clothes_.subscribes_twice) open.spec.subscriptions.emplace_back("work");
  }
  void dress(Send& send) {
    if (send.to.socket != control) return;
    if (clothes_.trailing_bytes) send.frames.back().resize(send.frames.back().size() + 7);
    if (!has_envelope()) return;
    send.frames.insert(send.frames.begin(), Frame{});
    if (clothes_.correlates) send.frames.insert(send.frames.begin(), Frame{0, 0, 0, ++number_});
  }
  void strip(Frames& frames) const {
    std::size_t const envelope = has_envelope() ? (clothes_.correlates ? 2 : 1) : 0;
    frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(envelope));
  }
  void open_extras(Outbox& out) const {
    SocketSpec dealer;
    dealer.type = SocketType::dealer;
    dealer.connect = {values_.at("response")};
    dealer.security = *security_;
    out.emplace_back(OpenSocket{"extra_control", dealer});
    SocketSpec subscriber;
    subscriber.type = SocketType::sub;
    subscriber.security = *security_;
    subscriber.connect = {values_.at("request")};
    subscriber.subscriptions = {"workers"};
    out.emplace_back(OpenSocket{"extra_dispatch", subscriber});
  }

  std::unique_ptr<Machine> worker_;
  Clothes clothes_;
  Values values_;
  std::optional<Security> security_;  // Of the worker's own sockets, once it has some.
  bool has_extras_ = false;
  std::uint8_t number_ = 0;
};

struct Outfit {
  std::string name;
  Clothes clothes;
};

class UnusualClothes : public testing::TestWithParam<Outfit> {};

/// Judges it by the cases of `profile` that need no process.
void expect_to_pass(Clothes const& clothes, moor::worker::Profile profile, Links links) {
  TesteeFactory const dressed = [&](Surroundings const& around, Rng rng) {
    return std::make_unique<Dressed>(virtual_worker({}, profile)(around, rng), clothes,
                                     around.values);
  };
  auto const& suite = worker_suite();
  bool const strict = profile == moor::worker::Profile::strict;
  std::vector<Case const*> cases = suite.cases;
  std::erase_if(cases, [&](Case const* one) {
    return (one->requirement.profile == Profile::strict) != strict || one->ground.process ||
           (one->ground.secure && links == Links::plain);
  });
  for (CaseResult const& one : judge_machines(cases, dressed, suite.placeholders, Seed{1}, links)) {
    EXPECT_EQ(one.finding.verdict, Verdict::pass)
        << one.which->id() << ": " << one.finding.message() << "\n"
        << one.finding.testee_output;
  }
}

TEST_P(UnusualClothes, ACorrectWorkerPassesAllTheSame) {
  expect_to_pass(GetParam().clothes, moor::worker::Profile::robust, Links::plain);
}

TEST_P(UnusualClothes, ACorrectWorkerPassesOverCurve) {
  expect_to_pass(GetParam().clothes, moor::worker::Profile::robust, Links::secure);
}

TEST_P(UnusualClothes, AStrictWorkerPassesOverCurve) {
  expect_to_pass(GetParam().clothes, moor::worker::Profile::strict, Links::secure);
}

INSTANTIATE_TEST_SUITE_P(Worker, UnusualClothes,
                         testing::Values(Outfit{"none", {}}, Outfit{"dealer", {.dealer = true}},
                                         Outfit{"correlates", {.correlates = true}},
                                         Outfit{"subscribes_to_all", {.subscribes_to_all = true}},
                                         Outfit{"subscribes_twice", {.subscribes_twice = true}},
                                         Outfit{"extra_sockets", {.extra_sockets = true}},
                                         Outfit{"trailing_bytes", {.trailing_bytes = true}}),
                         [](auto const& test) { return test.param.name; });

}  // namespace
}  // namespace drydock::conformance
