#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/raw/raw_unions.hpp"
#include "reference/moor/raw/raw_worker_messages.hpp"

// Bad input to the control socket, and exactly what comes of it: workers 2.5.

namespace drydock::conformance::daemon {
namespace {

using namespace moor::raw;
using namespace moor;
using namespace std::chrono_literals;

Bytes good_attach(FakeWorker const& worker) {
  auto payload =
      encode(WorkerToDaemonMessage{AttachWorker{worker.id(), worker.type()}, worker.token()});
  ENSURE(payload.has_value());
  return *std::move(payload);
}

/// That the message had no effect: the worker is as unknown as before.
void expect_unknown(FakeWorker& worker) {
  worker.expect<WorkerNotRegistered>(worker.result(Uuid{}),
                                     "WorkerNotRegistered: the message had no effect");
}

void one_three_or_five_frames(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  Frame const id = worker.id().to_bytes();
  Frame const body = good_attach(worker);
  Frame const more = bytes_of("more");
  for (Frames const& frames :
       {Frames{id}, Frames{id, body, more}, Frames{id, body, more, more, more}}) {
    worker.expect<WorkerRejected>(worker.ask_raw(frames),
                                  "WorkerRejected for other than two frames");
  }
  expect_unknown(worker);
  worker.expect_served();
}

void a_three_frame_message(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  Frames const retired{bytes_of("v4.public.retired-token"), worker.id().to_bytes(),
                       good_attach(worker)};
  worker.expect<WorkerRejected>(worker.ask_raw(retired),
                                "WorkerRejected for three frames of the retired dialect");
  expect_unknown(worker);
  worker.expect_served();
}

void an_unopenable_payload(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  for (Bytes const& payload : {Bytes{}, Bytes{1, 2, 3}}) {
    worker.expect<WorkerRejected>(worker.ask_raw({worker.id().to_bytes(), payload}),
                                  "WorkerRejected for a payload that is none");
  }
  // Which of the two is wrong decides: the payload is looked at first.
  worker.expect<WorkerRejected>(worker.ask_raw({Bytes(15), Bytes{}}),
                                "WorkerRejected for a bad id and a payload that is none");
  worker.expect_served();
}

void an_id_of_another_length(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  for (std::size_t const size : {0U, 15U, 17U, 36U}) {
    worker.expect<WorkerInvalidPayload>(worker.ask_raw({Bytes(size, '7'), good_attach(worker)}),
                                        "WorkerInvalidPayload for an id of other than 16 bytes");
  }
  worker.expect_served();
}

void a_missing_or_unknown_union(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  for (Bytes const& payload :
       {message_without_union(), message_with_tag(0), message_with_tag(6), message_with_tag(200)}) {
    ControlAnswer const answer = worker.ask_raw({worker.id().to_bytes(), payload});
    bool const no_token = worker.token() && answer.as<WorkerAuthFailed>() != nullptr;
    if (!no_token) {
      worker.expect<WorkerInvalidPayload>(answer,
                                          "WorkerInvalidPayload for a union that is unknown");
    }
  }
  worker.expect_served();
}

/// Either error member will do: what is read first differs from reader to reader.
void expect_refused(Scene& scene, Bytes const& payload) {
  ControlAnswer const answer = scene.worker.ask_raw({scene.worker.id().to_bytes(), payload});
  bool const no_token = scene.worker.token() && answer.as<WorkerAuthFailed>() != nullptr;
  scene.visitors.require(answer.is_refusal() || no_token,
                         "WorkerInvalidPayload or WorkerRejected for a bad field",
                         answer.described(), answer.evidence());
}

void a_type_that_is_none(Stage& stage) {
  Scene scene{stage};
  ByteView const id{scene.worker.id().bytes};
  for (Bytes const& payload : {raw_attach(id, std::nullopt), raw_attach(id, "ech\xff"),
                               raw_pong(id, std::nullopt), raw_pong(id, "ech\xff")}) {
    expect_refused(scene, payload);
  }
  expect_unknown(scene.worker);
  scene.worker.expect_served();
}

void a_request_id_that_is_none(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Uuid const& worker = scene.worker.id();
  Bytes const short_id(15, 7);
  constexpr std::uint8_t some_error = 3;
  expect_refused(scene, raw_result(worker, std::nullopt));
  expect_refused(scene, raw_result(worker, ByteView{short_id}));
  expect_refused(scene, raw_error(worker, std::nullopt, some_error));
  expect_refused(scene, raw_error(worker, ByteView{short_id}, some_error));
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck: the worker is still attached");
}

void a_result_that_is_none(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Uuid const& worker = scene.worker.id();
  Uuid const request = scene.visitors.new_id();
  constexpr std::uint8_t lambda = 13;
  constexpr std::uint8_t unknown = 99;
  expect_refused(scene, result_without_value(worker, request));
  expect_refused(scene, raw_result(worker, ByteView{request.bytes}, lambda));
  expect_refused(scene, raw_result(worker, ByteView{request.bytes}, unknown));
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck: the worker is still attached");
}

void an_error_that_is_none(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Uuid const& worker = scene.worker.id();
  Uuid const request = scene.visitors.new_id();
  constexpr std::uint8_t unknown = 99;
  expect_refused(scene, raw_error(worker, ByteView{request.bytes}, std::nullopt));
  expect_refused(scene, raw_error(worker, ByteView{request.bytes}, unknown));
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck: the worker is still attached");
}

/// What is deep or large beyond reason is refused in 2 s, or answered in whatever other way.
void expect_quick(Scene& scene, Bytes const& payload) {
  VirtualTime const asked = scene.visitors.now();
  ControlAnswer const answer = scene.worker.ask_raw({scene.worker.id().to_bytes(), payload});
  scene.visitors.require(answer.at - asked <= 2s + scene.visitors.stage().slack(),
                         "an answer within 2 s", "a later one");
  bool const no_token = scene.worker.token() && answer.as<WorkerAuthFailed>() != nullptr;
  scene.visitors.require(answer.is_refusal() || no_token,
                         "WorkerInvalidPayload for a value beyond reason", answer.described(),
                         answer.evidence());
}

void a_list_100_deep(Stage& stage) {
  constexpr int depth = 100;
  Scene scene{stage};
  scene.worker.join();
  Var value = list_of({});
  for (int level = 1; level < depth; ++level) value = list_of({value});
  scene.worker.expect<WorkerUnknownRequest>(
      scene.worker.result(scene.visitors.new_id(), std::move(value)),
      "WorkerUnknownRequest for a result that can be read");
}

void a_list_without_bottom(Stage& stage) {
  constexpr std::size_t depth = 1'000'000;
  Scene scene{stage};
  scene.worker.join();
  expect_quick(scene, result_with_nesting(scene.worker.id(), scene.visitors.new_id(), depth));
  scene.worker.expect_served();
}

void a_list_of_lists_of_the_same(Stage& stage) {
  constexpr std::size_t levels = 40;
  Scene scene{stage};
  scene.worker.join();
  expect_quick(scene, result_with_sharing(scene.worker.id(), scene.visitors.new_id(), levels));
  scene.worker.expect_served();
}

/// A message with some of its bytes changed, or cut, or with frames too many or too few.
Frames mutated(Frames frames, Rng& rng) {
  Frame& frame = frames[static_cast<std::size_t>(rng.below(frames.size()))];
  std::uint64_t const kind = rng.below(4);
  if (kind == 0) {
    frame.resize(static_cast<std::size_t>(rng.below(frame.size() + 1)));
  } else if (kind == 1) {
    Frame const copy = frame;
    frames.push_back(copy);
  } else {
    std::uint64_t const changes = 1 + rng.below(8);
    for (std::uint64_t change = 0; change < changes && !frame.empty(); ++change) {
      auto const at = static_cast<std::size_t>(rng.below(frame.size()));
      frame[at] = static_cast<std::uint8_t>(rng.below(256));
    }
  }
  return frames;
}

void ten_thousand_mutations(Stage& stage) {
  constexpr std::size_t count = 10'000;
  constexpr std::size_t at_once = 100;
  Scene scene{stage};
  Rng noise = scene.visitors.rng().fork("mutations");
  Frames const good{scene.worker.id().to_bytes(), good_attach(scene.worker)};
  FakeWorker mutant{scene.visitors, scene.worker.identity(), scene.worker.id()};
  for (std::size_t sent = 0; sent < count; sent += at_once) {
    for (std::size_t more = 0; more < at_once; ++more) mutant.send_raw(mutated(good, noise));
    bool const all =
        scene.visitors.run_until(reply_within, [&] { return mutant.answered() >= sent + at_once; });
    scene.visitors.require(all, "an answer to each malformed message",
                           scene.visitors.nothing_came());
  }
  VirtualTime const asked = scene.visitors.now();
  scene.worker.expect_served();
  scene.visitors.require(scene.visitors.now() - asked <= 1s + scene.visitors.stage().slack(),
                         "service within 1 s after them", "later");
}

void messages_without_delimiter(Stage& stage) {
  Scene scene{stage};
  for (int count = 0; count < 100; ++count) {
    scene.worker.send_without_delimiter({bytes_of("bare")});
    scene.worker.send_without_delimiter({bytes_of("bare"), scene.worker.id().to_bytes()});
  }
  FakeWorker other{scene.visitors};
  other.expect_served();
  scene.visitors.require(scene.worker.answered() == 0, "no answer to what no REP shows", "one");
}

void too_large_a_message(Stage& stage) {
  constexpr std::size_t too_large = (std::size_t{64} << 20) + (std::size_t{1} << 20);
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  FakeWorker other{scene.visitors};
  other.join();
  worker.send_raw({worker.id().to_bytes(), Bytes(too_large, 'x')});
  // It may say what is wrong, or end the connection, or read it all. The others go on.
  scene.visitors.run_until(
      30s, [&] { return worker.answered() > 0 || worker.control_inbox().downs > 0; });
  bool const limited =
      worker.answered() > 0 ? worker.answer(0).is_refusal() : worker.control_inbox().downs > 0;
  scene.visitors.require(limited, "an error or a disconnect for a message above 64 MiB",
                         scene.visitors.nothing_came());
  other.expect<WorkerAck>(other.pong(), "WorkerAck for another worker's pong");
}

constexpr Case malformed_case_list[] = {
    {requirement("daemon.frames.count"), "", "1, 3 and 5 frames are rejected", any,
     one_three_or_five_frames},
    {requirement("daemon.retired.three-frames"), "", "a message of the retired dialect is rejected",
     any, a_three_frame_message},
    {requirement("daemon.payload.unopenable"), "", "payloads of 0 and 3 bytes are rejected", any,
     an_unopenable_payload},
    {requirement("daemon.frames.id-length"), "", "ids of 0, 15, 17 and 36 bytes are refused", any,
     an_id_of_another_length},
    {requirement("daemon.payload.union"), "", "no union, and tags 0, 6 and 200 are refused", any,
     a_missing_or_unknown_union},
    {requirement("daemon.payload.field"), "worker-type", "a type missing or not UTF-8 is refused",
     any, a_type_that_is_none},
    {requirement("daemon.payload.field"), "request-id", "a request id missing or short is refused",
     any, a_request_id_that_is_none},
    {requirement("daemon.payload.field"), "result", "a result missing or unreadable is refused",
     any, a_result_that_is_none},
    {requirement("daemon.payload.field"), "error", "an error missing or unknown is refused", any,
     an_error_that_is_none},
    {requirement("daemon.value.depth"), "100", "a list nested 100 deep is read", any,
     a_list_100_deep},
    {requirement("daemon.value.depth"), "bottomless", "a list nested 1,000,000 deep is refused",
     any, a_list_without_bottom},
    {requirement("daemon.value.depth"), "shared", "40 levels of shared lists are refused", any,
     a_list_of_lists_of_the_same},
    {requirement("daemon.malformed.survived"), "mutated", "10,000 mutated messages do no harm", any,
     ten_thousand_mutations},
    {requirement("daemon.malformed.survived"), "bare", "messages without a delimiter do no harm",
     any, messages_without_delimiter},
    {requirement("daemon.message.too-large"), "", "a message of 65 MiB does no harm", any,
     too_large_a_message},
};

}  // namespace

std::span<Case const> malformed_cases() { return malformed_case_list; }

}  // namespace drydock::conformance::daemon
