#include "conformance/moor/daemon/visitors.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace drydock::conformance::daemon {
namespace {

constexpr std::size_t conversation_lines_max = 40;
constexpr unsigned for_the_owner = 0600;

double seconds_of(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

Visitors::Visitors(Stage& stage) : stage_(stage), began_(stage.now()), rng_(Seed{0xca11}) {
  for (char const* file : {"token_file", "private_key", "public_key"}) {
    std::string const path = stage_.value(file);
    if (stage_.files().mode(path)) stage_.files().set_mode(path, for_the_owner);
  }
}

TesteeId Visitors::start(StartOptions const& options) {
  ++started_count_;
  remember("a daemon is started");
  values_ = options.values;
  testee_ = stage_.start_with(options);
  return testee_;
}

std::string Visitors::value(std::string_view placeholder) const {
  auto const changed = values_.find(placeholder);
  return changed != values_.end() ? changed->second : stage_.value(placeholder);
}

TesteeEnded Visitors::stop(StopSignal signal, Duration within) {
  remember(signal == StopSignal::kill ? "the daemon is killed" : "the daemon is told to stop");
  stage_.signal(testee_, signal);
  bool const stopped = run_until(within, [&] { return !running(); });
  require(stopped, "an end of the daemon that was told to stop", "none: it still runs");
  return *ended_;
}

SocketName Visitors::open(SocketSpec const& spec) {
  SocketName const name = names_.emplace_back(fmt::format("socket-{}", names_.size()));
  inboxes_[name];
  stage_.open(name, spec);
  return name;
}

void Visitors::run_for(Duration duration) {
  VirtualTime const until = now() + duration;
  while (take_next(until)) continue;
}

bool Visitors::run_until(Duration limit, std::function<bool()> const& done) {
  VirtualTime const until = now() + limit + stage_.slack();
  while (!done()) {
    bool const all_ended = started_count_ > 0 && !running();
    if (all_ended || !take_next(until)) return done();
  }
  return true;
}

bool Visitors::take_next(VirtualTime until) {
  auto const happening = stage_.next(until);
  if (!happening) return false;
  std::visit([&](auto const& one) { on(one); }, *happening);
  return true;
}

void Visitors::on(Received const& received) {
  inboxes_[received.from.socket].messages.push_back({now(), received.frames});
}

void Visitors::on(TesteeEnded const& end) {
  ended_ = end;
  ++ended_count_;
  remember("the daemon ended: " + text_of(end));
}

void Visitors::on(PeerUp const& up) {
  ++inboxes_[up.peer.socket].ups;
  remember(fmt::format("{} is connected", up.peer.socket));
}

void Visitors::on(PeerDown const& down) {
  Inbox& inbox = inboxes_[down.peer.socket];
  ++(down.refused ? inbox.refusals : inbox.downs);
  remember(fmt::format("{} {}", down.peer.socket, down.refused ? "is refused" : "lost its peer"));
}

void Visitors::fail(std::string expected, std::string came, std::vector<Evidence> evidence) const {
  for (std::string const& line : conversation_) evidence.push_back({line, ""});
  fail_case(std::move(expected), std::move(came), std::move(evidence));
}

void Visitors::require(bool claim, std::string const& expected, std::string const& came,
                       std::vector<Evidence> const& evidence) const {
  if (!claim) fail(expected, came, evidence);
}

std::string Visitors::nothing_came() const {
  if (ended_ && !running()) return "none: the daemon ended (" + text_of(*ended_) + ")";
  return "none in time";
}

void Visitors::remember(std::string line) {
  if (conversation_.size() == conversation_lines_max) conversation_.pop_front();
  conversation_.push_back(fmt::format("{:9.3f} s  {}", seconds_of(now() - began_), line));
}

void skip_case(std::string why) {
  throw CaseEnd{Finding{Verdict::skip, "", std::move(why), {}, ""}};
}

SocketSpec dealer_to(std::string endpoint, Security security) {
  SocketSpec spec;
  spec.type = SocketType::dealer;
  spec.connect = {std::move(endpoint)};
  spec.security = std::move(security);
  spec.send_high_water_mark = 0;
  spec.receive_high_water_mark = 0;
  return spec;
}

SocketSpec subscriber_to(std::string endpoint, Security security) {
  SocketSpec spec = dealer_to(std::move(endpoint), std::move(security));
  spec.type = SocketType::sub;
  spec.subscriptions = {"workers"};
  return spec;
}

}  // namespace drydock::conformance::daemon
