#include "simulator/moor/trust/moor_faults.hpp"

#include "simulator/moor/peers/odd_kinds.hpp"

namespace drydock::simulator {
namespace {

FaultKind odd_fault(OddKind const& odd) {
  FaultKind kind{odd.name, odd.form, odd.legal, {odd.name}, nullptr, nullptr};
  kind.family = "peers";
  return kind;
}

FaultKind credential(std::string_view name, std::string_view form, std::string_view legal,
                     std::vector<std::string_view> verbs) {
  FaultKind kind{name, form, legal, std::move(verbs), nullptr, nullptr};
  kind.family = "credentials";
  return kind;
}

}  // namespace

std::vector<FaultKind> moor_faults() {
  std::vector<FaultKind> all;
  for (OddKind const& kind : odd_kinds()) all.push_back(odd_fault(kind));
  for (FaultKind& kind : std::vector<FaultKind>{
           credential("enrollment-token-rotation", "rotate-enrollment-token d",
                      "an operator changes the token; who has the old one may just be asking",
                      {"rotate-enrollment-token"}),
           credential(
               "key-rotation", "rotate-signing-key d",
               "an operator changes the key that signs, while tokens of the old one are about",
               {"rotate-signing-key"}),
           credential("key-revocation", "revoke-signing-key d",
                      "a key has leaked: what it signed is worth nothing from the next look on",
                      {"revoke-signing-key"}),
           credential("token-revocation", "revoke-token d w (the last that was seen of it)",
                      "a token has leaked; the daemon may have it cached", {"revoke-token"}),
           credential("removed-host", "disallow d w, allow d w",
                      "an operator removes the file of an allowed host, and puts it back",
                      {"disallow", "allow"}),
           credential("replayed-token", "intrude t as w, intrude t as anybody",
                      "who listens or has enrolled says what is another's to say, with its token",
                      {"intrude"}),
       }) {
    all.push_back(std::move(kind));
  }
  return all;
}

}  // namespace drydock::simulator
