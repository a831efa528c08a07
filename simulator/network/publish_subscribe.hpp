#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "simulator/network/socket.hpp"

// PUB, XPUB and SUB. Source: zmq_socket(3), RFC 29, and measured with libzmq 4.3.4.

namespace drydock::simulator {

/// Sends each message to every connection that subscribed to a prefix of its first frame, if there
/// is room: what exceeds a subscriber's high-water mark is dropped for that one, silently. What a
/// subscriber said ends with its connection, but of one that the socket itself connected to it
/// stays.
class PublishSocket : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames&& frames, BodyHash hash) override;
  void on_subscription(Pipe& pipe, Packet const& packet) override;

 protected:
  bool take(Received&) override { return false; }
  void on_disconnected(Pipe& pipe) override;
  /// The first subscription to `topic`, of whichever pipe, and the end of the last one.
  virtual void on_first(Pipe const&, std::string const&) {}
  virtual void on_last(std::string const&) {}

 private:
  using Topics = std::set<std::string, std::less<>>;
  bool wants(Pipe const& pipe, Frame const& topic) const;
  void add(Pipe const& pipe, Topics& topics, std::string const& topic);
  void remove(Topics& topics, std::string const& topic);

  std::map<std::uint32_t, Topics> subscriptions_;   // By pipe.
  std::map<std::string, std::size_t> subscribers_;  // How many pipes have subscribed to each.
};

/// A PUB that also shows the application what is subscribed to: a frame of 1 and the topic for the
/// first subscriber, with that one's user id, 0 and the topic when the last one left.
class ExtendedPublishSocket final : public PublishSocket {
 public:
  using PublishSocket::PublishSocket;

 protected:
  bool take(Received& into) override;
  void on_first(Pipe const& pipe, std::string const& topic) override {
    tell(1, topic, pipe.user_id);
  }
  void on_last(std::string const& topic) override { tell(0, topic, {}); }

 private:
  void tell(std::uint8_t what, std::string const& topic, std::string user_id);

  struct Shown {
    SharedFrames frames;
    std::string user_id;
  };
  Fifo<Shown> shown_;
};

/// Subscribes anew on each connection, once its handshake is done: what is published before the
/// subscription has travelled is not for it. Before there is a connection the changes of its
/// subscriptions wait in its pipe, as messages do, and are lost where that is full. A message of a
/// byte 1 and a topic subscribes, and each time that is said to the publisher; 0 and the topic
/// takes one of them back, and the last of them is.
class SubscribeSocket final : public Socket {
 public:
  SubscribeSocket(Transport& transport, SocketId id, NodeId node, SocketName name, SocketSpec spec);
  void send(Route to, Frames&& frames, BodyHash hash) override;
  void on_attached(Pipe& pipe) override;

 private:
  bool take(Received& into) override;
  bool is_subscribed(Frame const& topic) const;
  void tell_all(Packet::Kind kind, std::string const& topic);

  std::map<std::string, std::size_t, std::less<>> topics_;  // How often each is subscribed to.
};

}  // namespace drydock::simulator
