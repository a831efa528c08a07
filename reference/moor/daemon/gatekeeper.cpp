#include "reference/moor/daemon/gatekeeper.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/machine/zap.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr SocketName zap_socket = "zap";
constexpr SocketName enrollment_socket = "enrollment";
constexpr std::string_view zap_domain = "moor";

bool is_tcp(std::string const& endpoint) { return endpoint.starts_with("tcp://"); }

bool has_tcp(Settings const& settings) {
  return is_tcp(settings.workers_request_listen) || is_tcp(settings.workers_response_listen) ||
         is_tcp(settings.sessions.rpc_listen) || is_tcp(settings.sessions.events_listen);
}

std::optional<TokenOffice> office_of(Settings const& settings, Trust const& trust,
                                     bool serves_clients, Rng const& rng) {
  if (!settings.strict && !serves_clients) return std::nullopt;
  ENSURE(trust.signing_keys != nullptr);
  return std::make_optional<TokenOffice>(settings, *trust.signing_keys, trust.signing_key_names,
                                         rng.fork("tokens"));
}

}  // namespace

Gatekeeper::Gatekeeper(Settings const& settings, Trust trust, bool serves_clients, Rng rng)
    : settings_(settings),
      trust_(std::move(trust)),
      token_rng_(rng.fork("enrollment_tokens")),
      hosts_(*trust_.data),
      office_(office_of(settings, trust_, serves_clients, rng)),
      enrollment_({trust_.enrollment_token_file, trust_.keys.public_key, settings.defects},
                  *trust_.config, hosts_, settings.strict ? &*office_ : nullptr,
                  rng.fork("enrollment")) {}

bool needs_trust(Settings const& settings) { return settings.strict || has_tcp(settings); }

Result<std::string> Gatekeeper::rotate_enrollment_token() {
  if (!guards()) return fail("nobody enrolls here");
  std::string token = Uuid::random(token_rng_).text();
  auto const written = trust_.config->write(trust_.enrollment_token_file, token);
  if (!written) return tl::make_unexpected(written.error());
  return token;
}

Security Gatekeeper::security_of(std::string const& endpoint) const {
  if (!is_tcp(endpoint) || !trust_.guards_tcp) return Plain{};
  if (settings_.defects.has(Defect::no_curve_on_tcp)) return Plain{.by_protocol = true};
  return CurveServer{.secret_key = trust_.keys.secret_key,
                     .zap_domain = std::string(zap_domain),
                     .enforce_domain = !settings_.defects.has(Defect::zap_absent_admits_all)};
}

Result<void> Gatekeeper::open(VirtualTime now, Outbox& out) {
  if (!guards() && !office_) return {};
  if (office_) {
    if (auto const opened = office_->open(wall_time(now)); !opened) return opened;
  }
  look(now, out);
  if (settings_.defects.has(Defect::admits_at_restart)) hosts_at_start_.emplace(hosts_);
  if (!guards()) return {};
  if (has_tcp(settings_)) open_zap(out);
  open_enrollment(out);
  return {};
}

void Gatekeeper::open_zap(Outbox& out) const {
  if (settings_.defects.has(Defect::zap_absent_admits_all)) return;
  SocketSpec spec;
  spec.type = SocketType::router;
  spec.bind = {std::string(zap_endpoint)};
  out.emplace_back(OpenSocket{zap_socket, std::move(spec)});
}

void Gatekeeper::open_enrollment(Outbox& out) const {
  if (settings_.defects.has(Defect::no_enrollment)) return;
  SocketSpec spec;
  spec.type = SocketType::rep;
  spec.bind = {settings_.enrollment_listen};
  spec.security = Plain{.by_protocol = true};
  out.emplace_back(OpenSocket{enrollment_socket, std::move(spec)});
}

std::optional<std::string> Gatekeeper::admitted(CurvePublicKey const& key) const {
  auto user = (hosts_at_start_ ? *hosts_at_start_ : hosts_).user_id(key);
  if (!user && settings_.defects.has(Defect::admits_any_key)) return std::string{};
  return user;
}

bool Gatekeeper::on_received(VirtualTime now, Received const& received, Outbox& out) {
  if (received.from.socket == zap_socket) {
    auto reply = answer_zap(received.frames, zap_domain,
                            [this](CurvePublicKey const& key) { return admitted(key); });
    if (reply) out.emplace_back(Send{received.from, *std::move(reply)});
    return true;
  }
  if (received.from.socket != enrollment_socket) return false;
  answer_enrollment(now, received, out);
  return true;
}

void Gatekeeper::answer_enrollment(VirtualTime now, Received const& received, Outbox& out) {
  auto answer = enrollment_.answer({now, wall_time(now)}, received.frames, out);
  if (answer.frames.empty()) return;
  Send send{received.from, std::move(answer.frames)};
  if (answer.at <= now) {
    out.emplace_back(std::move(send));
  } else {
    held_ = std::move(send);
    out.emplace_back(SetTimer{answer_timer, answer.at});
  }
}

Gatekeeper::TakenBack Gatekeeper::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == look_timer) return look(now, out);
  if (held_) out.emplace_back(*std::exchange(held_, std::nullopt));
  return {};
}

Gatekeeper::TakenBack Gatekeeper::look(VirtualTime now, Outbox& out) {
  out.emplace_back(SetTimer{look_timer, now + settings_.allowed_hosts_period});
  TakenBack taken_back;
  std::vector<std::string> warnings;
  taken_back.users = reload_hosts(warnings);
  if (office_) taken_back.tokens = office_->reload(wall_time(now), warnings);
  warn(std::move(warnings), out);
  if (office_) name_signer(out);
  return taken_back;
}

void Gatekeeper::name_signer(Outbox& out) {
  auto const signer = office_->signer();
  if (signer == signer_ || !signer) return;
  out.emplace_back(Log{LogLevel::info, "tokens are signed with the key " + signer->fingerprint()});
  signer_ = signer;
}

std::vector<std::string> Gatekeeper::reload_hosts(std::vector<std::string>& warnings) {
  if (looked_ && settings_.defects.has(Defect::stays_admitted)) return {};
  looked_ = true;
  auto const gone = hosts_.reload(warnings);
  if (!gone) warnings.push_back("the allowed hosts cannot be read: " + gone.error().message);
  std::vector<std::string> users;
  if (!gone) return users;
  for (Uuid const& uuid : *gone) users.push_back(uuid.text());
  return users;
}

/// Each is said once, not at every look.
void Gatekeeper::warn(std::vector<std::string> warnings, Outbox& out) {
  if (warnings == warnings_) return;
  warnings_ = warnings;
  for (std::string& warning : warnings) {
    out.emplace_back(Log{LogLevel::warning, std::move(warning)});
  }
}

Accepted<ShownToken> Gatekeeper::check_token(VirtualTime now,
                                             std::optional<std::string> const& token,
                                             Uuid const& worker_id, std::string const& user_id) {
  ENSURE(office_.has_value());
  std::string const text = token.value_or(std::string{});
  auto const checked = office_->worker(text, worker_id, wall_time(now));
  if (!checked) return tl::make_unexpected(checked.error());
  bool const bound = user_id.empty() || hosts_.is_bound(user_id, worker_id) ||
                     settings_.defects.has(Defect::client_id_not_compared);
  if (!bound) {
    return drydock::token::refuse(drydock::token::Refusal::other_holder,
                                  "another key enrolled its worker");
  }
  ENSURE(checked->registered.expires.has_value());
  return ShownToken{text, *checked->registered.expires + settings_.leeway};
}

Result<std::string> Gatekeeper::issue(VirtualTime now, ClientToken const& token) {
  return office_->issue(token, wall_time(now));
}
Result<std::string> Gatekeeper::issue(VirtualTime now, AuthToken const& token) {
  return office_->issue(token, wall_time(now));
}

Accepted<Checked<ClientToken>> Gatekeeper::check_client(WallTime now, std::string_view token) {
  return office_->anyones<ClientToken>(token, now);
}
Accepted<Checked<AuthToken>> Gatekeeper::check_auth(WallTime now, std::string_view token) {
  return office_->anyones<AuthToken>(token, now);
}
Accepted<Checked<ClientToken>> Gatekeeper::check_ended_client(WallTime now,
                                                              std::string_view token) {
  return office_->ended_client(token, now);
}

Accepted<void> Gatekeeper::check_host(VirtualTime now, std::optional<std::string> const& token,
                                      Uuid const& host_id, std::string const& user_id) {
  using drydock::token::Refusal;
  auto const checked = office_->anyones<HostToken>(token.value_or(std::string{}), wall_time(now));
  if (!checked) return tl::make_unexpected(checked.error());
  if (checked->token.host_id != host_id) return drydock::token::refuse(Refusal::other_holder);
  if (!user_id.empty() && !hosts_.is_bound(user_id, host_id)) {
    return drydock::token::refuse(Refusal::other_holder, "another key enrolled its host");
  }
  return {};
}

void Gatekeeper::take_back(std::string const& token_id, WallTime expires) {
  office_->take_back(token_id, expires);
}

}  // namespace drydock::moor::daemon
