#include <gtest/gtest.h>

#include <functional>

#include "reference/moor/daemon/test_strict_daemon.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;

/// A rule of trust, as whether a daemon keeps it; and the defect that breaks it.
struct Rule {
  Defect broken_by;
  char const* name;
  std::function<bool(StrictDaemon&)> kept;
};

Settings over_tcp(Defects const& defects) {
  Settings settings = StrictDaemon::strict_with(defects);
  settings.workers_request_listen = "tcp://0.0.0.0:7896";
  settings.workers_response_listen = "tcp://0.0.0.0:7897";
  return settings;
}

/// An enrolled worker, and its connection's user id.
struct Member {
  explicit Member(StrictDaemon& of) : daemon(of) {
    auto const response = daemon.ask(daemon.request(keys, id.text()));
    token = response.service_token.value();
    user = response.service_uuid.value();
  }
  std::string pong() { return reason_of(daemon.pong(id, token, user)); }

  StrictDaemon& daemon;
  CurveKeyPair keys = daemon.fresh_keys();
  Uuid id = daemon.fresh_id();
  std::string token;
  std::string user;
};

std::string token_id_of(std::string const& token) {
  auto const parts = drydock::token::inspect(token).value();
  return drydock::token::parse_claims(parts.payload)->text("jti").value();
}

bool holds_file(StrictDaemon& of, std::string const& user) {
  return of.files.content.contains("allowed-hosts/" + user);
}

StrictDaemon::Request wrong(StrictDaemon& of) {
  auto request = of.request(of.fresh_keys());
  request.enrollment_token = "wrong";
  return request;
}

std::size_t hosts(StrictDaemon& of) { return of.files.list("allowed-hosts").value().size(); }

Rule const rules[] = {
    {Defect::cache_outlives_expiry, "a token that was seen ends with its exp",
     [](StrictDaemon& of) {
       Member worker{of};
       worker.pong();
       of.clock.ahead = 1h - 1s;
       worker.pong();
       of.clock.ahead = 1h;
       return !worker.pong().empty();
     }},
    {Defect::client_id_not_compared, "a token that was seen is its holder's still",
     [](StrictDaemon& of) {
       Member worker{of};
       worker.pong();
       return !reason_of(of.pong(of.fresh_id(), worker.token, worker.user)).empty();
     }},
    {Defect::renewal_keeps_old_id_wrong, "a renewed token is good for the same id",
     [](StrictDaemon& of) {
       Member worker{of};
       worker.token = of.renew(worker.keys, worker.token).service_token.value();
       return worker.pong().empty();
     }},
    {Defect::zap_absent_admits_all, "an authenticator runs, and nobody is let in without",
     [](StrictDaemon& of) {
       auto const& security = of.driver().spec("control").security;
       return of.driver().is_open("zap") && std::get<CurveServer>(security).enforce_domain;
     }},
    {Defect::expired_still_dispatched, "a worker whose token has expired gets nothing new",
     [](StrictDaemon& of) {
       Member worker{of};
       worker.pong();
       of.clock.ahead = 1h;
       return !of.dispatches();
     }},
    {Defect::nbf_ignored, "a token has a beginning",
     [](StrictDaemon& of) {
       Member worker{of};
       of.clock.ahead = -1ns;
       return !worker.pong().empty();
     }},
    {Defect::revoked_still_good, "a revoked token is refused",
     [](StrictDaemon& of) {
       Member worker{of};
       worker.pong();
       (void)of.key_files().revoke_token({token_id_of(worker.token), of.wall() + 1h});
       of.look();
       return !worker.pong().empty();
     }},
    {Defect::refused_message_takes_effect, "a refused message has no effect",
     [](StrictDaemon& of) {
       Member worker{of};
       of.attach(worker.id, "junk", worker.user);
       return !of.dispatches();
     }},
    {Defect::rotation_forgets_previous, "tokens of the key before stay good",
     [](StrictDaemon& of) {
       Member worker{of};
       (void)of.key_files().rotate(of.fresh_signing_key(), of.wall());
       of.look();
       return worker.pong().empty();
     }},
    {Defect::old_key_still_signs, "after a rotation the new key signs",
     [](StrictDaemon& of) {
       auto const next = of.fresh_signing_key();
       (void)of.key_files().rotate(next, of.wall());
       of.look();
       auto const parts = drydock::token::inspect(Member{of}.token).value();
       return drydock::token::signed_by(parts, next.public_key());
     }},
    {Defect::key_not_checked, "what is no key does not enroll",
     [](StrictDaemon& of) {
       auto request = of.request(of.fresh_keys());
       request.curve_public_key = std::string(40, '~');
       return !of.ask(request).success;
     }},
    {Defect::stores_refused, "a refused enrollment stores nothing",
     [](StrictDaemon& of) {
       of.ask(wrong(of));
       return hosts(of) == 0;
     }},
    {Defect::admits_at_restart, "an enrolled key is let in at once",
     [](StrictDaemon& of) { return of.zap_code(Member{of}.keys.public_key) == "200"; }},
    {Defect::token_read_once, "a new enrollment token counts at once",
     [](StrictDaemon& of) {
       Member const before{of};
       of.files.content["enrollment-token"] = "another";
       return !of.ask(of.request(of.fresh_keys())).success;
     }},
    {Defect::rotation_drops_hosts, "a new enrollment token takes nobody's leave",
     [](StrictDaemon& of) {
       Member const before{of};
       of.files.content["enrollment-token"] = "another";
       of.ask(wrong(of));
       return of.zap_code(before.keys.public_key) == "200" && holds_file(of, before.user);
     }},
    {Defect::token_not_trimmed, "blanks around the enrollment token are none of it",
     [](StrictDaemon& of) {
       of.files.content["enrollment-token"] = " the-token\n";
       return of.ask(of.request(of.fresh_keys())).success;
     }},
    {Defect::empty_token_admits, "without an enrollment token nobody enrolls",
     [](StrictDaemon& of) {
       of.files.content["enrollment-token"] = "\n";
       auto request = wrong(of);
       request.enrollment_token = "";
       return !of.ask(request).success;
     }},
    {Defect::first_frame_enrolls, "an enrollment is one frame",
     [](StrictDaemon& of) {
       Frame const valid = enrollment::encode(of.request(of.fresh_keys())).value();
       return !of.ask(Frames{valid, valid}).success;
     }},
    {Defect::control_characters_admitted, "a label has no control characters",
     [](StrictDaemon& of) {
       auto request = of.request(of.fresh_keys());
       request.hostname = "here\npublic=";
       return !of.ask(request).success;
     }},
    {Defect::new_uuid_each_time, "a key that enrolls again keeps its UUID",
     [](StrictDaemon& of) {
       Member const worker{of};
       return of.ask(of.request(worker.keys, worker.id.text())).service_uuid == worker.user;
     }},
    {Defect::logs_tokens, "no enrollment token is logged",
     [](StrictDaemon& of) {
       Member const worker{of};
       for (std::string const& line : of.driver().logged()) {
         if (line.find("the-token") != std::string::npos) return false;
       }
       return true;
     }},
    {Defect::wrong_error_text, "a wrong token is called so",
     [](StrictDaemon& of) { return of.ask(wrong(of)).error == "Invalid enrollment token"; }},
    {Defect::token_before_key_length, "the key's length is looked at first",
     [](StrictDaemon& of) {
       auto request = wrong(of);
       request.curve_public_key = "short";
       return of.ask(request).error == "Invalid CURVE public key length: expected 40, got 5";
     }},
    {Defect::leaks_on_failure, "a refusal names no UUID and no key",
     [](StrictDaemon& of) {
       auto const response = of.ask(wrong(of));
       return !response.service_uuid && !response.daemon_curve_public_key;
     }},
    {Defect::no_curve_on_tcp, "tcp is CURVE",
     [](StrictDaemon& of) {
       return std::holds_alternative<CurveServer>(of.driver().spec("dispatch").security) &&
              std::holds_alternative<CurveServer>(of.driver().spec("control").security);
     }},
    {Defect::admits_any_key, "a key that did not enroll is not let in",
     [](StrictDaemon& of) { return of.zap_code(of.fresh_keys().public_key) == "400"; }},
    {Defect::stays_admitted, "a removed host is let in no more",
     [](StrictDaemon& of) {
       Member const worker{of};
       of.files.content.erase("allowed-hosts/" + worker.user);
       of.look();
       return of.zap_code(worker.keys.public_key) == "400";
     }},
    {Defect::no_enrollment, "enrollment is offered",
     [](StrictDaemon& of) { return of.driver().is_open("enrollment"); }},
    {Defect::silent_enrollment, "each enrollment is answered",
     [](StrictDaemon& of) {
       of.driver().receive("enrollment", {enrollment::encode(wrong(of)).value()});
       return of.sent_to("enrollment").size() == 1;
     }},
};

TEST(TrustDefects, EachBreaksItsRuleAndWithoutItTheRuleIsKept) {
  for (Rule const& rule : rules) {
    StrictDaemon sound{over_tcp({})};
    EXPECT_TRUE(rule.kept(sound)) << rule.name;
    StrictDaemon defective{over_tcp({rule.broken_by})};
    EXPECT_FALSE(rule.kept(defective)) << rule.name;
  }
}

}  // namespace
}  // namespace drydock::moor::daemon
