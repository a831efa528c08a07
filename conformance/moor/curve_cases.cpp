#include <string>
#include <utility>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

/// Long enough for a worker that gives up CURVE when it does not connect.
constexpr Duration tempted_for = 15s;
/// Source: TS-13.
constexpr Duration retry_within = 60s;

std::string ipc_endpoint(Stage& stage, std::string const& name) {
  return "ipc://" + stage.home() + "/" + name;
}

void hosts_on_ipc_change_nothing(Stage& stage) {
  FakeDaemon daemon{stage};
  StartOptions options;
  options.values["rpc"] = ipc_endpoint(stage, "rpc");
  options.values["events"] = ipc_endpoint(stage, "events");
  daemon.start(options);
  daemon.expect_attach();
}

void an_ipc_address_beside_a_tcp_one_is_in_the_clear(Stage& stage) {
  FakeDaemon daemon{stage, Presence::away};
  StartOptions options;
  options.values["response"] = ipc_endpoint(stage, "response");
  SocketSpec control = daemon.control_spec();
  control.bind = {options.values["response"]};
  control.security = Plain{};
  daemon.open(control, daemon.dispatch_spec());
  daemon.start(options);
  daemon.expect_attach();
  bool const subscribed =
      daemon.run_until(subscription_within, [&] { return daemon.subscriptions() > 0; });
  daemon.require(subscribed, "a subscription on the tcp address", "none in time");
}

void a_refused_key_is_tried_again(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().admit_nobody(true);
  TesteeId const testee = daemon.start();
  bool const refused = daemon.run_until(attach_within, [&] { return daemon.gate().barred() > 0; });
  if (!refused) leave_inconclusive("the worker does not connect with CURVE");
  std::size_t const said = stage.output(testee).size();
  daemon.run_for(5s);
  daemon.require(stage.output(testee).size() > said, "a word about the refusal of its key", "none");
  daemon.gate().admit_nobody(false);
  daemon.ping_every(usual_ping_period);
  daemon.expect<moor::AttachWorker>(0, retry_within,
                                    "an AttachWorker within 60 s of the key's admission");
}

/// That a worker that has enrolled says nothing to these sockets.
void expect_silence(FakeDaemon& daemon, Mark since, std::size_t subscriptions) {
  daemon.ping_every(usual_ping_period);
  daemon.run_for(tempted_for);
  auto const heard = daemon.all_that(since, [](Heard const&) { return true; });
  daemon.require(heard.empty(), "no message", "one", heard);
  daemon.require(daemon.subscriptions() == subscriptions, "no subscription", "one");
}

void nothing_is_said_in_the_clear(Stage& stage) {
  FakeDaemon daemon{stage, Presence::away};
  SocketSpec control = daemon.control_spec();
  SocketSpec dispatch = daemon.dispatch_spec();
  control.security = Plain{};
  dispatch.security = Plain{};
  daemon.open(std::move(control), std::move(dispatch));
  daemon.start();
  bool const enrolled =
      daemon.run_until(attach_within, [&] { return daemon.gate().enrollments() > 0; });
  if (!enrolled) leave_inconclusive("the worker has not enrolled");
  expect_silence(daemon, 0, 0);
}

/// The daemon's keys changed, or somebody else has its address; enrollment, which is in the clear,
/// tells the new key to whoever asks.
void nothing_is_said_to_another_server(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.stop(TesteeId{0});
  daemon.close();
  Rng rng{Seed{15}};
  daemon.gate().hold(CurveKeyPair::generate(rng));
  daemon.open();
  Mark const since = daemon.mark();
  std::size_t const subscriptions = daemon.subscriptions();
  daemon.start();
  expect_silence(daemon, since, subscriptions);
}

constexpr Case curve_case_list[] = {
    {requirement("worker.curve.exactly-tcp"), "hosts-on-ipc",
     "with host addresses on ipc, tcp is CURVE all the same", opaque, hosts_on_ipc_change_nothing,
     over_curve},
    {requirement("worker.curve.exactly-tcp"), "mixed",
     "with requests on tcp and responses on ipc, only tcp is CURVE", opaque,
     an_ipc_address_beside_a_tcp_one_is_in_the_clear, over_curve},
    {requirement("worker.curve.refused"), "",
     "a worker whose key is admitted after 5 s of refusals attaches", opaque,
     a_refused_key_is_tried_again, over_curve},
    {requirement("worker.curve.no-fallback"), "",
     "nothing comes to sockets that do not speak CURVE", opaque, nothing_is_said_in_the_clear,
     over_curve},
    {requirement("worker.curve.server-key"), "",
     "nothing comes to sockets that have another key than at enrollment", opaque,
     nothing_is_said_to_another_server, over_curve},
};

}  // namespace

std::span<Case const> curve_cases() { return curve_case_list; }

}  // namespace drydock::conformance
