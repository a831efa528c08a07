#include <array>
#include <string>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/suite.hpp"

namespace drydock::conformance {
namespace {

constexpr char const* secret_argument = "secret-argument-4f1d0c";

void nothing_secret_is_logged(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.expect_pong();
  daemon.expect_answer(daemon.request({secret_argument, moor::list_of({secret_argument})}));
  daemon.expect_answer(daemon.request({moor::list_of({"fail", secret_argument})}));
  TesteeId const testee{0};
  stage.signal(testee, StopSignal::terminate);
  daemon.run_until(stop_within, [&] { return !daemon.any_running(); });
  for (std::string_view const secret : {std::string_view{secret_argument}, enrollment_token}) {
    bool const leaked = stage.output(testee).find(secret) != std::string::npos;
    daemon.require(!leaked, "no argument of a request and no token in the log", "one");
  }
}

constexpr Case log_case_list[] = {
    {requirement("worker.log.secrets"), "", "arguments and tokens are not in the log", opaque,
     nothing_secret_is_logged},
};

}  // namespace

std::span<Case const> log_cases() { return log_case_list; }

}  // namespace drydock::conformance
