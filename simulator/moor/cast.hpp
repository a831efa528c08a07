#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/moor/daemon/defects.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/moor/host/defects.hpp"
#include "reference/moor/sessions/defects.hpp"
#include "reference/moor/tasks/defects.hpp"
#include "reference/moor/worker/defects.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/moor/trust/operator.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/world/node.hpp"

namespace drydock::moor::daemon {
struct Clients;
struct Trust;
}  // namespace drydock::moor::daemon
namespace drydock::moor::tasks {
struct Settings;
}

namespace drydock::simulator {

/// The defects of a run, each where it belongs.
struct MoorDefects {
  moor::daemon::Defects daemon;
  moor::worker::Defects worker;
  moor::host::Defects host;
  moor::sessions::Defects sessions;
  moor::tasks::Defects tasks;
};
/// Adds the defect of that name: to all who have one of that name, or as `host:no-detach` to one of
/// daemon, sessions, tasks, host and worker. Fails quoting the name.
Result<void> add_defect(MoorDefects& defects, std::string_view name);

/// A declared node as a role and a way to make its machine.
struct CastMember {
  Role role;
  MachineFactory factory;
};

/// The machines of mooR's protocol by the declarations of a scenario:
///
///     node d daemon ping_period=5s silence_max=16s timeout_grace=2s request_age_max=5m
///     load_age_max=60s node w worker type=echo service=test concurrency_max=64 silence_max=30s
///     reply_wait_max=5s
///                   attach_retry_min=1s attach_retry_max=30s defect=no-detach,double-pong
///     node c caller daemon_wait_max=10s answer_wait_max=30s no_timeout_wait_max=6m
///     node h host silence_max=30s task_wait_max=10s
///     node b web
///
/// The daemon serves hosts and clients if there is a host. In the strict profile it also has
/// worker_token_lifetime=1h, and host_, client_ and auth_token_lifetime, leeway=0s and
/// allowed_hosts_period=5s, and there may be
///
///     node t intruder enrolls=yes|no
///
/// and in the others, where there is a host
///
///     node x prankster
///
/// All settings are optional; `service` is `test` unless it is `echo`; `defect` is for that node
/// alone, beside the defects of the whole run. An intruder enrolls unless it does not.
class Cast {
 public:
  Cast(std::string profile, MoorDefects defects, bool has_hosts)
      : profile_(std::move(profile)), defects_(defects), has_hosts_(has_hosts) {}
  /// For a run in `world`; called first.
  void enter(World& world);
  /// What `node`, which will have the number `id`, is, with what it promises put into `roles`.
  /// Fails naming the kind or the setting that it does not know, or its value.
  Result<CastMember> member(NodeDeclaration const& node, NodeId id, Roles& roles);

  bool is_strict() const { return profile_ == "strict"; }
  bool has_hosts() const { return has_hosts_; }
  Operator& the_operator() { return *operator_; }

 private:
  Result<CastMember> daemon(NodeDeclaration const& node, NodeId id, Roles& roles);
  moor::daemon::Trust trust_of(NodeId daemon);
  moor::daemon::Clients clients_of(NodeId daemon, moor::tasks::Settings const& tasks);
  Result<CastMember> host(NodeDeclaration const& node, NodeId id, Roles& roles);
  static Result<CastMember> web(NodeDeclaration const& node);
  Result<CastMember> worker(NodeDeclaration const& node, NodeId id, Roles& roles);
  Result<CastMember> caller(NodeDeclaration const& node, NodeId id, Roles& roles) const;
  static Result<CastMember> prankster(NodeDeclaration const& node);
  Result<CastMember> intruder(NodeDeclaration const& node, NodeId id, Roles& roles);

  moor::enrollment::EnrollmentClient::Settings newcomer(NodeId id, std::string const& service_type,
                                                        Rng const& rng) const;

  std::string profile_;
  MoorDefects defects_;
  bool has_hosts_;
  World* world_ = nullptr;
  std::unique_ptr<Operator> operator_;
};

}  // namespace drydock::simulator
