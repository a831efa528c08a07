#include "reference/moor/sessions/client_checks.hpp"

#include <utility>

namespace drydock::moor::sessions {
namespace {

using drydock::token::Refusal;

constexpr Duration remembered_for = std::chrono::seconds{60};

RpcMessageError no_connection() {
  return {RpcMessageErrorCode::no_connection, "No connection for client", std::nullopt};
}

}  // namespace

/// Stock mooR never says why, and stock hosts ignore the text; ST-04 wants it said.
RpcMessageError ClientChecks::denied(std::string reason) const {
  return {RpcMessageErrorCode::permission_denied,
          settings_.strict ? std::move(reason) : "Permission denied", std::nullopt};
}

ClientChecks::Denied ClientChecks::check(VirtualTime now, WallTime wall,
                                         ClientRequest const& request, ShownTokens const& shown,
                                         bool is_reattach, TaskDesk const& tasks,
                                         Admission& admission, Outbox& out) {
  std::optional<Obj> const& player = admission.asker.player;
  MindedToken client;
  if (!request.user_id.empty() && !authority_.allows(request.user_id)) {
    return denied("the identity is not allowed any more");
  }
  if (shown.client != nullptr) {
    if (auto why = check_client(now, wall, request, *shown.client, is_reattach, client)) return why;
  }
  if (shown.auth != nullptr) {
    if (auto why = check_auth(wall, shown, admission)) return why;
  }
  if (shown.client != nullptr && shown.auth != nullptr) {
    if (auto why = check_recorded(admission.asker, is_reattach)) return why;
  }
  if (player && !tasks.is_player(*player)) return denied("the player is none any more");
  if (shown.client != nullptr) {
    if (client) tokens_.client_showed(now, request.client_id, *client, out);
    if (admission.auth) tokens_.auth_showed(now, request.client_id, *admission.auth, out);
    if (!request.user_id.empty()) connections_.set_user(request.client_id, request.user_id);
  }
  return std::nullopt;
}

ClientChecks::Denied ClientChecks::check_client(VirtualTime now, WallTime wall,
                                                ClientRequest const& request,
                                                moor::ClientToken const& shown, bool is_reattach,
                                                MindedToken& client) {
  Connection const* const connection = connections_.find(request.client_id);
  if (connection == nullptr) return no_connection();
  auto checked = verify_client(wall, *connection, shown.token);
  if (!checked) return denied(checked.error().message());
  if (checked->token.client_id != request.client_id && !is_excused(now, shown.token)) {
    return denied(std::string(sentence(Refusal::other_holder)));
  }
  if (settings_.defects.has(Defect::token_of_anybody)) verified_.emplace(shown.token, now);
  if (!is_reattach && is_anothers(*connection, request.user_id)) {
    return denied("the connection belongs to another identity");
  }
  client = minded(checked->registered);
  return std::nullopt;
}

MindedToken ClientChecks::minded(token::Registered const& registered) const {
  if (!tokens_.minds(registered)) return nullptr;
  return std::make_unique<token::Registered const>(registered);
}

bool ClientChecks::is_excused(VirtualTime now, std::string const& text) {
  if (!settings_.defects.has(Defect::token_of_anybody)) return false;
  auto const before = verified_.find(text);
  return before != verified_.end() && now - before->second <= remembered_for;
}

token::Accepted<token::Checked<token::ClientToken>> ClientChecks::verify_client(
    WallTime now, Connection const& connection, std::string const& text) {
  auto checked = authority_.check_client(now, text);
  bool const ended = !checked && checked.error().why == Refusal::expired;
  if (!ended || !settings_.spare_live_connections) return checked;
  auto whenever = authority_.check_ended_client(now, text);
  if (whenever && is_spared(connection, whenever->registered)) return whenever;
  return checked;
}

bool ClientChecks::is_spared(Connection const& connection,
                             token::Registered const& registered) const {
  bool const was_live =
      registered.issued && connection.connected_at.whole_seconds() <= *registered.issued;
  return was_live && !tokens_.was_seen_to_renew(connection.client_id);
}

bool ClientChecks::is_anothers(Connection const& connection, std::string const& user_id) const {
  return settings_.strict && !connection.user_id.empty() && connection.user_id != user_id;
}

ClientChecks::Denied ClientChecks::check_auth(WallTime now, ShownTokens const& shown,
                                              Admission& admission) {
  auto checked = authority_.check_auth(now, shown.auth->token);
  if (checked) {
    admission.asker.player = checked->token.player;
    admission.auth = minded(checked->registered);
    return std::nullopt;
  }
  Refusal const why = checked.error().why;
  bool const is_unreadable = why == Refusal::malformed || why == Refusal::missing;
  bool const is_none = shown.auth_is_optional && is_unreadable &&
                       settings_.defects.has(Defect::unreadable_token_is_none);
  if (is_none) return std::nullopt;
  return denied(checked.error().message());
}

ClientChecks::Denied ClientChecks::check_recorded(Asker const& asker, bool is_reattach) const {
  Connection const& connection = *connections_.find(asker.client_id);
  if (!connection.player && is_reattach) return no_connection();
  if (connection.player != asker.player) return denied("the token is of another player");
  return std::nullopt;
}

tl::expected<Connection const*, RpcMessageError> ClientChecks::check_unproven(
    ClientRequest const& request) const {
  Connection const* const connection = connections_.find(request.client_id);
  if (connection == nullptr) {
    return tl::make_unexpected(
        RpcMessageError{RpcMessageErrorCode::internal_error, "Connection not found", std::nullopt});
  }
  if (is_anothers(*connection, request.user_id)) {
    return tl::make_unexpected(denied("the connection belongs to another identity"));
  }
  return connection;
}

}  // namespace drydock::moor::sessions
