#pragma once

#include <optional>
#include <string>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"

namespace drydock::moor::enrollment {

/// Keeps a service's token good: renews it when between a half and a third of its lifetime is left,
/// which leaves time to try again before the last fifth (ST-06). Goes by two clocks, and believes
/// whichever says first that it is time: the calendar's may be set back, the steps' may have stood
/// still while the machine slept. Both count from when the token was asked for, so that it matters
/// little whether the daemon's calendar agrees with ours.
class TokenHolder {
 public:
  struct Settings {
    /// The calendar's clock is looked at so often, and with each input.
    Duration look_period = std::chrono::seconds{5};
    /// Taken for the lifetime where the token does not say; renewed at half of it.
    Duration lifetime_unless_said = std::chrono::hours{1};
    /// For one attempt at a renewal; shorter for short lifetimes, but never below the second.
    Duration attempt_max = std::chrono::seconds{10};
    Duration attempt_min = std::chrono::seconds{1};
    bool renews_too_late = false;  // Mistakes: ST-06.
    bool never_renews = false;
    bool logs_token = false;  // ST-12.
  };

  /// `client` has `service_id`; it and `clock` outlive the holder.
  TokenHolder(Settings settings, EnrollmentClient& client, WallClock const& clock, Rng rng);

  /// Holds what the client's first exchange brought, if anything.
  void begin(VirtualTime now, Outbox& out);
  /// Takes what concerns the client, and the holder's timer.
  void step(VirtualTime now, Input const& input, Outbox& out);
  static bool concerns(Input const& input);
  /// Looks at the clock: called with each input, so that a clock that was set is noticed.
  void look(VirtualTime now, Outbox& out);
  /// The daemon refused the token: asks for another, unless that is under way.
  void on_refused(VirtualTime now, Outbox& out);

  /// For after each step of `user`, a host or a worker: hands it what the last answer brought,
  /// asks for another token where it was refused one, and ends it with code 2 and the reason where
  /// there is no way left to get one.
  template <class User>
  void provide(VirtualTime now, User& user, Outbox& out);

  /// Nothing where the daemon gives none (ST-11).
  std::optional<std::string> const& token() const { return token_; }
  /// How often the daemon answered; the last may have brought a new token, or none.
  std::uint64_t answers() const { return answers_; }
  /// Once there is no way left to get one: why, in the server's words where it had some.
  std::optional<std::string> const& failure() const { return client_.failure(); }

  static constexpr TimerId look_timer{"token_look"};

 private:
  struct Due {
    VirtualTime at;
    WallTime wall;
  };

  void take(VirtualTime now, Outbox& out);
  Duration due_after();
  void renew(VirtualTime now, Outbox& out);
  void watch(VirtualTime now, Outbox& out) const;

  Settings const settings_;
  EnrollmentClient& client_;
  WallClock const& clock_;
  Rng rng_;
  std::optional<std::string> token_;
  Duration lifetime_{};  // Of the token.
  std::optional<Due> due_;
  std::uint64_t answers_ = 0;
  std::uint64_t provided_ = 0;  // Which of them the user has.
};

template <class User>
void TokenHolder::provide(VirtualTime now, User& user, Outbox& out) {
  if (provided_ != answers_) {
    provided_ = answers_;
    user.use_token(now, token_, out);
  }
  if (user.wants_token()) on_refused(now, out);
  look(now, out);
  if (failure()) out.emplace_back(Exit{2, *failure()});
}

}  // namespace drydock::moor::enrollment
