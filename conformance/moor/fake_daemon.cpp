#include "conformance/moor/fake_daemon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"

namespace drydock::conformance {
namespace {

constexpr SocketName control = "control";
constexpr SocketName dispatch = "dispatch";
constexpr std::string_view dispatch_topic = "workers";
constexpr std::size_t conversation_lines_max = 40;
constexpr moor::ObjId usual_perms{2};

}  // namespace

FakeDaemon::FakeDaemon(Stage& stage, Presence presence)
    : stage_(stage),
      began_(stage.now()),
      rng_(Seed{0xd0c5}),
      gate_(stage, rng_.fork("gate"), [this](std::string line) { remember(std::move(line)); }) {
  if (stage_.secure()) gate_.open();
  if (presence == Presence::there) open();
}

SocketSpec FakeDaemon::control_spec() const {
  SocketSpec spec;
  spec.type = SocketType::router;
  spec.bind = {stage_.value("response")};
  if (stage_.secure()) spec.security = gate_.security();
  return spec;
}

/// Without a high-water mark: a lost broadcast would be the suite's fault.
SocketSpec FakeDaemon::dispatch_spec() const {
  SocketSpec spec = control_spec();
  spec.type = SocketType::xpub;
  spec.bind = {stage_.value("request")};
  spec.send_high_water_mark = 0;
  return spec;
}

void FakeDaemon::open() { open(control_spec(), dispatch_spec()); }

void FakeDaemon::open(SocketSpec control_as, SocketSpec dispatch_as) {
  usual_.forget();
  remember("the suite binds both sockets");
  stage_.open(control, control_as);
  stage_.open(dispatch, dispatch_as);
}

void FakeDaemon::close() {
  remember("the suite closes both sockets");
  stage_.close(control);
  stage_.close(dispatch);
}

TesteeId FakeDaemon::start(StartOptions options) {
  if (any_running() && !options.values.contains("data_dir")) {
    // Two that enroll at once would write each other's files.
    std::string const own = fmt::format("{}/{}", stage_.value("data_dir"), started_count_);
    stage_.files().make_directory(own);
    options.values["data_dir"] = own;
  }
  ++started_count_;
  return stage_.start_with(options);
}

Uuid FakeDaemon::attach() {
  Mark const before = mark();
  start();
  expect_attach(before);
  std::string const expected = "a subscription that matches the topic `workers`";
  bool const subscribed = run_until(subscription_within, [&] { return subscriptions_ > 0; });
  require(subscribed, expected, nothing_came());
  return worker_;
}

Heard const& FakeDaemon::expect_attach(Mark since) {
  // A worker may wait for the first broadcast before it attaches, so there have to be some.
  std::size_t const pings = pings_;
  ping_every(usual_ping_period);
  Heard const& attach = expect_that(since, attach_within, "an AttachWorker", [](Heard const& one) {
    return one.as<moor::AttachWorker>() != nullptr;
  });
  ping_every(Duration{0});
  // A ping that overtakes the reply finds a worker that is not attached yet; and one that was sent
  // meanwhile may still be answered.
  run_for(pings_ > pings ? pong_within : stage_.slack());
  worker_ = attach.worker().value();
  return attach;
}

void FakeDaemon::reply_to(Heard const& heard, moor::DaemonToWorkerReplyUnion reply) {
  auto const payload = moor::encode(moor::DaemonToWorkerReply{std::move(reply)});
  ENSURE(payload.has_value());
  remember("suite -> worker  " + text_for(moor::Root::daemon_to_worker_reply, *payload));
  Frames frames = heard.envelope;
  frames.push_back(*payload);
  stage_.send(heard.from, frames);
}

void FakeDaemon::ping() {
  ++pings_;
  publish(moor::PingWorkers{});
}

void FakeDaemon::ping_every(Duration period) {
  ping_period_ = period;
  next_ping_ = now() + period;
}

moor::WorkerRequest FakeDaemon::new_request(std::vector<moor::Var> arguments,
                                            std::uint64_t timeout_ms) {
  return {worker_, new_id(), usual_perms, std::move(arguments), timeout_ms};
}

Uuid FakeDaemon::request(std::vector<moor::Var> arguments, std::uint64_t timeout_ms) {
  moor::WorkerRequest const request = new_request(std::move(arguments), timeout_ms);
  await_answer_to(request.id);
  publish(request);
  return request.id;
}

void FakeDaemon::publish(moor::DaemonToWorkerUnion const& message) {
  auto payload = moor::encode(moor::DaemonToWorkerMessage{message}, generous_limits());
  ENSURE(payload.has_value());
  publish_raw({bytes_of(dispatch_topic), *std::move(payload)});
}

void FakeDaemon::publish_raw(Frames frames) {
  bool const usual = frames.size() == 2;
  remember("suite -> all     " + (usual ? text_for(moor::Root::daemon_to_worker, frames[1])
                                        : fmt::format("{} frames", frames.size())));
  stage_.send({dispatch}, frames);
}

std::vector<Heard const*> FakeDaemon::all_that(
    Mark since, std::function<bool(Heard const&)> const& which) const {
  std::vector<Heard const*> found;
  for (Mark at = since; at < heard_.size(); ++at) {
    if (which(heard_[at])) found.push_back(&heard_[at]);
  }
  return found;
}

std::vector<Heard const*> FakeDaemon::answers_to(Uuid const& request_id) const {
  return all_that(0, [&](Heard const& one) { return one.answers(request_id); });
}

void FakeDaemon::run_for(Duration duration) {
  VirtualTime const until = now() + duration;
  while (take_next(until)) continue;
}

bool FakeDaemon::run_until(Duration limit, std::function<bool()> const& done) {
  VirtualTime const until = now() + limit + stage_.slack();
  while (!done()) {
    bool const all_ended = started_count_ > 0 && !any_running();
    if (all_ended || !take_next(until)) return done();
  }
  return true;
}

Heard const& FakeDaemon::expect_that(Mark since, Duration within, std::string const& expected,
                                     std::function<bool(Heard const&)> const& which) {
  Mark looked_at = since;
  Heard const* found = nullptr;
  run_until(within, [&] {
    for (; found == nullptr && looked_at < heard_.size(); ++looked_at) {
      if (which(heard_[looked_at])) found = &heard_[looked_at];
    }
    return found != nullptr;
  });
  if (found == nullptr) {
    std::vector<Heard const*> const instead = all_that(since, [](Heard const&) { return true; });
    fail(expected, nothing_came(), instead);
  }
  return *found;
}

Heard const& FakeDaemon::expect_answer(Uuid const& request_id, Duration within) {
  return expect_that(0, within, "an answer to the request",
                     [&](Heard const& one) { return one.answers(request_id); });
}

void FakeDaemon::expect_pong(Duration within) {
  Mark const before = mark();
  ping();
  expect<moor::WorkerPong>(before, within, "a WorkerPong within 2 s of a ping");
}

TesteeEnded FakeDaemon::expect_end(Duration within, std::string const& expected) {
  bool const ended = run_until(within, [&] { return !any_running(); });
  require(ended, expected, "none: the worker still runs");
  return *ended_;
}

void FakeDaemon::stop(TesteeId testee) {
  stage_.signal(testee, StopSignal::terminate);
  if (run_until(stop_within, [&] { return !any_running(); })) return;
  stage_.signal(testee, StopSignal::kill);
  run_until(stop_within, [&] { return !any_running(); });
}

void FakeDaemon::fail(std::string expected, std::string came,
                      std::vector<Heard const*> const& seen) const {
  constexpr std::size_t shown_max = 5;
  std::vector<Evidence> evidence;
  for (std::size_t at = 0; at < std::min(seen.size(), shown_max); ++at) {
    Heard const& one = *seen[at];
    evidence.push_back(
        evidence_of(fmt::format("after {:.3f} s: {}", seconds_of(one.at - began_), describe(one)),
                    one.payload()));
  }
  if (seen.size() > shown_max) {
    evidence.push_back({fmt::format("and {} more", seen.size() - shown_max), ""});
  }
  for (std::string const& line : conversation_) evidence.push_back({line, ""});
  fail_case(std::move(expected), std::move(came), std::move(evidence));
}

void FakeDaemon::require(bool claim, std::string const& expected, std::string const& came,
                         std::vector<Heard const*> const& seen) const {
  if (!claim) fail(expected, came, seen);
}

/// Takes the next thing that happens, if anything does by `until`; pings meanwhile.
bool FakeDaemon::take_next(VirtualTime until) {
  for (;;) {
    bool const pings = ping_period_ > Duration{0};
    if (pings && now() >= next_ping_) {
      next_ping_ = now() + ping_period_;
      ping();
    }
    auto const happening = stage_.next(pings ? std::min(until, next_ping_) : until);
    if (happening) {
      std::visit([&](auto const& one) { on(one); }, *happening);
      return true;
    }
    if (now() >= until) return false;
  }
}

void FakeDaemon::on(Received const& received) {
  if (gate_.take(received)) return;
  if (received.from.socket == control) {
    on_control(received);
  } else {
    on_subscription(received);
  }
}

void FakeDaemon::on(TesteeEnded const& end) {
  ended_ = end;
  ++ended_count_;
  remember("the worker ended: " + text_of(end));
}

void FakeDaemon::on_subscription(Received const& received) {
  if (received.frames.size() != 1 || received.frames.front().empty()) return;
  Frame const& frame = received.frames.front();
  std::string const prefix{drydock::text_of(ByteView{frame}.subspan(1))};
  bool const added = frame.front() == 1;
  remember(fmt::format("worker -> suite  {} `{}`", added ? "subscribes to" : "leaves", prefix));
  if (added && dispatch_topic.starts_with(prefix)) ++subscriptions_;
}

void FakeDaemon::on_control(Received const& received) {
  auto heard = hear(now(), received);
  if (!heard) {
    remember("worker -> suite  a message without a delimiter, which no daemon would see");
    return;
  }
  heard_.push_back(*std::move(heard));
  Heard const& message = heard_.back();
  remember("worker -> suite  " + describe(message));
  if (check_) check_(message);
  Reply const reply = reply_for(message);
  if (auto const* said = std::get_if<moor::DaemonToWorkerReplyUnion>(&reply)) {
    reply_to(message, *said);
  } else {
    remember("suite            withholds its reply");
  }
}

Reply FakeDaemon::reply_for(Heard const& heard) {
  if (!heard.message) return usual_.to(heard);
  std::size_t const tag = heard.message->message.index();
  auto const rule =
      std::find_if(rules_.begin(), rules_.end(), [&](Rule const& one) { return one.tag == tag; });
  if (rule == rules_.end()) return usual_.to(heard);
  Reply reply = rule->reply;
  if (rule->once) rules_.erase(rule);
  return reply;
}

std::string FakeDaemon::nothing_came() const {
  if (ended_ && !any_running()) {
    return "none: the worker ended (" + text_of(*ended_) + ")";
  }
  return "none in time";
}

void FakeDaemon::remember(std::string line) {
  if (conversation_.size() == conversation_lines_max) conversation_.pop_front();
  conversation_.push_back(fmt::format("{:9.3f} s  {}", seconds_of(now() - began_), line));
}

}  // namespace drydock::conformance
