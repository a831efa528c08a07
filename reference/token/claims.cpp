#include "reference/token/claims.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace drydock::token {
namespace {

using Json = nlohmann::json;

Accepted<std::optional<WallTime>> time_claim(Claims const& claims, std::string_view name) {
  if (claims.others.contains(name)) {
    return refuse(Refusal::malformed, fmt::format("claim '{}' is no text", name));
  }
  auto const found = claims.texts.find(name);
  if (found == claims.texts.end()) return std::nullopt;
  auto const time = WallTime::parse(found->second);
  if (!time) return refuse(Refusal::malformed, fmt::format("claim '{}' is no RFC 3339 time", name));
  return *time;
}

}  // namespace

Accepted<std::string> Claims::text(std::string_view name) const {
  if (others.contains(name)) {
    return refuse(Refusal::malformed, fmt::format("claim '{}' is no text", name));
  }
  auto const found = texts.find(name);
  if (found != texts.end()) return found->second;
  return refuse(Refusal::malformed, fmt::format("claim '{}' is missing", name));
}

Accepted<Claims> parse_claims(std::string_view payload) {
  std::set<std::string> names;
  bool repeated = false;
  // Readers differ in which of two members of one name they take, so there must not be two.
  auto const watch_names = [&](int depth, Json::parse_event_t event, Json const& parsed) {
    if (event == Json::parse_event_t::key && depth == 1) {
      repeated = !names.insert(parsed.get<std::string>()).second || repeated;
    }
    return true;
  };
  Json const json = Json::parse(payload, watch_names, /*allow_exceptions=*/false);
  if (!json.is_object()) return refuse(Refusal::malformed, "its payload is no JSON object");
  if (repeated) return refuse(Refusal::malformed, "its payload names one claim twice");
  Claims claims;
  for (auto const& [name, value] : json.items()) {
    if (value.is_string()) {
      claims.texts.emplace(name, value.get<std::string>());
    } else {
      claims.others.insert(name);
    }
  }
  return claims;
}

std::string payload_of(Texts const& texts) {
  return Json(texts).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Accepted<Registered> registered_claims(Claims const& claims) {
  Registered registered;
  struct Wanted {
    std::string_view name;
    std::optional<WallTime>& time;
  };
  for (auto const& [name, time] :
       {Wanted{"iat", registered.issued}, Wanted{"nbf", registered.not_before},
        Wanted{"exp", registered.expires}}) {
    auto const read = time_claim(claims, name);
    if (!read) return tl::make_unexpected(read.error());
    time = *read;
  }
  if (claims.others.contains("jti")) return refuse(Refusal::malformed, "claim 'jti' is no text");
  auto const found = claims.texts.find("jti");
  if (found != claims.texts.end()) registered.token_id = found->second;
  return registered;
}

Accepted<void> check_times(Registered const& claims, WallTime now, Duration leeway) {
  // The leeway moves the clock, not the claims: those may lie at the ends of the calendar.
  if (claims.expires && *claims.expires <= now - leeway) return refuse(Refusal::expired);
  if (claims.not_before && *claims.not_before > now + leeway) return refuse(Refusal::not_yet_valid);
  return {};
}

void add_stamp(Texts& texts, Stamp const& stamp) {
  texts.insert_or_assign("iat", stamp.issued.text());
  texts.insert_or_assign("nbf", stamp.issued.text());
  texts.insert_or_assign("exp", (stamp.issued + stamp.lifetime).text());
  texts.insert_or_assign("jti", stamp.token_id.text());
}

WallTime renewal_time(WallTime issued, WallTime expires) {
  return expires - (expires - issued) / 5;
}

}  // namespace drydock::token
