#include "reference/moor/host/ears.hpp"

#include <utility>

namespace drydock::moor::host {
namespace {

constexpr std::int64_t frame_bytes_max = std::int64_t{64} << 20;
constexpr int events_max = 100'000;  // libzmq's 1,000 are gone in a second of a busy world (HQ-14).

Frames subscription(bool on, std::string const& topic) {
  Frame frame = bytes_of(topic);
  frame.insert(frame.begin(), on ? 1 : 0);
  Frames frames;
  frames.push_back(std::move(frame));
  return frames;
}

}  // namespace

void Ears::open(VirtualTime now, Outbox& out) {
  SocketSpec spec;
  spec.type = SocketType::sub;
  spec.connect = {settings_.events_address};
  spec.security = settings_.security_of(settings_.events_address);
  spec.reconnect_max = std::chrono::seconds{1};
  spec.receive_high_water_mark = events_max;
  spec.frame_bytes_max = frame_bytes_max;
  spec.subscriptions = {std::string(hosts_topic), std::string(broadcast_topic)};
  spec.subscriptions.insert(spec.subscriptions.end(), topics_.begin(), topics_.end());
  open_ = true;
  out.emplace_back(OpenSocket{events_socket, std::move(spec)});
  watch(now, out);
}

void Ears::close(Outbox& out) {
  open_ = false;
  connected_ = false;
  live_ = false;
  out.emplace_back(CancelTimer{settles});
  out.emplace_back(CancelTimer{silence});
  out.emplace_back(CloseSocket{events_socket});
}

void Ears::subscribe(std::string topic, Outbox& out) {
  if (open_) out.emplace_back(Send{{events_socket}, subscription(true, topic)});
  topics_.insert(std::move(topic));
}

void Ears::unsubscribe(std::string const& topic, Outbox& out) {
  if (topics_.erase(topic) == 0 || !open_) return;
  out.emplace_back(Send{{events_socket}, subscription(false, topic)});
}

void Ears::watch(VirtualTime now, Outbox& out) const {
  out.emplace_back(SetTimer{silence, now + settings_.silence_max});
}

void Ears::on_up(VirtualTime now, Outbox& out) {
  connected_ = true;
  out.emplace_back(SetTimer{settles, now + settings_.subscription_settles});
  refusal_backoff_.reset();
}

void Ears::on_down(VirtualTime now, PeerDown const& down, Outbox& out) {
  connected_ = false;
  live_ = false;
  out.emplace_back(CancelTimer{settles});
  if (!down.refused) return;
  out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its events socket"});
  close(out);
  out.emplace_back(SetTimer{reopen, now + refusal_backoff_.next()});
}

void Ears::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == settles) {
    live_ = connected_;
    return;
  }
  if (timer == silence) {
    out.emplace_back(Log{LogLevel::warning, "no broadcast for long; subscribing anew"});
    close(out);
  }
  if (!open_) open(now, out);
}

}  // namespace drydock::moor::host
