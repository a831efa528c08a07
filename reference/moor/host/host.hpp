#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/thorough.hpp"
#include "reference/machine/wall_clock.hpp"
#include "reference/moor/host/ears.hpp"
#include "reference/moor/host/exchanges.hpp"
#include "reference/moor/host/registration.hpp"
#include "reference/moor/host/session.hpp"
#include "reference/moor/host/settings.hpp"
#include "reference/moor/host/shown.hpp"

namespace drydock::moor::host {

class Host;

/// A host, with or without those sides by which people reach it.
class HostFront : public Machine, public Thorough {
 public:
  virtual Host& host() = 0;
};

/// A host of the robust profile, without the sockets of the people: those come and go, and act, by
/// calls between steps, and see what `take_shown` gives. Registers, listens as it is told, keeps a
/// session for everybody, and leaves in good order. Source: hosts 9, 11.6, H-01 to H-34.
class Host : public HostFront {
 public:
  /// `clock` outlives the host.
  Host(Settings settings, WallClock const& clock, Rng rng);
  Host(Host const&) = delete;
  Host& operator=(Host const&) = delete;

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;
  /// That each of its people is found by their client id, and holds together.
  void check_everything() const override;
  Host& host() override { return *this; }

  /// Somebody arrives; served as soon as the host is registered. Nobody any more once it was told
  /// to stop: then the last and only thing to be shown is Ended.
  UserId arrive(VirtualTime now, Arrival arrival, Outbox& out);
  /// Does it as soon as what was done before allows. Of somebody who is gone nothing is done.
  void act(VirtualTime now, UserId user, Action action, Outbox& out);
  void type(VirtualTime now, UserId user, std::string line, Outbox& out);
  /// The person is gone; the daemon is told.
  void leave(VirtualTime now, UserId user, Outbox& out);

  /// What people got to see since this was last asked, in order.
  std::vector<Shown> take_shown() { return std::exchange(shown_, {}); }
  bool has_shown() const { return !shown_.empty(); }

  /// Where people should be able to arrive now: the settings', and what the daemon asked for.
  std::vector<ListeningAt> const& listening() const { return listening_; }
  /// Nobody can arrive there; later pongs do not name it (H-32).
  void cannot_listen(std::uint16_t port);

  Uuid const& id() const { return id_; }
  static Uuid id_of(Rng const& rng);
  bool registered() const { return registration_.registered(); }
  bool ended() const { return ended_; }
  std::size_t users() const { return sessions_.size(); }
  bool logged_in(UserId user) const;
  /// Null once they are gone.
  Session const* session(UserId user) const;
  std::optional<VirtualTime> const& last_ping() const { return last_ping_; }

  /// The HostToken of the strict profile, for every message of the host's own from now on.
  void use_token(VirtualTime now, std::optional<std::string> token, Outbox& out);
  /// Whether the daemon refused it, and another is needed (ST-06).
  bool wants_token() const { return registration_.wants_token(); }

 private:
  using Sessions = std::map<UserId, Session>;

  void on(VirtualTime now, Started const&, Outbox& out);
  void on(VirtualTime now, Received const& received, Outbox& out);
  void on(VirtualTime now, TimerFired const& fired, Outbox& out);
  void on(VirtualTime now, PeerUp const& up, Outbox& out);
  void on(VirtualTime now, PeerDown const& down, Outbox& out);
  void on(VirtualTime now, StopRequested const&, Outbox& out);

  void on_event(VirtualTime now, Frames const& frames, Outbox& out);
  void on_host_event(VirtualTime now, Frames const& frames, Outbox& out);
  void on_broadcast(VirtualTime now, Frames const& frames, Outbox& out);
  void on_client_event(VirtualTime now, Uuid const& client, Frames const& frames, Outbox& out);
  void on_listen(HostBroadcastListen const& listen, Outbox& out);
  void on_unlisten(HostBroadcastUnlisten const& unlisten);
  void on_host_ping(VirtualTime now, Outbox& out);

  void take_answers(VirtualTime now, Outbox& out);
  void on_news(VirtualTime now, Registration::News news, Outbox& out);
  void on_events_live(VirtualTime now, Outbox& out);
  void settle(Sessions::iterator session, Uuid const& before);
  void go_on_stopping(VirtualTime now, Outbox& out);
  void detach(VirtualTime now, Outbox& out);
  void end(int code, std::string reason, Outbox& out);
  std::vector<Listener> told_listeners() const;
  std::string told_address(std::uint16_t port) const;
  std::uint64_t wall(VirtualTime now) const;
  template <class Act>
  void with_session(UserId user, Act const& act);
  template <class Act>
  void with_all(Act const& act);

  enum class Stopping : std::uint8_t { no, connections, host };

  Settings const settings_;
  WallClock const& clock_;
  Uuid const id_;
  Rng rng_;
  Exchanges exchanges_;
  std::vector<Answered> answered_;  // While `take_answers` goes through them.
  Ears ears_;
  Registration registration_;
  std::vector<ListeningAt> listening_;
  std::vector<ListeningAt> const listening_first_;  // Of Defect::keeps_first_listeners.
  std::uint64_t last_user_ = 0;
  Sessions sessions_;
  std::map<Uuid, UserId> by_client_;
  std::vector<Shown> shown_;
  std::optional<VirtualTime> last_ping_;
  // The latest of any session.
  HostClientToDaemonMessageUnion pong_{std::in_place_type<ClientPong>};
  Stopping stopping_ = Stopping::no;
  int exit_code_ = 0;
  std::string exit_reason_ = "stopped";
  bool ended_ = false;
};

}  // namespace drydock::moor::host
