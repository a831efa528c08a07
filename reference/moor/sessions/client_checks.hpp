#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/sessions/authority.hpp"
#include "reference/moor/sessions/desks.hpp"
#include "reference/moor/sessions/settings.hpp"
#include "reference/moor/sessions/token_ledger.hpp"

namespace drydock::moor::sessions {

/// The tokens in one kind of message.
struct ShownTokens {
  moor::ClientToken const* client = nullptr;
  moor::AuthToken const* auth = nullptr;
  /// Whether it may do without an auth token.
  bool auth_is_optional = false;
};

/// What a token says of itself, if the ledger minds it. Most have nothing to say, and there would
/// be much to clear for each message.
using MindedToken = std::unique_ptr<token::Registered const>;

/// Who asks, and what their auth token says of itself.
struct Admission {
  /// Nobody yet.
  Admission(ReplyAddress&& reply, Uuid const& client_id)
      : asker{std::move(reply), client_id, std::nullopt} {}

  Asker asker;
  MindedToken auth;
};

/// Who may say what: the checks of every client message, in the order of hosts 3.1. Nothing of a
/// message that fails them has any effect.
class ClientChecks {
 public:
  ClientChecks(Settings const& settings, Authority& authority, Connections& connections,
               TokenLedger& tokens)
      : settings_(settings), authority_(authority), connections_(connections), tokens_(tokens) {}

  /// The failure to answer, if not all checks have passed. What the auth token says goes to
  /// `admission`. `is_reattach`: it is refused differently, and takes a connection over from
  /// another user. Source: DC-19, DC-20, DC-32, TK2-06, TK2-08, HQ-20, HQ-21.
  std::optional<RpcMessageError> check(VirtualTime now, WallTime wall, ClientRequest const& request,
                                       ShownTokens const& shown, bool is_reattach,
                                       TaskDesk const& tasks, Admission& admission, Outbox& out);
  /// The connection of a message that names it without a token.
  tl::expected<Connection const*, RpcMessageError> check_unproven(
      ClientRequest const& request) const;

 private:
  using Denied = std::optional<RpcMessageError>;  // Nothing where the check has passed.

  /// What the token says of itself goes to `client`.
  Denied check_client(VirtualTime now, WallTime wall, ClientRequest const& request,
                      moor::ClientToken const& shown, bool is_reattach, MindedToken& client);
  Denied check_auth(WallTime now, ShownTokens const& shown, Admission& admission);
  Denied check_recorded(Asker const& asker, bool is_reattach) const;
  token::Accepted<token::Checked<token::ClientToken>> verify_client(WallTime now,
                                                                    Connection const& connection,
                                                                    std::string const& text);
  bool is_spared(Connection const& connection, token::Registered const& registered) const;
  bool is_anothers(Connection const& connection, std::string const& user_id) const;
  MindedToken minded(token::Registered const& registered) const;
  bool is_excused(VirtualTime now, std::string const& text);
  RpcMessageError denied(std::string reason) const;

  Settings const& settings_;
  Authority& authority_;
  Connections& connections_;
  TokenLedger& tokens_;
  std::map<std::string, VirtualTime> verified_;  // Kept only for Defect::token_of_anybody.
};

}  // namespace drydock::moor::sessions
