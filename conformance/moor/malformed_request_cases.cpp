#include <array>
#include <string>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "reference/moor/raw/raw_broadcasts.hpp"

namespace drydock::conformance {
namespace {

using namespace moor::raw;
using namespace std::chrono_literals;

Frames broadcast(Bytes payload) { return {bytes_of("workers"), std::move(payload)}; }

/// Sends a request whose arguments cannot be used; its error has to come, and the worker to go on.
void expect_error_for(FakeDaemon& daemon, Uuid const& request, Bytes payload) {
  daemon.await_answer_to(request);
  daemon.publish_raw(broadcast(std::move(payload)));
  Heard const& answer = daemon.expect_answer(request);
  daemon.require(answer.as<moor::RequestError>() != nullptr, "a RequestError", "another answer",
                 {&answer});
  daemon.expect_pong();
}

void a_lambda_brings_an_error(Stage& stage) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  Uuid const request = daemon.new_id();
  expect_error_for(daemon, request, request_with_lambda(worker, request));
}

void an_unknown_type_brings_an_error(Stage& stage) {
  constexpr std::uint8_t unknown_tag = 99;
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  Uuid const request = daemon.new_id();
  expect_error_for(daemon, request, request_with_variant(worker, request, unknown_tag));
}

/// A worker that can read it may answer as it likes.
void a_bottomless_list_brings_an_answer(Stage& stage) {
  constexpr std::size_t depth = 100'000;
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  Uuid const request = daemon.new_id();
  daemon.await_answer_to(request);
  daemon.publish_raw(broadcast(request_with_nesting(worker, request, depth)));
  daemon.expect_answer(request);
  daemon.expect_pong();
}

/// Whoever the request is for, it is not this worker.
void expect_silence_after(Stage& stage, Bytes (*make)(Uuid const& worker, Uuid const& request)) {
  FakeDaemon daemon{stage};
  Uuid const worker = daemon.attach();
  Mark const before = daemon.mark();
  daemon.publish_raw(broadcast(make(worker, daemon.new_id())));
  daemon.run_for(quiet_while);
  auto const messages = daemon.all_that(before, [](Heard const&) { return true; });
  daemon.require(messages.empty(), "no message about a request to nobody", "one", messages);
  daemon.expect_pong();
}

void a_request_without_worker_is_ignored(Stage& stage) {
  expect_silence_after(
      stage, [](Uuid const&, Uuid const& request) { return request_without_worker(request); });
}

void a_request_to_15_bytes_is_ignored(Stage& stage) {
  expect_silence_after(stage, [](Uuid const& worker, Uuid const& request) {
    return request_to(ByteView{worker.bytes}.first(15), request);
  });
}

void a_request_of_64_mib_is_answered(Stage& stage) {
  constexpr std::size_t bytes = std::size_t{64} << 20;
  FakeDaemon daemon{stage};
  daemon.attach();
  Uuid const request = daemon.request({std::string(bytes, 'x')});
  daemon.expect_answer(request, 60s);
  daemon.expect_pong(answer_within);
}

constexpr Case malformed_request_case_list[] = {
    {requirement("worker.request.undecodable"), "lambda", "a lambda brings a RequestError", opaque,
     a_lambda_brings_an_error},
    {requirement("worker.request.undecodable"), "unknown-type",
     "a value of unknown type brings a RequestError", opaque, an_unknown_type_brings_an_error},
    {requirement("worker.request.undecodable"), "bottomless",
     "a list that is nested 100,000 deep is answered and does no harm", opaque,
     a_bottomless_list_brings_an_answer},
    {requirement("worker.request.no-id"), "missing", "a request without worker_id is ignored",
     opaque, a_request_without_worker_is_ignored},
    {requirement("worker.request.no-id"), "short",
     "a request to a worker_id of 15 bytes is ignored", opaque, a_request_to_15_bytes_is_ignored},
    {requirement("worker.request.too-large"), "",
     "a request of 64 MiB is answered, if only with an error, and does no harm", opaque,
     a_request_of_64_mib_is_answered},
};

}  // namespace

std::span<Case const> malformed_request_cases() { return malformed_request_case_list; }

}  // namespace drydock::conformance
