#include "simulator/network/socket.hpp"

#include <iterator>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {

Socket::Socket(Transport& transport, SocketId id, NodeId node, SocketName name, SocketSpec spec)
    : transport_(transport), id_(id), node_(node), name_(name), spec_(std::move(spec)) {}

Pipe& Socket::add_pipe(std::optional<ConnectorId> connector) {
  auto pipe = std::make_unique<Pipe>();
  pipe->number = ++pipes_made_;
  pipe->connector = connector;
  return *pipes_.emplace(pipe->number, std::move(pipe)).first->second;
}

Pipe* Socket::find(std::uint32_t number) const {
  auto const place = pipes_.find(number);
  return place == pipes_.end() ? nullptr : place->second.get();
}

void Socket::disconnect(Pipe& pipe) {
  pipe.connection.reset();
  on_disconnected(pipe);
  drop_if_done(pipe);
}

void Socket::give_up(Pipe& pipe) {
  pipe.connector.reset();
  pipe.asked_for.reset();
  disconnect(pipe);
}

void Socket::drop_if_done(Pipe& pipe) {
  if (pipe.connector || pipe.connection || pipe.asked_for || !pipe.inbound.empty()) return;
  pipes_.erase(pipe.number);
}

bool Socket::has_room(Pipe const& pipe) const {
  if (is_choked_) return false;
  int const mark = spec_.receive_high_water_mark;
  return mark <= 0 || pipe.inbound.size() < static_cast<std::size_t>(mark);
}

void Socket::arrive(Pipe& pipe, SharedFrames frames) {
  if (pipe.inbound.empty()) unread_.push(pipe.number);
  pipe.inbound.push(std::move(frames));
}

std::optional<Socket::Taken> Socket::take_fairly() {
  if (unread_.empty()) return std::nullopt;
  std::uint32_t const number = unread_.pop();
  Pipe* const pipe = find(number);
  ENSURE(pipe != nullptr && !pipe->inbound.empty());
  Taken taken{pipe->inbound.pop(), number, pipe->user_id};
  last_sender_ = pipe->peer;
  if (!pipe->inbound.empty()) unread_.push(number);
  transport_.made_room(*pipe);
  drop_if_done(*pipe);
  return taken;
}

bool Socket::send_on(Pipe& pipe, SharedFrames frames) {
  if (!pipe.connection && !pipe.connector && !pipe.asked_for) return false;
  return transport_.send(*this, pipe, Packet::Kind::message, std::move(frames));
}

std::optional<std::uint32_t> Socket::send_balanced(SharedFrames const& frames) {
  auto next = pipes_.upper_bound(sent_last_on_);
  for (std::size_t tried = 0; tried < pipes_.size(); ++tried) {
    if (next == pipes_.end()) next = pipes_.begin();
    if (send_on(*next->second, frames)) return sent_last_on_ = next->first;
    ++next;
  }
  return std::nullopt;
}

Received Socket::received(Taken&& taken, std::size_t skipped, Route from) const {
  Frames& message = *taken.frames;
  auto const first = message.begin() + static_cast<std::ptrdiff_t>(skipped);
  Received received{{name_, from}, {}, std::move(taken.user_id)};
  bool const is_last = taken.frames.use_count() == 1;
  if (is_last && skipped == 0) {
    received.frames = std::move(message);
  } else if (is_last) {
    received.frames.assign(std::move_iterator(first), std::move_iterator(message.end()));
  } else {
    received.frames.assign(first, message.end());
  }
  return received;
}

void Socket::refuse(std::string_view why, Frames const& frames) {
  transport_.note(*this, NetworkEvent::Kind::refused, why, &frames);
}

}  // namespace drydock::simulator
