#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

/// Reconnect delays may have grown while nobody was there.
constexpr Duration reconnect_within = 30s;

void a_daemon_that_comes_back_is_served(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.close();
  daemon.run_for(3s);
  std::size_t const subscriptions = daemon.subscriptions();
  daemon.open();
  bool const subscribed =
      daemon.run_until(reconnect_within, [&] { return daemon.subscriptions() > subscriptions; });
  daemon.require(subscribed, "a new subscription after the daemon came back", "none in time");
  Mark const before = daemon.mark();
  daemon.ping_every(1s);
  daemon.expect<moor::WorkerPong>(before, 5s, "a WorkerPong within 5 s of a ping");
  daemon.expect_answer(daemon.request({"again"}));
}

void a_late_daemon_is_found(Stage& stage) {
  FakeDaemon daemon{stage, Presence::away};
  daemon.start();
  daemon.run_for(20s);
  daemon.require(daemon.any_running(), "a worker that waits for its daemon", "its end");
  daemon.open();
  daemon.ping_every(usual_ping_period);
  daemon.expect<moor::AttachWorker>(0, 60s, "an AttachWorker within 60 s of the daemon's start");
}

void an_answer_is_kept_for_the_daemon(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Uuid const request = daemon.request(sleep_for(3));
  daemon.run_for(1s);
  daemon.close();
  daemon.run_for(4s);
  daemon.open();
  Mark const back = daemon.mark();
  daemon.reply_always<moor::RequestResult>(moor::WorkerUnknownRequest{request});
  daemon.ping_every(1s);
  daemon.expect_that(back, 30s, "the answer that was ready while the daemon was away",
                     [&](Heard const& one) { return one.answers(request); });
  daemon.run_for(quiet_while);
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() == 1, "that answer once", "more often", answers);
  daemon.expect_pong();
}

void silence_is_noticed(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  TesteeId const testee{0};
  daemon.run_for(
      25s);  // Shorter silences may pass unnoticed, and what was said so far was of others.
  std::size_t const subscriptions = daemon.subscriptions();
  std::size_t const said = stage.output(testee).size();
  Mark const before = daemon.mark();
  bool const noticed = daemon.run_until(50s, [&] {
    return daemon.subscriptions() > subscriptions || daemon.mark() > before ||
           stage.output(testee).size() > said || !daemon.any_running();
  });
  daemon.require(noticed, "a new subscription, a message, or a word in the log about the silence",
                 "nothing in 75 s without a ping");
}

constexpr Case daemon_case_list[] = {
    {requirement("worker.daemon.restart"), "", "a daemon that was away for 3 s is served again",
     opaque, a_daemon_that_comes_back_is_served},
    {requirement("worker.daemon.absent"), "", "a daemon that starts 20 s late is attached to",
     opaque, a_late_daemon_is_found},
    {requirement("worker.daemon.answer-kept"), "",
     "the answer to a request arrives when the daemon is back", test,
     an_answer_is_kept_for_the_daemon},
    {requirement("worker.daemon.silent"), "",
     "75 s without a ping bring a new subscription or a word in the log", opaque,
     silence_is_noticed},
};

}  // namespace

std::span<Case const> daemon_cases() { return daemon_case_list; }

}  // namespace drydock::conformance
