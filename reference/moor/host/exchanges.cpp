#include "reference/moor/host/exchanges.hpp"

#include <algorithm>
#include <charconv>
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
  if (!socket.starts_with(prefix)) return names.size();
  std::size_t line = names.size();
  std::from_chars(socket.data() + prefix.size(), socket.data() + socket.size(), line);
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
  Duration const wait =
      urgency == Urgency::task ? settings_.task_reply_wait_max : settings_.reply_wait_max;
  exchanges_.emplace(id, Exchange{owner, urgency, std::move(frames), now + wait, false, false});
  waiting_[static_cast<std::size_t>(urgency)].push_back(id);
  if (!settings_.has(Defect::waits_for_ever)) deadlines_.emplace(now + wait, id);
  send_waiting(now, out);
  watch(now, out);
  return id;
}

void Exchanges::forget(ExchangeId id) {
  auto const found = exchanges_.find(id);
  if (found == exchanges_.end()) return;
  if (found->second.sent) {
    found->second.forgotten = true;  // Its socket owes the reply all the same.
    return;
  }
  deadlines_.erase({found->second.deadline, id});
  exchanges_.erase(found);
}

std::size_t Exchanges::tasks_flying() const {
  return static_cast<std::size_t>(
      std::count_if(lines_.begin(), lines_.end(), [&](Line const& line) {
        return line.flying && exchanges_.at(*line.flying).urgency == Urgency::task;
      }));
}

/// Those that wait for tasks leave some sockets to the others.
std::optional<ExchangeId> Exchanges::next_waiting() const {
  std::size_t const kept = std::min(settings_.rpc_sockets_kept, settings_.rpc_sockets_max - 1);
  for (std::size_t urgency = 0; urgency < waiting_.size(); ++urgency) {
    if (waiting_[urgency].empty()) continue;
    bool const task = urgency == static_cast<std::size_t>(Urgency::task);
    if (task && tasks_flying() >= settings_.rpc_sockets_max - kept) continue;
    return waiting_[urgency].front();
  }
  return std::nullopt;
}

std::optional<std::size_t> Exchanges::free_line() const {
  for (std::size_t at = 0; at < lines_.size(); ++at) {
    if (lines_[at].open && lines_[at].connected && !lines_[at].flying) return at;
  }
  return std::nullopt;
}

void Exchanges::send_waiting(VirtualTime, Outbox& out) {
  for (auto& queue : waiting_) {
    while (!queue.empty() && !exchanges_.contains(queue.front())) queue.pop_front();
  }
  while (auto const id = next_waiting()) {
    auto const line = free_line();
    if (!line) return open_more(out);
    Exchange& exchange = exchanges_.at(*id);
    auto& queue = waiting_[static_cast<std::size_t>(exchange.urgency)];
    queue.pop_front();
    while (!queue.empty() && !exchanges_.contains(queue.front())) queue.pop_front();
    exchange.sent = true;
    lines_[*line].flying = *id;
    out.emplace_back(Send{{names[*line]}, std::move(exchange.frames)});
  }
}

/// One more socket, unless one is on its way.
void Exchanges::open_more(Outbox& out) {
  bool const on_its_way = std::any_of(
      lines_.begin(), lines_.end(), [](Line const& line) { return line.open && !line.connected; });
  if (on_its_way) return;
  for (std::size_t at = 0; at < std::min(settings_.rpc_sockets_max, sockets_limit); ++at) {
    if (!lines_[at].open) return open_line(at, out);
  }
}

void Exchanges::on_up(VirtualTime now, SocketName socket, Outbox& out) {
  lines_[line_of(socket)].connected = true;
  refusal_backoff_.reset();
  send_waiting(now, out);
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
  settle(*lines_[at].flying, std::nullopt);
  reopen_line(at, out);  // A REQ that lost its peer would wait for its reply for ever.
}

void Exchanges::on_reply(VirtualTime now, SocketName socket, Frames const& frames, Outbox& out) {
  Line& line = lines_[line_of(socket)];
  if (!line.flying) return;
  ExchangeId const id = *std::exchange(line.flying, std::nullopt);
  auto reply = read_reply(frames);
  if (reply) {
    settle(id, *std::move(reply));
  } else {
    out.emplace_back(Log{LogLevel::warning, "unreadable reply: " + reply.error().message});
    settle(id, std::nullopt);
  }
  send_waiting(now, out);
}

void Exchanges::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == reopen_timer) {
    for (std::size_t at = 0; at < std::min(opened_at_start, settings_.rpc_sockets_max); ++at) {
      if (!lines_[at].open) open_line(at, out);
    }
    return;
  }
  watched_.reset();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    ExchangeId const id = deadlines_.begin()->second;
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      if (lines_[at].flying == id) reopen_line(at, out);
    }
    settle(id, std::nullopt);
  }
  send_waiting(now, out);
  watch(now, out);
}

void Exchanges::settle(ExchangeId id, std::optional<Reply> reply) {
  auto const found = exchanges_.find(id);
  if (found == exchanges_.end()) return;
  Exchange const& exchange = found->second;
  deadlines_.erase({exchange.deadline, id});
  if (!exchange.forgotten) {
    answered_.push_back({id, exchange.owner, exchange.sent, std::move(reply)});
  }
  exchanges_.erase(found);
}

void Exchanges::watch(VirtualTime, Outbox& out) {
  if (deadlines_.empty()) return;
  VirtualTime const next = deadlines_.begin()->first;
  if (watched_ && *watched_ <= next) return;
  watched_ = next;
  out.emplace_back(SetTimer{deadline, next});
}

}  // namespace drydock::moor::host
