#include "reference/transport/runner.hpp"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference/transport/socket.hpp"
#include "reference/transport/stop.hpp"
#include "reference/transport/timers.hpp"

namespace drydock::transport {
namespace {

/// So that no socket, and no timer that sets itself again, keeps the others waiting.
constexpr int messages_per_turn = 64;
constexpr int timers_per_turn = 64;
/// How often a connection is looked at that could not be closed yet.
constexpr std::int64_t unclosed_look_ms = 50;

class Runner {
 public:
  Runner(Machine& machine, RunOptions const& options)
      : machine_(machine),
        options_(options),
        streams_(options.streams.begin(), options.streams.end()) {}

  RunResult run() {
    step(Started{});
    while (!ended_) turn();
    if (!dropped_) {
      for (auto& stream : streams_) stream.flush();
    }
    return *std::move(ended_);
  }

 private:
  VirtualTime now() const {
    return VirtualTime{
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - started_)};
  }

  void step(Input const& input) {
    outbox_.clear();
    machine_.step(now(), input, outbox_);
    for (auto const& output : outbox_) {
      if (ended_) return;
      std::visit([this](auto const& one) { carry_out(one); }, output);
    }
  }

  void carry_out(OpenSocket const& open) {
    sockets_.erase(open.socket);
    auto socket = Socket::open(context_, open.spec, options_.insecure, released_);
    if (!socket && open.spec.required) {
      ended_ = tl::make_unexpected(socket.error());
      return;
    }
    if (!socket) {
      options_.log(LogLevel::error, fmt::format("{}: {}", open.socket, socket.error().message));
      to_tell_.emplace_back(PeerDown{{open.socket}});
      return;
    }
    sockets_.emplace(open.socket, std::move(*socket));
    bound_[open.socket] = open.spec.bind;
  }

  void carry_out(CloseSocket const& close) {
    sockets_.erase(close.socket);
    released_.insert(bound_[close.socket].begin(), bound_[close.socket].end());
  }

  void carry_out(Send const& send) {
    for (auto& stream : streams_) {
      if (stream.name() != send.to.socket) continue;
      for (Frame const& frame : send.frames) stream.send(frame);
      return;
    }
    auto const socket = sockets_.find(send.to.socket);
    if (socket == sockets_.end()) {
      options_.log(LogLevel::error, fmt::format("{}: message dropped: not open", send.to.socket));
      return;
    }
    auto const sent = socket->second->send(send.to.route, send.frames);
    if (!sent) {
      options_.log(sent.error().level, fmt::format("{}: {}", send.to.socket, sent.error().text));
    }
    for (Route const route : socket->second->take_overflowed()) {
      to_tell_.emplace_back(Received{{send.to.socket, route}, Frames{Frame{}}});
    }
  }

  void carry_out(SetTimer const& set) { timers_.set(set.timer, set.at); }
  void carry_out(CancelTimer const& cancel) { timers_.cancel(cancel.timer); }
  void carry_out(Log const& log) { options_.log(log.level, log.text); }
  void carry_out(Exit const& exit) { ended_ = exit; }

  void turn() {
    auto const ready = poll();
    if (ready.stop) stop();
    tell();
    for (std::size_t const at : ready.writable) streams_[at].write_some();
    for (std::size_t const at : ready.readable) read(streams_[at]);
    for (auto& stream : streams_) {
      if (!ended_ && stream.take_failure()) step(PeerDown{{stream.name()}});
    }
    for (auto const& [name, socket] : sockets_) {
      if (socket->has_unclosed()) socket->close_again();
    }
    for (auto const name : ready.sockets) {
      report_peers(name);  // Before its messages: who is up may have sent them.
      receive(name);
    }
    fire_timers();
  }

  struct Ready {
    bool stop = false;
    std::vector<SocketName> sockets;
    std::vector<std::size_t> readable;  // Of the streams.
    std::vector<std::size_t> writable;
  };

  /// Waits until something can be done.
  Ready poll() {
    std::vector<zmq_pollitem_t> items{{nullptr, options_.stop_descriptor, ZMQ_POLLIN, 0}};
    std::vector<SocketName> names{{}};
    auto const watch = [&](SocketName name, void* socket) {
      items.push_back({socket, 0, ZMQ_POLLIN, 0});
      names.push_back(name);
    };
    for (auto const& [name, socket] : sockets_) {
      if (socket->listens()) watch(name, socket->socket());
      if (socket->monitor() != nullptr) watch(name, socket->monitor());
    }
    std::size_t const sockets_end = items.size();
    std::vector<std::size_t> streams;
    for (std::size_t at = 0; at < streams_.size(); ++at) {
      for (auto const& [descriptor, event] : {std::pair{streams_[at].reads_from(), ZMQ_POLLIN},
                                              std::pair{streams_[at].writes_to(), ZMQ_POLLOUT}}) {
        if (descriptor < 0) continue;
        items.push_back({nullptr, descriptor, static_cast<short>(event), 0});
        streams.push_back(at);
      }
    }
    bool const stoppable = options_.stop_descriptor >= 0;
    std::size_t const first = stoppable ? 0 : 1;
    Ready ready;
    int const found =
        zmq_poll(items.data() + first, static_cast<int>(items.size() - first), patience());
    if (found <= 0) return ready;  // Nobody in time, or a signal handler ran (EINTR).
    ready.stop = stoppable && items[0].revents != 0;
    for (std::size_t i = sockets_end; i < items.size(); ++i) {
      if (items[i].revents == 0) continue;
      auto& which = items[i].events == ZMQ_POLLIN ? ready.readable : ready.writable;
      which.push_back(streams[i - sockets_end]);
    }
    for (std::size_t i = 1; i < sockets_end; ++i) {
      if (items[i].revents == 0) continue;
      if (ready.sockets.empty() || ready.sockets.back() != names[i]) {
        ready.sockets.push_back(names[i]);
      }
    }
    return ready;
  }

  /// Until the next timer in whole milliseconds, rounded up; -1 is for ever.
  long patience() const {
    if (!to_tell_.empty()) return 0;
    bool const closing = std::any_of(sockets_.begin(), sockets_.end(), [](auto const& entry) {
      return entry.second->has_unclosed();
    });
    std::int64_t const longest = closing ? unclosed_look_ms : INT32_MAX;
    auto const next = timers_.next();
    if (!next) return closing ? static_cast<long>(longest) : -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(*next - now()).count();
    return static_cast<long>(std::clamp<std::int64_t>(left, 0, longest));
  }

  void stop() {
    while (!ended_ && take_stop(options_.stop_descriptor)) {
      if (std::exchange(stopping_, true)) {
        for (auto const& [name, socket] : sockets_) socket->forget_linger();
        dropped_ = true;
        ended_ = Exit{1, "stopped twice"};
      } else {
        step(StopRequested{});
      }
    }
  }

  /// What the machine asked for and did not come to be.
  void tell() {
    for (Input const& input : std::exchange(to_tell_, {})) {
      if (!ended_) step(input);
    }
  }

  void report_peers(SocketName name) {
    auto const socket = sockets_.find(name);
    if (socket == sockets_.end()) return;
    for (auto const change : socket->second->peer_changes()) {
      // The machine may close the socket at one of them.
      if (ended_ || !sockets_.contains(name)) return;
      if (change == Socket::PeerChange::up) {
        step(PeerUp{{name}});
      } else {
        step(PeerDown{{name}, change == Socket::PeerChange::refused});
      }
    }
  }

  void receive(SocketName name) {
    for (int i = 0; i < messages_per_turn && !ended_; ++i) {
      auto const socket = sockets_.find(name);
      if (socket == sockets_.end()) return;
      auto message = socket->second->receive();
      if (!message) return;
      step(Received{
          {name, message->route}, std::move(message->frames), std::move(message->user_id)});
    }
  }

  void read(LocalStreamIo& stream) {
    if (ended_) return;
    if (auto bytes = stream.read()) {
      step(Received{{stream.name()}, Frames{*std::move(bytes)}});
    }
  }

  void fire_timers() {
    auto const instant = now();
    for (int i = 0; i < timers_per_turn && !ended_; ++i) {
      auto const timer = timers_.take_due(instant);
      if (!timer) return;
      step(TimerFired{*timer});
    }
  }

  Machine& machine_;
  RunOptions const& options_;
  std::chrono::steady_clock::time_point const started_ = std::chrono::steady_clock::now();
  Context context_ = make_context();
  std::map<SocketName, std::unique_ptr<Socket>> sockets_;  // Closed before their context ends.
  std::map<SocketName, std::vector<std::string>> bound_;
  std::set<std::string> released_;  // Endpoints that were ours; libzmq may still be giving them up.
  Timers timers_;
  Outbox outbox_;
  std::vector<Input> to_tell_;
  std::vector<LocalStreamIo> streams_;
  bool stopping_ = false;
  bool dropped_ = false;  // What was sent is not waited for.
  std::optional<RunResult> ended_;
};

}  // namespace

RunResult run(Machine& machine, RunOptions const& options) {
  return Runner{machine, options}.run();
}

}  // namespace drydock::transport
