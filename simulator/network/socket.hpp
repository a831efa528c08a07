#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/machine/machine.hpp"
#include "simulator/network/connection.hpp"

namespace drydock::simulator {

class Socket;

/// What a socket asks of the network that it is part of.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Asked for once: where every message is.
  virtual SharedFrames::Store& store() = 0;
  /// Puts a packet on its way, or into the pipe if there is no room or no connection yet. False
  /// when the pipe is full: only then are the frames left as they are.
  virtual bool send(Socket& socket, Pipe& pipe, Packet::Kind kind, SharedFrames& frames) = 0;
  /// Something was taken out of the pipe: what waits for its room may come.
  virtual void made_room(Pipe& pipe) = 0;
  virtual void note(Socket const& socket, NetworkEvent::Kind kind, std::string_view why,
                    Frames const* frames) = 0;
  /// The socket may have something to take for reasons of its own.
  virtual void readable(Socket& socket) = 0;
};

/// Whose turn it is to get a message, by number, in libzmq's order: who has no room is set aside,
/// and goes to the end of the others once it has. Source: libzmq 4.3.4, lb_t.
class Rotation {
 public:
  void add(std::uint32_t number);
  void remove(std::uint32_t number);
  /// Has room again, or had it all along.
  void has_room(std::uint32_t number);
  /// Absent when nobody has room.
  std::optional<std::uint32_t> current() const;
  /// The current one got a message: it is the next one's turn.
  void advance();
  /// The current one has no room.
  void set_aside();

 private:
  std::uint32_t index_of(std::uint32_t number) const;

  std::vector<std::uint32_t> order_;  // First those that have room.
  std::uint32_t ready_ = 0;
  std::uint32_t current_ = 0;
};

/// A ZeroMQ socket: what it does with its pipes is up to its type.
class alignas(64) Socket {
 public:
  Socket(Transport& transport, SocketId id, NodeId node, SocketName name, SocketSpec spec);
  virtual ~Socket() = default;

  SocketId id() const { return id_; }
  NodeId node() const { return node_; }
  SocketName name() const { return name_; }
  SocketSpec const& spec() const { return *spec_; }
  // Of that, what each message needs.
  int send_mark() const { return send_mark_; }
  /// The largest frame that it takes.
  std::uint64_t frame_bytes_max() const { return frame_bytes_max_; }

  /// By number, so the oldest first.
  using Pipes = std::vector<std::pair<std::uint32_t, std::unique_ptr<Pipe>>>;
  Pipes const& pipes() const { return pipes_; }
  Pipe& add_pipe(std::optional<ConnectorId> connector);
  Pipe* find(std::uint32_t number) const;
  /// The pipe will have no connection any more: what is in it can still be taken, no more.
  void give_up(Pipe& pipe);
  /// The pipe, in which nothing is left to take, is no more.
  void forget(Pipe& pipe);
  /// The pipe is there, or begins anew as its connection broke: what a socket says first goes in.
  virtual void on_attached(Pipe&) {}
  /// There may be room in the pipe again for what is sent.
  void on_room(Pipe& pipe);
  /// The pipe has none any more. What came before can still be taken.
  void disconnect(Pipe& pipe);
  bool has_room(Pipe const& pipe) const {
    return !is_choked_ && !pipe.inbound_room.is_full(receive_mark_);
  }
  /// Whether its pipes count as full although there is room: others have taken it.
  bool is_stuffed() const { return is_stuffed_; }
  void set_stuffed(bool stuffed) { is_stuffed_ = stuffed; }
  /// The same for what comes in.
  bool is_choked() const { return is_choked_; }
  void set_choked(bool choked) { is_choked_ = choked; }
  /// A message came in at `pipe`, and waits until it is received.
  void arrive(Pipe& pipe, SharedFrames&& frames);
  /// The same where it is about to be received, and stays where it is until then: only what is left
  /// by `keep` has to wait.
  void hand_in(Pipe& pipe, SharedFrames& frames);
  void keep() {
    if (handed_in_ != nullptr)
      arrive(*handed_in_at_, std::move(*std::exchange(handed_in_, nullptr)));
  }

  /// Sends, or notes why not. With the frames' hash.
  virtual void send(Route to, Frames&& frames, BodyHash hash) = 0;
  /// The next message for the application, if there is one and it may have it now: then it is in
  /// `into`. False leaves in there whatever there is.
  bool receive(Received& into) {
    bool const is_taken = take(into);
    keep();
    return is_taken;
  }
  /// Who sent what was received last; `no_node` for what the socket itself made.
  NodeId last_sender() const { return last_sender_; }
  /// The hash of what was received last.
  BodyHash last_hash() const { return last_hash_; }
  /// A subscription arrived, or the end of one.
  virtual void on_subscription(Pipe&, Packet const&) {}
  /// What the session itself checks, before the socket sees it. False breaks the connection.
  virtual bool accepts(Frames const&, bool /*has_waited*/) const { return true; }
  /// The same, when it has seen the first frame only, which needs no room.
  virtual bool accepts_first_of(Frames const&) const { return true; }

 protected:
  struct Taken {
    SharedFrames frames;  // Absent when there is nothing.
    std::uint32_t pipe = 0;
    explicit operator bool() const { return static_cast<bool>(frames); }
  };
  virtual bool take(Received& into) = 0;
  virtual void on_disconnected(Pipe&) {}
  /// The pipe is about to be no more.
  virtual void on_gone(Pipe&) {}

  /// Fair queue: the pipes that have something, in turn, one message each; and whose it is.
  Taken take_fairly(std::string& user_id) {
    if (handed_in_ == nullptr) return has_unread() ? take_unread(user_id) : Taken{};
    SharedFrames& frames = *std::exchange(handed_in_, nullptr);
    Pipe& pipe = *handed_in_at_;
    pipe.inbound_room.wrote();
    note_taken(pipe, *frames, user_id);
    return {std::move(frames), pipe.number};
  }
  bool has_unread() const { return !unread_.empty(); }
  /// False leaves the frames as they are.
  bool send_on(Pipe& pipe, SharedFrames& frames);
  /// Load balancing: the next pipe in turn that is not full; absent if there is none, which leaves
  /// the frames as they are. Only for the types that balance.
  std::optional<std::uint32_t> send_balanced(SharedFrames& frames);
  /// What the application sees of what was taken.
  void show(SharedFrames&& frames, std::size_t skipped, Received& into, Route from = only_route) {
    into.from = {name_, from};
    last_hash_ = std::move(frames).move_to(into.frames, skipped);
  }
  void refuse(std::string_view why, Frames const& frames);

  SharedFrames::Store& store() { return store_; }
  Transport& transport() { return transport_; }

 private:
  Taken take_unread(std::string& user_id);
  void note_taken(Pipe& pipe, Frames const& frames, std::string& user_id) {
    if (!user_id.empty() || !pipe.user_id.empty()) user_id = pipe.user_id;
    bool const is_told_again = frames.size() > 1 && pipe.inbound_room.tells_again(receive_mark_);
    bool const is_told = pipe.inbound_room.read(receive_mark_) || is_told_again;
    last_sender_ = pipe.peer;
    if (is_told) transport_.made_room(pipe);
  }
  Pipes::const_iterator place_of(std::uint32_t number) const;
  void drop_if_done(Pipe& pipe);

  // What each message needs, and at last what none does.
  Transport& transport_;
  SharedFrames::Store& store_;
  SharedFrames* handed_in_ = nullptr;  // Only while nothing is unread, and until `keep`.
  Pipe* handed_in_at_ = nullptr;       // Where, if there is something.
  std::uint64_t frame_bytes_max_;
  BodyHash last_hash_;
  int send_mark_;
  int receive_mark_;

  NodeId last_sender_ = no_node;
  NodeId node_;
  SocketName name_;
  Pipes pipes_;
  Fifo<Pipe*> unread_;  // The pipes with something to take, in turn.

  Rotation rotation_;  // Of the pipes, for the types that balance.
  std::unique_ptr<SocketSpec const> spec_;
  SocketId id_;
  std::uint32_t pipes_made_ = 0;
  bool is_stuffed_ = false;
  bool is_choked_ = false;
};

/// The socket of that type.
std::unique_ptr<Socket> make_socket(Transport& transport, SocketId id, NodeId node, SocketName name,
                                    SocketSpec spec);
/// Whether ZMTP lets the two types talk; if not, the handshake fails for good. Source: RFC 37.
bool can_talk(SocketType a, SocketType b);

}  // namespace drydock::simulator
