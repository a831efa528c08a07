#include "reference/moor/host/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::host {
namespace {

constexpr TimerId connections_timer{"stop_connections"};
constexpr TimerId host_timer{"stop_host"};

}  // namespace

Uuid Host::id_of(Rng const& rng) {
  Rng ids = rng.fork("host_id");
  return Uuid::random(ids);
}

Host::Host(Settings settings, WallClock const& clock, Rng rng)
    : settings_(std::move(settings)),
      clock_(clock),
      id_(settings_.id ? *settings_.id : id_of(rng)),
      rng_(rng.fork("client_ids")),
      exchanges_(settings_, rng.fork("exchanges")),
      ears_(settings_, rng.fork("ears")),
      registration_(settings_, exchanges_, clock, id_, rng.fork("registration")),
      listening_(settings_.listeners),
      listening_first_(settings_.listeners) {}

void Host::step(VirtualTime now, Input const& input, Outbox& out) {
  if (ended_) return;
  std::visit([&](auto const& happened) { on(now, happened, out); }, input);
  take_answers(now, out);
  go_on_stopping(now, out);
}

void Host::check_invariants() const { ENSURE(by_client_.size() == sessions_.size()); }

void Host::check_everything() const {
  for (auto const& [user, session] : sessions_) {
    ENSURE(!session.ended());
    auto const by_client = by_client_.find(session.client_id());
    ENSURE(by_client != by_client_.end() && by_client->second == user);
    session.check_invariants();
  }
}

// People.

UserId Host::arrive(VirtualTime now, Arrival arrival, Outbox& out) {
  UserId const user{++last_user_};
  if (stopping_ != Stopping::no || ended_) {
    shown_.push_back({user, now, Ended{EndReason::stopped}});
    return user;
  }
  Session::Host const mine{settings_, exchanges_, ears_, shown_, rng_, pong_};
  auto const made = sessions_.try_emplace(user, mine, user, std::move(arrival)).first;
  by_client_.emplace(made->second.client_id(), user);
  if (registered()) with_session(user, [&](Session& session) { session.begin(now, out); });
  return user;
}

void Host::act(VirtualTime now, UserId user, Action action, Outbox& out) {
  with_session(user, [&](Session& session) { session.act(now, std::move(action), out); });
  take_answers(now, out);
}

void Host::type(VirtualTime now, UserId user, std::string line, Outbox& out) {
  act(now, user, TypeLine{std::move(line)}, out);
}

void Host::leave(VirtualTime now, UserId user, Outbox& out) {
  with_session(user, [&](Session& session) { session.leave(now, EndReason::left, out); });
}

bool Host::logged_in(UserId user) const {
  auto const found = sessions_.find(user);
  return found != sessions_.end() && found->second.logged_in();
}

Session const* Host::session(UserId user) const {
  auto const found = sessions_.find(user);
  return found == sessions_.end() ? nullptr : &found->second;
}

template <class Act>
void Host::with_session(UserId user, Act const& act) {
  auto const found = sessions_.find(user);
  if (found == sessions_.end()) return;
  Uuid const before = found->second.client_id();
  act(found->second);
  settle(found, before);
}

template <class Act>
void Host::with_all(Act const& act) {
  for (auto at = sessions_.begin(); at != sessions_.end();) {
    auto const session = at++;
    Uuid const before = session->second.client_id();
    act(session->second);
    settle(session, before);
  }
}

/// A session may have ended, or go by another client id than before. Each is checked here, where it
/// may have changed, rather than all of them after every step.
void Host::settle(Sessions::iterator session, Uuid const& before) {
  if (session->second.ended()) {
    by_client_.erase(before);
    sessions_.erase(session);
  } else if (session->second.client_id() != before) {
    by_client_.erase(before);
    by_client_.emplace(session->second.client_id(), session->first);
    session->second.check_invariants();
  } else {
    session->second.check_invariants();
  }
}

// What happens.

void Host::on(VirtualTime now, Started const&, Outbox& out) {
  ears_.open(now, out);
  exchanges_.open(out);
}

void Host::on(VirtualTime now, PeerUp const& up, Outbox& out) {
  if (Exchanges::owns(up.peer.socket)) return exchanges_.on_up(up.peer.socket, out);
  if (up.peer.socket != events_socket) return;
  ears_.on_up(now, out);
  if (registered()) with_all([&](Session& session) { session.on_events_up(now, out); });
}

void Host::on(VirtualTime now, PeerDown const& down, Outbox& out) {
  if (Exchanges::owns(down.peer.socket)) return exchanges_.on_down(now, down, out);
  if (down.peer.socket != events_socket) return;
  ears_.on_down(now, down, out);
  with_all([&](Session& session) { session.on_events_down(out); });
}

void Host::on(VirtualTime now, Received const& received, Outbox& out) {
  if (exchanges_.on_reply(received.from.socket, received.frames, out)) return;
  if (received.from.socket == events_socket) {
    ears_.on_heard(now, out);
    on_event(now, received.frames, out);
  }
}

void Host::on(VirtualTime now, TimerFired const& fired, Outbox& out) {
  if (Exchanges::owns(fired.timer)) {
    exchanges_.on_timer(now, fired.timer, out);
  } else if (Ears::owns(fired.timer)) {
    ears_.on_timer(now, fired.timer, out);
    if (ears_.live()) on_events_live(now, out);
  } else if (fired.timer == Registration::retry) {
    if (stopping_ == Stopping::no) registration_.begin(now, told_listeners(), out);
  } else if (fired.timer == connections_timer) {
    if (stopping_ == Stopping::connections) detach(now, out);
  } else if (fired.timer == host_timer) {
    end(exit_code_, exit_reason_, out);
  } else if (auto const user = Session::user_of(fired.timer)) {
    with_session(*user, [&](Session& session) { session.on_timer(now, fired.timer.name, out); });
  }
}

void Host::on(VirtualTime now, StopRequested const&, Outbox& out) {
  if (stopping_ != Stopping::no) return;
  stopping_ = Stopping::connections;
  out.emplace_back(SetTimer{connections_timer, now + settings_.stop_connections_max});
  with_all([&](Session& session) { session.leave(now, EndReason::stopped, out); });
}

void Host::on_events_live(VirtualTime now, Outbox& out) {
  with_all([&](Session& session) { session.on_events_live(now, out); });
  if (registration_.begun() || stopping_ != Stopping::no) return;
  registration_.begin(now, told_listeners(), out);
}

// Events.

void Host::on_event(VirtualTime now, Frames const& frames, Outbox& out) {
  if (frames.empty()) return;
  std::string_view const topic = drydock::text_of(frames.front());
  if (topic == broadcast_topic) return on_broadcast(now, frames, out);
  if (auto const client = Uuid::from_bytes(frames.front())) {
    if (by_client_.contains(*client)) return on_client_event(now, *client, frames, out);
  }
  if (topic.starts_with(hosts_topic)) on_host_event(now, frames, out);
}

void Host::on_host_event(VirtualTime now, Frames const& frames, Outbox& out) {
  bool const ours = frames.size() == 2 && drydock::text_of(frames.front()) == hosts_topic;
  auto const event = ours ? read_host_broadcast(frames[1]) : fail("frames of another form");
  if (!event) {
    if (settings_.has(Defect::dies_on_odd_broadcast)) {
      return end(1, "an odd message on hosts: " + event.error().message, out);
    }
    out.emplace_back(Log{LogLevel::debug, "ignored on hosts: " + event.error().message});
  } else if (auto const* listen = std::get_if<HostBroadcastListen>(&*event)) {
    on_listen(*listen, out);
  } else if (auto const* unlisten = std::get_if<HostBroadcastUnlisten>(&*event)) {
    on_unlisten(*unlisten);
  } else {
    on_host_ping(now, out);
  }
}

void Host::on_host_ping(VirtualTime now, Outbox& out) {
  last_ping_ = now;
  if (stopping_ != Stopping::no) return;
  registration_.pong(now, told_listeners(), out);
  if (settings_.has(Defect::double_pong)) registration_.pong(now, told_listeners(), out);
}

void Host::on_listen(HostBroadcastListen const& listen, Outbox& out) {
  if (listen.host_type != settings_.type || stopping_ != Stopping::no) return;
  bool const known = std::ranges::any_of(
      listening_, [&](ListeningAt const& one) { return one.port == listen.port; });
  if (known) return;
  if (listening_.size() >= settings_.listeners_max || listen.port == 0) {
    out.emplace_back(
        Log{LogLevel::error, fmt::format("cannot listen at port {}: {}", listen.port,
                                         listen.port == 0 ? "it is none" : "too many listeners")});
    return;
  }
  for (VarMapPair const& option : listen.options.value_or(std::vector<VarMapPair>{})) {
    if (to_literal(option.key, 16) != "'tls") continue;
    if (option.value == Var{false} || option.value == Var{0}) continue;
    out.emplace_back(Log{LogLevel::error,
                         fmt::format("cannot listen at port {}: it is to be TLS", listen.port)});
    return;
  }
  out.emplace_back(Log{LogLevel::info, fmt::format("listens at port {}", listen.port)});
  listening_.push_back({listen.port, listen.handler_object});
}

void Host::on_unlisten(HostBroadcastUnlisten const& unlisten) {
  if (unlisten.host_type == settings_.type) cannot_listen(unlisten.port);
}

void Host::cannot_listen(std::uint16_t port) {
  std::erase_if(listening_, [&](ListeningAt const& one) { return one.port == port; });
}

void Host::on_broadcast(VirtualTime now, Frames const& frames, Outbox& out) {
  auto const event =
      frames.size() == 2 ? read_clients_broadcast(frames[1]) : fail("frames of another form");
  if (!event) {
    out.emplace_back(Log{LogLevel::debug, "ignored on broadcast: " + event.error().message});
    return;
  }
  last_ping_ = now;
  with_all([&, at = wall(now)](Session& session) { session.on_ping(now, at, out); });
}

void Host::on_client_event(VirtualTime now, Uuid const& client, Frames const& frames, Outbox& out) {
  auto const event =
      frames.size() == 2 ? read_client_event(frames[1]) : fail("frames of another form");
  if (!event) {
    out.emplace_back(
        Log{LogLevel::warning, "an event for a connection is skipped: " + event.error().message});
    return;
  }
  with_session(by_client_.at(client),
               [&](Session& session) { session.on_event(now, *event, out); });
}

// Answers.

void Host::take_answers(VirtualTime now, Outbox& out) {
  while (!ended_ && exchanges_.has_answered()) {
    exchanges_.take_answered(answered_);
    for (Answered const& answered : answered_) {
      if (answered.owner == host_owner) {
        on_news(now, registration_.on_answered(now, answered, out), out);
      } else {
        with_session(UserId{answered.owner},
                     [&](Session& session) { session.on_answered(now, answered, out); });
      }
    }
  }
}

void Host::on_news(VirtualTime now, Registration::News news, Outbox& out) {
  switch (news) {
    case Registration::News::none:
      break;
    case Registration::News::registered:
      with_all([&](Session& session) { session.begin(now, out); });
      break;
    case Registration::News::rejected:
      exit_code_ = 1;
      exit_reason_ = registration_.rejection();
      on(now, StopRequested{}, out);
      break;
    case Registration::News::detached:
      end(exit_code_, exit_reason_, out);
      break;
  }
}

// The end.

void Host::go_on_stopping(VirtualTime now, Outbox& out) {
  if (!ended_ && stopping_ == Stopping::connections && sessions_.empty()) detach(now, out);
}

void Host::detach(VirtualTime now, Outbox& out) {
  stopping_ = Stopping::host;
  out.emplace_back(CancelTimer{connections_timer});
  if (!registration_.begun() || settings_.has(Defect::no_detach)) {
    return end(exit_code_, exit_reason_, out);
  }
  out.emplace_back(SetTimer{host_timer, now + settings_.stop_host_max});
  registration_.detach(now, out);
}

void Host::end(int code, std::string reason, Outbox& out) {
  if (std::exchange(ended_, true)) return;
  out.emplace_back(Exit{code, std::move(reason)});
}

void Host::use_token(VirtualTime now, std::optional<std::string> token, Outbox& out) {
  bool const say_again = registration_.use_token(std::move(token));
  if (!say_again || stopping_ != Stopping::no) return;
  if (registered()) {
    registration_.pong(now, told_listeners(), out);
  } else {
    registration_.begin(now, told_listeners(), out);
  }
}

std::vector<Listener> Host::told_listeners() const {
  bool const stuck = settings_.has(Defect::keeps_first_listeners);
  std::vector<Listener> told;
  for (ListeningAt const& one : stuck ? listening_first_ : listening_) {
    told.push_back({one.handler_object, told_address(one.port)});
  }
  return told;
}

/// IPv6 in brackets, as the daemon reads it. Source: hosts 3.2.
std::string Host::told_address(std::uint16_t port) const {
  std::string const& address = settings_.listen_address;
  bool const bare_v6 = address.find(':') != std::string::npos && !address.starts_with('[');
  // Every pong says it, which formatting would take most of the time of.
  return (bare_v6 ? '[' + address + "]:" : address + ':') + std::to_string(port);
}

std::uint64_t Host::wall(VirtualTime now) const {
  WallTime const time = clock_.wall_time(now);
  return static_cast<std::uint64_t>(time.unix_seconds()) * 1'000'000'000 + time.nanosecond();
}

}  // namespace drydock::moor::host
