#include "simulator/network/socket.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {
namespace {

bool balances(SocketType type) {
  return type == SocketType::req || type == SocketType::dealer || type == SocketType::stream;
}

std::uint64_t most_bytes(SocketSpec const& spec) {
  if (!spec.frame_bytes_max) return UINT64_MAX;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(*spec.frame_bytes_max, 0));
}

}  // namespace

void Rotation::add(std::uint32_t number) {
  order_.push_back(number);
  has_room(number);
}

std::uint32_t Rotation::index_of(std::uint32_t number) const {
  auto const place = std::find(order_.begin(), order_.end(), number);
  return static_cast<std::uint32_t>(place - order_.begin());
}

void Rotation::has_room(std::uint32_t number) {
  std::uint32_t const index = index_of(number);
  if (index < ready_) return;
  std::swap(order_[index], order_[ready_]);
  ++ready_;
}

void Rotation::remove(std::uint32_t number) {
  std::uint32_t index = index_of(number);
  if (index < ready_) {
    --ready_;
    std::swap(order_[index], order_[ready_]);
    if (current_ == ready_) current_ = 0;
    index = ready_;
  }
  order_[index] = order_.back();
  order_.pop_back();
}

std::optional<std::uint32_t> Rotation::current() const {
  return ready_ > 0 ? std::optional{order_[current_]} : std::nullopt;
}

void Rotation::advance() {
  if (++current_ >= ready_) current_ = 0;
}

void Rotation::set_aside() {
  --ready_;
  if (current_ < ready_) {
    std::swap(order_[current_], order_[ready_]);
  } else {
    current_ = 0;
  }
}

Socket::Socket(Transport& transport, SocketId id, NodeId node, SocketName name, SocketSpec spec)
    : transport_(transport),
      store_(transport.store()),
      frame_bytes_max_(most_bytes(spec)),
      send_mark_(spec.send_high_water_mark),
      receive_mark_(spec.receive_high_water_mark),
      node_(node),
      name_(name),
      spec_(std::make_unique<SocketSpec const>(std::move(spec))),
      id_(id) {}

Pipe& Socket::add_pipe(std::optional<ConnectorId> connector) {
  auto pipe = std::make_unique<Pipe>();
  pipe->socket = this;
  pipe->number = ++pipes_made_;
  pipe->connector = connector;
  if (balances(spec_->type)) rotation_.add(pipe->number);
  return *pipes_.emplace_back(pipe->number, std::move(pipe)).second;
}

/// Where it is, if it is there. Most sockets still have all of their pipes, so that it is as far in
/// as it is younger than the first.
Socket::Pipes::const_iterator Socket::place_of(std::uint32_t number) const {
  if (pipes_.empty()) return pipes_.end();
  std::size_t const guess = number - pipes_.front().first;
  if (guess < pipes_.size() && pipes_[guess].first == number) {
    return pipes_.begin() + static_cast<std::ptrdiff_t>(guess);
  }
  auto const is_older = [](auto const& entry, std::uint32_t than) { return entry.first < than; };
  auto const place = std::lower_bound(pipes_.begin(), pipes_.end(), number, is_older);
  return place != pipes_.end() && place->first == number ? place : pipes_.end();
}

Pipe* Socket::find(std::uint32_t number) const {
  auto const place = place_of(number);
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

void Socket::forget(Pipe& pipe) {
  for (std::size_t left = unread_.size(); left > 0; --left) {
    Pipe* const unread = unread_.pop();
    if (unread != &pipe) unread_.push(unread);
  }
  give_up(pipe);
}

void Socket::drop_if_done(Pipe& pipe) {
  if (pipe.connector || pipe.connection || pipe.asked_for || !pipe.inbound.empty()) return;
  on_gone(pipe);
  if (balances(spec_->type)) rotation_.remove(pipe.number);
  pipes_.erase(place_of(pipe.number));
}

void Socket::on_room(Pipe& pipe) {
  if (balances(spec_->type)) rotation_.has_room(pipe.number);
}

void Socket::arrive(Pipe& pipe, SharedFrames&& frames) {
  if (pipe.inbound.empty()) unread_.push(&pipe);
  pipe.inbound.push(std::move(frames));
  pipe.inbound_room.wrote();
}

void Socket::hand_in(Pipe& pipe, SharedFrames& frames) {
  if (has_unread()) return arrive(pipe, std::move(frames));
  handed_in_ = &frames;
  handed_in_at_ = &pipe;
}

Socket::Taken Socket::take_unread(std::string& user_id) {
  Pipe& pipe = *unread_.pop();
  ENSURE(!pipe.inbound.empty());
  Taken taken{pipe.inbound.pop(), pipe.number};
  note_taken(pipe, *taken.frames, user_id);
  if (!pipe.inbound.empty()) unread_.push(&pipe);
  drop_if_done(pipe);
  return taken;
}

bool Socket::send_on(Pipe& pipe, SharedFrames& frames) {
  if (!pipe.connection && !pipe.connector && !pipe.asked_for) return false;
  return transport_.send(*this, pipe, Packet::Kind::message, frames);
}

std::optional<std::uint32_t> Socket::send_balanced(SharedFrames& frames) {
  if (is_stuffed_) return std::nullopt;  // That ends for all pipes at once, so none is set aside.
  while (std::optional<std::uint32_t> const number = rotation_.current()) {
    if (send_on(*find(*number), frames)) {
      rotation_.advance();
      return number;
    }
    rotation_.set_aside();
  }
  return std::nullopt;
}

void Socket::refuse(std::string_view why, Frames const& frames) {
  transport_.note(*this, NetworkEvent::Kind::refused, why, &frames);
}

}  // namespace drydock::simulator
