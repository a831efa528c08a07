#include "simulator/moor/peers/odd_kinds.hpp"

#include <algorithm>
#include <iterator>

namespace drydock::simulator {
namespace {

bool anywhere(Place place) {
  return place != Place::enrollment && place != Place::enrollment_reply;
}
bool in_a_union(Place place) { return anywhere(place) && place != Place::callers; }
bool with_values(Place place) { return place == Place::control || place == Place::dispatch; }
template <Place one>
bool only(Place place) {
  return place == one;
}

About about_nobody(Place) { return About::nobody; }
About about_a_worker(Place) { return About::worker; }
About about_a_worker_or_nobody(Place) { return About::worker_or_nobody; }

constexpr std::string_view another_version = "a daemon of another version is free to reply so";
constexpr std::string_view open_port = "anybody can reach the port, and say what comes to mind";

constexpr OddKind odd_kind_list[] = {
    {Odd::truncated_message, "truncated-message",
     "say d control truncated-message; at d callers, rpc, dispatch, events, at w control or h rpc0 "
     "(the next reply to it)",
     "a peer whose encoder stops half way sends what it has", anywhere, about_nobody},
    {Odd::bad_offset, "bad-offset", "say d dispatch bad-offset; where a truncated message can be",
     "another program reached the port, or an encoder is wrong", anywhere, about_nobody},
    {Odd::missing_field, "missing-field",
     "say d dispatch missing-field (a request without its worker); where a truncated message can "
     "be",
     "not every language's builder insists on what is required", anywhere, about_nobody},
    {Odd::unknown_tag, "unknown-tag", "say d dispatch unknown-tag; not at d callers",
     "a peer of a later version has more to say", in_a_union, about_nobody},
    {Odd::absent_union, "absent-union", "say d dispatch absent-union; not at d callers",
     "a builder that was told nothing writes no union", in_a_union, about_nobody},
    {Odd::deep_nesting, "deep-nesting",
     "say d dispatch deep-nesting w, say d control deep-nesting w (100000 lists in each other)",
     "nothing in FlatBuffers limits how deep a value is", with_values, about_a_worker},
    {Odd::huge_value, "huge-value",
     "say d dispatch huge-value w (17 MiB), say d control huge-value w (2^40 lists that share "
     "their elements)",
     "nor how large it is, or how often it is reached", with_values, about_a_worker},
    {Odd::please_die, "please-die", "say d dispatch please-die w (or nobody)",
     "a daemon, or its operator's tool, ends a worker; the schema has a message for it",
     only<Place::dispatch>, about_a_worker_or_nobody},
    {Odd::repeated_request, "repeated-request",
     "say d dispatch repeated-request w (the last that was published for it)",
     "a daemon that is not sure that it was heard says it again", only<Place::dispatch>,
     about_a_worker},
    {Odd::unreadable_arguments, "unreadable-arguments", "say d dispatch unreadable-arguments w",
     "a later version has more kinds of values", only<Place::dispatch>, about_a_worker},
    {Odd::lambda_arguments, "lambda-arguments", "say d dispatch lambda-arguments w",
     "the schema has a place for a lambda, and a daemon may fill it", only<Place::dispatch>,
     about_a_worker},
    {Odd::unreadable_result, "unreadable-result",
     "say d control unreadable-result w (to the last request that it has)",
     "a worker of a later version has more kinds of values", only<Place::control>, about_a_worker},
    {Odd::lambda_result, "lambda-result", "say d control lambda-result w",
     "the schema has a place for a lambda, and a worker may fill it", only<Place::control>,
     about_a_worker},
    {Odd::result_of_another, "result-of-another",
     "say d control result-of-another w (another worker answers its last request)",
     "all workers hear all requests, and one may take another's for its own", only<Place::control>,
     about_a_worker},
    {Odd::body_of_another, "body-of-another",
     "say d control body-of-another w (it answers its last request in the name of another)",
     "the id stands twice in a message, and a worker may fill in two", only<Place::control>,
     about_a_worker, DrawnIn::not_compatible},  // Stock mooR never reads the second (UQ-18).
    {Odd::lambda_question, "lambda-question", "say d callers lambda-question",
     "whoever asks may hold a lambda", only<Place::callers>, about_nobody},
    {Odd::not_registered, "not-registered", "say w control not-registered (the next reply to it)",
     another_version, only<Place::control_reply>, about_nobody},
    {Odd::invalid_payload, "invalid-payload",
     "say w control invalid-payload (the next reply to it)", another_version,
     only<Place::control_reply>, about_nobody},
    {Odd::rejected, "rejected", "say w control rejected (the next reply to it)", another_version,
     only<Place::control_reply>, about_nobody},
    {Odd::auth_failed, "auth-failed", "say w control auth-failed (the next reply to it)",
     another_version, only<Place::control_reply>, about_nobody},
    {Odd::token_expired, "token-expired", "say w control token-expired (the next reply to it)",
     "a daemon whose clock is ahead takes a token for expired", only<Place::control_reply>,
     about_nobody},
    {Odd::unknown_request, "unknown-request",
     "say w control unknown-request (the next reply to it)", another_version,
     only<Place::control_reply>, about_nobody},
    {Odd::wrong_token, "wrong-token", "say d enrollment wrong-token", open_port,
     only<Place::enrollment>, about_nobody},
    {Odd::empty_token, "empty-token", "say d enrollment empty-token", open_port,
     only<Place::enrollment>, about_nobody},
    {Odd::key_that_is_none, "key-that-is-none",
     "say d enrollment key-that-is-none (with the right token)",
     "who has the token may not know how a key is written", only<Place::enrollment>, about_nobody},
    {Odd::short_key, "short-key", "say d enrollment short-key (with a wrong token)", open_port,
     only<Place::enrollment>, about_nobody},
    {Odd::control_characters, "control-characters",
     "say d enrollment control-characters (in its name, with the right token)",
     "who has the token may mean ill", only<Place::enrollment>, about_nobody},
    {Odd::two_requests, "two-requests",
     "say d enrollment two-requests (in two frames, with the right token)",
     "who has the token may say more than is asked", only<Place::enrollment>, about_nobody},
    {Odd::granted_without_key, "granted-without-key",
     "say w enrollment granted-without-key (the next reply to it)", another_version,
     only<Place::enrollment_reply>, about_nobody},
    {Odd::key_of_another, "key-of-another",
     "say w enrollment key-of-another (the next reply to it); not drawn, since whoever never "
     "enrolled before has to believe it",
     "enrollment is in the clear, and whoever stands between may answer",
     only<Place::enrollment_reply>, about_nobody, DrawnIn::none},
};

}  // namespace

std::span<OddKind const> odd_kinds() { return odd_kind_list; }

OddKind const* find_odd_kind(std::string_view name) {
  auto const* const place = std::find_if(std::begin(odd_kind_list), std::end(odd_kind_list),
                                         [&](OddKind const& kind) { return kind.name == name; });
  return place == std::end(odd_kind_list) ? nullptr : place;
}

}  // namespace drydock::simulator
