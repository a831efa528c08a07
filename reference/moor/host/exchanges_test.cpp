#include "reference/moor/host/exchanges.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "reference/moor/codec/host_frames.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;

/// Exchanges over sockets that are up at once, beside a plain account of them: of each request that
/// has neither ended nor been forgotten, when its time is up.
class Account {
 public:
  Account() {
    Outbox out;
    exchanges_.open(out);
    follow(out);
  }

  void post(Urgency urgency) {
    Outbox out;
    bool const is_task = urgency == Urgency::task;
    ExchangeId const id = exchanges_.post(now_, 1, urgency, {Frame{7}}, out);
    Duration const wait = is_task ? settings_.task_reply_wait_max : settings_.reply_wait_max;
    due_.emplace(id, now_ + wait);
    follow(out);
  }
  /// A reply arrives at that socket, which may have asked nothing.
  void reply(int line) {
    auto const frames = reply_frames(ReplyResult{ClientSuccess{Disconnected{}}});
    Outbox out;
    exchanges_.on_reply(names_[static_cast<std::size_t>(line) % names_.size()], *frames, out);
    take([](Answered const& answered, VirtualTime) {
      RC_ASSERT(answered.sent && answered.to_client() != nullptr);
    });
    follow(out);
  }
  /// The daemon goes away from that socket, and comes back to the one in its place.
  void lose(int line) {
    Outbox out;
    SocketName const socket = names_[static_cast<std::size_t>(line) % names_.size()];
    exchanges_.on_down(now_, PeerDown{{socket}, false}, out);
    take([](Answered const& answered, VirtualTime) {
      RC_ASSERT(answered.sent && answered.reply == nullptr);
    });
    follow(out);
    Outbox more;
    exchanges_.on_up(socket, more);
    follow(more);
  }
  void forget(int which) {
    if (due_.empty()) return;
    auto const one = std::next(due_.begin(), which % static_cast<std::ptrdiff_t>(due_.size()));
    exchanges_.forget(one->first);
    due_.erase(one);
  }
  /// Lets time pass; every timer that comes due on the way fires.
  void advance(Duration by) {
    VirtualTime const until = now_ + by;
    while (timer_ && *timer_ <= until) {
      now_ = std::max(now_, *timer_);
      timer_.reset();
      Outbox out;
      exchanges_.on_timer(now_, Exchanges::deadline, out);
      take([this](Answered const& answered, VirtualTime due) {
        RC_ASSERT(due == now_ && answered.reply == nullptr);
      });
      follow(out);
    }
    now_ = until;
    for (auto const& [id, at] : due_) RC_ASSERT(at > now_);
  }

 private:
  /// Does what it wants done: sockets that open are up, and the timer is set.
  void follow(Outbox const& outputs) {
    for (Output const& output : outputs) {
      if (auto const* open = std::get_if<OpenSocket>(&output)) {
        if (std::ranges::find(names_, open->socket) == names_.end()) names_.push_back(open->socket);
        Outbox more;
        exchanges_.on_up(open->socket, more);
        follow(more);
      } else if (auto const* set = std::get_if<SetTimer>(&output)) {
        RC_ASSERT(set->timer == Exchanges::deadline);
        timer_ = set->at;
      }
    }
  }
  /// `check` is given each answer, and when it was due.
  template <class Check>
  void take(Check const& check) {
    std::vector<Answered> answers;
    exchanges_.take_answered(answers);
    for (Answered const& answered : answers) {
      auto const known = due_.find(answered.id);
      RC_ASSERT(known != due_.end());
      check(answered, known->second);
      due_.erase(known);
    }
  }

  Settings settings_;
  Exchanges exchanges_{settings_, Rng(Seed{1})};
  VirtualTime now_{};
  std::optional<VirtualTime> timer_;
  std::vector<SocketName> names_;
  std::map<ExchangeId, VirtualTime> due_;
};

RC_GTEST_PROP(Exchanges, EachEndsWithAReplyOrItsConnectionOrAtItsDeadlineUnlessForgotten, ()) {
  Account account;
  int const deeds = *rc::gen::inRange(0, 120);
  for (int k = 0; k < deeds; ++k) {
    int const with = *rc::gen::inRange(0, 64);
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
      case 1:
      case 2:
        account.post(static_cast<Urgency>(with % 4));
        break;
      case 6:
        account.lose(with);
        break;
      case 3:
        account.reply(with);
        break;
      case 4:
        account.forget(with);
        break;
      default:
        account.advance(std::chrono::milliseconds{with * with * 5});
    }
  }
  account.advance(2min);
}

}  // namespace
}  // namespace drydock::moor::host
