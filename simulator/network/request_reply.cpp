#include "simulator/network/request_reply.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "reference/core/mark.hpp"

namespace drydock::simulator {
namespace {

constexpr std::string_view no_room = "no peer has room for it";

/// The number of frames up to and with the first empty one, if there is one and more follows.
std::optional<std::size_t> envelope_size(Frames const& frames) {
  auto const delimiter =
      std::find_if(frames.begin(), frames.end(), [](Frame const& frame) { return frame.empty(); });
  if (delimiter == frames.end() || delimiter + 1 == frames.end()) return std::nullopt;
  return static_cast<std::size_t>(delimiter - frames.begin()) + 1;
}

}  // namespace

void RequestSocket::send(Route, Frames&& frames, BodyHash hash) {
  if (awaits_reply_) mark("network.request-locked");
  if (awaits_reply_) return refuse("the last request has no reply yet", frames);
  if (has_unread()) drop_stale_replies();
  SharedFrames request = SharedFrames::delimited(store(), std::move(frames), hash);
  asked_ = send_balanced(request).value_or(0);
  awaits_reply_ = asked_ != 0;
  if (!awaits_reply_) refuse(no_room, Frames(request->begin() + 1, request->end()));
}

void RequestSocket::on_gone(Pipe& pipe) {
  if (asked_ == pipe.number) asked_ = 0;
}

void RequestSocket::drop_stale_replies() {
  std::string whose;
  while (Taken const stale = take_fairly(whose)) {
    transport().note(*this, NetworkEvent::Kind::discarded, "nobody had asked", stale.frames.get());
  }
}

bool RequestSocket::take(Received& into) {
  while (awaits_reply_) {
    Taken taken = take_fairly(into.user_id);
    if (!taken) return false;
    bool const is_reply = (asked_ == 0 || taken.pipe == asked_) && taken.frames->size() > 1 &&
                          taken.frames->front().empty();
    if (is_reply) {
      awaits_reply_ = false;
      show(std::move(taken.frames), 1, into);
      return true;
    }
    transport().note(*this, NetworkEvent::Kind::discarded, "no reply to the request",
                     taken.frames.get());
  }
  return false;
}

bool RequestSocket::accepts(Frames const& frames, bool has_waited) const {
  // The session lets a frame of 4 bytes pass, as it might be the id of a correlated request.
  std::size_t const begin = frames.front().size() == 4 ? 1 : 0;
  // When there was no room for that, it expects what follows, and sees the id once more.
  if (begin == 1 && has_waited) return false;
  return frames.size() > begin + 1 && frames[begin].empty();
}

bool RequestSocket::accepts_first_of(Frames const& frames) const {
  return frames.size() > 1 && (frames.front().empty() || frames.front().size() == 4);
}

void ReplySocket::send(Route, Frames&& frames, BodyHash hash) {
  if (!question_) return refuse("nobody has asked", frames);
  Frames whole = std::move(question_->envelope);
  bool const is_same_body = whole.size() == 1 && !has_delimiter(frames);
  auto const envelope = static_cast<std::ptrdiff_t>(whole.size());
  whole.insert(whole.end(), std::move_iterator(frames.begin()), std::move_iterator(frames.end()));
  if (!is_same_body) hash = body_hash(whole);
  SharedFrames reply{store(), std::move(whole), hash};
  Pipe* const pipe = find(question_->pipe);
  question_.reset();
  if (pipe == nullptr || !send_on(*pipe, reply)) {
    Frames const unsent(reply->begin() + envelope, reply->end());
    transport().note(*this, NetworkEvent::Kind::lost, "who asked is gone", &unsent);
  }
  transport().readable(*this);
}

bool ReplySocket::take(Received& into) {
  while (!question_) {
    Taken taken = take_fairly(into.user_id);
    if (!taken) return false;
    std::optional<std::size_t> const envelope = envelope_size(*taken.frames);
    if (!envelope) {
      transport().note(*this, NetworkEvent::Kind::discarded, "no delimiter with a request after it",
                       taken.frames.get());
      continue;
    }
    auto const body = taken.frames->begin() + static_cast<std::ptrdiff_t>(*envelope);
    question_ = Question{taken.pipe, Frames(taken.frames->begin(), body)};
    show(std::move(taken.frames), *envelope, into);
    return true;
  }
  return false;
}

void RouterSocket::send(Route to, Frames&& frames, BodyHash hash) {
  Pipe* const pipe = find(static_cast<std::uint32_t>(to.value()));
  SharedFrames message{store(), std::move(frames), hash};
  if (pipe != nullptr && send_on(*pipe, message)) return;
  transport().note(*this, NetworkEvent::Kind::lost, "no such route, or it is full", message.get());
}

bool RouterSocket::take(Received& into) {
  Taken taken = take_fairly(into.user_id);
  if (!taken) return false;
  show(std::move(taken.frames), 0, into, Route{taken.pipe});
  return true;
}

void DealerSocket::send(Route, Frames&& frames, BodyHash hash) {
  SharedFrames message{store(), std::move(frames), hash};
  if (!send_balanced(message)) refuse(no_room, *message);
}

bool DealerSocket::take(Received& into) {
  Taken taken = take_fairly(into.user_id);
  if (!taken) return false;
  show(std::move(taken.frames), 0, into);
  return true;
}

}  // namespace drydock::simulator
