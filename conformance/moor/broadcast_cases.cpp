#include <vector>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "reference/core/ensure.hpp"
#include "reference/core/rng.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/raw/raw_broadcasts.hpp"
#include "reference/moor/raw/raw_unions.hpp"

namespace drydock::conformance {
namespace {

using namespace moor::raw;
using namespace std::chrono_literals;

/// Broadcasts each of `messages`; the worker has to answer pings afterwards.
void expect_no_harm(Stage& stage, std::vector<Frames> const& messages) {
  FakeDaemon daemon{stage};
  daemon.attach();
  for (Frames const& frames : messages) daemon.publish_raw(frames);
  // What makes a worker of several threads end may take a moment to do so.
  daemon.run_for(1s);
  daemon.require(daemon.any_running(), "a worker that goes on", "its end");
  daemon.expect_pong();
  daemon.expect_answer(daemon.request({"still there"}));
}

Frame topic() { return bytes_of("workers"); }

Bytes ping_payload() {
  auto const payload = moor::encode(moor::DaemonToWorkerMessage{moor::PingWorkers{}});
  ENSURE(payload.has_value());
  return *payload;
}

void one_frame_does_no_harm(Stage& stage) { expect_no_harm(stage, {{topic()}}); }

void three_frames_do_no_harm(Stage& stage) {
  expect_no_harm(stage, {{topic(), ping_payload(), bytes_of("more")}});
}

void an_empty_payload_does_no_harm(Stage& stage) { expect_no_harm(stage, {{topic(), {}}}); }

void random_payloads_do_no_harm(Stage& stage) {
  Rng rng{Seed{0x5eed}};
  std::vector<Frames> messages;
  for (std::size_t size = 1; size <= 64; ++size) {
    Bytes payload(size);
    rng.fill(payload.data(), payload.size());
    messages.push_back({topic(), payload});
  }
  expect_no_harm(stage, messages);
}

void a_cut_payload_does_no_harm(Stage& stage) {
  Bytes const whole = ping_payload();
  std::vector<Frames> messages;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    messages.push_back(
        {topic(), {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}});
  }
  expect_no_harm(stage, messages);
}

void a_longer_topic_does_no_harm(Stage& stage) {
  expect_no_harm(stage, {{bytes_of("workersX"), ping_payload()}, {bytes_of("workersX"), {}}});
}

void a_missing_union_is_ignored(Stage& stage) {
  expect_no_harm(stage, {{topic(), message_without_union()}});
}
void tag_0_is_ignored(Stage& stage) { expect_no_harm(stage, {{topic(), message_with_tag(0)}}); }
void tag_200_is_ignored(Stage& stage) { expect_no_harm(stage, {{topic(), message_with_tag(200)}}); }

constexpr Case broadcast_case_list[] = {
    {requirement("worker.broadcast.malformed"), "one-frame", "a topic alone does no harm", opaque,
     one_frame_does_no_harm},
    {requirement("worker.broadcast.malformed"), "three-frames", "a third frame does no harm",
     opaque, three_frames_do_no_harm},
    {requirement("worker.broadcast.malformed"), "empty", "an empty payload does no harm", opaque,
     an_empty_payload_does_no_harm},
    {requirement("worker.broadcast.malformed"), "random", "random payloads do no harm", opaque,
     random_payloads_do_no_harm},
    {requirement("worker.broadcast.malformed"), "cut", "a ping that is cut off does no harm",
     opaque, a_cut_payload_does_no_harm},
    {requirement("worker.broadcast.malformed"), "longer-topic",
     "a topic that goes on after `workers` does no harm", opaque, a_longer_topic_does_no_harm},
    {requirement("worker.broadcast.unknown"), "missing", "a message without a union is ignored",
     opaque, a_missing_union_is_ignored},
    {requirement("worker.broadcast.unknown"), "tag-0", "a union of tag 0 is ignored", opaque,
     tag_0_is_ignored},
    {requirement("worker.broadcast.unknown"), "tag-200", "a union of tag 200 is ignored", opaque,
     tag_200_is_ignored},
};

}  // namespace

std::span<Case const> broadcast_cases() { return broadcast_case_list; }

}  // namespace drydock::conformance
