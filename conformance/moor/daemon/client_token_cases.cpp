#include <string>
#include <string_view>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/suite.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using Code = RpcMessageErrorCode;

constexpr std::string_view client_footer = ".a2V5LWlkOm1vb3JfY2xpZW50";
constexpr std::string_view player_footer = ".a2V5LWlkOm1vb3JfcGxheWVy";

void forms(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  auto const expect_form = [&](std::string const& text, std::string_view footer) {
    bool const is_it = text.starts_with("v4.public.") && text.ends_with(footer);
    scene.visitors.require(is_it, "v4.public with the footer of its kind", "another form");
  };
  expect_form(person.token().token, client_footer);
  expect_form(person.auth().token, player_footer);
}

/// The token with one thing about it changed.
std::vector<std::string> spoilt(std::string const& good) {
  std::size_t const footer = good.rfind('.');
  std::string flipped = good;
  flipped[footer - 3] = flipped[footer - 3] == 'A' ? 'B' : 'A';
  return {"",
          flipped,
          good.substr(0, footer),  // No footer.
          good.substr(0, footer) + std::string(player_footer),
          good.substr(0, footer) + "." + "bW9yZQ",  // Another.
          "v3" + good.substr(2),
          "v4.local" + good.substr(9),
          good + ".more",
          good + "=",
          good.substr(0, footer - 20) + good.substr(footer),  // A short signature.
          good.substr(0, 20) + "!" + good.substr(21)};
}

void changed_tokens(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  for (std::string const& text : spoilt(person.token().token)) {
    Person other = person;
    other.use(ClientToken{text});
    other.expect_failure(other.pong(), Code::permission_denied, "for a token that was changed");
  }
  person.get<ThanksPong>(person.pong(), "ThanksPong for the good one");
}

void the_token_of_another(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  Person thief = scene.stranger();
  person.get<ThanksPong>(person.pong(), "ThanksPong for a client's own token");
  thief.use(person.token());
  thief.expect_failure(thief.pong(), Code::permission_denied,
                       "for another client's token that was just used");
}

/// With the suite's signing key, where the command takes that.
void a_token_for_a_connection(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  std::string const signed_by_us =
      drydock::token::mint("{\"player\":\"#-4\"}", "key-id:moor_player", signing_key());
  person.expect_failure(ListObjects{AuthToken{signed_by_us}}, Code::permission_denied,
                        "for an auth token of a connection object");
}

constexpr Case client_token_case_list[] = {
    {requirement("client-token.form"), "", "tokens have their footers", any, forms, with_clients},
    {requirement("client-token.refused"), "", "eleven changes are noticed", any, changed_tokens,
     with_clients},
    {requirement("client-token.another"), "", "another's token is refused when it is known", any,
     the_token_of_another, with_clients},
    {requirement("client-token.negative"), "", "#-4 is nobody", any, a_token_for_a_connection,
     with_clients},
};

}  // namespace

std::span<Case const> client_token_cases() { return client_token_case_list; }

}  // namespace drydock::conformance::daemon
