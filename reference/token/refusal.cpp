#include "reference/token/refusal.hpp"

#include "reference/core/ensure.hpp"

namespace drydock::token {
namespace {

struct RefusalText {
  Refusal why;
  std::string_view name;
  std::string_view sentence;
};
constexpr RefusalText texts[] = {
    {Refusal::missing, "missing", "there is no token"},
    {Refusal::malformed, "malformed", "the token is malformed"},
    {Refusal::wrong_footer, "wrong_footer", "the token has the wrong footer"},
    {Refusal::bad_signature, "bad_signature", "the token's signature is bad"},
    {Refusal::expired, "expired", "the token has expired"},
    {Refusal::not_yet_valid, "not_yet_valid", "the token is not yet valid"},
    {Refusal::revoked, "revoked", "the token was revoked"},
    {Refusal::other_holder, "other_holder", "the token is another holder's"},
};

RefusalText const& text_of(Refusal why) {
  RefusalText const& text = texts[static_cast<std::size_t>(why)];
  ENSURE(text.why == why);
  return text;
}

}  // namespace

std::string_view name(Refusal why) { return text_of(why).name; }

std::string_view sentence(Refusal why) { return text_of(why).sentence; }

std::string Refused::message() const {
  std::string text{sentence(why)};
  if (!detail.empty()) text += ": " + detail;
  return text;
}

}  // namespace drydock::token
