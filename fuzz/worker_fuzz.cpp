// The worker: brought to one of its named states, then fed what a daemon, the network and the clock
// can bring. It must send only valid messages with its own id, answer no request twice, and say
// nothing after its detach.
#include <memory>
#include <set>

#include "fuzz/fuzz_bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::fuzz {
namespace {

using namespace moor;
using namespace std::chrono_literals;

class WorkerFuzz {
 public:
  explicit WorkerFuzz(ByteView input)
      : bytes_(input),
        worker_(settings(), std::make_unique<worker::TestService>(), Rng{Seed{1}}),
        driver_(worker_) {
    driver_.input(Started{});
    enter_state(bytes_.byte() % 5);
  }

  void run() {
    for (int steps = 0; steps < 200 && !bytes_.empty() && !driver_.exit(); ++steps) {
      act();
      check_sent();
    }
    driver_.input(StopRequested{});
    driver_.advance(10s);
    check_sent();
    ENSURE(driver_.exit().has_value());  // Whatever befell it, it ends when it is told to.
  }

 private:
  static worker::Settings settings() {
    worker::Settings settings;
    settings.concurrency_max = 2;
    settings.waiting_max = 2;
    return settings;
  }

  void enter_state(int state) {
    if (state >= 1) driver_.input(PeerUp{{"dispatch"}});
    if (state >= 1) driver_.input(PeerUp{{"control"}});
    if (state >= 2) driver_.advance(100ms);
    if (state >= 3) reply(WorkerAttached{worker_.id()});
    if (state >= 4) request(list_of({"sleep", 5}), 0);
    check_sent();
  }

  void act() {
    switch (bytes_.byte() % 11) {
      case 0:
        driver_.receive("dispatch", frames());
        break;
      case 1:
        driver_.receive("dispatch", {bytes_of("workers"), bytes_.chunk()});
        break;
      case 2:
        driver_.receive("control", frames());
        break;
      case 3:
        publish(PingWorkers{});
        break;
      case 4:
        sleep();
        break;
      case 5:
        request(list_of({"fail", "x"}), 0);
        break;
      case 6:
        reply_any();
        break;
      case 7:
        driver_.input(PeerDown{{bytes_.byte() % 2 == 0 ? "control" : "dispatch"}});
        break;
      case 8:
        driver_.input(PeerUp{{bytes_.byte() % 2 == 0 ? "control" : "dispatch"}});
        break;
      case 9:
        driver_.advance(std::chrono::milliseconds{bytes_.word()});
        break;
      case 10:
        publish(PleaseDie{bytes_.byte() == 0 ? worker_.id() : Uuid{}});
        break;
    }
  }

  Frames frames() {
    Frames frames;
    int const count = bytes_.byte() % 4;
    for (int k = 0; k < count; ++k) frames.push_back(bytes_.chunk());
    return frames;
  }

  void publish(DaemonToWorkerUnion message) {
    driver_.receive("dispatch", {bytes_of("workers"),
                                 encode(DaemonToWorkerMessage{std::move(message)}).value()});
  }
  void sleep() {
    double const seconds = bytes_.byte() / 8.0;
    request(list_of({"sleep", seconds}), bytes_.word());
  }
  void request(Var argument, std::uint64_t timeout_ms) {
    Uuid id;
    id.bytes[0] = bytes_.byte();
    publish(WorkerRequest{worker_.id(), id, ObjId{2}, {std::move(argument)}, timeout_ms});
  }

  void reply(DaemonToWorkerReplyUnion reply) {
    driver_.receive("control", {encode(DaemonToWorkerReply{std::move(reply)}).value()});
  }
  void reply_any() {
    switch (bytes_.byte() % 7) {
      case 0:
        return reply(WorkerAck{});
      case 1:
        return reply(WorkerRejected{});
      case 2:
        return reply(WorkerAttached{worker_.id()});
      case 3:
        return reply(WorkerAuthFailed{"no"});
      case 4:
        return reply(WorkerInvalidPayload{"no"});
      case 5:
        return reply(WorkerUnknownRequest{});
      case 6:
        return reply(WorkerNotRegistered{worker_.id()});
    }
  }

  void check_sent() {
    for (Send const& send : driver_.take_sent()) {
      ENSURE(send.to.socket == "control");
      ENSURE(driver_.is_open("control") || driver_.exit());
      ENSURE(send.frames.size() == 2 && send.frames[0] == worker_.id().to_bytes());
      auto const message = decode_worker_to_daemon(send.frames[1]);
      ENSURE(message.has_value());
      bool const is_detach = std::holds_alternative<DetachWorker>(message->message);
      ENSURE(!detached_ || is_detach);  // A detach whose connection broke is said once more.
      detached_ = detached_ || is_detach;
    }
  }

  FuzzBytes bytes_;
  worker::Worker worker_;
  MachineDriver driver_;
  bool detached_ = false;
};

}  // namespace
}  // namespace drydock::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  drydock::fuzz::WorkerFuzz{{data, size}}.run();
  return 0;
}
