#include "simulator/moor/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::simulator {
namespace {

constexpr std::size_t id_digits = 8;     // As `moor::describe` shows them.
constexpr std::size_t uuid_digits = 36;  // As errors have them.

std::string short_id(Frame const& frame) { return to_hex(frame).substr(0, id_digits); }

bool is_id(std::string_view text) {
  return text.size() == id_digits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

namespace {

/// Of the socket on which newcomers enroll: who asks and whether it is granted, and no token.
std::string describe_enrollment(bool is_request, Frame const& payload) {
  if (is_request) {
    auto const request = moor::enrollment::decode_enrollment_request(payload);
    if (!request) return "EnrollmentRequest(unreadable)";
    return fmt::format("EnrollmentRequest({} of {}{})", request->service_type, request->hostname,
                       request->service_token ? ", a renewal" : "");
  }
  auto const response = moor::enrollment::decode_enrollment_response(payload);
  if (!response) return "EnrollmentResponse(unreadable)";
  if (!response->success) {
    return fmt::format("EnrollmentResponse(refused: {})", response->error.value_or(""));
  }
  return response->service_token ? "EnrollmentResponse(granted, with a token)"
                                 : "EnrollmentResponse(granted)";
}

constexpr std::size_t text_max = 120;

/// `NewConnection(...)`, without the success around it.
std::string describe_reply(Frame const& payload) {
  std::string text = moor::describe(moor::Root::reply_result, payload, text_max);
  for (std::string_view const around : {"ClientSuccess(", "HostSuccess("}) {
    if (!text.starts_with(around) || !text.ends_with(')')) continue;
    return text.substr(around.size(), text.size() - around.size() - 1);
  }
  return text;
}

/// What a player sees of it, if it is a text or a traceback, which begins with what went wrong.
std::optional<std::string> shown_of(moor::NarrativeEvent const& event) {
  if (auto const* notify = std::get_if<moor::NotifyEvent>(&event.event)) {
    return moor::to_literal(notify->value, text_max);
  }
  auto const* trace = std::get_if<moor::TracebackEvent>(&event.event);
  if (trace == nullptr || trace->exception.backtrace.empty()) return std::nullopt;
  return "traceback " + moor::to_literal(trace->exception.backtrace.front(), text_max);
}

std::string describe_event(Frame const& payload) {
  auto const event = moor::decode_client_event(payload);
  auto const* seen = event ? std::get_if<moor::NarrativeEventMessage>(&event->event) : nullptr;
  auto const shown = seen ? shown_of(seen->event) : std::nullopt;
  if (!shown) return moor::describe(moor::Root::client_event, payload, text_max);
  return fmt::format("NarrativeEventMessage({}, {})", moor::text_of(seen->player), *shown);
}

/// Of the sockets on which hosts ask and hear. A request is told by its envelope's copy of it.
std::string describe_client_side(SocketName socket, bool to_daemon, Frames const& frames) {
  using moor::Root;
  if (socket != "events") {
    if (!to_daemon) return describe_reply(frames.back());
    if (frames.size() < 2) return fmt::format("{} frames", frames.size());
    auto const envelope = moor::decode_message_type(frames[frames.size() - 2]);
    bool const is_clients =
        envelope && std::holds_alternative<moor::HostClientToDaemonMsg>(envelope->message);
    return moor::describe(is_clients ? Root::client_to_daemon : Root::host_to_daemon, frames.back(),
                          text_max);
  }
  if (to_daemon)
    return !frames.front().empty() && frames.front()[0] == 1 ? "Subscribe" : "Unsubscribe";
  if (frames.size() != 2) return fmt::format("{} frames", frames.size());
  switch (moor::topic_of(frames[0]).value_or(moor::EventTopic::client)) {
    case moor::EventTopic::hosts:
      return moor::describe(Root::host_broadcast, frames[1], text_max);
    case moor::EventTopic::broadcast:
      return moor::describe(Root::clients_broadcast, frames[1], text_max);
    case moor::EventTopic::client:
      return describe_event(frames[1]);
  }
  return {};
}

bool is_of_client_side(SocketName socket) {
  return socket.starts_with("rpc") || socket == "events";
}

}  // namespace

std::string MessageText::describe(NodeId node, SocketName socket, Direction direction,
                                  Frames const& frames) {
  // The frames before the payload: a REP, PUB or SUB shows one, ROUTER and DEALER a delimiter more;
  // what was lost on its way may still have its envelope.
  bool const is_daemon = roles_.is(node, Role::daemon);
  bool const to_daemon = is_daemon == (direction == Direction::arrives);
  if (socket == "enrollment" && !frames.empty()) {
    return describe_enrollment(to_daemon, frames.back());
  }
  if (is_of_client_side(socket) && !frames.empty()) {
    return describe_client_side(socket, to_daemon, frames);
  }
  if (socket == "zap") return to_daemon ? "ZapRequest" : "ZapReply";
  std::optional<moor::Root> const root = root_of(roles_, node, socket, direction);
  if (!root || frames.empty()) return fmt::format("{} frames", frames.size());
  Frame const& payload = frames.back();
  if (*root == moor::Root::worker_to_daemon) learn_worker(node, frames);
  std::string text = with_names(moor::describe(*root, payload, text_max));
  bool const is_callers = socket == "callers" && frames.size() >= 2;
  if (!is_callers) return text;
  Result<Uuid> const id = Uuid::from_bytes(frames[frames.size() - 2]);
  std::size_t const place = text.find('(');
  if (id && place != std::string::npos) text.insert(place + 1, question(*id) + ", ");
  return text;
}

void MessageText::add_question(Uuid const& id) { questions_.emplace(id, questions_.size() + 1); }

std::string MessageText::question(Uuid const& id) const {
  auto const place = questions_.find(id);
  if (place == questions_.end()) return id.text().substr(0, id_digits);
  return fmt::format("q{}", place->second);
}

void MessageText::learn_worker(NodeId node, Frames const& frames) {
  if (!roles_.is(node, Role::worker) || frames.size() < 2) return;
  workers_.emplace(short_id(frames[frames.size() - 2]), world_.name(node));
}

/// Puts names in place of `worker 00112233` and `request 8899aabb`.
std::string MessageText::with_names(std::string text) {
  for (std::string_view const what : {"worker ", "request "}) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
      std::string const id = text.substr(at + what.size(), id_digits);
      // Arguments may contain such words too; only what is an id is renamed.
      if (!is_id(id)) continue;
      bool const is_whole = Uuid::parse(text.substr(at + what.size(), uuid_digits)).has_value();
      text.replace(at, what.size() + (is_whole ? uuid_digits : id_digits), name_of(what, id));
    }
  }
  return text;
}

std::string MessageText::name_of(std::string_view what, std::string const& id) {
  if (what == "request ") {
    return fmt::format("r{}", requests_.try_emplace(id, requests_.size() + 1).first->second);
  }
  auto const place = workers_.find(id);
  return place == workers_.end() ? fmt::format("worker {}", id) : place->second;
}

}  // namespace drydock::simulator
