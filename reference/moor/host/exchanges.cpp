#include "reference/moor/host/exchanges.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace drydock::moor::host {
namespace {

constexpr std::array<SocketName, Exchanges::sockets_limit> names{
    "rpc0",  "rpc1",  "rpc2",  "rpc3",  "rpc4",  "rpc5",  "rpc6",  "rpc7",  "rpc8",  "rpc9",
    "rpc10", "rpc11", "rpc12", "rpc13", "rpc14", "rpc15", "rpc16", "rpc17", "rpc18", "rpc19",
    "rpc20", "rpc21", "rpc22", "rpc23", "rpc24", "rpc25", "rpc26", "rpc27", "rpc28", "rpc29",
    "rpc30", "rpc31", "rpc32", "rpc33", "rpc34", "rpc35", "rpc36", "rpc37", "rpc38", "rpc39",
    "rpc40", "rpc41", "rpc42", "rpc43", "rpc44", "rpc45", "rpc46", "rpc47", "rpc48", "rpc49",
    "rpc50", "rpc51", "rpc52", "rpc53", "rpc54", "rpc55", "rpc56", "rpc57", "rpc58", "rpc59",
    "rpc60", "rpc61", "rpc62", "rpc63"};

constexpr std::size_t opened_at_start = 2;

/// The number behind `rpc`; `names.size()` of any other socket.
std::size_t line_of(SocketName socket) {
  constexpr std::string_view prefix = "rpc";
  bool const is_long_enough = socket.size() > prefix.size() && socket.size() <= prefix.size() + 2;
  // Not `starts_with`, which is called, and asks for every message.
  bool const begins_so =
      is_long_enough && std::memcmp(socket.data(), prefix.data(), prefix.size()) == 0;
  if (!begins_so) return names.size();
  std::size_t line = 0;
  for (char const digit : socket.substr(prefix.size())) {
    if (digit < '0' || digit > '9') return names.size();
    line = 10 * line + static_cast<std::size_t>(digit - '0');
  }
  return std::min(line, names.size());
}

}  // namespace

Exchanges::Exchanges(Settings const& settings, Rng rng)
    : settings_(settings), refusal_backoff_(settings.retry_min, settings.retry_max, rng) {}

bool Exchanges::owns(SocketName socket) { return line_of(socket) < names.size(); }

bool Exchanges::owns(TimerId const& timer) { return timer == deadline || timer == reopen_timer; }

void Exchanges::open(Outbox& out) {
  for (std::size_t at = 0; at < std::min(opened_at_start, settings_.rpc_sockets_max); ++at) {
    open_line(at, out);
  }
}

void Exchanges::open_line(std::size_t at, Outbox& out) {
  lines_[at] = {true, false, std::nullopt};
  lines_used_ = std::max(lines_used_, at + 1);
  SocketSpec spec;
  spec.type = SocketType::req;
  spec.connect = {settings_.rpc_address};
  spec.security = settings_.security_of(settings_.rpc_address);
  spec.reconnect_max = std::chrono::seconds{1};
  out.emplace_back(OpenSocket{names[at], std::move(spec)});
}

void Exchanges::reopen_line(std::size_t at, Outbox& out) {
  out.emplace_back(CloseSocket{names[at]});
  open_line(at, out);
}

ExchangeId Exchanges::post(VirtualTime now, Owner owner, Urgency urgency, Frames frames,
                           Outbox& out) {
  ExchangeId const id{++last_};
  bool const is_task = urgency == Urgency::task;
  Duration const wait = is_task ? settings_.task_reply_wait_max : settings_.reply_wait_max;
  exchanges_.emplace(id, Exchange{owner, urgency, std::move(frames), false, false});
  waiting_[static_cast<std::size_t>(urgency)].push_back(id);
  if (!settings_.has(Defect::waits_for_ever)) deadlines_[is_task].push_back({now + wait, id});
  send_waiting(out);
  watch(out);
  return id;
}

void Exchanges::forget(ExchangeId id) {
  auto const found = exchanges_.find(id);
  if (found == exchanges_.end()) return;
  if (found->second.sent) {
    found.value().forgotten = true;  // Its socket owes the reply all the same.
  } else {
    exchanges_.erase(found);
  }
}

std::size_t Exchanges::tasks_flying() const {
  return static_cast<std::size_t>(
      std::count_if(lines_.begin(), lines_.end(), [&](Line const& line) {
        return line.flying && exchanges_.at(*line.flying).urgency == Urgency::task;
      }));
}

/// Those that wait for tasks leave some sockets to the others.
std::optional<ExchangeId> Exchanges::next_waiting() {
  for (std::size_t urgency = 0; urgency < waiting_.size(); ++urgency) {
    auto& queue = waiting_[urgency];
    while (!queue.empty() && !exchanges_.contains(queue.front())) queue.pop_front();
    if (queue.empty()) continue;
    bool const task = urgency == static_cast<std::size_t>(Urgency::task);
    std::size_t const kept = std::min(settings_.rpc_sockets_kept, settings_.rpc_sockets_max - 1);
    if (task && tasks_flying() >= settings_.rpc_sockets_max - kept) continue;
    return queue.front();
  }
  return std::nullopt;
}

std::optional<std::size_t> Exchanges::free_line() const {
  for (std::size_t at = 0; at < lines_used_; ++at) {
    if (lines_[at].open && lines_[at].connected && !lines_[at].flying) return at;
  }
  return std::nullopt;
}

void Exchanges::send_waiting(Outbox& out) {
  while (auto const id = next_waiting()) {
    auto const line = free_line();
    if (!line) return open_more(out);
    Exchange& exchange = exchanges_.find(*id).value();
    waiting_[static_cast<std::size_t>(exchange.urgency)].pop_front();
    exchange.sent = true;
    lines_[*line].flying = *id;
    out.emplace_back(Send{{names[*line]}, std::move(exchange.frames)});
  }
}

/// One more socket, unless one is on its way.
void Exchanges::open_more(Outbox& out) {
  for (std::size_t at = 0; at < lines_used_; ++at) {
    if (lines_[at].open && !lines_[at].connected) return;
  }
  for (std::size_t at = 0; at < std::min(settings_.rpc_sockets_max, sockets_limit); ++at) {
    if (!lines_[at].open) return open_line(at, out);
  }
}

void Exchanges::on_up(SocketName socket, Outbox& out) {
  lines_[line_of(socket)].connected = true;
  refusal_backoff_.reset();
  send_waiting(out);
}

void Exchanges::on_down(VirtualTime now, PeerDown const& down, Outbox& out) {
  std::size_t const at = line_of(down.peer.socket);
  lines_[at].connected = false;
  if (down.refused) {
    out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its rpc socket"});
    out.emplace_back(CloseSocket{names[at]});
    lines_[at].open = false;
    out.emplace_back(SetTimer{reopen_timer, now + refusal_backoff_.next()});
    return;
  }
  if (!lines_[at].flying || settings_.has(Defect::waits_for_ever)) return;
  settle(*lines_[at].flying);
  reopen_line(at, out);  // A REQ that lost its peer would wait for its reply for ever.
}

bool Exchanges::on_reply(SocketName socket, Frames const& frames, Outbox& out) {
  std::size_t const at = line_of(socket);
  if (at == names.size()) return false;
  Line& line = lines_[at];
  if (!line.flying) return true;
  Answered* const answered = settle(*std::exchange(line.flying, std::nullopt));
  auto reply = read_reply(frames);
  if (!reply) {
    out.emplace_back(Log{LogLevel::warning, "unreadable reply: " + reply.error().message});
  } else if (answered != nullptr) {
    answered->reply = *std::move(reply);
  }
  send_waiting(out);
  return true;
}

void Exchanges::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == reopen_timer) {
    for (std::size_t at = 0; at < std::min(opened_at_start, settings_.rpc_sockets_max); ++at) {
      if (!lines_[at].open) open_line(at, out);
    }
    return;
  }
  watched_.reset();
  for (auto due = next_deadline(); due && due->at <= now; due = next_deadline()) {
    for (std::size_t at = 0; at < lines_used_; ++at) {
      if (lines_[at].flying == due->id) reopen_line(at, out);
    }
    settle(due->id);
  }
  send_waiting(out);
  watch(out);
}

/// Ends an exchange. What its owner is to be told, without a reply as yet; null where nobody is.
Answered* Exchanges::settle(ExchangeId id) {
  auto const found = exchanges_.find(id);
  if (found == exchanges_.end()) return nullptr;
  Exchange const& exchange = found->second;
  Answered* const answered =
      exchange.forgotten ? nullptr
                         : &answered_.emplace_back(id, exchange.owner, exchange.sent, std::nullopt);
  exchanges_.erase(found);
  return answered;
}

/// The first deadline of an exchange that has not ended.
std::optional<Exchanges::Deadline> Exchanges::next_deadline() {
  std::optional<Deadline> next;
  for (auto& queue : deadlines_) {
    while (!queue.empty() && !exchanges_.contains(queue.front().id)) queue.pop_front();
    if (!queue.empty() && (!next || queue.front() < *next)) next = queue.front();
  }
  return next;
}

void Exchanges::watch(Outbox& out) {
  auto const next = next_deadline();
  if (!next || (watched_ && *watched_ <= next->at)) return;
  watched_ = next->at;
  out.emplace_back(SetTimer{deadline, next->at});
}

}  // namespace drydock::moor::host
