#pragma once

#include <zmq.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/transport/runner.hpp"
#include "reference/transport/stop.hpp"

// What the tests of this folder share. Waits end when what they wait for is there; their limit only
// turns a hang into a failure.

namespace drydock::transport {

inline constexpr std::chrono::seconds patience_max{60};

/// A fresh directory, removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(TemporaryDirectory const&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
  std::string path(std::string const& name) const { return path_ + "/" + name; }
  std::string ipc(std::string const& name) const { return "ipc://" + path(name); }

 private:
  std::string path_;
};

/// A machine that does what a function says, and remembers what it was told.
class Script : public Machine {
 public:
  using Handler = std::function<void(VirtualTime, Input const&, Outbox&)>;
  explicit Script(Handler handler) : handler_(std::move(handler)) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override;
  /// From any thread: whether what was told so far comes to satisfy `enough` in time.
  bool wait_until(std::function<bool(std::vector<Input> const&)> const& enough);
  /// Likewise, whether `input` was told at least `times` times.
  bool wait_for(Input const& input, std::ptrdiff_t times = 1);
  std::vector<Input> told();

 private:
  Handler handler_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Input> told_;
};

/// A machine running in a thread of its own, stopped (at last twice) at the end.
class Running {
 public:
  explicit Running(Machine& machine, bool insecure = false);
  ~Running();
  void stop() { stop_.request(); }
  /// Waits for the end.
  RunResult result();
  /// What was logged; only once ended.
  std::vector<std::string> const& lines() const { return lines_; }

 private:
  StopRequests stop_;
  std::vector<std::string> lines_;
  RunResult result_;
  std::thread thread_;
};

/// A plain libzmq socket in a context of its own, for the other side.
class RawSocket {
 public:
  explicit RawSocket(int type);
  ~RawSocket();
  RawSocket(RawSocket const&) = delete;
  RawSocket& operator=(RawSocket const&) = delete;
  bool bind(std::string const& endpoint) { return zmq_bind(socket_, endpoint.c_str()) == 0; }
  void connect(std::string const& endpoint);
  void subscribe(std::string const& topic);
  void send(std::vector<std::string> const& frames);
  /// Absent when nothing came within the patience.
  std::optional<std::vector<std::string>> receive();
  template <class T>
  void set_option(int option, T const& value) {
    zmq_setsockopt(socket_, option, &value, sizeof value);
  }
  /// Connects, and waits for the first of those ZMQ_EVENT_ numbers; 0 if there is none in time.
  int first_event(std::string const& endpoint, int events);
  void* socket() const { return socket_; }

 private:
  void* context_;
  void* socket_;
};

std::vector<std::string> texts_of(Frames const& frames);
Frames frames_of(std::vector<std::string> const& texts);

/// A tcp endpoint that nobody listened on a moment ago, on a loopback address of this process,
/// which was not given it before.
std::string free_tcp_endpoint();

}  // namespace drydock::transport
