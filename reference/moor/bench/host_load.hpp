#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/load/load.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/host/host.hpp"

namespace drydock::moor::bench {

struct Settings {
  host::Settings host;
  std::size_t clients = 100;
  /// What each client types to log in, `{n}` being its number from 1 on; and what where that does
  /// not let it in, if anything.
  std::string login = "connect load-{n} load";
  std::string create = "create load-{n} load";
  /// So many clients log in at a time.
  std::size_t logins_at_once = 16;
  /// What each asks: one round trip is this and the end of its task, or its reply.
  std::variant<host::GiveCommand, host::Evaluate> question = host::GiveCommand{"inventory"};
  std::uint64_t per_second = 1000;
  Duration length = std::chrono::seconds{10};
  /// How long a daemon has to be there, and without any login succeeding.
  Duration daemon_wait_max = std::chrono::seconds{10};
  /// How long answers may come after the last question.
  Duration answer_wait_max = std::chrono::seconds{10};
};

/// What is told on the way.
struct Progress {
  std::size_t clients = 0;  // Logged in.
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
};

/// A host whose users are programs: they log in, all of them ask at a constant rate together, and
/// they leave. Exits with code 2, saying why, where that could not begin.
class HostLoad : public Machine {
 public:
  /// `clock` outlives it.
  HostLoad(Settings settings, WallClock const& clock, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override { host_.check_invariants(); }

  /// Absent where it never came to ask.
  load::Tally const* tally() const { return load_ ? &load_->tally() : nullptr; }
  /// How long all of them took to log in.
  Duration login_took() const { return login_took_; }
  Progress progress() const;

  /// Told at every step, for a progress line.
  std::function<void(Progress const&)> on_progress;

 private:
  enum class State : std::uint8_t { arriving, asking, leaving };
  enum class Standing : std::uint8_t { typed, typed_create, in };
  struct Client {
    host::UserId user;
    Standing standing = Standing::typed;
    std::optional<std::uint64_t> task = {};
  };

  void admit(VirtualTime now, Outbox& out);
  void look(VirtualTime now, Outbox& out);
  void on(VirtualTime now, std::size_t client, host::ShownEvent const& event, Outbox& out);
  void on_logged_in(VirtualTime now, std::size_t client, Outbox& out);
  void on_login_refused(VirtualTime now, std::size_t client, std::string why, Outbox& out);
  void on_end(VirtualTime now, std::size_t client, std::uint64_t task,
              std::optional<std::string> error);
  void on_gone(std::size_t client, host::EndReason reason);
  void ask(VirtualTime now, Outbox& out);
  void arrange(VirtualTime now, Outbox& out);
  void on_timer(VirtualTime now, Outbox& out);
  void leave(VirtualTime now, Outbox& out);
  void fail(VirtualTime now, std::string why, Outbox& out);
  void log_in(VirtualTime now, std::size_t client, std::string const& words, Outbox& out);

  Settings const settings_;
  host::Host host_;
  State state_ = State::arriving;
  std::vector<Client> clients_;  // By number from 0 on; users are numbered from 1 on.
  std::size_t in_ = 0;
  std::optional<VirtualTime> first_arrival_;
  Duration login_took_{0};
  std::optional<load::Load> load_;
  std::optional<VirtualTime> asked_all_at_;
  std::optional<VirtualTime> timer_at_;
  std::optional<std::string> failure_;
};

}  // namespace drydock::moor::bench
