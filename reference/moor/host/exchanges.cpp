#include "reference/moor/host/exchanges.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <tuple>

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
constexpr VirtualTime never = VirtualTime::max();

std::size_t first_of(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

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

template <class Part>
auto const* part_of(ReplyResult const* reply, auto Part::* member) {
  auto const* part = reply == nullptr ? nullptr : std::get_if<Part>(&reply->result);
  return part == nullptr ? nullptr : &(part->*member);
}

}  // namespace

DaemonToHostReply const* Answered::to_host() const { return part_of(reply, &HostSuccess::reply); }
DaemonToClientReply const* Answered::to_client() const {
  return part_of(reply, &ClientSuccess::reply);
}
RpcMessageError const* Answered::error() const { return part_of(reply, &Failure::error); }

void Exchanges::Queue::push(Exchange& exchange) {
  (last_ == nullptr ? first_ : last_->next) = &exchange;
  last_ = &exchange;
}

void Exchanges::Queue::remove(Exchange& exchange) {
  Exchange* before = nullptr;
  for (Exchange* at = first_; at != &exchange; at = at->next) before = at;
  (before == nullptr ? first_ : before->next) = exchange.next;
  if (last_ == &exchange) last_ = before;
  exchange.next = nullptr;
}

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
  open_ |= line_bit(at);
  connected_ &= ~line_bit(at);
  busy_ &= ~line_bit(at);
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

ExchangeId Exchanges::post(VirtualTime now, Owner owner, Urgency urgency, Frames&& frames,
                           Outbox& out) {
  bool const is_task = urgency == Urgency::task;
  Duration const wait = is_task ? settings_.task_reply_wait_max : settings_.reply_wait_max;
  Exchange& exchange = exchanges_[is_task].emplace_back();
  ExchangeId const id{++last_};
  exchange.id = id;
  exchange.owner = owner;
  exchange.due = settings_.has(Defect::waits_for_ever) ? never : now + wait;
  exchange.urgency = urgency;
  Lines const free = free_lines();
  if (free != 0 && !is_task) {  // Where a line is free, nothing but tasks waits.
    send(exchange, first_of(free), std::move(frames), out);
  } else {
    exchange.frames = std::move(frames);
    waiting_[static_cast<std::size_t>(urgency)].push(exchange);
    send_waiting(out);
  }
  watch(out);
  return id;
}

void Exchanges::forget(ExchangeId id) {
  for (auto& row : exchanges_) {
    auto const found = std::ranges::lower_bound(row, id, {}, &Exchange::id);
    if (found == row.end() || found->id != id) continue;
    if (found->state == State::flying) found->state = State::forgotten;
    if (found->state == State::waiting) end(*found);
    return;
  }
}

std::size_t Exchanges::tasks_flying() const {
  std::size_t tasks = 0;
  for (Lines left = busy_; left != 0; left &= left - 1) {
    if (flying_[first_of(left)]->urgency == Urgency::task) ++tasks;
  }
  return tasks;
}

/// Those that wait for tasks leave some sockets to the others.
Exchanges::Exchange* Exchanges::next_waiting() const {
  for (Queue const& queue : waiting_) {
    Exchange* const first = queue.first();
    if (first == nullptr) continue;
    std::size_t const kept = std::min(settings_.rpc_sockets_kept, settings_.rpc_sockets_max - 1);
    bool const is_task = first->urgency == Urgency::task;
    if (is_task && tasks_flying() >= settings_.rpc_sockets_max - kept) continue;
    return first;
  }
  return nullptr;
}

bool Exchanges::has_waiting() const {
  return std::ranges::any_of(waiting_, [](Queue const& queue) { return queue.first() != nullptr; });
}

void Exchanges::send_waiting(Outbox& out) {
  while (Exchange* const exchange = next_waiting()) {
    Lines const free = free_lines();
    if (free == 0) return open_more(out);
    waiting_[static_cast<std::size_t>(exchange->urgency)].remove(*exchange);
    send(*exchange, first_of(free), std::move(exchange->frames), out);
  }
}

void Exchanges::send(Exchange& exchange, std::size_t line, Frames&& frames, Outbox& out) {
  exchange.state = State::flying;
  busy_ |= line_bit(line);
  flying_[line] = &exchange;
  out.emplace_back(Send{{names[line]}, std::move(frames)});
}

/// One more socket, unless one is on its way.
void Exchanges::open_more(Outbox& out) {
  if ((open_ & ~connected_) != 0) return;
  for (std::size_t at = 0; at < std::min(settings_.rpc_sockets_max, sockets_limit); ++at) {
    if ((open_ & line_bit(at)) == 0) return open_line(at, out);
  }
}

void Exchanges::on_up(SocketName socket, Outbox& out) {
  connected_ |= line_bit(line_of(socket));
  refusal_backoff_.reset();
  send_waiting(out);
}

void Exchanges::on_down(VirtualTime now, PeerDown const& down, Outbox& out) {
  std::size_t const at = line_of(down.peer.socket);
  connected_ &= ~line_bit(at);
  if (down.refused) {
    out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its rpc socket"});
    out.emplace_back(CloseSocket{names[at]});
    open_ &= ~line_bit(at);
    out.emplace_back(SetTimer{reopen_timer, now + refusal_backoff_.next()});
    return;
  }
  if ((busy_ & line_bit(at)) == 0 || settings_.has(Defect::waits_for_ever)) return;
  settle(*flying_[at]);
  reopen_line(at, out);  // A REQ that lost its peer would wait for its reply for ever.
}

bool Exchanges::on_reply(SocketName socket, Frames const& frames, Outbox& out) {
  std::size_t const at = line_of(socket);
  if (at == names.size()) return false;
  if ((busy_ & line_bit(at)) == 0) return true;
  busy_ &= ~line_bit(at);
  Answered* const answered = settle(*flying_[at]);
  if (auto const refusal = read_reply(replies_, frames)) {
    out.emplace_back(Log{LogLevel::warning, "unreadable reply: " + refusal->message});
  } else if (answered != nullptr) {
    answered->reply = &replies_.message();
  }
  if (has_waiting()) send_waiting(out);
  return true;
}

void Exchanges::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == reopen_timer) {
    for (std::size_t at = 0; at < std::min(opened_at_start, settings_.rpc_sockets_max); ++at) {
      if ((open_ & line_bit(at)) == 0) open_line(at, out);
    }
    return;
  }
  watched_.reset();
  for (auto* due = first_due(); due != nullptr && due->due <= now; due = first_due()) {
    for (Lines left = busy_; left != 0; left &= left - 1) {
      if (flying_[first_of(left)] == due) reopen_line(first_of(left), out);
    }
    settle(*due);
  }
  send_waiting(out);
  watch(out);
}

/// Ends an exchange. What its owner is to be told, without a reply as yet; null where nobody is.
Answered* Exchanges::settle(Exchange& exchange) {
  Answered* answered = nullptr;
  if (exchange.state != State::forgotten) {
    answered = &answered_.emplace_back();
    answered->id = exchange.id;
    answered->owner = exchange.owner;
    answered->sent = exchange.state == State::flying;
  }
  end(exchange);
  return answered;
}

/// It is no more, once all before it have ended.
void Exchanges::end(Exchange& exchange) {
  if (exchange.state == State::waiting) {
    waiting_[static_cast<std::size_t>(exchange.urgency)].remove(exchange);
  }
  exchange.state = State::ended;
  auto& row = exchanges_[exchange.urgency == Urgency::task];
  while (!row.empty() && row.front().state == State::ended) row.pop_front();
}

/// The one that has not ended and is due first.
Exchanges::Exchange* Exchanges::first_due() {
  Exchange* first = nullptr;
  for (auto& row : exchanges_) {
    if (row.empty()) continue;
    Exchange& one = row.front();
    if (first == nullptr || std::tie(one.due, one.id) < std::tie(first->due, first->id)) {
      first = &one;
    }
  }
  return first;
}

void Exchanges::watch(Outbox& out) {
  auto const* next = first_due();
  if (next == nullptr || next->due == never || (watched_ && *watched_ <= next->due)) return;
  watched_ = next->due;
  out.emplace_back(SetTimer{deadline, next->due});
}

}  // namespace drydock::moor::host
