#include "reference/moor/daemon/task_workers.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

class TaskWorkersTest : public testing::Test {
 protected:
  static constexpr VirtualTime zero{};

  void ask(VirtualTime now, std::uint8_t number) {
    workers.ask(now, Uuid{{number}}, {Symbol{"echo"}, {}, ObjId{2}, std::nullopt}, out);
  }
  /// Whoever was asked last has answered.
  void answer(VirtualTime now) {
    for (Output const& output : std::exchange(out, {})) {
      auto const* send = std::get_if<Send>(&output);
      if (send == nullptr) continue;
      auto const message = decode_daemon_to_worker(send->frames.back()).value().message;
      auto const& request = std::get<WorkerRequest>(message);
      EXPECT_TRUE(dispatcher.settle(request.worker_id, request.id, Var{1}, out));
    }
    (void)workers.take_answers(now);
  }
  std::string rows(VirtualTime now) { return to_literal(Var{workers.workers(now)}); }

  Settings const settings;
  WorkerRegistry registry{settings};
  CallerPort const callers{settings};
  Dispatcher dispatcher{settings, registry, callers, nullptr, Rng{Seed{1}}};
  TaskWorkers workers{dispatcher, registry, nullptr};
  Outbox out;
};

// Workers 5.5, UQ-49.
TEST_F(TaskWorkersTest, TheirRowTellsWhatWasCounted) {
  EXPECT_EQ(rows(zero), "{}");
  for (std::uint8_t const id : {std::uint8_t{1}, std::uint8_t{2}}) {
    registry.attach(zero, Uuid{{id}}, Symbol{"echo"}, "", out);
  }
  EXPECT_EQ(rows(zero + 1s), "{{'echo, 2, 0, 0.0, 1.0}}");
  registry.renew(zero + 5s, Uuid{{1}}, out);
  out.clear();
  ask(zero + 5s, 10);
  EXPECT_EQ(rows(zero + 5s), "{{'echo, 2, 1, 0.0, 0.0}}");
  answer(zero + 5s + 100ms);
  ask(zero + 6s, 11);
  answer(zero + 6s + 300ms);
  ask(zero + 7s, 12);
  EXPECT_EQ(rows(zero + 7s), "{{'echo, 2, 1, 200.0, 2.0}}");
}

}  // namespace
}  // namespace drydock::moor::daemon
