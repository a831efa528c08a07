#include "simulator/network/publish_subscribe.hpp"

#include <algorithm>
#include <utility>

namespace drydock::simulator {
void PublishSocket::send(Route, Frames const& frames) {
  if (frames.empty()) return refuse("a message without frames", frames);
  SharedFrames shared;
  for (auto const& [number, pipe] : pipes()) {
    if (!wants(*pipe, frames.front())) continue;
    if (!shared) shared = std::make_shared<Frames const>(frames);
    if (!send_on(*pipe, shared)) {
      transport().note(*this, NetworkEvent::Kind::lost, "a subscriber's high-water mark", &frames);
    }
  }
  if (!shared) {
    transport().note(*this, NetworkEvent::Kind::unheard, "nobody has subscribed to it", &frames);
  }
}

bool PublishSocket::wants(Pipe const& pipe, Frame const& topic) const {
  auto const place = subscriptions_.find(pipe.number);
  if (place == subscriptions_.end()) return false;
  return std::any_of(place->second.begin(), place->second.end(),
                     [&](auto const& entry) { return text_of(topic).starts_with(entry.first); });
}

void PublishSocket::on_subscription(Pipe& pipe, Packet const& packet) {
  Topics& topics = subscriptions_[pipe.number];
  if (packet.kind == Packet::Kind::subscribe) {
    add(pipe, topics, std::string(text_of(packet.frames->front())));
  } else {
    remove(topics, std::string(text_of(packet.frames->front())));
  }
}

void PublishSocket::add(Pipe const& pipe, Topics& topics, std::string const& topic) {
  if (++topics[topic] > 1) return;
  if (++subscribers_[topic] == 1) on_first(pipe, topic);
}

void PublishSocket::remove(Topics& topics, std::string const& topic) {
  auto const place = topics.find(topic);
  if (place == topics.end() || --place->second > 0) return;
  auto const all = subscribers_.find(topic);
  bool const was_last = --all->second == 0;
  if (was_last) subscribers_.erase(all);
  std::string const last = place->first;
  topics.erase(place);
  if (was_last) on_last(last);
}

void PublishSocket::on_disconnected(Pipe& pipe) {
  auto const place = subscriptions_.find(pipe.number);
  if (place == subscriptions_.end()) return;
  Topics topics = std::move(place->second);
  subscriptions_.erase(place);
  while (!topics.empty()) {
    topics.begin()->second = 1;
    remove(topics, std::string(topics.begin()->first));
  }
}

void ExtendedPublishSocket::show(std::uint8_t what, std::string const& topic, std::string user_id) {
  Frame frame{what};
  frame.insert(frame.end(), topic.begin(), topic.end());
  auto frames = std::make_shared<Frames const>(Frames{std::move(frame)});
  shown_.push(Taken{std::move(frames), 0, std::move(user_id)});
  transport().readable(*this);
}

std::optional<Received> ExtendedPublishSocket::take() {
  if (shown_.empty()) return std::nullopt;
  return received(shown_.pop(), 0);
}

void SubscribeSocket::send(Route, Frames const& frames) { refuse("a SUB does not send", frames); }

void SubscribeSocket::on_connected(Pipe& pipe) {
  for (std::string const& topic : spec().subscriptions) {
    auto frames = std::make_shared<Frames const>(Frames{bytes_of(topic)});
    transport().send(*this, pipe, Packet::Kind::subscribe, std::move(frames));
  }
}

bool SubscribeSocket::is_subscribed(Frame const& topic) const {
  return std::any_of(spec().subscriptions.begin(), spec().subscriptions.end(),
                     [&](std::string const& prefix) { return text_of(topic).starts_with(prefix); });
}

std::optional<Received> SubscribeSocket::take() {
  while (std::optional<Taken> taken = take_fairly()) {
    if (is_subscribed(taken->frames->front())) return received(*std::move(taken), 0);
  }
  return std::nullopt;
}

}  // namespace drydock::simulator
