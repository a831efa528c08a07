#include "simulator/network/socket.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::simulator {
namespace {

bool balances(SocketType type) {
  return type == SocketType::req || type == SocketType::dealer || type == SocketType::stream;
}

}  // namespace

void Rotation::add(std::uint32_t number) {
  order_.push_back(number);
  has_room(number);
}

std::size_t Rotation::index_of(std::uint32_t number) const {
  auto const place = std::find(order_.begin(), order_.end(), number);
  return static_cast<std::size_t>(place - order_.begin());
}

void Rotation::has_room(std::uint32_t number) {
  std::size_t const index = index_of(number);
  if (index < ready_) return;
  std::swap(order_[index], order_[ready_]);
  ++ready_;
}

void Rotation::remove(std::uint32_t number) {
  std::size_t index = index_of(number);
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
    : transport_(transport), id_(id), node_(node), name_(name), spec_(std::move(spec)) {}

Pipe& Socket::add_pipe(std::optional<ConnectorId> connector) {
  auto pipe = std::make_unique<Pipe>();
  pipe->number = ++pipes_made_;
  pipe->connector = connector;
  if (balances(spec_.type)) rotation_.add(pipe->number);
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

void Socket::forget(Pipe& pipe) {
  for (std::size_t left = unread_.size(); left > 0; --left) {
    std::uint32_t const number = unread_.pop();
    if (number != pipe.number) unread_.push(number);
  }
  give_up(pipe);
}

void Socket::drop_if_done(Pipe& pipe) {
  if (pipe.connector || pipe.connection || pipe.asked_for || !pipe.inbound.empty()) return;
  on_gone(pipe);
  if (balances(spec_.type)) rotation_.remove(pipe.number);
  pipes_.erase(pipe.number);
}

void Socket::on_room(Pipe& pipe) {
  if (balances(spec_.type)) rotation_.has_room(pipe.number);
}

bool Socket::has_room(Pipe const& pipe) const {
  return !is_choked_ && !pipe.inbound_room.is_full(spec_.receive_high_water_mark);
}

void Socket::arrive(Pipe& pipe, SharedFrames frames) {
  if (pipe.inbound.empty()) unread_.push(pipe.number);
  pipe.inbound.push(std::move(frames));
  pipe.inbound_room.wrote();
}

std::optional<Socket::Taken> Socket::take_fairly() {
  if (unread_.empty()) return std::nullopt;
  std::uint32_t const number = unread_.pop();
  Pipe* const pipe = find(number);
  ENSURE(pipe != nullptr && !pipe->inbound.empty());
  Taken taken{pipe->inbound.pop(), number, pipe->user_id};
  int const mark = spec_.receive_high_water_mark;
  bool const is_told_again = taken.frames->size() > 1 && pipe->inbound_room.tells_again(mark);
  bool const is_told = pipe->inbound_room.read(mark) || is_told_again;
  last_sender_ = pipe->peer;
  if (!pipe->inbound.empty()) unread_.push(number);
  if (is_told) transport_.made_room(*pipe);
  drop_if_done(*pipe);
  return taken;
}

bool Socket::send_on(Pipe& pipe, SharedFrames frames) {
  if (!pipe.connection && !pipe.connector && !pipe.asked_for) return false;
  return transport_.send(*this, pipe, Packet::Kind::message, std::move(frames));
}

std::optional<std::uint32_t> Socket::send_balanced(SharedFrames const& frames) {
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
