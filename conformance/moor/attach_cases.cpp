#include <algorithm>
#include <map>
#include <string>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using moor::AttachWorker;
using moor::WorkerPong;

constexpr char const* refusal = "refused-by-the-conformance-suite";

void an_attach_comes_first(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.check_each([&](Heard const& one) {
    bool const first = &one == &daemon.heard().front();
    daemon.require(!first || one.as<AttachWorker>() != nullptr, "an AttachWorker first",
                   "another message", {&one});
  });
  daemon.start();
  // Whoever can hear these pings could be tempted to answer them before it has attached.
  daemon.ping_every(10ms);
  daemon.run_until(attach_within, [&] { return !daemon.heard().empty(); });
  daemon.require(!daemon.heard().empty(), "an AttachWorker first", "no message at all");
}

void no_request_is_missed_after_the_attach(Stage& stage) {
  constexpr std::size_t workers = 20;
  FakeDaemon daemon{stage};
  daemon.ping_every(usual_ping_period);
  for (std::size_t started = 0; started < workers; ++started) daemon.start();
  std::vector<Uuid> requests;
  Mark looked_at = 0;
  bool const all_attached = daemon.run_until(2 * attach_within, [&] {
    for (; looked_at < daemon.heard().size(); ++looked_at) {
      auto const* attach = daemon.heard()[looked_at].as<AttachWorker>();
      if (attach == nullptr) continue;
      // Its reply left a moment ago.
      moor::WorkerRequest request = daemon.new_request({"at once"});
      request.worker_id = attach->worker_id;
      daemon.await_answer_to(request.id);
      daemon.publish(request);
      requests.push_back(request.id);
    }
    return requests.size() >= workers;
  });
  daemon.require(all_attached, "20 workers that attach", "fewer");
  for (Uuid const& request : requests) {
    daemon.expect_that(0, answer_within, "an answer to a request right after the attach",
                       [&](Heard const& one) { return one.answers(request); });
  }
}

void a_subscription_matches_the_topic(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.start();
  bool const subscribed =
      daemon.run_until(attach_within, [&] { return daemon.subscriptions() > 0; });
  daemon.require(subscribed, "a subscription that matches the topic `workers`", "none in time");
}

/// Refuses the worker's attach, and pings it.
void expect_no_pong_after(Stage& stage, moor::DaemonToWorkerReplyUnion const& reply) {
  FakeDaemon daemon{stage};
  daemon.reply_always<AttachWorker>(reply);
  daemon.start();
  daemon.expect_attach();
  daemon.ping_every(1s);
  daemon.run_for(4s);
  auto const pongs = daemon.all<WorkerPong>();
  daemon.require(pongs.empty(), "no WorkerPong from a worker that was refused", "one", pongs);
}

void a_rejected_worker_is_not_attached(Stage& stage) {
  expect_no_pong_after(stage, moor::WorkerRejected{refusal});
}
void an_unauthorised_worker_is_not_attached(Stage& stage) {
  expect_no_pong_after(stage, moor::WorkerAuthFailed{refusal});
}
void an_invalid_worker_is_not_attached(Stage& stage) {
  expect_no_pong_after(stage, moor::WorkerInvalidPayload{refusal});
}

/// The times between one attach of each worker and its next, by the number of the pair.
std::vector<Duration> delays_of(std::vector<Heard const*> const& attaches) {
  std::vector<Duration> delays;
  for (std::size_t at = 1; at < attaches.size(); ++at) {
    delays.push_back(attaches[at]->at - attaches[at - 1]->at);
  }
  return delays;
}

void a_refused_worker_backs_off_or_ends(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.reply_always<AttachWorker>(moor::WorkerRejected{refusal});
  TesteeId const testee = daemon.start();
  daemon.expect_attach();
  daemon.run_until(90s,
                   [&] { return !daemon.any_running() || daemon.all<AttachWorker>().size() >= 4; });
  if (!daemon.any_running()) {
    daemon.require(daemon.ended()->status != 0, "an end with a status other than 0", "0");
    bool const said = stage.output(testee).find(refusal) != std::string::npos;
    daemon.require(said, "an end with the daemon's reason on stdout or stderr", "none");
    return;
  }
  auto const attaches = daemon.all<AttachWorker>();
  daemon.require(attaches.size() >= 4, "more attempts to attach, or the end of the worker",
                 "neither in time", attaches);
  std::vector<Duration> const delays = delays_of(attaches);
  Duration const longest = *std::max_element(delays.begin() + 1, delays.end());
  daemon.require(longest > delays.front() * 6 / 5, "delays that grow", "delays that do not",
                 attaches);
}

void refused_workers_do_not_march_in_step(Stage& stage) {
  constexpr std::size_t workers = 8;
  FakeDaemon daemon{stage};
  daemon.reply_always<AttachWorker>(moor::WorkerRejected{refusal});
  daemon.ping_every(usual_ping_period);
  for (std::size_t started = 0; started < workers; ++started) daemon.start();
  std::map<Uuid, std::vector<Heard const*>> attaches;
  Mark looked_at = 0;
  bool const all_tried_again = daemon.run_until(60s, [&] {
    for (; looked_at < daemon.heard().size(); ++looked_at) {
      Heard const& one = daemon.heard()[looked_at];
      if (one.as<AttachWorker>() != nullptr) attaches[one.worker().value()].push_back(&one);
    }
    return attaches.size() == workers &&
           std::all_of(attaches.begin(), attaches.end(),
                       [](auto const& one) { return one.second.size() > 1; });
  });
  if (!all_tried_again) leave_inconclusive("the workers do not try again to attach");
  Duration shortest = Duration::max();
  Duration longest{0};
  for (auto const& [worker, tries] : attaches) {
    shortest = std::min(shortest, delays_of(tries).front());
    longest = std::max(longest, delays_of(tries).front());
  }
  daemon.require(longest - shortest > longest / 50, "delays that differ from worker to worker",
                 "the same delay for all");
}

constexpr Case attach_case_list[] = {
    {requirement("worker.attach.first"), "", "the first message is an AttachWorker", opaque,
     an_attach_comes_first},
    {requirement("worker.attach.subscribed"), "",
     "20 workers answer 20 requests that follow their attach at once", opaque,
     no_request_is_missed_after_the_attach},
    {requirement("worker.dispatch.topic"), "", "a subscription to a prefix of `workers` comes",
     opaque, a_subscription_matches_the_topic},
    {requirement("worker.attach.refused"), "rejected", "after WorkerRejected no ping is answered",
     opaque, a_rejected_worker_is_not_attached},
    {requirement("worker.attach.refused"), "auth-failed",
     "after WorkerAuthFailed no ping is answered", opaque, an_unauthorised_worker_is_not_attached},
    {requirement("worker.attach.refused"), "invalid-payload",
     "after WorkerInvalidPayload no ping is answered", opaque, an_invalid_worker_is_not_attached},
    {requirement("worker.attach.retry"), "",
     "a rejected worker comes back ever later, or ends and says why", opaque,
     a_refused_worker_backs_off_or_ends},
    {requirement("worker.retry.jitter"), "", "8 rejected workers come back at different times",
     opaque, refused_workers_do_not_march_in_step},
};

}  // namespace

std::span<Case const> attach_cases() { return attach_case_list; }

}  // namespace drydock::conformance
