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
  void send(Route to, Frames&& frames, BodyHash hash) override;
  bool accepts(Frames const& frames, bool has_waited) const override;
  bool accepts_first_of(Frames const& frames) const override;

 private:
  bool take(Received& into) override;
  void on_gone(Pipe& pipe) override;
  void drop_stale_replies();

  bool awaits_reply_ = false;
  // The pipe whose reply alone counts, as long as it is there; none has the number 0.
  std::uint32_t asked_ = 0;
};

/// Serves one request at a time: takes the next, of the connections in turn, when the last one was
/// answered. Keeps the envelope for the answer. What has no delimiter, or nothing after it, is
/// dropped without a reply and does not count. The answer to a peer that is gone goes nowhere.
///
/// libzmq's own REP also loses the next answer once it has dropped a message of a peer that is
/// gone; reference/transport plays a REP on a ROUTER because of that, and so this one does not.
class ReplySocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames&& frames, BodyHash hash) override;

 private:
  bool take(Received& into) override;

  struct Question {
    std::uint32_t pipe;
    Frames envelope;
  };
  std::optional<Question> question_;
};

/// Shows each message as it came, with the route that it came from; what is sent to a route that is
/// gone, or full, is dropped. A route that the socket itself connected outlives its connections,
/// and what is sent there waits for the next.
class RouterSocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames&& frames, BodyHash hash) override;

 private:
  bool take(Received& into) override;
};

/// Sends to its connections in turn and receives fairly, frames as they are.
class DealerSocket final : public Socket {
 public:
  using Socket::Socket;
  void send(Route to, Frames&& frames, BodyHash hash) override;

 private:
  bool take(Received& into) override;
};

}  // namespace drydock::simulator
