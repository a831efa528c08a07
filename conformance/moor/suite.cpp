#include "conformance/moor/suite.hpp"

#include <string>
#include <vector>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_gate.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using Kind = Placeholder::Kind;

/// In the names of the flags that they are for. A worker needs the first two, and over tcp
/// `enrollment`, `token_file` and `data_dir`; `rpc` and `events` are there for the flags of stock
/// mooR's, and nobody answers on them.
std::vector<Placeholder> placeholders() {
  static std::string const daemon_key = suite_keys().public_key.z85();
  return {
      {"request", Kind::endpoint, ""},
      {"response", Kind::endpoint, ""},
      {"rpc", Kind::endpoint, ""},
      {"events", Kind::endpoint, ""},
      {"enrollment", Kind::endpoint, ""},
      {"token_file", Kind::file, enrollment_token},
      {"data_dir", Kind::directory, ""},
      {"worker_type", Kind::text, "echo"},
      {"daemon_key", Kind::text, daemon_key},
  };
}

Suite make_worker_suite() {
  Suite suite;
  suite.role = "worker";
  suite.requirements = worker_requirements;
  for (auto const& table :
       {identity_cases(), attach_cases(), ping_cases(), request_cases(), repeat_cases(),
        value_cases(), malformed_request_cases(), timeout_cases(), reply_cases(), broadcast_cases(),
        exchange_cases(), stop_cases(), daemon_cases(), log_cases(), enrollment_cases(),
        key_file_cases(), curve_cases(), token_cases()}) {
    for (Case const& one : table) suite.cases.push_back(&one);
  }
  suite.services = {opaque, echo, test};
  suite.placeholders = placeholders();
  suite.hidden_variables = {"MOOR_ENROLLMENT_TOKEN"};
  suite.secured_by = "enrollment";
  return suite;
}

}  // namespace

Suite const& worker_suite() {
  static Suite const suite = make_worker_suite();
  return suite;
}

}  // namespace drydock::conformance
