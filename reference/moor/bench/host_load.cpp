#include "reference/moor/bench/host_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/host/error_text.hpp"
#include "reference/moor/host/words.hpp"

namespace drydock::moor::bench {
namespace {

constexpr TimerId timer{"load"};

std::string numbered(std::string text, std::size_t number) {
  constexpr std::string_view place = "{n}";
  auto const digits = std::to_string(number);
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at)) {
    text.replace(at, place.size(), digits);
    at += digits.size();
  }
  return text;
}

std::string or_else(std::string text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

std::string text_of(host::EndReason reason) {
  switch (reason) {
    case host::EndReason::booted:
      return "the daemon ended the connection";
    case host::EndReason::forgotten:
      return "the daemon forgot the connection";
    case host::EndReason::refused:
      return "the daemon refused the connection";
    case host::EndReason::left:
    case host::EndReason::stopped:
      break;
  }
  return "the connection was left";
}

host::Settings host_settings(Settings const& settings) {
  host::Settings its = settings.host;
  its.listeners.clear();
  // A late answer is an answer: only the end of the load makes it none.
  its.reply_wait_max = its.task_reply_wait_max = its.task_wait_max =
      settings.daemon_wait_max + settings.length + settings.answer_wait_max;
  its.stop_connections_max = settings.answer_wait_max;
  its.attaches_again = false;  // A connection that is lost is a finding.
  return its;
}

}  // namespace

HostLoad::HostLoad(Settings settings, WallClock const& clock, Rng rng)
    : settings_(std::move(settings)), host_(host_settings(settings_), clock, std::move(rng)) {
  ENSURE(settings_.clients > 0 && settings_.logins_at_once > 0);
}

Progress HostLoad::progress() const {
  Progress progress{in_, 0, 0};
  if (load_) progress.asked = load_->tally().asked;
  if (load_) progress.answered = load_->tally().answered;
  return progress;
}

void HostLoad::step(VirtualTime now, Input const& input, Outbox& out) {
  auto const* fired = std::get_if<TimerFired>(&input);
  if (fired != nullptr && fired->timer == timer) {
    timer_at_.reset();
    on_timer(now, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    if (state_ == State::arriving) fail(now, "it was told to stop", out);
    if (state_ == State::asking) leave(now, out);
  } else {
    if (std::holds_alternative<Started>(input)) {
      timer_at_ = now + settings_.daemon_wait_max;
      out.emplace_back(SetTimer{timer, *timer_at_});
    }
    host_.step(now, input, out);
  }
  if (state_ == State::arriving && host_.registered()) admit(now, out);
  look(now, out);
  if (state_ == State::asking) {
    ask(now, out);
    look(now, out);
  }
  arrange(now, out);
  for (Output& output : out) {
    auto* exit = std::get_if<Exit>(&output);
    if (exit != nullptr && failure_) *exit = Exit{2, *failure_};
  }
  if (on_progress) on_progress(progress());
}

/// Not all at once: a crowd at the door is another load than the one that is asked for.
void HostLoad::admit(VirtualTime now, Outbox& out) {
  if (!first_arrival_) first_arrival_ = now;
  while (clients_.size() < settings_.clients && clients_.size() - in_ < settings_.logins_at_once) {
    host::Arrival arrival;
    arrival.attributes = {{Symbol{"host_type"}, Var{"load"}}};
    std::size_t const client = clients_.size();
    clients_.push_back({host_.arrive(now, std::move(arrival), out)});
    ENSURE(clients_.back().user == host::UserId{client + 1});
    log_in(now, client, settings_.login, out);
  }
}

void HostLoad::log_in(VirtualTime now, std::size_t client, std::string const& words, Outbox& out) {
  host_.act(now, clients_[client].user, host::LogIn{host::split_words(numbered(words, client + 1))},
            out);
}

void HostLoad::look(VirtualTime now, Outbox& out) {
  while (host_.has_shown()) {
    for (host::Shown const& shown : host_.take_shown()) {
      on(now, static_cast<std::size_t>(shown.user.value() - 1), shown.event, out);
    }
  }
}

void HostLoad::on(VirtualTime now, std::size_t client, host::ShownEvent const& event, Outbox& out) {
  if (std::holds_alternative<host::LoggedIn>(event)) return on_logged_in(now, client, out);
  if (auto const* refused = std::get_if<host::LoginRefused>(&event)) {
    return on_login_refused(now, client,
                            refused->error ? host::text_of_rpc_error(*refused->error) : "", out);
  }
  if (auto const* ended = std::get_if<host::Ended>(&event)) {
    if (state_ == State::arriving) return fail(now, text_of(ended->reason), out);
    return on_gone(client, ended->reason);
  }
  if (!load_) return;
  auto& task = clients_[client].task;
  if (auto const* started = std::get_if<host::TaskStarted>(&event)) {
    task = started->task_id;
  } else if (auto const* success = std::get_if<TaskSuccessEvent>(&event)) {
    on_end(now, client, success->task_id, std::nullopt);
  } else if (auto const* error = std::get_if<TaskErrorEvent>(&event)) {
    on_end(now, client, error->task_id,
           or_else(host::text_of_scheduler_error(error->error), "an error in the world"));
  } else if (auto const* given_up = std::get_if<host::TaskGivenUp>(&event)) {
    on_end(now, client, given_up->task_id, "the end of a task was not heard of");
  } else if (std::holds_alternative<EvalResult>(event)) {
    load_->answered(now, client);
  } else if (auto const* no = std::get_if<host::Refused>(&event)) {
    load_->answered(now, client, or_else(host::text_of_rpc_error(no->error), "refused"));
  } else if (std::holds_alternative<host::Unanswered>(event)) {
    load_->answered(now, client, "no reply");
  }
}

void HostLoad::on_logged_in(VirtualTime now, std::size_t client, Outbox& out) {
  if (std::exchange(clients_[client].standing, Standing::in) == Standing::in) return;
  ++in_;
  if (state_ != State::arriving) return;
  timer_at_ = now + settings_.daemon_wait_max;
  out.emplace_back(SetTimer{timer, *timer_at_});
  if (in_ < settings_.clients) return admit(now, out);
  state_ = State::asking;
  login_took_ = now - *first_arrival_;
  load_.emplace(load::Schedule{now, settings_.per_second, settings_.length}, settings_.clients);
}

void HostLoad::on_login_refused(VirtualTime now, std::size_t client, std::string why, Outbox& out) {
  Client& one = clients_[client];
  if (one.standing == Standing::typed && !settings_.create.empty()) {
    one.standing = Standing::typed_create;
    return log_in(now, client, settings_.create, out);
  }
  if (state_ != State::arriving) return;
  fail(now,
       fmt::format("the daemon does not let client {} of {} in: {}", client + 1, settings_.clients,
                   or_else(std::move(why), "its words are no player's")),
       out);
}

void HostLoad::on_end(VirtualTime now, std::size_t client, std::uint64_t task,
                      std::optional<std::string> error) {
  if (clients_[client].task != task) return;  // Of an earlier one, which was given up.
  clients_[client].task.reset();
  load_->answered(now, client, std::move(error));
}

void HostLoad::on_gone(std::size_t client, host::EndReason reason) {
  if (state_ == State::asking) load_->lost(client, text_of(reason));
}

void HostLoad::ask(VirtualTime now, Outbox& out) {
  for (std::size_t const client : load_->take_due(now)) {
    auto const action =
        std::visit([](auto const& one) { return host::Action{one}; }, settings_.question);
    host_.act(now, clients_[client].user, action, out);
  }
  if (!load_->next() && !asked_all_at_) asked_all_at_ = now;
  if (load_->done()) leave(now, out);
}

void HostLoad::arrange(VirtualTime now, Outbox& out) {
  if (state_ != State::asking) return;
  auto next = load_->next();
  if (!next) next = *asked_all_at_ + settings_.answer_wait_max;
  if (timer_at_ == next) return;
  timer_at_ = std::max(now, *next);
  out.emplace_back(SetTimer{timer, *timer_at_});
}

void HostLoad::on_timer(VirtualTime now, Outbox& out) {
  if (state_ == State::arriving) {
    if (!host_.registered()) {
      return fail(now, fmt::format("there is no daemon at {}", settings_.host.rpc_address), out);
    }
    return fail(
        now, fmt::format("only {} of {} clients were let in in time", in_, settings_.clients), out);
  }
  bool const is_late =
      state_ == State::asking && asked_all_at_ && now >= *asked_all_at_ + settings_.answer_wait_max;
  if (is_late) leave(now, out);
}

void HostLoad::leave(VirtualTime now, Outbox& out) {
  if (state_ == State::leaving) return;
  state_ = State::leaving;
  if (load_) load_->give_up();
  out.emplace_back(CancelTimer{timer});
  host_.step(now, StopRequested{}, out);
}

void HostLoad::fail(VirtualTime now, std::string why, Outbox& out) {
  if (failure_) return;
  failure_ = std::move(why);
  leave(now, out);
}

}  // namespace drydock::moor::bench
