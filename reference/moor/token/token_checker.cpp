#include "reference/moor/token/token_checker.hpp"

#include "reference/moor/token/token_kind.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::token {
namespace {

using drydock::token::Refusal;
using drydock::token::refuse;
using drydock::token::Refused;

template <class Token>
struct TokenTraits;
template <>
struct TokenTraits<ClientToken> {
  static constexpr TokenKind kind = TokenKind::client;
  static constexpr auto of_claims = client_of;
};
template <>
struct TokenTraits<AuthToken> {
  static constexpr TokenKind kind = TokenKind::auth;
  static constexpr auto of_claims = auth_of;
};
template <>
struct TokenTraits<HostToken> {
  static constexpr TokenKind kind = TokenKind::host;
  static constexpr auto of_claims = host_of;
};
template <>
struct TokenTraits<WorkerToken> {
  static constexpr TokenKind kind = TokenKind::worker;
  static constexpr auto of_claims = worker_of;
};

/// A retired form fails one of the checks like any other token; only the words can say what it is.
Refused explained(Refused refused, std::string_view token) {
  if (refused.why != Refusal::malformed && refused.why != Refusal::wrong_footer) return refused;
  auto const parts = drydock::token::inspect(token);
  if (!parts) return refused;
  auto const recognised = recognise(parts->footer, parts->payload);
  if (!recognised || !recognised->retired) return refused;
  refused.detail = "a retired form of the " + std::string(info(recognised->kind).name) + " token";
  return refused;
}

template <class Token, class Id>
Accepted<Checked<Token>> held_by(Accepted<Checked<Token>> checked, Id Token::* id,
                                 Id const& expected) {
  if (checked && checked->token.*id != expected) return refuse(Refusal::other_holder);
  return checked;
}

}  // namespace

TokenChecker::TokenChecker(TokenProfile profile, std::size_t cache_capacity)
    : profile_(profile), cache_(cache_capacity) {}

template <class Token>
Accepted<Checked<Token>> TokenChecker::anyones(std::string_view token,
                                               Circumstances const& circumstances) {
  auto const footer = info(TokenTraits<Token>::kind).footer;
  auto const read = [](drydock::token::Claims const& claims) -> Accepted<Holder> {
    auto named = TokenTraits<Token>::of_claims(claims);
    if (!named) return tl::make_unexpected(named.error());
    return *std::move(named);
  };
  auto const vouched = cache_.verify(token, footer, circumstances, read);
  if (!vouched) return tl::make_unexpected(explained(vouched.error(), token));
  if (profile_ == TokenProfile::strict && !(*vouched)->registered.expires) {
    return refuse(Refusal::malformed, "claim 'exp' is missing");
  }
  return Checked<Token>{std::get<Token>((*vouched)->said), (*vouched)->registered};
}

template Accepted<Checked<ClientToken>> TokenChecker::anyones(std::string_view,
                                                              Circumstances const&);
template Accepted<Checked<AuthToken>> TokenChecker::anyones(std::string_view, Circumstances const&);
template Accepted<Checked<HostToken>> TokenChecker::anyones(std::string_view, Circumstances const&);
template Accepted<Checked<WorkerToken>> TokenChecker::anyones(std::string_view,
                                                              Circumstances const&);

Accepted<Checked<ClientToken>> TokenChecker::client(std::string_view token, Uuid const& client_id,
                                                    Circumstances const& circumstances) {
  return held_by(anyones<ClientToken>(token, circumstances), &ClientToken::client_id, client_id);
}

Accepted<Checked<AuthToken>> TokenChecker::auth(std::string_view token, Obj const& player,
                                                Circumstances const& circumstances) {
  return held_by(anyones<AuthToken>(token, circumstances), &AuthToken::player, player);
}

Accepted<Checked<HostToken>> TokenChecker::host(std::string_view token, Uuid const& host_id,
                                                Circumstances const& circumstances) {
  return held_by(anyones<HostToken>(token, circumstances), &HostToken::host_id, host_id);
}

Accepted<Checked<WorkerToken>> TokenChecker::worker(std::string_view token, Uuid const& worker_id,
                                                    Circumstances const& circumstances) {
  return held_by(anyones<WorkerToken>(token, circumstances), &WorkerToken::worker_id, worker_id);
}

}  // namespace drydock::moor::token
