#include "conformance/testee/process_stage.hpp"

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <utility>

#include "conformance/judge/finding.hpp"
#include "conformance/testee/descendants.hpp"
#include "reference/core/ensure.hpp"
#include "reference/transport/free_ports.hpp"
#include "reference/transport/system_clock.hpp"

namespace drydock::conformance {
namespace {

/// One for each placeholder that is an endpoint.
std::vector<std::string> free_tcp_endpoints(std::span<Placeholder const> placeholders) {
  auto const count =
      std::ranges::count(placeholders, Placeholder::Kind::endpoint, &Placeholder::kind);
  std::string const address = transport::own_loopback_address();
  auto const ports = transport::free_ports(address, static_cast<std::size_t>(count));
  if (!ports) throw CannotRun{ports.error().message};
  std::vector<std::string> endpoints;
  for (std::uint16_t const port : *ports) {
    endpoints.push_back(fmt::format("tcp://{}:{}", address, port));
  }
  return endpoints;
}

int milliseconds_until(VirtualTime now, VirtualTime until) {
  auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

}  // namespace

ProcessStage::ProcessStage(ProcessSettings settings)
    : settings_(std::move(settings)), directory_(settings_.parent_directory) {
  std::filesystem::create_directory(home());
  adopt_orphans();
  prepare_values();
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  // Before libzmq starts its threads, which inherit the mask.
  pthread_sigmask(SIG_BLOCK, &signals, &old_mask_);
  signals_ = transport::Descriptor{signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK)};
  ENSURE(signals_.number() >= 0);
  context_ = transport::make_context();
}

ProcessStage::~ProcessStage() {
  for (auto const& one : testees_) one->signal(SIGKILL);
  if (!end_descendants())
    fmt::print(stderr, "drydock: some of the testee's processes will not die\n");
  sockets_.clear();
  context_.reset();
  pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

void ProcessStage::prepare_values() {
  bool const tcp = settings_.transport == TransportKind::tcp;
  std::vector<std::string> endpoints;
  if (tcp) endpoints = free_tcp_endpoints(settings_.placeholders);
  for (Placeholder const& one : settings_.placeholders) {
    std::string const path = fmt::format("{}/{}", directory_.path(), one.name);
    std::string& value = values_[std::string(one.name)];
    switch (one.kind) {
      case Placeholder::Kind::endpoint:
        value = fmt::format("ipc://{}.sock", path);
        if (tcp) {
          value = std::move(endpoints.back());
          endpoints.pop_back();
        }
        break;
      case Placeholder::Kind::directory:
        std::filesystem::create_directory(path);
        value = path;
        break;
      case Placeholder::Kind::file:
        std::ofstream{path} << one.text;
        value = path;
        break;
      case Placeholder::Kind::text:
        value = one.text;
        break;
    }
  }
}

VirtualTime ProcessStage::now() const {
  return VirtualTime{
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

WallTime ProcessStage::wall_time() const { return transport::SystemClock{}.wall_time(now()); }

std::string ProcessStage::value(std::string_view placeholder) const {
  auto const found = values_.find(placeholder);
  ENSURE(found != values_.end());
  return found->second;
}

void ProcessStage::open(SocketName name, SocketSpec const& spec) {
  sockets_.erase(name);
  auto socket = transport::Socket::open(context_, spec, true);
  if (!socket) throw CannotRun{socket.error().message};
  if (spec.type == SocketType::xpub) {
    // Every subscription, also a second to the same topic: a testee may have made its socket anew.
    int const on = 1;
    zmq_setsockopt((*socket)->socket(), ZMQ_XPUB_VERBOSER, &on, sizeof on);
  }
  sockets_.emplace(name, std::move(*socket));
}

void ProcessStage::close(SocketName name) { sockets_.erase(name); }

void ProcessStage::send(PeerId const& to, Frames const& frames) {
  auto const socket = sockets_.find(to.socket);
  ENSURE(socket != sockets_.end());
  std::ignore = socket->second->send(to.route, frames);
}

/// Ours, but for what is the operator's own, and with `changes`.
std::vector<std::string> ProcessStage::environment(Values const& changes) const {
  Values all;
  for (char** at = environ; *at != nullptr; ++at) {
    std::string_view const variable{*at};
    std::size_t const equals = variable.find('=');
    if (equals == std::string_view::npos || variable.starts_with("XDG_")) continue;
    all.emplace(variable.substr(0, equals), variable.substr(equals + 1));
  }
  for (std::string const& hidden : settings_.hidden_variables) all.erase(hidden);
  all["HOME"] = home();
  for (auto const& [name, folder] :
       {std::pair{"XDG_CONFIG_HOME", "/.config"}, std::pair{"XDG_DATA_HOME", "/.local/share"},
        std::pair{"XDG_STATE_HOME", "/.local/state"}, std::pair{"XDG_CACHE_HOME", "/.cache"}}) {
    all[name] = home() + folder;
  }
  for (auto const& [name, value] : changes) all[name] = value;
  std::vector<std::string> variables;
  variables.reserve(all.size());
  for (auto const& [name, value] : all) variables.push_back(name + "=" + value);
  return variables;
}

TesteeId ProcessStage::start_with(StartOptions const& options) {
  Values values = values_;
  for (auto const& [name, value] : options.values) values[name] = value;
  std::vector<std::string> const words = expand(settings_.command, values);
  auto const program = find_program(words.front());
  if (!program) throw CannotRun{program.error().message};
  TesteeId const id{static_cast<std::uint32_t>(testees_.size())};
  testees_.push_back(std::make_unique<Process>(id, *program, words,
                                               environment(options.environment), options.umask));
  return id;
}

void ProcessStage::signal(TesteeId id, StopSignal signal) {
  static constexpr std::array numbers{SIGTERM, SIGINT, SIGKILL};
  testee(id).signal(numbers.at(static_cast<std::size_t>(signal)));
}

std::string const& ProcessStage::output(TesteeId id) const { return testee(id).output().head(); }

std::string ProcessStage::output_tail() const {
  std::string all;
  for (auto const& one : testees_) all += one->output().tail();
  return all;
}

std::optional<PublicFace> ProcessStage::public_face(TesteeId id) const {
  return testee(id).public_face();
}

std::optional<Happening> ProcessStage::next(VirtualTime until) {
  for (;;) {
    // Before the time: what is there by now came in time, though we may be late to read it.
    if (auto happening = look()) return happening;
    if (now() >= until) return std::nullopt;
    wait(endings_.empty() ? until : std::min(until, endings_.front().tell_at));
  }
}

std::optional<Happening> ProcessStage::look() {
  for (auto const& one : testees_) one->read_output();
  if (auto received = receive()) {
    if (++messages_ > messages_max) {
      fail_case(fmt::format("no more than {} messages", messages_max), "a flood");
    }
    return *std::move(received);
  }
  note_peer_changes();
  if (!peer_changes_.empty()) {
    Happening change = std::move(peer_changes_.front());
    peer_changes_.pop_front();
    return change;
  }
  read_signals();
  for (auto const& one : testees_) {
    if (auto const end = one->take_end()) endings_.push_back({*end, now() + last_words});
  }
  if (endings_.empty() || now() < endings_.front().tell_at) return std::nullopt;
  TesteeEnded const end = endings_.front().end;
  endings_.pop_front();
  return end;
}

void ProcessStage::read_signals() {
  signalfd_siginfo signal{};
  while (read(signals_.number(), &signal, sizeof signal) > 0) {
    if (signal.ssi_signo == SIGTERM) throw CannotRun{"interrupted"};
  }
}

/// From the sockets in turn, so that a flood on one does not hide the others.
std::optional<Received> ProcessStage::receive() {
  auto socket = sockets_.upper_bound(last_heard_);
  for (std::size_t tried = 0; tried < sockets_.size(); ++tried, ++socket) {
    if (socket == sockets_.end()) socket = sockets_.begin();
    auto message = socket->second->receive();
    if (!message) continue;
    last_heard_ = socket->first;
    return Received{
        {socket->first, message->route}, std::move(message->frames), std::move(message->user_id)};
  }
  return std::nullopt;
}

void ProcessStage::note_peer_changes() {
  using Change = transport::Socket::PeerChange;
  for (auto const& [name, socket] : sockets_) {
    for (Change const change : socket->peer_changes()) {
      if (change == Change::up) {
        peer_changes_.emplace_back(PeerUp{{name}});
      } else {
        peer_changes_.emplace_back(PeerDown{{name}, change == Change::refused});
      }
    }
  }
}

void ProcessStage::wait(VirtualTime until) {
  std::vector<zmq_pollitem_t> items{{nullptr, signals_.number(), ZMQ_POLLIN, 0}};
  for (auto const& [name, socket] : sockets_) {
    items.push_back({socket->socket(), 0, ZMQ_POLLIN, 0});
    if (socket->monitor() != nullptr) items.push_back({socket->monitor(), 0, ZMQ_POLLIN, 0});
  }
  for (auto const& one : testees_) {
    if (one->descriptor() >= 0) items.push_back({nullptr, one->descriptor(), ZMQ_POLLIN, 0});
  }
  zmq_poll(items.data(), static_cast<int>(items.size()), milliseconds_until(now(), until));
}

}  // namespace drydock::conformance
