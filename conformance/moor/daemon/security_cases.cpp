#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

// Who is let in on CURVE: workers 8.

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

/// Source: TS-16.
constexpr Duration barred_within = 60s;
/// How long a connection may take that is let in.
constexpr Duration connection_within = 3s;

Bytes attach_of(Uuid const& id) {
  auto payload = encode(WorkerToDaemonMessage{AttachWorker{id, Symbol{"echo"}}, std::nullopt});
  ENSURE(payload.has_value());
  return *std::move(payload);
}

void nothing_without_curve(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Visitors& visitors = scene.visitors;
  SocketName const control = visitors.open(dealer_to(visitors.value("response"), Plain{}));
  SocketName const dispatch = visitors.open(subscriber_to(visitors.value("request"), Plain{}));
  Uuid const id = visitors.new_id();
  visitors.send(control, {{}, id.to_bytes(), attach_of(id)});
  visitors.run_for(7s);  // A ping would come meanwhile.
  visitors.require(visitors.inbox(control).messages.empty(), "no answer to a client without CURVE",
                   "one");
  visitors.require(visitors.inbox(dispatch).messages.empty(), "no broadcast to a client without it",
                   "one");
}

void expect_barred(Scene& scene, CurveClient const& client, std::string const& whom) {
  Visitors& visitors = scene.visitors;
  visitors.require(!is_let_in(visitors, visitors.value("response"), SocketType::dealer, client,
                              connection_within),
                   "no connection to the control socket for " + whom, "one");
  visitors.require(
      !is_let_in(visitors, visitors.value("request"), SocketType::sub, client, connection_within),
      "no connection to the dispatch socket for " + whom, "one");
}

void only_allowed_keys(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  expect_barred(scene, stranger(scene.visitors, *scene.worker.identity()), "a key of nobody's");
}

/// The hosts' endpoints on ipc, so that they alone would need no authenticator.
StartOptions with_hosts_on_ipc(Stage& stage) {
  return {{{"rpc", "ipc://" + stage.home() + "/rpc.sock"},
           {"events", "ipc://" + stage.home() + "/events.sock"}},
          {},
          {}};
}

void hosts_on_ipc_open_no_hole(Stage& stage) {
  Visitors visitors{stage};
  visitors.start(with_hosts_on_ipc(stage));
  FakeWorker worker{visitors};
  worker.join();
  CurveClient const nobody = stranger(visitors, *worker.identity());
  visitors.require(!is_let_in(visitors, visitors.value("response"), SocketType::dealer, nobody,
                              connection_within),
                   "no connection for a key of nobody's", "one");
  visitors.require(
      !is_let_in(visitors, visitors.value("request"), SocketType::sub, nobody, connection_within),
      "no broadcasts for a key of nobody's", "a connection");
}

void enrollment_with_hosts_on_ipc(Stage& stage) {
  Visitors visitors{stage};
  visitors.start(with_hosts_on_ipc(stage));
  Newcomer newcomer{visitors};
  newcomer.enroll(visitors.new_keys().public_key);
}

/// Keys of nobody's that keep knocking, each refused one followed by the next.
class Siege {
 public:
  Siege(Visitors& visitors, CurvePublicKey const& server, std::string const& endpoint,
        SocketType type)
      : visitors_(visitors), server_(server), endpoint_(endpoint), type_(type) {
    knock();
  }
  void go_on() {
    Inbox const& inbox = visitors_.inbox(socket_);
    visitors_.require(inbox.ups == 0, "no connection for a key of nobody's, ever",
                      "one during the start");
    if (inbox.refusals == 0) return;
    visitors_.close(socket_);
    knock();
  }

 private:
  void knock() {
    CurveClient const client{visitors_.new_keys(), server_};
    SocketSpec spec =
        type_ == SocketType::sub ? subscriber_to(endpoint_, client) : dealer_to(endpoint_, client);
    spec.reconnect_min = 1ms;
    socket_ = visitors_.open(spec);
  }

  Visitors& visitors_;
  CurvePublicKey const server_;
  std::string const endpoint_;
  SocketType const type_;
  SocketName socket_;
};

void knocking_during_the_start(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  Visitors& visitors = scene.visitors;
  CurvePublicKey const server = scene.worker.identity()->client.server_key;
  for (int round = 0; round < 3; ++round) {
    visitors.stop(StopSignal::kill);
    Siege control{visitors, server, visitors.value("response"), SocketType::dealer};
    Siege dispatch{visitors, server, visitors.value("request"), SocketType::sub};
    visitors.run_for(50ms);
    visitors.start();
    FakeWorker worker{visitors, scene.worker};
    worker.send(WorkerPong{worker.id(), worker.type()});
    bool const up = visitors.run_until(start_within, [&] {
      control.go_on();
      dispatch.go_on();
      return worker.answered() > 0;
    });
    visitors.require(up, "an answer to an allowed worker", visitors.nothing_came());
    VirtualTime const until = visitors.now() + 500ms;
    while (visitors.now() < until) {
      control.go_on();
      dispatch.go_on();
      visitors.run_for(5ms);
    }
  }
}

std::string ipc_at_home(Stage& stage, char const* name) {
  return "ipc://" + stage.home() + "/" + name + ".sock";
}

void ipc_control_beside_tcp(Stage& stage) {
  Visitors visitors{stage};
  visitors.start({{{"response", ipc_at_home(stage, "response")}}, {}, {}});
  FakeWorker worker{visitors};
  worker.join();
  worker.subscribe();
}

void ipc_dispatch_beside_tcp(Stage& stage) {
  Visitors visitors{stage};
  visitors.start({{{"request", ipc_at_home(stage, "request")}}, {}, {}});
  FakeWorker worker{visitors};
  worker.join();
  worker.subscribe();
  Inbox const& heard = worker.broadcasts();
  bool const ping = visitors.run_until(6s, [&] { return !heard.messages.empty(); });
  visitors.require(ping, "a ping on the ipc endpoint", visitors.nothing_came());
}

void remove_host(Scene& scene) {
  std::string const& uuid = scene.worker.identity()->service_uuid;
  scene.visitors.stage().files().remove(file_of_host(scene.visitors, uuid));
  scene.worker.show_token(scene.worker.token());  // It would enroll again for a fresh one.
}

void a_removed_host_is_barred(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  remove_host(scene);
  Visitors& visitors = scene.visitors;
  VirtualTime const until = visitors.now() + barred_within;
  std::string const control = visitors.value("response");
  while (is_let_in(visitors, control, SocketType::dealer, scene.worker.identity()->client,
                   connection_within)) {
    visitors.require(visitors.now() < until, "no new connection 60 s after the removal", "one");
    visitors.run_for(1s);
  }
  expect_barred(scene, scene.worker.identity()->client, "a key that was removed");
}

/// Whether nothing that this worker says is heard any more.
bool is_shut_out(Scene& scene) {
  std::size_t const before = scene.worker.answered();
  scene.worker.send(WorkerPong{scene.worker.id(), scene.worker.type()});
  bool const answered =
      scene.visitors.run_until(2s, [&] { return scene.worker.answered() > before; });
  return !answered || scene.worker.answer(before).as<WorkerAuthFailed>() != nullptr;
}

void a_removed_hosts_session_ends(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  remove_host(scene);
  Visitors& visitors = scene.visitors;
  VirtualTime const until = visitors.now() + barred_within;
  while (!is_shut_out(scene)) {
    visitors.require(visitors.now() < until, "no service 60 s after the removal", "some");
    visitors.run_for(1s);
  }
  std::size_t const heard = scene.worker.broadcasts().messages.size();
  visitors.run_for(7s);
  visitors.require(scene.worker.broadcasts().messages.size() == heard,
                   "no broadcast to a key that was removed", "one");
}

constexpr Case security_case_list[] = {
    {requirement("security.tcp.curve"), "", "a client without CURVE gets nothing", any,
     nothing_without_curve, secured},
    {requirement("security.keys.allowed-only"), "", "a fresh key is let in nowhere", any,
     only_allowed_keys, secured},
    {requirement("security.authenticator.absent"), "", "hosts on ipc open no hole", any,
     hosts_on_ipc_open_no_hole, secured},
    {requirement("security.enrollment.offered"), "", "hosts on ipc do not end enrollment", any,
     enrollment_with_hosts_on_ipc, secured},
    {requirement("security.start.no-gap"), "", "fresh keys knock during three starts", any,
     knocking_during_the_start, secured},
    {requirement("security.ipc.plain"), "control", "an ipc control socket beside tcp", any,
     ipc_control_beside_tcp, secured},
    {requirement("security.ipc.plain"), "dispatch", "an ipc dispatch socket beside tcp", any,
     ipc_dispatch_beside_tcp, secured},
    {requirement("security.removed.barred"), "", "a removed host cannot connect", any,
     a_removed_host_is_barred, secured},
    {requirement("security.removed.ended"), "", "a removed host's session ends", any,
     a_removed_hosts_session_ends, secured},
};

}  // namespace

std::span<Case const> security_cases() { return security_case_list; }

}  // namespace drydock::conformance::daemon
