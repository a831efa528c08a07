#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/machine/machine.hpp"
#include "reference/machine/owing_store.hpp"
#include "reference/moor/sessions/authority.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::sessions {

/// Which tokens the live connections hold, so that they are renewed before they end and taken back
/// when they have served. What was taken back stays so over a restart. Tokens without an end are
/// none of its business, so outside of the strict profile it only issues. Source: tokens ST-09;
/// hosts 7.6, TK2-13 to TK2-15.
class TokenLedger {
 public:
  /// Which tokens of a connection are due to be renewed.
  struct Due {
    bool client = false;
    bool auth = false;
  };

  TokenLedger(Settings const& settings, Authority& authority, RecordStore& store)
      : settings_(settings), authority_(authority), store_(store) {}

  /// Takes back again what was taken back. Fails naming a record that is none.
  Result<void> load(VirtualTime now);

  // Fresh tokens, held by that connection. Fail where there is no key to sign them.
  Result<std::string> issue_client(VirtualTime now, Uuid const& client_id, Outbox& out);
  Result<std::string> issue_auth(VirtualTime now, Uuid const& client_id, Obj const& player,
                                 Outbox& out);

  /// Whether it keeps anything of a token that says so of itself.
  bool minds(token::Registered const& shown) const {
    return settings_.strict && shown.token_id.has_value();
  }
  // A good token was shown for that connection, which holds it from now on: one from before a
  // restart, or of a player who came with it.
  void client_showed(VirtualTime now, Uuid const& client_id, token::Registered const& shown,
                     Outbox& out);
  void auth_showed(VirtualTime now, Uuid const& client_id, token::Registered const& shown,
                   Outbox& out);
  /// Whether its holder was ever seen to use another ClientToken than its first, or to ask for one.
  bool was_seen_to_renew(Uuid const& client_id) const;
  void saw_renewal(Uuid const& client_id) { held_[client_id].renews = true; }

  /// What is due now. Its timer is set for what comes next.
  Due due(VirtualTime now, Uuid const& client_id, Outbox& out);

  /// The connection is silent and gone; whoever still has its tokens may use them.
  void forget(Uuid const& client_id, Outbox& out);
  /// Whether there are tokens that were taken back and could not be stored as such.
  bool owes() const { return store_.owes(); }
  Result<void> store_owed() { return store_.settle(); }
  /// The connection ended: its tokens are taken back, but for those that others hold too.
  void take_back(Uuid const& client_id, Outbox& out);
  /// It has another player now: only its AuthTokens are.
  void take_back_auth(Uuid const& client_id, Outbox& out);

  /// That of each token all holders are counted.
  void check_everything() const;

  /// About the client whose token is due.
  static constexpr std::string_view renewal_timer{"token_renewal"};

 private:
  struct Held {
    std::string token_id;
    WallTime issued;
    WallTime expires;
  };
  struct Tokens {
    std::vector<Held> client;
    std::vector<Held> auth;
    std::string first_shown;  // Of the ClientTokens.
    bool renews = false;
  };

  void hold(VirtualTime now, Uuid const& client_id, std::vector<Held> Tokens::* kind,
            token::Registered const& registered, Outbox& out);
  void set_timer(VirtualTime now, Uuid const& client_id, Outbox& out) const;
  void release(std::vector<Held>& tokens, bool take_back, Outbox& out);
  void release_ended(std::vector<Held>& tokens, WallTime now, Outbox& out);

  Settings const& settings_;
  Authority& authority_;
  OwingStore store_;
  std::map<Uuid, Tokens> held_;
  std::map<std::string, std::size_t> holders_;  // Connections, of each token.
};

}  // namespace drydock::moor::sessions
