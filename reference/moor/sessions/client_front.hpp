#pragma once

#include <string>
#include <vector>

#include "reference/moor/sessions/client_checks.hpp"
#include "reference/moor/sessions/event_channel.hpp"
#include "reference/moor/sessions/front_desk.hpp"

namespace drydock::moor::sessions {

/// Answers the messages of clients: after all checks, those about connections and the event log
/// itself, the others through the desk where programs run. Source: hosts 3.1, 3.3, 4, 10.
class ClientFront {
 public:
  struct Parts {
    Authority& authority;
    RpcPort const& port;
    Connections& connections;
    EventChannel& events;
    TokenLedger& tokens;
    EventLog& log;
    FrontDesk& desk;
    TaskDesk& tasks;
  };

  ClientFront(Settings const& settings, Parts const& parts)
      : settings_(settings),
        parts_(parts),
        checks_(settings, parts.authority, parts.connections, parts.tokens) {}

  /// Takes the address out of the request, for the answer.
  void on_request(VirtualTime now, ClientRequest const& request, Outbox& out);

 private:
  /// A message on its way: everything but what it says. Its answer takes the address along.
  struct Call {
    VirtualTime now;
    WallTime wall;
    ClientRequest const& request;
    Admission admission;
    Outbox& out;
  };

  // Connections.
  void on(Call& call, ConnectionEstablish const& message);
  void on(Call& call, Reattach const& message);
  void on(Call& call, Attach const& message);
  void on(Call& call, Detach const& message);
  void on(Call& call, ClientPong const& message);
  void on(Call& call, SetClientAttribute const& message);
  // Those whose sender is alive, or may be nobody, or names somebody to be told later.
  void on(Call& call, LoginCommand const& message);
  void on(Call& call, Command const& message);
  void on(Call& call, RequestedInput const& message);
  void on(Call& call, RequestSysProp const& message);
  void on(Call& call, InvokeSystemHandler const& message);
  void on(Call& call, CallSystemVerb const& message);
  // The event log.
  void on(Call& call, RequestHistory const& message);
  void on(Call& call, RequestCurrentPresentations const& message);
  void on(Call& call, DismissPresentation const& message);
  void on(Call& call, GetEventLogPublicKey const& message);
  void on(Call& call, SetEventLogPublicKey const& message);
  void on(Call& call, DeleteEventLogHistory const& message);
  /// All others.
  template <class Message>
  void on(Call& call, Message const& message) {
    pass_on(call, message);
  }

  template <class Message>
  void pass_on(Call& call, Message const& message) {
    parts_.tasks.on(call.now, call.admission.asker, message, call.out);
  }
  template <class Answer>
  void accept(Call& call, Answer answer) {
    // Not by `accept`, which takes the address along another step.
    ReplyResult const result{ReplyResultUnion(std::in_place_type<ClientSuccess>,
                                              DaemonToClientReply{std::move(answer)})};
    parts_.port.reply(std::move(call.admission.asker.reply), result, call.out);
  }
  void refuse(Call& call, RpcMessageErrorCode code, std::string message);
  void refuse(Call& call, RpcMessageError error);
  void refuse(Call& call, NoRoom why);
  /// Answers with what `found` holds, or that the log failed.
  template <class Found, class Reply>
  void answer_from_log(Call& call, Result<Found> found, Reply const& reply_of);
  bool admit_nobody(Call& call, bool allowed);
  /// A new connection with its token; answered where there is none.
  Connection const* establish(Call& call, Connection arrival, std::string& client_token);

  Settings const& settings_;
  Parts parts_;
  ClientChecks checks_;
};

}  // namespace drydock::moor::sessions
