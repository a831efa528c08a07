#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/network/fidelity/libzmq_context.hpp"
#include "simulator/network/fidelity/sockets.hpp"

namespace drydock::simulator::fidelity {

/// Sockets of libzmq itself, by its own C functions. Programs can be played one after the other in
/// one context, in names of endpoints of their own.
class LibzmqSockets final : public Sockets {
 public:
  LibzmqSockets(LibzmqContext& context, std::string endpoints);
  ~LibzmqSockets() override;

  void open(int who, SocketSpec const& spec) override;
  void close(int who) override;
  void bind(int who, std::string const& endpoint) override;
  void unbind(int who, std::string const& endpoint) override;
  void connect(int who, std::string const& endpoint) override;
  void disconnect(int who, std::string const& endpoint) override;
  void subscribe(int who, std::string const& topic) override;
  void unsubscribe(int who, std::string const& topic) override;
  Sent send(int who, Route to, Frames const& frames) override;
  std::optional<Message> receive(int who) override;
  void sever(int who) override;

  using Expected = std::map<int, Connections>;
  /// Waits until sockets have the connections that are expected of them, and then until all has
  /// happened that follows. False if they do not come to have them.
  bool rest(Expected const& expected);
  /// Waits until all has happened that follows from what was done, as far as that is certain.
  void settle();
  Connections connections(int who);
  /// The endpoint of that name, as libzmq is told it; what is one already stays as it is.
  std::string full(std::string const& endpoint) const;
  /// Whether it was closed, and libzmq is done with that.
  bool is_gone(int who) const { return sockets_.at(who).is_gone; }

 private:
  struct Socket {
    void* socket = nullptr;  // Absent once it was closed.
    void* monitor = nullptr;
    bool is_router = false;
    bool is_gone = false;  // It was closed, and libzmq is done with that.
    Connections connections;
    std::map<int, std::string> by_descriptor;  // The endpoint of each.
    std::map<std::string, std::size_t> up;     // Connections by endpoint.
    std::vector<Frame> routing_ids;            // By route, from 1.
  };
  void forget(int who, std::string const& endpoint);
  void take_events(Socket& socket);
  void take_all_events();

  LibzmqContext& context_;
  std::string endpoints_;
  std::map<int, Socket> sockets_;
  bool connections_changed_ = true;  // Since it came to rest.
};

}  // namespace drydock::simulator::fidelity
