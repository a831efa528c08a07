#include "reference/moor/host/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/moor/host/rendering.hpp"
#include "reference/moor/host/telnet_lines.hpp"

namespace drydock::moor::host {
namespace {

constexpr TimerId no_daemon{"terminal_no_daemon"};
constexpr TimerId end_wait{"terminal_end"};
constexpr TimerId quiet{"terminal_quiet"};

Settings without_listeners(Settings settings) {
  settings.listeners.clear();
  settings.evaluates = true;
  return settings;
}

bool is_ours(TimerId const& timer) {
  return timer == no_daemon || timer == end_wait || timer == quiet;
}

Arrival arrival() {
  Arrival arrival;
  arrival.attributes = {{Symbol{"host_type"}, Var{"terminal"}}};
  return arrival;
}

}  // namespace

Terminal::Terminal(Settings settings, Ways ways, WallClock const& clock, Rng rng)
    : ways_(std::move(ways)),
      rpc_address_(settings.rpc_address),
      host_(without_listeners(std::move(settings)), clock, std::move(rng)) {}

void Terminal::step(VirtualTime now, Input const& input, Outbox& out) {
  auto const* received = std::get_if<Received>(&input);
  auto const* fired = std::get_if<TimerFired>(&input);
  auto const* down = std::get_if<PeerDown>(&input);
  if (received != nullptr && received->from.socket == socket) {
    on_typed(now, received->frames.front(), out);
  } else if (fired != nullptr && is_ours(fired->timer)) {
    on_timer(now, fired->timer, out);
  } else if (down != nullptr && down->peer.socket == socket) {
    finish(now, {End::cut_off, "nobody reads what is shown"}, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    finish(now, {End::left, "stopped"}, out);
  } else {
    host_.step(now, input, out);
    if (std::holds_alternative<Started>(input)) begin(now, out);
  }
  show(now, out);
  hand_over(now, out);
  show(now, out);
  if (done() && !std::exchange(watching_, true)) {
    quiet_ = true;
    out.emplace_back(SetTimer{quiet, now + ways_.quiet_min});
  }
  settle_exit(out);
}

void Terminal::begin(VirtualTime now, Outbox& out) {
  out.emplace_back(SetTimer{no_daemon, now + ways_.daemon_wait_max});
  user_ = host_.arrive(now, arrival(), out);
  if (!ways_.login.empty()) host_.act(now, user_, LogIn{ways_.login}, out);
}

// Typing.

void Terminal::on_typed(VirtualTime now, ByteView bytes, Outbox& out) {
  if (bytes.empty()) return on_typing_ended(now, out);
  for (char const character : drydock::text_of(bytes)) {
    if (character == '\n') {
      end_line(out);
    } else if (line_.size() < ways_.line_bytes_max) {
      line_ += character;
    } else {
      too_long_ = true;
    }
  }
}

void Terminal::end_line(Outbox& out) {
  std::string line = std::exchange(line_, {});
  if (std::exchange(too_long_, false)) {
    return print(
        fmt::format("That line has more than {} bytes, and is lost.\n", ways_.line_bytes_max), out);
  }
  if (line.ends_with('\r')) line.pop_back();
  lines_.push_back(with_replacements(line));
}

void Terminal::on_typing_ended(VirtualTime now, Outbox& out) {
  typing_ended_ = true;
  if (!line_.empty()) end_line(out);
  out.emplace_back(SetTimer{end_wait, now + ways_.end_wait_max});
}

/// One line at a time, so that those that wait are here and none is lost.
void Terminal::hand_over(VirtualTime now, Outbox& out) {
  auto const* session = host_.session(user_);
  while (!lines_.empty() && !outcome_ && session != nullptr && session->takes_line()) {
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    if (typing_ended_) out.emplace_back(SetTimer{end_wait, now + ways_.end_wait_max});
    host_.type(now, user_, std::move(line), out);
    session = host_.session(user_);
  }
}

// Showing.

void Terminal::show(VirtualTime now, Outbox& out) {
  std::string text;
  for (Shown const& shown : host_.take_shown()) {
    if (shown.user != user_) continue;
    quiet_ = false;
    text += render_plain(shown.event);
    on_shown(now, shown.event, out);
  }
  print(text, out);
}

void Terminal::print(std::string const& text, Outbox& out) const {
  if (!text.empty()) out.emplace_back(Send{{socket}, Frames{bytes_of(text)}});
}

void Terminal::on_shown(VirtualTime now, ShownEvent const& event, Outbox& out) {
  if (std::holds_alternative<Connected>(event)) {
    connected_ = true;
    out.emplace_back(CancelTimer{no_daemon});
  } else if (std::holds_alternative<LoggedIn>(event)) {
    logged_in_ = true;
  } else if (std::holds_alternative<LoginRefused>(event) && !logged_in_ && !ways_.login.empty()) {
    finish(now, {End::not_let_in, "the daemon does not let us in"}, out);
  } else if (auto const* unanswered = std::get_if<Unanswered>(&event)) {
    bool const typed =
        unanswered->purpose != Purpose::connect && unanswered->purpose != Purpose::attach;
    unanswered_ = unanswered_ || typed;
  } else if (auto const* ended = std::get_if<Ended>(&event)) {
    bool const let_go = ended->reason == EndReason::booted && lines_.empty();
    if (let_go) return finish(now, {End::left, "the daemon ended the connection"}, out);
    std::string_view const why =
        ended->reason == EndReason::refused ? "refuses us" : "ended the connection";
    finish(now, {connected_ ? End::cut_off : End::not_let_in, fmt::format("the daemon {}", why)},
           out);
  }
}

// The end.

/// Whether nothing more can come of what was typed; an answer that is asked for never comes.
bool Terminal::done() const {
  auto const* session = host_.session(user_);
  if (!typing_ended_ || !lines_.empty() || outcome_ || session == nullptr) return false;
  return session->settled() || (session->takes_line() && session->is_asked());
}

void Terminal::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == no_daemon) {
    return finish(now, {End::not_let_in, "there is no daemon at " + rpc_address_}, out);
  }
  if (timer == end_wait) {
    return finish(now, {End::cut_off, "not all that was asked was done in time"}, out);
  }
  watching_ = false;
  if (!done() || !quiet_) return;
  finish(now,
         unanswered_ ? Outcome{End::cut_off, "the daemon did not answer all that was asked"}
                     : Outcome{End::left, "the input ended"},
         out);
}

void Terminal::finish(VirtualTime now, Outcome outcome, Outbox& out) {
  if (outcome_) return;
  outcome_ = std::move(outcome);
  for (TimerId const& timer : {no_daemon, end_wait, quiet}) out.emplace_back(CancelTimer{timer});
  host_.step(now, StopRequested{}, out);
}

/// The outcome says how it ended, and what was shown is sent before that.
void Terminal::settle_exit(Outbox& out) {
  auto const end = std::ranges::find_if(
      out, [](Output const& output) { return std::holds_alternative<Exit>(output); });
  if (end == out.end()) return;
  if (!outcome_) {
    outcome_ = Outcome{connected_ ? End::cut_off : End::not_let_in, std::get<Exit>(*end).reason};
  }
  *end = Exit{0, "settled"};
  std::rotate(end, end + 1, out.end());
}

}  // namespace drydock::moor::host
