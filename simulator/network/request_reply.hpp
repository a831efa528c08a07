#pragma once

#include "simulator/network/socket.hpp"

// REQ, REP, ROUTER and DEALER. Source: zmq_socket(3), RFC 28, and measured with libzmq 4.3.4.

namespace drydock::simulator {

/// Asks and then waits for the reply: in strict turns, whatever becomes of the peer. A request
/// whose reply is lost leaves it waiting for good; only a new socket helps. Puts an empty delimiter
/// before each request. A reply without one breaks the connection for good, as in libzmq.
class RequestSocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames frames) override;
  std::optional<Received> take() override;
  bool accepts(Frames const& frames) const override;

 private:
  void drop_stale_replies();

  std::optional<std::uint32_t> asked_;  // The pipe whose reply alone counts.
};

/// Serves one request at a time: takes the next, of the connections in turn, when the last one was
/// answered. Keeps the envelope for the answer. What has no delimiter, or nothing after it, is
/// dropped without a reply and does not count. The answer to a peer that is gone goes nowhere.
class ReplySocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames frames) override;
  std::optional<Received> take() override;

 private:
  struct Question {
    std::uint32_t pipe;
    Frames envelope;
  };
  std::optional<Question> question_;
};

/// Shows each message as it came, with the route that it came from; what is sent to a route that is
/// gone, or full, is dropped.
class RouterSocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames frames) override;
  std::optional<Received> take() override;
};

/// Sends to its connections in turn and receives fairly, frames as they are.
class DealerSocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames frames) override;
  std::optional<Received> take() override;
};

}  // namespace drydock::simulator
