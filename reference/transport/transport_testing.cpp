#include "reference/transport/transport_testing.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>

#include "reference/core/ensure.hpp"
#include "reference/transport/free_ports.hpp"

namespace drydock::transport {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = "/tmp/drydock-test-XXXXXX";
  ENSURE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Script::step(VirtualTime now, Input const& input, Outbox& out) {
  handler_(now, input, out);
  std::lock_guard const lock{mutex_};
  told_.push_back(input);
  changed_.notify_all();
}

bool Script::wait_until(std::function<bool(std::vector<Input> const&)> const& enough) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, patience_max, [&] { return enough(told_); });
}

bool Script::wait_for(Input const& input, std::ptrdiff_t times) {
  return wait_until([&](std::vector<Input> const& told) {
    return std::count(told.begin(), told.end(), input) >= times;
  });
}

std::vector<Input> Script::told() {
  std::lock_guard const lock{mutex_};
  return told_;
}

Running::Running(Machine& machine, bool insecure)
    : thread_([this, &machine, insecure] {
        RunOptions options;
        options.insecure = insecure;
        options.stop_descriptor = stop_.descriptor();
        options.log = [this](LogLevel, std::string_view text) { lines_.emplace_back(text); };
        result_ = run(machine, options);
      }) {}

Running::~Running() {
  stop();
  stop();
  if (thread_.joinable()) thread_.join();
}

RunResult Running::result() {
  if (thread_.joinable()) thread_.join();
  return result_;
}

RawSocket::RawSocket(int type) : context_(zmq_ctx_new()), socket_(zmq_socket(context_, type)) {
  int const linger = 0;
  int const patience = std::chrono::milliseconds{patience_max}.count();
  zmq_setsockopt(socket_, ZMQ_LINGER, &linger, sizeof linger);
  zmq_setsockopt(socket_, ZMQ_RCVTIMEO, &patience, sizeof patience);
  zmq_setsockopt(socket_, ZMQ_SNDTIMEO, &patience, sizeof patience);
}

RawSocket::~RawSocket() {
  zmq_close(socket_);
  zmq_ctx_term(context_);
}

void RawSocket::connect(std::string const& endpoint) {
  ENSURE(zmq_connect(socket_, endpoint.c_str()) == 0);
}

void RawSocket::subscribe(std::string const& topic) {
  ENSURE(zmq_setsockopt(socket_, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0);
}

void RawSocket::send(std::vector<std::string> const& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    int const flags = i + 1 < frames.size() ? ZMQ_SNDMORE : 0;
    ENSURE(zmq_send(socket_, frames[i].data(), frames[i].size(), flags) >= 0);
  }
}

std::optional<std::vector<std::string>> RawSocket::receive() {
  std::vector<std::string> frames;
  int more = 1;
  while (more != 0) {
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    if (zmq_msg_recv(&frame, socket_, 0) < 0) return std::nullopt;
    frames.emplace_back(static_cast<char const*>(zmq_msg_data(&frame)), zmq_msg_size(&frame));
    more = zmq_msg_more(&frame);
    zmq_msg_close(&frame);
  }
  return frames;
}

int RawSocket::first_event(std::string const& endpoint, int events) {
  ENSURE(zmq_socket_monitor(socket_, "inproc://events", events) == 0);
  void* const monitor = zmq_socket(context_, ZMQ_PAIR);
  int const patience =
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(patience_max).count());
  zmq_setsockopt(monitor, ZMQ_RCVTIMEO, &patience, sizeof patience);
  ENSURE(zmq_connect(monitor, "inproc://events") == 0);
  connect(endpoint);
  std::uint8_t seen[6] = {};  // 16 bits of event, 32 of value; the endpoint follows.
  bool const came = zmq_recv(monitor, seen, sizeof seen, 0) == sizeof seen;
  zmq_close(monitor);
  std::uint16_t event = 0;
  std::memcpy(&event, seen, sizeof event);
  return came ? event : 0;
}

std::vector<std::string> texts_of(Frames const& frames) {
  std::vector<std::string> texts;
  for (auto const& frame : frames) texts.emplace_back(text_of(frame));
  return texts;
}

Frames frames_of(std::vector<std::string> const& texts) {
  Frames frames;
  for (auto const& text : texts) frames.push_back(bytes_of(text));
  return frames;
}

std::string free_tcp_endpoint() {
  static std::set<std::uint16_t> given;
  std::string const address = own_loopback_address();
  for (;;) {
    auto const ports = free_ports(address, 1);
    ENSURE(ports);
    std::uint16_t const port = ports->front();
    if (given.insert(port).second) return "tcp://" + address + ":" + std::to_string(port);
  }
}

}  // namespace drydock::transport
