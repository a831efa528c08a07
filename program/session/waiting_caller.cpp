#include "program/session/waiting_caller.hpp"

#include <zmq.h>

#include "reference/moor/codec/host_frames.hpp"

namespace drydock::program {

using namespace moor;

WaitingCaller::WaitingCaller(std::string const& rpc, std::string const& events, DaemonLife& life,
                             Rng rng)
    : caller_(rpc, life), events_(ZMQ_SUB), client_(Uuid::random(rng)) {
  events_.set_option(ZMQ_RECONNECT_IVL, 1);
  events_.subscribe(std::string(drydock::text_of(ByteView{client_.bytes})));
  events_.connect(events);
}

void WaitingCaller::enter() {
  token_ = caller_.expect<NewConnection>(client_, ConnectionEstablish{"test"})->client_token;
  auth_ =
      caller_.expect<LoginResult>(client_, LoginCommand{token_, ObjId{0}, {"connect", "Wizard"}})
          ->auth_token.value();
}

ClientEventUnion WaitingCaller::next_event() {
  auto const frames = events_.receive();
  if (!frames) throw std::runtime_error("a caller that waits hears nothing");
  auto event = decode_client_event(transport::frames_of(*frames).back());
  if (!event) throw std::runtime_error("no event, but " + event.error().text());
  return std::move(event->event);
}

std::uint64_t WaitingCaller::submit(std::string const& command, HandedOut& all) {
  auto const task =
      caller_.expect<TaskSubmitted>(client_, moor::Command{token_, auth_, ObjId{0}, command});
  if (!task) throw std::runtime_error("the daemon was gone before it was killed");
  if (!all.tasks.insert(task->task_id).second) throw std::runtime_error("a task id came twice");
  return task->task_id;
}

void WaitingCaller::begin_waiting(HandedOut& all) {
  waiting_.insert(submit("prompt for a line", all));
  for (bool reads = false; !reads;) {
    auto const event = next_event();
    auto const* request = std::get_if<RequestInputEvent>(&event);
    reads = request != nullptr;
    if (reads) asked_ = request->request_id;
  }
  // The worker may not be back yet, and then the task is over at once.
  for (bool waits = false; !waits;) {
    std::uint64_t const task =
        submit(";worker_request(\"echo\", {{\"sleep\", 100000}, \"x\"})", all);
    for (bool known = false; !known;) {
      auto const event = next_event();
      auto const* suspended = std::get_if<TaskSuspendedEvent>(&event);
      auto const* ended = std::get_if<TaskSuccessEvent>(&event);
      waits = suspended != nullptr && suspended->task_id == task;
      known = waits || (ended != nullptr && ended->task_id == task);
    }
    if (waits) waiting_.insert(task);
  }
}

std::size_t WaitingCaller::await_release() {
  std::size_t const count = waiting_.size();
  while (!waiting_.empty()) {
    auto const event = next_event();
    if (auto const* ended = std::get_if<TaskErrorEvent>(&event)) waiting_.erase(ended->task_id);
    if (auto const* ended = std::get_if<TaskSuccessEvent>(&event)) waiting_.erase(ended->task_id);
  }
  auto const late = caller_.ask(client_, RequestedInput{token_, auth_, asked_, Var{"late"}});
  if (!late || !std::holds_alternative<Failure>(*late))
    throw std::runtime_error("an answer to a task that is gone was taken");
  return count;
}

}  // namespace drydock::program
