#include "conformance/moor/daemon/suite.hpp"

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "reference/token/pem.hpp"

namespace drydock::conformance {
namespace {

using Kind = Placeholder::Kind;

/// As a daemon makes them: a UUID.
constexpr std::string_view first_token = "5e1f0a3c-7d2b-4c9e-8a41-0b6d9f3e2c75";

/// In the names of the flags that they are for. Cases of hosts and clients are for commands with
/// `rpc`. `scratch_dir` is for whatever else a command needs.
std::vector<Placeholder> placeholders() {
  static std::string const private_key = drydock::token::encode_private_pem(daemon::signing_key());
  static std::string const public_key =
      drydock::token::encode_public_pem(daemon::signing_key().public_key());
  return {
      {"request", Kind::endpoint, ""},
      {"response", Kind::endpoint, ""},
      {"rpc", Kind::endpoint, ""},
      {"events", Kind::endpoint, ""},
      {"enrollment", Kind::endpoint, ""},
      {"token_file", Kind::file, first_token},
      {"data_dir", Kind::directory, ""},
      {"scratch_dir", Kind::directory, ""},
      {"private_key", Kind::file, private_key},
      {"public_key", Kind::file, public_key},
  };
}

Suite make_daemon_suite() {
  using namespace daemon;
  Suite suite;
  suite.role = "daemon";
  suite.requirements = daemon::requirements;
  for (auto const& table : {control_cases(),
                            malformed_cases(),
                            time_cases(),
                            life_cases(),
                            enrollment_cases(),
                            enrollment_form_cases(),
                            enrollment_file_cases(),
                            security_cases(),
                            key_cases(),
                            secret_cases(),
                            token_cases(),
                            strict_cases(),
                            request_cases(),
                            connection_cases(),
                            login_cases(),
                            task_cases(),
                            event_cases(),
                            world_cases(),
                            host_cases(),
                            client_token_cases()}) {
    for (Case const& one : table) suite.cases.push_back(&one);
  }
  suite.services = {any};
  suite.placeholders = placeholders();
  suite.hidden_variables = {"MOOR_ENROLLMENT_TOKEN"};
  suite.secured_by = "enrollment";
  return suite;
}

}  // namespace

namespace daemon {

drydock::token::SecretKey const& signing_key() {
  static drydock::token::SecretKey const key = [] {
    Rng rng{Seed{0x5161}};
    return drydock::token::SecretKey::random(rng);
  }();
  return key;
}

}  // namespace daemon

Suite const& daemon_suite() {
  static Suite const suite = make_daemon_suite();
  return suite;
}

}  // namespace drydock::conformance
