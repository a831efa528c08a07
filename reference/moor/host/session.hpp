#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/moor/client/typed_program.hpp"
#include "reference/moor/host/actions.hpp"
#include "reference/moor/host/credentials.hpp"
#include "reference/moor/host/ears.hpp"
#include "reference/moor/host/exchanges.hpp"
#include "reference/moor/host/line_reader.hpp"
#include "reference/moor/host/shown.hpp"
#include "reference/moor/host/tasks.hpp"

namespace drydock::moor::host {

/// Where somebody comes from and arrives, as the daemon is told it.
struct Arrival {
  std::string peer_address = "127.0.0.1";
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  Obj handler_object = ObjId{0};
  std::vector<Symbol> content_types{Symbol{"text_plain"}};
  std::vector<ConnectionAttribute> attributes;
};

/// One person's connection: subscribed to, established, greeted, logged in, and detached at the
/// end. Requests of which the order matters go out one at a time (H-08). Source: hosts
/// 4, 9.2, 9.3, 9.5.
class Session {
 public:
  /// What a session has of its host.
  struct Host {
    Settings const& settings;
    Exchanges& exchanges;
    Ears& ears;
    std::vector<Shown>& shown;
    Rng& rng;
    /// The latest ClientPong of any of them: the next is written over it, in the same memory.
    HostClientToDaemonMessageUnion& pong;
  };

  Session(Host host, UserId user, Arrival arrival);

  /// Asks for the subscription, and once that is live for the connection.
  void begin(VirtualTime now, Outbox& out);
  void act(VirtualTime now, Action action, Outbox& out);
  /// The person is gone, or has to go.
  void leave(VirtualTime now, EndReason reason, Outbox& out);

  void on_events_up(VirtualTime now, Outbox& out);
  void on_events_down(Outbox& out);
  void on_events_live(VirtualTime now, Outbox& out);
  void on_event(VirtualTime now, ClientEventUnion const& event, Outbox& out);
  /// The daemon asks who is still there; `wall` is the calendar's time in nanoseconds.
  void on_ping(VirtualTime now, std::uint64_t wall, Outbox& out);
  void on_answered(VirtualTime now, Answered const& answered, Outbox& out);
  void on_timer(VirtualTime now, std::string_view name, Outbox& out);

  Uuid const& client_id() const { return client_id_; }
  bool ended() const { return state_ == State::ended; }
  bool logged_in() const { return credentials_.auth.has_value(); }
  Arrival const& arrival() const { return arrival_; }
  /// Whether a line that is typed now does not wait for what was typed before.
  bool takes_line() const {
    bool const free = is_asked() || (!asked_ && !tasks_.waiting());
    return state_ == State::connected && !leaving_ && waiting_.empty() && !answering_ && !stale_ &&
           free;
  }
  /// Whether all that was asked is answered, and each task has ended.
  bool settled() const { return takes_line() && !asked_ && tasks_.settled(); }
  /// Whether a task waits for an answer.
  bool is_asked() const { return !requests_.empty(); }
  void check_invariants() const;

  static constexpr std::string_view settle_timer = "settled";
  static constexpr std::string_view retry_timer = "connect_again";
  static constexpr std::string_view task_timer = "task";
  static constexpr std::string_view token_timer = "fresh_token";
  static constexpr std::string_view leave_timer = "leave";
  static TimerId timer(std::string_view name, UserId user);
  static std::optional<UserId> user_of(TimerId const& timer);

 private:
  enum class State : std::uint8_t {
    subscribing,  // Until the subscription is live, or the next attempt is due.
    connecting,   // Until the reply to ConnectionEstablish or Attach.
    connected,
    detaching,
    ended,
  };
  /// A request whose reply has to come before the next one goes out.
  struct Asked {
    ExchangeId id;
    Purpose purpose{};
    HostClientToDaemonMessageUnion message;
    bool again = false;
  };
  /// A sign of life, and which of the client tokens it showed.
  struct Pong {
    ExchangeId id;
    std::uint32_t token = 0;
  };
  struct Login {
    AuthToken auth;
    Obj player;
  };
  struct RefusedAsked {
    Asked asked;
    RpcMessageError error;
  };

  void take_new_client_id(Outbox& out);
  void connect(VirtualTime now, Outbox& out);
  void connect_later(VirtualTime now, Outbox& out);
  void attach_anew(VirtualTime now, Outbox& out);
  void ask(VirtualTime now, Purpose purpose, HostClientToDaemonMessageUnion message, Outbox& out);
  std::optional<ExchangeId> post(VirtualTime now, Purpose purpose, Urgency urgency,
                                 HostClientToDaemonMessageUnion const& message, Outbox& out);
  void ask_again(VirtualTime now, Asked asked, Outbox& out);

  void go_on(VirtualTime now, Outbox& out);
  bool may_begin_next() const;
  void on_asked_answered(VirtualTime now, Asked const& asked, Answered const& answered,
                         Outbox& out);
  bool begin_next(VirtualTime now, Outbox& out);
  bool begin_line(VirtualTime now, std::string const& line, Outbox& out);
  void follow(VirtualTime now, Meaning meaning, Outbox& out);
  void send_action(VirtualTime now, Action const& action, Outbox& out);
  void send_answer(VirtualTime now, Var const& value, Outbox& out);
  void send_in_session(VirtualTime now, Action const& action, Outbox& out);
  void surround(VirtualTime now, Surround const& surround, Outbox& out);

  void on_reply(VirtualTime now, Asked const& asked, DaemonToClientReply const& reply, Outbox& out);
  void on_new_connection(VirtualTime now, NewConnection const& reply, Outbox& out);
  void on_attached(VirtualTime now, AttachResult const& reply, Outbox& out);
  void on_login(LoginResult const& reply, Outbox& out);
  bool take_other_login(VirtualTime now, Asked const& asked);
  void on_submitted(VirtualTime now, Asked const& asked, TaskSubmitted const& reply, Outbox& out);
  void on_failure(VirtualTime now, Asked const& asked, RpcMessageError const& error, Outbox& out);
  void on_refused(VirtualTime now, Asked const& asked, RpcMessageError const& error, Outbox& out);
  void on_no_reply(VirtualTime now, Asked const& asked, bool sent, Outbox& out);
  void on_pong_answered(VirtualTime now, Pong const& pong, Answered const& answered, Outbox& out);
  void take_client_token(std::optional<ClientToken> const& token);
  void on_forgotten(VirtualTime now, Outbox& out);
  void log_out(VirtualTime now);

  void on(VirtualTime now, NarrativeEventMessage const& event, Outbox& out);
  void on(VirtualTime now, RequestInputEvent const& event, Outbox& out);
  void on(VirtualTime now, SystemMessageEvent const& event, Outbox& out);
  void on(VirtualTime now, DisconnectEvent const& event, Outbox& out);
  void on(VirtualTime now, PlayerSwitchedEvent const& event, Outbox& out);
  void on(VirtualTime now, SetConnectionOptionEvent const& event, Outbox& out);
  void on(VirtualTime now, CredentialsUpdatedEvent const& event, Outbox& out);
  template <class TaskEvent>
  void on(VirtualTime now, TaskEvent const& event, Outbox& out);
  void on_fresh_token(VirtualTime now, Outbox& out);
  void show_task_event(ShownEvent const& event, Outbox& out);

  void detach(VirtualTime now, Outbox& out);
  void end(Outbox& out);
  std::string topic() const { return std::string(drydock::text_of(client_id_.bytes)); }
  void show(VirtualTime now, ShownEvent event);
  void cancel(std::string_view name, Outbox& out);
  bool has(Defect defect) const { return host_.settings.has(defect); }
  bool strict() const { return host_.settings.profile == Profile::strict; }

  Host host_;
  UserId user_;
  Arrival arrival_;
  Uuid client_id_;
  State state_ = State::subscribing;
  std::optional<EndReason> leaving_;
  bool detached_ = false;
  // What most sessions have nothing of, most of the time, takes no room in them meanwhile: a host
  // has a session for each of its people.
  std::unique_ptr<Asked> asked_;
  std::unique_ptr<Asked> answering_;     // An answer, which the reply to an eval may wait for.
  std::unique_ptr<RefusedAsked> stale_;  // Waits for newer credentials.
  /// What a login gave during which a switch was heard of: replies and events have no order, so
  /// that either may be the newer one.
  std::unique_ptr<Login> other_login_;
  std::unique_ptr<client::TypedProgram> typed_program_;  // What is evaluated, if it was typed.
  std::vector<Pong> pongs_;                              // Those without an answer.
  std::optional<ExchangeId> detach_;

  Credentials credentials_;
  std::uint32_t client_tokens_ = 0;  // How many there have been.
  std::optional<Obj> connection_;
  std::optional<Obj> player_;
  bool switched_while_asking_ = false;

  std::list<Action> waiting_;
  std::list<RequestInputEvent> requests_;
  LineReader reader_;
  Tasks tasks_;
  Duration next_delay_;
  VirtualTime now_{};  // Of the step, for what is shown.

  bool hold_input_ = false;
  std::string flush_command_ = ".flush";
  std::string prefix_;
  std::string suffix_;
};

}  // namespace drydock::moor::host
