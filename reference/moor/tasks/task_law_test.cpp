#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

constexpr std::array players{2, 12, 13};

/// Whatever people do to tasks and to each other, in any order.
class Crowd {
 public:
  explicit Crowd(std::uint64_t seed) : rng_(Seed{seed}) {}

  void act() {
    switch (rng_.below(16)) {
      case 0:
        return arrive();
      case 1:
      case 2:
        return command("lines 3 x");
      case 3:
      case 4:
        return command("nap " + std::to_string(rng_.below(5)));
      case 5:
        return command("prompt");
      case 6:
        return command("oops");
      case 7:
        return command("echo hello");
      case 8:
        return command("kill " + std::to_string(some_task()));
      case 9:
        return command("boot Bob");
      case 10:
        return command(rng_.chance({1, 2}) ? "spin" : "quit");
      case 11:
        return input();
      case 12:
        return answer();
      case 13:
        return out_of_band();
      case 14:
        return stage_.advance(std::chrono::milliseconds{rng_.below(3000)});
      case 15:
        return end_something();
    }
  }

  /// Everything that can end ends.
  void settle() {
    stage_.advance(20s);
    while (answered_ < stage_.workers().asked.size()) answer();
    for (Uuid const& client : clients_) {
      for (auto const& event : stage_.events<RequestInputEvent>(client))
        stage_.ask(client, RequestedInput{{}, {}, event.request_id, "x"});
    }
    stage_.advance(20s);
  }

  void check() const {
    for (auto const& [task, client] : accepted_) {
      int const ends = stage_.ends_of(task);
      bool const booted = !stage_.events<DisconnectEvent>(client).empty();
      if (gone_.contains(client) && !booted) {  // Nobody is there to be told.
        RC_ASSERT(ends <= 1);
      } else {
        RC_ASSERT(ends == 1);
      }
    }
    check_nothing_follows();
  }

 private:
  /// No event of a task after its end, and none for a client after its DisconnectEvent.
  void check_nothing_follows() const {
    std::set<std::uint64_t> ended;
    std::set<Uuid> disconnected;
    for (Heard const& one : stage_.heard_so_far()) {
      RC_ASSERT(!disconnected.contains(one.client));
      if (std::holds_alternative<DisconnectEvent>(one.event)) disconnected.insert(one.client);
      if (auto const* end = std::get_if<TaskSuccessEvent>(&one.event)) ended.insert(end->task_id);
      if (auto const* end = std::get_if<TaskErrorEvent>(&one.event)) ended.insert(end->task_id);
      auto const* suspended = std::get_if<TaskSuspendedEvent>(&one.event);
      if (suspended != nullptr) RC_ASSERT(!ended.contains(suspended->task_id));
    }
  }

  void arrive() {
    if (clients_.size() < 6) clients_.push_back(stage_.connect(players.at(rng_.below(3))));
  }
  std::optional<Uuid> somebody() {
    std::erase_if(clients_, [this](Uuid const& id) {
      bool const there = stage_.desk().all().find(id) != nullptr;
      if (!there) gone_.insert(id);
      return !there;
    });
    if (clients_.empty()) return std::nullopt;
    return clients_.at(rng_.below(clients_.size()));
  }
  std::uint64_t some_task() {
    if (accepted_.empty()) return 0;
    auto place = accepted_.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(rng_.below(accepted_.size())));
    return place->first;
  }
  void command(std::string const& text) {
    auto const client = somebody();
    if (!client) return;
    note(stage_.ask(*client, Command{{}, {}, ObjId{0}, text}), *client);
  }
  void out_of_band() {
    auto const client = somebody();
    if (client) note(stage_.ask(*client, OutOfBand{{}, {}, ObjId{0}, "x", ""}), *client);
  }
  /// The reply may have to wait for a transaction that is open.
  void note(std::uint64_t number, Uuid const& client) {
    if (!stage_.reply(number)) stage_.advance(0s);
    auto const submitted = stage_.accepted<TaskSubmitted>(number);
    RC_ASSERT(accepted_.emplace(submitted.task_id, client).second);
    (void)somebody();
  }
  void input() {
    auto const client = somebody();
    if (!client) return;
    for (auto const& event : stage_.events<RequestInputEvent>(*client))
      stage_.ask(*client, RequestedInput{{}, {}, event.request_id, "x"});
  }
  void answer() {
    if (answered_ >= stage_.workers().asked.size()) return;
    WorkerOutcome outcome = Var(1);
    if (rng_.chance({1, 2})) outcome = WorkerError{WorkerRequestError{"no"}};
    stage_.answer(answered_++, std::move(outcome));
  }
  void end_something() {
    if (rng_.chance({1, 2})) {
      if (rng_.chance({1, 2})) stage_.stop();
      stage_.restart();
    } else if (auto const client = somebody()) {
      stage_.detach(*client);
      gone_.insert(*client);
    }
  }

  Rng rng_;
  TaskStage stage_;
  std::vector<Uuid> clients_;
  std::set<Uuid> gone_;
  std::map<std::uint64_t, Uuid> accepted_;
  std::size_t answered_ = 0;
};

TEST(TaskLaw, EveryAcceptedMonitoredTaskHasExactlyOneEnd) {  // EV-02, EV-03, EV-04, HQ-42
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Crowd crowd{seed};
    for (int i = 0; i < 120; ++i) crowd.act();
    crowd.settle();
    crowd.check();
  }));
}

}  // namespace
}  // namespace drydock::moor::tasks
