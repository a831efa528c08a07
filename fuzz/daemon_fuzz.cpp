// The daemon's worker side: brought to one of its named states, then fed what workers, callers and
// the clock can bring, valid and not. It must answer every control message with one valid reply,
// tell every caller at most once, and keep its invariants.
#include <map>
#include <set>
#include <vector>

#include "fuzz/fuzz_bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/daemon/daemon.hpp"

namespace drydock::fuzz {
namespace {

using namespace moor;
using namespace std::chrono_literals;

class DaemonFuzz {
 public:
  explicit DaemonFuzz(ByteView input)
      : bytes_(input), daemon_(settings(), Rng{Seed{1}}), driver_(daemon_) {
    driver_.input(Started{});
    enter_state(bytes_.byte() % 5);
  }

  void run() {
    for (int steps = 0; steps < 200 && !bytes_.empty() && !driver_.exit(); ++steps) act();
    driver_.input(StopRequested{});
    settle_sent();
    ENSURE(told_ == asked_);  // A daemon that stops leaves nobody waiting.
  }

 private:
  static daemon::Settings settings() {
    daemon::Settings settings;
    settings.workers_max = 8;
    settings.pending_max = 16;
    return settings;
  }

  void enter_state(int state) {
    if (state >= 1) say(ids_[0], AttachWorker{ids_[0], Symbol{"echo"}});
    if (state >= 2) ask({1}, std::nullopt);
    if (state >= 3) say(ids_[1], AttachWorker{ids_[1], Symbol{"ECHO"}});
    if (state >= 4) driver_.advance(15s);
    settle_sent();
  }

  void act() {
    int const deed = bytes_.byte() % 10;
    // One draw to a statement: compilers differ in the order of arguments.
    Uuid const speaker = ids_[bytes_.byte() % ids_.size()];
    Uuid const subject = ids_[bytes_.byte() % ids_.size()];
    switch (deed) {
      case 0:
        control({bytes_.chunk(), bytes_.chunk()});
        break;
      case 1:
        control(frames());
        break;
      case 2:
        say(speaker, AttachWorker{subject, Symbol{"echo"}});
        break;
      case 3:
        say(speaker, WorkerPong{subject, Symbol{"other"}});
        break;
      case 4:
        say(speaker, DetachWorker{subject});
        break;
      case 5:
        say(speaker, RequestResult{subject, request(), list_of({1, "two"})});
        break;
      case 6:
        say(speaker, RequestError{subject, request(), WorkerRequestError{"no"}});
        break;
      case 7:
        ask({list_of({speaker.bytes[0], "x"})}, bytes_.byte() / 16.0);
        break;
      case 8:
        driver_.receive("callers", frames(), Route{std::uint64_t{1} + subject.bytes[0]});
        break;
      case 9:
        driver_.advance(std::chrono::milliseconds{bytes_.word()});
        break;
    }
    settle_sent();
  }

  Frames frames() {
    Frames frames;
    int const count = bytes_.byte() % 4;
    for (int k = 0; k < count; ++k) frames.push_back(bytes_.chunk());
    return frames;
  }
  Uuid request() {
    return published_.empty() ? Uuid{} : published_[bytes_.byte() % published_.size()];
  }

  void say(Uuid const& frame_id, WorkerToDaemonUnion message) {
    control({frame_id.to_bytes(), encode(WorkerToDaemonMessage{std::move(message), {}}).value()});
  }

  void control(Frames frames) {
    driver_.receive("control", std::move(frames));
    int replies = 0;
    for (Send const& send : driver_.take_sent()) {
      if (send.to.socket == "control") {
        ++replies;
        ENSURE(send.frames.size() == 1 && decode_reply(send.frames[0]));
      }
      note(send);
    }
    ENSURE(replies == 1);
  }

  void ask(std::vector<Var> arguments, std::optional<double> timeout) {
    Uuid id;
    id.bytes[0] = 1;
    id.bytes[1] = static_cast<std::uint8_t>(asked_.size() >> 8);
    id.bytes[2] = static_cast<std::uint8_t>(asked_.size());
    asked_.insert(id);
    CallerRequest const request{Symbol{"Echo"}, std::move(arguments), ObjId{2}, timeout};
    driver_.receive("callers", {Frame{}, id.to_bytes(), encode(request).value()}, Route{1});
  }

  void settle_sent() {
    for (Send const& send : driver_.take_sent()) note(send);
  }
  void note(Send const& send) {
    if (send.to.socket == "dispatch") {
      auto const message = decode_daemon_to_worker(send.frames.at(1));
      ENSURE(message.has_value());
      if (auto const* request = std::get_if<WorkerRequest>(&message->message)) {
        published_.push_back(request->id);
      }
    } else if (send.to.socket == "callers") {
      Uuid const caller_id = Uuid::from_bytes(send.frames.at(1)).value();
      if (send.to.route == Route{1}) ENSURE(told_.insert(caller_id).second);
    }
  }

  FuzzBytes bytes_;
  daemon::Daemon daemon_;
  MachineDriver driver_;
  std::vector<Uuid> ids_{Uuid{{1}}, Uuid{{2}}, Uuid{{3}}, Uuid{{4}}};
  std::vector<Uuid> published_;
  std::set<Uuid> asked_;
  std::set<Uuid> told_;
};

}  // namespace
}  // namespace drydock::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  drydock::fuzz::DaemonFuzz{{data, size}}.run();
  return 0;
}
