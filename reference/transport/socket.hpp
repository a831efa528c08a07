#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/transport/bind_path.hpp"
#include "reference/transport/reply_turn.hpp"
#include "reference/transport/routes.hpp"

namespace drydock::transport {

struct ContextEnd {
  void operator()(void* context) const;
};
/// A libzmq context. Its end waits for what lingers.
using Context = std::unique_ptr<void, ContextEnd>;
Context make_context();

/// One ZeroMQ socket as a machine asked for it, and the monitor of its connections. Nothing here
/// blocks, and nothing that a peer sends makes it fail.
class Socket {
 public:
  struct Message {
    Route route;
    Frames frames;
    std::string user_id;
  };
  enum class PeerChange : std::uint8_t { up, down, refused };

  /// Fails naming the endpoint and the reason: it is none, tcp in the clear without `insecure`,
  /// taken, or not ours to bind.
  /// An endpoint in `released` was ours until a moment ago, and libzmq gives it up behind the
  /// scenes: it is waited for, up to `release_max`.
  static Result<std::unique_ptr<Socket>> open(Context const& context, SocketSpec const& spec,
                                              bool insecure,
                                              std::set<std::string> const& released = {});
  static constexpr std::chrono::seconds release_max{5};
  ~Socket();
  Socket(Socket const&) = delete;
  Socket& operator=(Socket const&) = delete;

  /// The next message, if a whole one is there and it is our turn to receive. Of the frames beyond
  /// `frames_max` none is kept: no protocol has that many, and a peer could send them for ever.
  std::optional<Message> receive();
  /// Whether `receive` could give a message if one came: not while a REP owes an answer.
  bool listens() const { return !turn_.owes_answer(); }
  static constexpr std::size_t frames_max = 64;
  static constexpr std::size_t routes_max = 65536;
  /// A stream's peer that takes no bytes for so long is cut off.
  static constexpr std::chrono::seconds unread_max{60};

  /// Hands the message to libzmq, or says for the log why it is dropped.
  tl::expected<void, Log> send(Route route, Frames const& frames);

  /// Connections won and lost since the last call; none of a socket that only binds.
  std::vector<PeerChange> peer_changes();

  /// The connections of a stream that did not read what was sent to them, and are over; each once.
  std::vector<Route> take_overflowed() { return std::exchange(overflowed_, {}); }

  /// Whether a connection of a stream is to be closed and could not be yet, since libzmq takes the
  /// order only once the peer has read; `close_again` tries.
  bool has_unclosed() const { return !unclosed_.empty(); }
  void close_again();

  /// Nothing that was sent outlives the socket any more.
  void forget_linger();

  void* socket() const { return socket_.get(); }
  /// Readable when there are changes; absent for a socket that only binds.
  void* monitor() const { return monitor_.get(); }

 private:
  struct SocketEnd {
    void operator()(void* socket) const;
  };
  using Handle = std::unique_ptr<void, SocketEnd>;

  Socket(SocketType type, Handle socket);
  Result<void> set_options(SocketSpec const& spec);
  Result<void> watch_connections(Context const& context);
  void choose_address_family(std::string const& text);
  Result<void> bind(std::string const& endpoint, bool insecure, bool released);
  Result<void> connect(std::string const& endpoint, bool insecure);
  std::optional<Message> receive_request();
  std::optional<Message> receive_from_stream();
  tl::expected<Frames, Log> envelope_to(Route route);
  tl::expected<void, Log> send_to_stream(Route route, Frame const& bytes);
  tl::expected<void, Log> change_subscription(Frames const& frames);
  void close_connection(std::string const& routing_id);

  SocketType type_;
  std::vector<SocketFile> files_;
  Handle socket_;
  Handle monitor_;
  std::set<std::string> connected_;  // By endpoint.
  Routes routes_{routes_max};
  ReplyTurn turn_;  // Of a REP.
  // Of a stream, by routing id. Closed by us: libzmq may have fetched one more message of such a
  // connection.
  std::set<std::string> closed_;
  std::set<std::string> unclosed_;  // To be closed once there is room for that.
  std::vector<Route> overflowed_;
};

}  // namespace drydock::transport
