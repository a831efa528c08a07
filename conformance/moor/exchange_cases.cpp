#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using moor::AttachWorker;
using moor::WorkerPong;

/// Source: W-34.
constexpr Duration reply_wait_max = 10s;

/// Pings until a pong comes whose reply stays out. That pong.
Heard const& withhold_the_reply_to_a_pong(FakeDaemon& daemon) {
  daemon.reply_once<WorkerPong>(Withheld{});
  Mark const before = daemon.mark();
  daemon.ping();
  return daemon.expect<WorkerPong>(before, pong_within, "a WorkerPong within 2 s of a ping");
}

void a_missing_reply_is_given_up(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  withhold_the_reply_to_a_pong(daemon);
  Mark const withheld = daemon.mark();
  daemon.ping_every(2s);
  daemon.expect<WorkerPong>(withheld, reply_wait_max + 2s,
                            "another WorkerPong when a reply has stayed out for 10 s");
}

void a_late_reply_is_not_taken_for_another(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  Heard const& abandoned = withhold_the_reply_to_a_pong(daemon);
  Mark const withheld = daemon.mark();
  daemon.ping_every(2s);
  daemon.run_for(reply_wait_max + 2s);
  if (daemon.all<WorkerPong>(withheld).empty()) {
    leave_inconclusive("the worker does not go on after a reply that stayed out");
  }
  daemon.ping_every(0s);
  daemon.run_for(quiet_while);

  Heard const& open = withhold_the_reply_to_a_pong(daemon);
  Mark const before = daemon.mark();
  daemon.reply_to(abandoned, moor::WorkerNotRegistered{worker});
  daemon.run_for(500ms);
  daemon.reply_to(open, moor::WorkerAck{});
  daemon.run_for(5s);
  auto const comebacks = daemon.all_that(
      before, [](Heard const& one) { return one.as<AttachWorker>() || one.as<WorkerPong>(); });
  daemon.require(comebacks.empty(), "nothing on account of a reply that came 12 s late",
                 "an attempt to attach", comebacks);
  daemon.expect_pong();
}

constexpr Case exchange_case_list[] = {
    {requirement("worker.exchange.bounded"), "",
     "pings are answered again after a pong that got no reply", opaque,
     a_missing_reply_is_given_up},
    {requirement("worker.exchange.late-reply"), "",
     "WorkerNotRegistered that comes late to one pong does not count for the next", opaque,
     a_late_reply_is_not_taken_for_another},
};

}  // namespace

std::span<Case const> exchange_cases() { return exchange_case_list; }

}  // namespace drydock::conformance
