#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using moor::WorkerPong;

void ten_pings_bring_ten_pongs(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  moor::Symbol const type =
      daemon.all<moor::AttachWorker>()[0]->as<moor::AttachWorker>()->worker_type;
  for (int ping = 0; ping < 10; ++ping) {
    Mark const before = daemon.mark();
    VirtualTime const began = daemon.now();
    daemon.ping();
    Heard const& heard =
        daemon.expect<WorkerPong>(before, pong_within, "a WorkerPong within 2 s of a ping");
    WorkerPong const& pong = *heard.as<WorkerPong>();
    bool const of_worker = pong.worker_id == worker && same_symbol(pong.worker_type, type);
    daemon.require(of_worker, "a WorkerPong with the id and type of the attach", "another",
                   {&heard});
    daemon.run_for(began + 1s - daemon.now());
    auto const pongs = daemon.all<WorkerPong>(before);
    daemon.require(pongs.size() == 1, "one WorkerPong to a ping", "more than one", pongs);
  }
}

void a_busy_worker_answers_pings(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Uuid const request = daemon.request(sleep_for(12));
  for (int ping = 0; ping < 10; ++ping) {
    daemon.run_for(1s);
    daemon.expect_pong();
    auto const answers = daemon.answers_to(request);
    daemon.require(answers.empty(), "no answer before the 12 s that were asked for", "one",
                   answers);
  }
}

void a_reattached_worker_goes_on(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  daemon.reply_once<WorkerPong>(moor::WorkerAttached{worker});
  daemon.expect_pong();
  daemon.run_for(1s);
  daemon.expect_pong();
  daemon.expect_answer(daemon.request({"after"}));
}

constexpr Case ping_case_list[] = {
    {requirement("worker.ping.one-pong"), "", "ten pings, a second apart, bring ten pongs", opaque,
     ten_pings_bring_ten_pongs},
    {requirement("worker.ping.while-busy"), "", "pings are answered during a request of 12 s", test,
     a_busy_worker_answers_pings},
    {requirement("worker.ping.reattached"), "",
     "after WorkerAttached in reply to a pong, pings and requests are answered", opaque,
     a_reattached_worker_goes_on},
};

}  // namespace

std::span<Case const> ping_cases() { return ping_case_list; }

}  // namespace drydock::conformance
