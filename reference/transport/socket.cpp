#include "reference/transport/socket.hpp"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/machine/zap.hpp"
#include "reference/transport/endpoint.hpp"
#include "reference/transport/frame_io.hpp"

namespace drydock::transport {
namespace {

int zmq_type(SocketType type) {
  switch (type) {
    case SocketType::req:
      return ZMQ_REQ;
    case SocketType::rep:  // See ReplyTurn.
      return ZMQ_ROUTER;
    case SocketType::pub:
      return ZMQ_PUB;
    case SocketType::sub:
      return ZMQ_SUB;
    case SocketType::xpub:
      return ZMQ_XPUB;
    case SocketType::router:
      return ZMQ_ROUTER;
    case SocketType::dealer:
      return ZMQ_DEALER;
    case SocketType::stream:
      return ZMQ_STREAM;
  }
  return -1;
}

int milliseconds_of(Duration duration) {
  auto const count = std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  return static_cast<int>(std::clamp<std::int64_t>(count, 0, INT32_MAX));
}

auto cannot(std::string_view act, std::string_view endpoint, std::string_view why) {
  return fail(fmt::format("cannot {} \"{}\": {}", act, endpoint, why));
}

template <class T>
bool set_option(void* socket, int option, T const& value) {
  return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

// zmq.h keeps its name among the drafts, though every libzmq from 4.3.0 knows it.
constexpr int zap_enforce_domain = 93;

bool secure(void*, Plain const&) { return true; }

bool secure(void* socket, CurveServer const& server) {
  // Without enforcement, a missing authenticator would admit everybody (UQ-23).
  return set_option(socket, ZMQ_CURVE_SERVER, 1) &&
         set_option(socket, ZMQ_CURVE_SECRETKEY, server.secret_key.bytes) &&
         zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, server.zap_domain.data(),
                        server.zap_domain.size()) == 0 &&
         set_option(socket, zap_enforce_domain, server.enforce_domain ? 1 : 0);
}

bool secure(void* socket, CurveClient const& client) {
  return set_option(socket, ZMQ_CURVE_SERVERKEY, client.server_key.bytes) &&
         set_option(socket, ZMQ_CURVE_PUBLICKEY, client.keys.public_key.bytes) &&
         set_option(socket, ZMQ_CURVE_SECRETKEY, client.keys.secret_key.bytes);
}

bool bind_when_free(void* socket, std::string const& endpoint, bool released) {
  auto const end = std::chrono::steady_clock::now() + Socket::release_max;
  while (zmq_bind(socket, endpoint.c_str()) != 0) {
    bool const comes_free = released && zmq_errno() == EADDRINUSE;
    if (!comes_free || std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

/// Whether a socket of that kind may use tcp without somebody's explicit leave.
bool may_use_tcp(Security const& security) {
  auto const* plain = std::get_if<Plain>(&security);
  return plain == nullptr || plain->by_protocol;
}

}  // namespace

void ContextEnd::operator()(void* context) const {
  while (zmq_ctx_term(context) != 0 && zmq_errno() == EINTR) continue;
}

Context make_context() {
  Context context{zmq_ctx_new()};
  ENSURE(context);
  return context;
}

void Socket::SocketEnd::operator()(void* socket) const { zmq_close(socket); }

Socket::Socket(SocketType type, Handle socket) : type_(type), socket_(std::move(socket)) {}

Socket::~Socket() {
  if (monitor_) zmq_socket_monitor(socket_.get(), nullptr, 0);
}

Result<std::unique_ptr<Socket>> Socket::open(Context const& context, SocketSpec const& spec,
                                             bool insecure, std::set<std::string> const& released) {
  Handle handle{zmq_socket(context.get(), zmq_type(spec.type))};
  if (!handle) return fail(fmt::format("cannot make a socket: {}", zmq_strerror(zmq_errno())));
  std::unique_ptr<Socket> socket{new Socket(spec.type, std::move(handle))};
  if (auto const set = socket->set_options(spec); !set) return tl::make_unexpected(set.error());
  if (!spec.connect.empty()) {
    auto const watched = socket->watch_connections(context);
    if (!watched) return tl::make_unexpected(watched.error());
  }
  bool const tcp = insecure || may_use_tcp(spec.security);
  for (auto const& endpoint : spec.bind) {
    auto const bound = socket->bind(endpoint, tcp, released.contains(endpoint));
    if (!bound) return tl::make_unexpected(bound.error());
  }
  for (auto const& endpoint : spec.connect) {
    auto const connected = socket->connect(endpoint, tcp);
    if (!connected) return tl::make_unexpected(connected.error());
  }
  return socket;
}

Result<void> Socket::set_options(SocketSpec const& spec) {
  void* const socket = socket_.get();
  bool set = set_option(socket, ZMQ_SNDHWM, spec.send_high_water_mark) &&
             set_option(socket, ZMQ_RCVHWM, spec.receive_high_water_mark) &&
             set_option(socket, ZMQ_LINGER, milliseconds_of(spec.linger)) &&
             set_option(socket, ZMQ_RECONNECT_IVL, milliseconds_of(spec.reconnect_min)) &&
             set_option(socket, ZMQ_RECONNECT_IVL_MAX,
                        milliseconds_of(spec.reconnect_max.value_or(Duration{0}))) &&
             set_option(socket, ZMQ_MAXMSGSIZE, spec.frame_bytes_max.value_or(-1));
  // Without it a ROUTER drops what it cannot deliver without a word.
  if (zmq_type(type_) == ZMQ_ROUTER) set = set && set_option(socket, ZMQ_ROUTER_MANDATORY, 1);
  if (type_ == SocketType::stream) {
    int const patience = milliseconds_of(unread_max);
    // The kernel ends what takes no bytes for so long, and what died without a word.
    set = set && set_option(socket, ZMQ_TCP_MAXRT, patience) &&
          set_option(socket, ZMQ_TCP_KEEPALIVE, 1) && set_option(socket, ZMQ_BACKLOG, 1024);
  }
  for (auto const& topic : spec.subscriptions) {
    set = set && zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0;
  }
  set = set && std::visit([&](auto const& kind) { return secure(socket, kind); }, spec.security);
  if (!set)
    return fail(fmt::format("cannot set a socket's options: {}", zmq_strerror(zmq_errno())));
  return {};
}

/// Only for an address that is one: a name that has both kinds, such as localhost, means IPv4, as
/// it does to every other user of libzmq.
void Socket::choose_address_family(std::string const& text) {
  set_option(socket_.get(), ZMQ_IPV6, text.find('[') != std::string::npos ? 1 : 0);
}

Result<void> Socket::watch_connections(Context const& context) {
  auto const address = fmt::format("inproc://monitor-{}", fmt::ptr(socket_.get()));
  int const events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                     ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CLOSED;
  bool watched = zmq_socket_monitor(socket_.get(), address.c_str(), events) == 0;
  if (watched) monitor_ = Handle{zmq_socket(context.get(), ZMQ_PAIR)};
  watched = watched && monitor_ && set_option(monitor_.get(), ZMQ_LINGER, 0) &&
            zmq_connect(monitor_.get(), address.c_str()) == 0;
  if (!watched) return fail(fmt::format("cannot monitor: {}", zmq_strerror(zmq_errno())));
  return {};
}

Result<void> Socket::bind(std::string const& text, bool insecure, bool released) {
  if (text == zap_endpoint) {
    if (zmq_bind(socket_.get(), text.c_str()) == 0) return {};
    return cannot("bind", text, zmq_strerror(zmq_errno()));
  }
  if (auto const allowed = check_endpoint(text, insecure); !allowed) return allowed;
  auto const endpoint = parse_endpoint(text);
  auto const* ipc = std::get_if<IpcEndpoint>(&*endpoint);
  if (ipc != nullptr) {
    if (auto const free = probe_bind_path(ipc->path); !free) {
      return cannot("bind", text, free.error().message);
    }
  }
  choose_address_family(text);
  PrivateFiles const mask;
  if (!bind_when_free(socket_.get(), text, released)) {
    return cannot("bind", text, zmq_strerror(zmq_errno()));
  }
  if (ipc != nullptr) files_.emplace_back(ipc->path);
  return {};
}

Result<void> Socket::connect(std::string const& text, bool insecure) {
  if (auto const allowed = check_endpoint(text, insecure); !allowed) return allowed;
  choose_address_family(text);
  if (zmq_connect(socket_.get(), text.c_str()) != 0) {
    return cannot("connect to", text, zmq_strerror(zmq_errno()));
  }
  return {};
}

std::optional<Socket::Message> Socket::receive() {
  if (type_ == SocketType::stream) return receive_from_stream();
  if (type_ == SocketType::rep) return receive_request();
  std::string user_id;
  bool const routed = type_ == SocketType::router;
  Frames frames = receive_frames(socket_.get(), frames_max + (routed ? 1 : 0), &user_id);
  if (frames.empty()) return std::nullopt;
  Route route = only_route;
  if (routed) {
    route = routes_.heard(frames.front());
    frames.erase(frames.begin());
  }
  return Message{route, std::move(frames), std::move(user_id)};
}

std::optional<Socket::Message> Socket::receive_request() {
  while (!turn_.owes_answer()) {
    std::string user_id;
    Frames frames = receive_frames(socket_.get(), frames_max + 2, &user_id);
    if (frames.empty()) return std::nullopt;
    auto request = turn_.take(std::move(frames));
    if (request) return Message{only_route, *std::move(request), std::move(user_id)};
  }
  return std::nullopt;
}

tl::expected<void, Log> Socket::change_subscription(Frames const& frames) {
  bool const readable = frames.size() == 1 && !frames.front().empty() && frames.front()[0] <= 1;
  if (!readable) return dropped(LogLevel::error, "it neither subscribes nor takes that back");
  ByteView const topic = ByteView{frames.front()}.subspan(1);
  int const option = frames.front()[0] == 1 ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE;
  if (zmq_setsockopt(socket_.get(), option, topic.data(), topic.size()) == 0) return {};
  return dropped_for(zmq_errno());
}

tl::expected<Frames, Log> Socket::envelope_to(Route route) {
  if (type_ == SocketType::rep) {
    if (!turn_.owes_answer()) return dropped_for(EFSM);
    return turn_.take_envelope();
  }
  if (type_ != SocketType::router) return Frames{};
  auto routing_id = routes_.routing_id(route);
  if (!routing_id) return dropped(LogLevel::debug, "its peer is forgotten");
  return Frames{*std::move(routing_id)};
}

tl::expected<void, Log> Socket::send(Route route, Frames const& frames) {
  if (frames.empty()) return dropped(LogLevel::error, "it has no frames");
  if (type_ == SocketType::sub) return change_subscription(frames);
  if (type_ == SocketType::stream) return send_to_stream(route, frames.front());
  auto const envelope = envelope_to(route);
  if (!envelope) return tl::make_unexpected(envelope.error());
  for (Frame const& frame : *envelope) {
    if (int const error = send_frame(socket_.get(), frame, true); error != 0) {
      return dropped_for(error);
    }
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    int const error = send_frame(socket_.get(), frames[i], i + 1 < frames.size());
    if (error != 0) return dropped_for(error);
  }
  return {};
}

std::vector<Socket::PeerChange> Socket::peer_changes() {
  std::vector<PeerChange> changes;
  if (!monitor_) return changes;
  for (;;) {
    Frames const frames = receive_frames(monitor_.get(), frames_max);
    if (frames.size() != 2 || frames[0].size() < sizeof(std::uint16_t)) return changes;
    std::uint16_t event = 0;
    std::memcpy(&event, frames[0].data(), sizeof event);
    std::string const endpoint{text_of(frames[1])};
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
      if (connected_.insert(endpoint).second) changes.push_back(PeerChange::up);
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
      changes.push_back(PeerChange::refused);
    } else if (connected_.erase(endpoint) != 0) {
      changes.push_back(PeerChange::down);
    }
  }
}

void Socket::forget_linger() { set_option(socket_.get(), ZMQ_LINGER, 0); }

}  // namespace drydock::transport
