#include "simulator/network/publish_subscribe.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "reference/core/mark.hpp"

namespace drydock::simulator {
namespace {

std::string_view key_of(std::string const& topic) { return topic; }
std::string_view key_of(std::pair<std::string const, std::size_t> const& entry) {
  return entry.first;
}

/// Whether one of the sorted `topics` begins `text`. A host has one for each of its people, so they
/// are searched rather than tried: what stands before `text` and does not begin it has a common
/// beginning with it, which all that is left to find are within.
template <class Topics>
bool any_begins(Topics const& topics, std::string_view text) {
  for (auto after = topics.upper_bound(text); after != topics.begin();
       after = topics.upper_bound(text)) {
    std::string_view const nearest = key_of(*std::prev(after));
    if (text.starts_with(nearest)) return true;
    auto const differ = std::mismatch(text.begin(), text.end(), nearest.begin(), nearest.end());
    text = text.substr(0, static_cast<std::size_t>(differ.first - text.begin()));
  }
  return false;
}

}  // namespace

void PublishSocket::send(Route, Frames&& frames, BodyHash hash) {
  if (frames.empty()) return refuse("a message without frames", frames);
  SharedFrames const message{store(), std::move(frames), hash};
  bool is_wanted = false;
  for (auto const& [number, pipe] : pipes()) {
    if (!wants(*pipe, message->front())) continue;
    is_wanted = true;
    SharedFrames own = message;
    if (!send_on(*pipe, own)) {
      mark("network.publication-dropped");
      transport().note(*this, NetworkEvent::Kind::lost, "a subscriber's high-water mark",
                       message.get());
    }
  }
  if (!is_wanted) {
    transport().note(*this, NetworkEvent::Kind::unheard, "nobody has subscribed to it",
                     message.get());
  }
}

bool PublishSocket::wants(Pipe const& pipe, Frame const& topic) const {
  auto const place = subscriptions_.find(pipe.number);
  return place != subscriptions_.end() && any_begins(place->second, text_of(topic));
}

void PublishSocket::on_subscription(Pipe& pipe, Packet const& packet) {
  Topics& topics = subscriptions_[pipe.number];
  if (packet.kind == Packet::Kind::subscribe) {
    add(pipe, topics, std::string(text_of(packet.frames->front())));
  } else {
    remove(topics, std::string(text_of(packet.frames->front())));
  }
}

/// Subscribed twice is subscribed. Measured with libzmq 4.3.4.
void PublishSocket::add(Pipe const& pipe, Topics& topics, std::string const& topic) {
  if (!topics.insert(topic).second) return;
  if (++subscribers_[topic] == 1) on_first(pipe, topic);
}

void PublishSocket::remove(Topics& topics, std::string const& topic) {
  auto const place = topics.find(topic);
  if (place == topics.end()) return on_last(topic);  // As libzmq shows what it does not find.
  auto const all = subscribers_.find(topic);
  bool const was_last = --all->second == 0;
  if (was_last) subscribers_.erase(all);
  std::string const last = *place;
  topics.erase(place);
  if (was_last) on_last(last);
}

void PublishSocket::on_disconnected(Pipe& pipe) {
  if (pipe.connector) return;  // It stays for the next connection, and so do they.
  auto const place = subscriptions_.find(pipe.number);
  if (place == subscriptions_.end()) return;
  Topics topics = std::move(place->second);
  subscriptions_.erase(place);
  while (!topics.empty()) remove(topics, std::string(*topics.begin()));
}

void ExtendedPublishSocket::tell(std::uint8_t what, std::string const& topic, std::string user_id) {
  Frame frame{what};
  frame.insert(frame.end(), topic.begin(), topic.end());
  shown_.push({SharedFrames{store(), {std::move(frame)}}, std::move(user_id)});
  transport().readable(*this);
}

bool ExtendedPublishSocket::take(Received& into) {
  if (shown_.empty()) return false;
  Shown shown = shown_.pop();
  into.user_id = std::move(shown.user_id);
  show(std::move(shown.frames), 0, into);
  return true;
}

SubscribeSocket::SubscribeSocket(Transport& transport, SocketId id, NodeId node, SocketName name,
                                 SocketSpec spec)
    : Socket(transport, id, node, name, std::move(spec)) {
  for (std::string const& topic : this->spec().subscriptions) ++topics_[topic];
}

void SubscribeSocket::send(Route, Frames&& frames, BodyHash) {
  bool const readable = frames.size() == 1 && !frames.front().empty() && frames.front()[0] <= 1;
  if (!readable) return refuse("it neither subscribes nor takes that back", frames);
  std::string const topic{text_of(frames.front()).substr(1)};
  if (frames.front()[0] == 1) {
    ++topics_[topic];
    return tell_all(Packet::Kind::subscribe, topic);
  }
  auto const place = topics_.find(topic);
  if (place == topics_.end() || --place->second > 0) return;
  topics_.erase(place);
  tell_all(Packet::Kind::unsubscribe, topic);
}

void SubscribeSocket::tell_all(Packet::Kind kind, std::string const& topic) {
  SharedFrames const frames{store(), {bytes_of(topic)}};
  for (auto const& [number, pipe] : pipes()) {
    if (!pipe->connection && !pipe->connector) continue;
    SharedFrames own = frames;
    transport().send(*this, *pipe, kind, own);
  }
}

void SubscribeSocket::on_attached(Pipe& pipe) {
  for (auto const& [topic, times] : topics_) {
    SharedFrames frames{store(), {bytes_of(topic)}};
    transport().send(*this, pipe, Packet::Kind::subscribe, frames);
  }
}

bool SubscribeSocket::is_subscribed(Frame const& topic) const {
  return any_begins(topics_, text_of(topic));
}

bool SubscribeSocket::take(Received& into) {
  while (Taken taken = take_fairly(into.user_id)) {
    if (!is_subscribed(taken.frames->front())) continue;
    show(std::move(taken.frames), 0, into);
    return true;
  }
  return false;
}

}  // namespace drydock::simulator
