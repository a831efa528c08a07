#include <algorithm>
#include <map>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

/// How often each request was answered, counted once for all that was heard.
class AnswerCount {
 public:
  explicit AnswerCount(FakeDaemon const& daemon) : daemon_(daemon) {}
  void expect(Uuid const& request) { counts_.emplace(request, 0); }

  /// Whether all are answered by now.
  bool complete() {
    for (; looked_at_ < daemon_.heard().size(); ++looked_at_) {
      Heard const& one = daemon_.heard()[looked_at_];
      auto const* result = one.as<moor::RequestResult>();
      auto const* error = one.as<moor::RequestError>();
      if (result == nullptr && error == nullptr) continue;
      auto const found = counts_.find(result != nullptr ? result->request_id : error->request_id);
      if (found == counts_.end()) continue;
      if (++found->second == 1) ++answered_;
    }
    return answered_ == counts_.size();
  }
  std::size_t answered() const { return answered_; }
  bool any_twice() const {
    return std::any_of(counts_.begin(), counts_.end(), [](auto& one) { return one.second > 1; });
  }

 private:
  FakeDaemon const& daemon_;
  std::map<Uuid, int> counts_;
  std::size_t answered_ = 0;
  Mark looked_at_ = 0;
};

void each_of_1000_requests_is_answered_once(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.ping_every(usual_ping_period);
  AnswerCount count{daemon};
  for (int batch = 0; batch < 20; ++batch) {
    for (int request = 0; request < 50; ++request) count.expect(daemon.request({batch, request}));
    bool const complete = daemon.run_until(answer_within, [&] { return count.complete(); });
    daemon.require(complete, "an answer to each request", "none to some of them");
  }
  daemon.run_for(1s);
  count.complete();
  daemon.require(!count.any_twice(), "one answer to each request", "more than one to some of them");
}

void none_of_2000_requests_at_once_is_dropped(Stage& stage, bool some_take_long) {
  constexpr auto patience = 15s;
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.ping_every(usual_ping_period);
  AnswerCount count{daemon};
  for (int request = 0; request < 2000; ++request) {
    bool const slow = some_take_long && request < 200;
    count.expect(daemon.request(slow ? sleep_for(0.2) : std::vector<moor::Var>{request}));
  }
  // A worker that does one at a time takes long, which is its good right as long as it goes on.
  bool complete = false;
  bool progress = true;
  while (!complete && progress) {
    std::size_t const before = count.answered();
    complete =
        daemon.run_until(patience, [&] { return count.complete() || count.answered() > before; });
    complete = count.complete();
    progress = count.answered() > before;
  }
  daemon.require(complete, "an answer to each of 2000 requests at once", "none to some of them");
}

void none_of_2000_instant_requests_is_dropped(Stage& stage) {
  none_of_2000_requests_at_once_is_dropped(stage, false);
}
void none_of_2000_mixed_requests_is_dropped(Stage& stage) {
  none_of_2000_requests_at_once_is_dropped(stage, true);
}

void a_request_for_another_brings_nothing(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Mark const before = daemon.mark();
  for (int request = 0; request < 5; ++request) {
    moor::WorkerRequest foreign = daemon.new_request({"for another"});
    foreign.worker_id = daemon.new_id();
    daemon.publish(foreign);
  }
  daemon.run_for(quiet_while);
  auto const messages = daemon.all_that(before, [](Heard const&) { return true; });
  daemon.require(messages.empty(), "no message about a request to another worker", "one", messages);
  daemon.expect_pong();
}

void a_failing_request_is_answered_with_an_error(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  Heard const& answer =
      daemon.expect_answer(daemon.request({moor::list_of({"fail", "as the suite asked"})}));
  daemon.require(answer.as<moor::RequestError>() != nullptr, "a RequestError", "another answer",
                 {&answer});
}

void perms_and_arguments_reach_the_service(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  moor::WorkerRequest request = daemon.new_request({moor::list_of({"perms"}), "x", 7});
  request.perms = moor::ObjId{1234};
  daemon.await_answer_to(request.id);
  daemon.publish(request);
  Heard const& answer = daemon.expect_answer(request.id);
  auto const* result = answer.as<moor::RequestResult>();
  daemon.require(result != nullptr, "a RequestResult", "another answer", {&answer});
  moor::Var const expected = moor::list_of(
      {"echo_response", moor::Var{moor::Obj{moor::ObjId{1234}}}, moor::list_of({"perms"}), "x", 7});
  daemon.require(result->result == expected, "{\"echo_response\", #1234, {\"perms\"}, \"x\", 7}",
                 "another value", {&answer});
}

constexpr Case request_case_list[] = {
    {requirement("worker.request.one-answer"), "", "1000 requests bring 1000 answers", opaque,
     each_of_1000_requests_is_answered_once},
    {requirement("worker.request.many"), "instant", "2000 requests at once bring 2000 answers",
     opaque, none_of_2000_instant_requests_is_dropped},
    {requirement("worker.request.many"), "slow",
     "2000 requests at once, some of which take time, bring 2000 answers", test,
     none_of_2000_mixed_requests_is_dropped},
    {requirement("worker.request.others"), "", "requests to another worker bring no message",
     opaque, a_request_for_another_brings_nothing},
    {requirement("worker.request.failure"), "", "a request that fails brings a RequestError", test,
     a_failing_request_is_answered_with_an_error},
    {requirement("worker.request.perms"), "", "perms and arguments come back as they were sent",
     test, perms_and_arguments_reach_the_service},
};

}  // namespace

std::span<Case const> request_cases() { return request_case_list; }

}  // namespace drydock::conformance
