#include "reference/moor/daemon/gatekeeper.hpp"

#include <algorithm>
#include <utility>

#include "reference/machine/zap.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr SocketName zap_socket = "zap";
constexpr SocketName enrollment_socket = "enrollment";
constexpr std::string_view zap_domain = "moor";

bool is_tcp(std::string const& endpoint) { return endpoint.starts_with("tcp://"); }

}  // namespace

Gatekeeper::Gatekeeper(Settings const& settings, Trust trust, Rng rng)
    : settings_(settings),
      trust_(std::move(trust)),
      hosts_(*trust_.data),
      enrollment_({trust_.enrollment_token_file, trust_.keys.public_key}, *trust_.config, hosts_,
                  rng.fork("enrollment")) {}

bool needs_trust(Settings const& settings) {
  return is_tcp(settings.workers_request_listen) || is_tcp(settings.workers_response_listen);
}

Security Gatekeeper::security_of(std::string const& endpoint) const {
  if (!is_tcp(endpoint)) return Plain{};
  return CurveServer{trust_.keys.secret_key, std::string(zap_domain)};
}

void Gatekeeper::open(VirtualTime now, Outbox& out) {
  if (!needs_trust(settings_)) return;
  reload(now, out);
  SocketSpec zap;
  zap.type = SocketType::router;
  zap.bind = {std::string(zap_endpoint)};
  out.emplace_back(OpenSocket{zap_socket, std::move(zap)});
  SocketSpec enrollment;
  enrollment.type = SocketType::rep;
  enrollment.bind = {settings_.enrollment_listen};
  enrollment.security = Plain{.by_protocol = true};
  out.emplace_back(OpenSocket{enrollment_socket, std::move(enrollment)});
}

bool Gatekeeper::on_received(VirtualTime now, Received const& received, Outbox& out) {
  if (received.from.socket == zap_socket) {
    auto reply = answer_zap(received.frames, zap_domain,
                            [this](CurvePublicKey const& key) { return hosts_.user_id(key); });
    if (reply) out.emplace_back(Send{received.from, *std::move(reply)});
    return true;
  }
  if (received.from.socket != enrollment_socket) return false;
  std::string const wall_time = trust_.clock->wall_time(now).text();
  out.emplace_back(Send{received.from, enrollment_.answer(received.frames, wall_time, out)});
  return true;
}

std::vector<std::string> Gatekeeper::on_timer(VirtualTime now, Outbox& out) {
  return reload(now, out);
}

std::vector<std::string> Gatekeeper::reload(VirtualTime now, Outbox& out) {
  out.emplace_back(SetTimer{reload_timer, now + settings_.allowed_hosts_period});
  std::vector<std::string> warnings;
  auto const gone = hosts_.reload(warnings);
  if (!gone) warnings.push_back("the allowed hosts cannot be read: " + gone.error().message);
  if (warnings != warnings_) {  // Each is said once, not at every look.
    warnings_ = warnings;
    for (std::string& warning : warnings) {
      out.emplace_back(Log{LogLevel::warning, std::move(warning)});
    }
  }
  std::vector<std::string> users;
  if (gone) {
    for (Uuid const& uuid : *gone) users.push_back(uuid.text());
  }
  return users;
}

}  // namespace drydock::moor::daemon
