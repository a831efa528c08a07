#include <variant>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"

namespace drydock::conformance {
namespace {

using moor::AttachWorker;

Uuid id_in_body(moor::WorkerToDaemonMessage const& message) {
  return std::visit([](auto const& body) { return body.worker_id; }, message.message);
}

void every_message_has_two_frames(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.check_each([&](Heard const& one) {
    bool const id_first = !one.frames.empty() && one.frames.front().size() == Uuid{}.bytes.size();
    daemon.require(one.frames.size() == 2 && id_first, "two frames, the first of 16 bytes",
                   "other frames", {&one});
  });
  hold_session(daemon);
}

void every_payload_decodes(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.check_each([&](Heard const& one) {
    daemon.require(one.message.has_value() || one.frames.size() != 2,
                   "a payload that is a WorkerToDaemonMessage", "another", {&one});
  });
  hold_session(daemon);
}

void the_id_never_changes(Stage& stage) {
  FakeDaemon daemon{stage};
  std::optional<Uuid> worker;
  daemon.check_each([&](Heard const& one) {
    if (!one.message) return;
    Uuid const first = worker.value_or(one.worker().value());
    bool const same = one.worker() == first && id_in_body(*one.message) == first;
    daemon.require(same, "the id of the first message, in the first frame and in the body",
                   "another id", {&one});
    worker = first;
  });
  hold_session(daemon);
}

void two_workers_have_two_ids(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const one = daemon.attach();
  Uuid const other = daemon.attach();
  daemon.require(one != other, "two ids for two workers", "one for both",
                 daemon.all<AttachWorker>());
}

void a_second_start_has_a_new_id(Stage& stage) {
  FakeDaemon daemon{stage};
  TesteeId const first_start = daemon.start();
  daemon.expect_attach();
  Uuid const first = daemon.worker();
  stage.signal(first_start, StopSignal::kill);
  daemon.expect_end(stop_within, "an end after SIGKILL");
  Mark const before = daemon.mark();
  daemon.start();
  Heard const& second = daemon.expect_attach(before);
  daemon.require(daemon.worker() != first, "a new id", "that of the process before", {&second});
  bool const random = daemon.worker().version() == 4;
  daemon.require(random, "a UUID of version 4", "another", {&second});
}

constexpr Case identity_case_list[] = {
    {requirement("worker.frames.two"), "", "all messages of a session have two frames", opaque,
     every_message_has_two_frames},
    {requirement("worker.payload.root"), "", "all payloads of a session decode", opaque,
     every_payload_decodes},
    {requirement("worker.id.constant"), "", "all messages of a session have one id", opaque,
     the_id_never_changes},
    {requirement("worker.id.unique"), "", "two workers at once have two ids", opaque,
     two_workers_have_two_ids},
    {requirement("worker.id.fresh"), "", "a second start has a new, random id", opaque,
     a_second_start_has_a_new_id},
};

}  // namespace

std::span<Case const> identity_cases() { return identity_case_list; }

}  // namespace drydock::conformance
