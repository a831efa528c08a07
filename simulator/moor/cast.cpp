#include "simulator/moor/cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "reference/moor/caller/caller.hpp"
#include "reference/moor/daemon/daemon.hpp"
#include "reference/moor/host/enrolled_host.hpp"
#include "reference/moor/host/host.hpp"
#include "reference/moor/tasks/task_front.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"
#include "reference/moor/worker/worker.hpp"
#include "simulator/moor/people/prankster.hpp"
#include "simulator/moor/people/web.hpp"
#include "simulator/moor/trust/intruder.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

// A daemon is the only one of its run.
constexpr char const* dispatch_address = "tcp://daemon:7896";
constexpr char const* control_address = "tcp://daemon:7897";
constexpr char const* enrollment_address = "tcp://daemon:7900";
constexpr char const* rpc_address = "tcp://daemon:7899";
constexpr char const* events_address = "tcp://daemon:7898";

/// How one setting is taken over from its text.
struct Setting {
  std::string_view name;
  std::function<Result<void>(std::string_view)> assign;
};

Setting time(std::string_view name, Duration& value) {
  return {name, [&value](std::string_view text) -> Result<void> {
            Result<Duration> const duration = parse_duration(text);
            if (!duration) return tl::make_unexpected(duration.error());
            value = *duration;
            return {};
          }};
}

Setting count(std::string_view name, std::size_t& value) {
  return {name, [&value](std::string_view text) -> Result<void> {
            char const* const last = text.data() + text.size();
            auto const [end, problem] = std::from_chars(text.data(), last, value);
            if (problem == std::errc{} && end == last && value > 0) return {};
            return fail(fmt::format("'{}' is no number above 0", text));
          }};
}

template <class Defect>
Setting defects_of(std::span<moor::DefectInfo const> table, moor::DefectSet<Defect>& set) {
  return {"defect", [table, &set](std::string_view text) -> Result<void> {
            while (!text.empty()) {
              std::size_t const comma = text.find(',');
              Result<Defect> const defect = moor::find_defect<Defect>(table, text.substr(0, comma));
              if (!defect) return tl::make_unexpected(defect.error());
              set.add(*defect);
              text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
            }
            return {};
          }};
}

Result<void> assign_all(NodeDeclaration const& node, std::vector<Setting> const& settings) {
  for (auto const& [key, value] : node.settings) {
    if (key == "start") continue;  // The runner's.
    auto const setting = std::find_if(settings.begin(), settings.end(),
                                      [&](Setting const& known) { return known.name == key; });
    if (setting == settings.end()) {
      return fail(fmt::format("a {} has no setting '{}'", node.kind, key));
    }
    if (Result<void> const assigned = setting->assign(value); !assigned) {
      return fail(fmt::format("{}: {}", key, assigned.error().message));
    }
  }
  return {};
}

}  // namespace

namespace {

template <class Defect>
Result<void> add_one(std::span<moor::DefectInfo const> table, moor::DefectSet<Defect>& set,
                     std::string_view name) {
  Result<Defect> const defect = moor::find_defect<Defect>(table, name);
  if (!defect) return tl::make_unexpected(defect.error());
  set.add(*defect);
  return {};
}

/// Those of the whole run beside those of a node.
template <class Defect>
void add_all(moor::DefectSet<Defect>& set, moor::DefectSet<Defect> const& more) {
  for (std::size_t at = 0; at < static_cast<std::size_t>(Defect::count); ++at) {
    auto const defect = static_cast<Defect>(at);
    if (more.has(defect)) set.add(defect);
  }
}

}  // namespace

Result<void> add_defect(MoorDefects& defects, std::string_view name) {
  std::size_t const colon = name.find(':');
  std::string_view const whose = name.substr(0, colon == std::string_view::npos ? 0 : colon);
  std::string_view const what = colon == std::string_view::npos ? name : name.substr(colon + 1);
  auto const add = [&](std::string_view table, auto const& info, auto& set) {
    return (whose.empty() || whose == table) && add_one(info, set, what).has_value();
  };
  bool const added[] = {
      add("daemon", moor::daemon::daemon_defects(), defects.daemon),
      add("sessions", moor::sessions::session_defects(), defects.sessions),
      add("tasks", moor::tasks::task_defects(), defects.tasks),
      add("host", moor::host::host_defects(), defects.host),
      add("worker", moor::worker::worker_defects(), defects.worker),
  };
  if (std::find(std::begin(added), std::end(added), true) != std::end(added)) return {};
  return fail(fmt::format("there is no defect '{}'", name));
}

void Cast::enter(World& world) {
  world_ = &world;
  operator_ = std::make_unique<Operator>(world);
}

Result<CastMember> Cast::member(NodeDeclaration const& node, NodeId id, Roles& roles) {
  if (node.kind == "daemon") return daemon(node, id, roles);
  if (node.kind == "worker") return worker(node, id, roles);
  if (node.kind == "caller") return caller(node, id, roles);
  if (node.kind == "host") return host(node, id, roles);
  if (node.kind == "web" && !is_strict()) return web(node);
  if (node.kind == "intruder" && is_strict()) return intruder(node, id, roles);
  if (node.kind == "prankster" && !is_strict()) return prankster(node);
  return fail(
      "there is no kind of node '" + node.kind +
      "': it is daemon, worker, caller or host, or an intruder in the strict profile, or a web "
      "or a prankster in the others");
}

Result<CastMember> Cast::daemon(NodeDeclaration const& node, NodeId id, Roles& roles) {
  using moor::daemon::Daemon;
  using moor::daemon::Settings;
  Settings settings = profile_ == "compatible" ? Settings::compatible() : Settings{};
  moor::tasks::Settings tasks;
  tasks.defects = defects_.tasks;
  settings.sessions.defects = defects_.sessions;
  add_all(settings.defects, defects_.daemon);
  std::vector<Setting> known{time("ping_period", settings.ping_period),
                             time("silence_max", settings.silence_max),
                             time("timeout_grace", settings.timeout_grace),
                             time("request_age_max", settings.request_age_max),
                             time("load_age_max", settings.load_age_max),
                             time("hold_max", settings.sessions.hold_max),
                             defects_of(moor::daemon::daemon_defects(), settings.defects)};
  if (is_strict()) {
    known.push_back(time("worker_token_lifetime", settings.worker_token_lifetime));
    known.push_back(time("host_token_lifetime", settings.host_token_lifetime));
    known.push_back(time("client_token_lifetime", settings.client_token_lifetime));
    known.push_back(time("auth_token_lifetime", settings.auth_token_lifetime));
    known.push_back(time("leeway", settings.leeway));
    known.push_back(time("allowed_hosts_period", settings.allowed_hosts_period));
  }
  if (Result<void> const assigned = assign_all(node, known); !assigned) {
    return tl::make_unexpected(assigned.error());
  }
  roles.promises = {settings.silence_max, settings.request_age_max, settings.allowed_hosts_period,
                    settings.leeway};
  roles.promises.load_age_max = settings.load_age_max;
  if (is_strict()) roles.promises.worker_token_lifetime = settings.worker_token_lifetime;
  if (is_strict()) {
    settings.strict = true;
    settings.workers_request_listen = dispatch_address;
    settings.workers_response_listen = control_address;
    settings.enrollment_listen = enrollment_address;
    settings.sessions.rpc_listen = rpc_address;
    settings.sessions.events_listen = events_address;
  }
  if (!is_strict() && !has_hosts_) {
    return CastMember{Role::daemon, [settings](Rng rng, std::uint64_t) {
                        return std::make_unique<Daemon>(settings, rng);
                      }};
  }
  return CastMember{Role::daemon, [=, this](Rng rng, std::uint64_t) {
                      operator_->set_up(id);
                      if (!has_hosts_) return std::make_unique<Daemon>(settings, rng, trust_of(id));
                      return std::make_unique<Daemon>(settings, rng, trust_of(id),
                                                      clients_of(id, tasks));
                    }};
}

moor::daemon::Trust Cast::trust_of(NodeId daemon) {
  Disk& disk = world_->disk(daemon);
  moor::daemon::Trust trust;
  trust.data = &disk.directory(data_directory);
  trust.config = &disk.directory(config_directory);
  trust.signing_keys = trust.config;
  trust.keys = operator_->daemon_keys();
  trust.clock = &world_->clock(daemon);
  return trust;
}

moor::daemon::Clients Cast::clients_of(NodeId daemon, moor::tasks::Settings const& tasks) {
  Records& records = world_->records(daemon);
  return {&records, [tasks](moor::daemon::TaskSurroundings const& around) {
            return std::make_unique<moor::tasks::TaskFront>(
                tasks,
                moor::tasks::TaskFront::Surroundings{around.store, around.desk, around.workers,
                                                     around.clock, around.port, &around.store},
                around.rng);
          }};
}

Result<CastMember> Cast::host(NodeDeclaration const& node, NodeId id, Roles& roles) {
  moor::host::Settings settings;
  settings.defects = defects_.host;
  settings.listeners = {{7777, moor::ObjId{0}}};
  Result<void> const assigned =
      assign_all(node, {time("silence_max", settings.silence_max),
                        time("task_wait_max", settings.task_wait_max),
                        defects_of(moor::host::host_defects(), settings.defects)});
  if (!assigned) return tl::make_unexpected(assigned.error());
  roles.task_waits[id] = settings.task_wait_max;
  if (!is_strict()) {
    return CastMember{Role::host, [settings, id, this](Rng rng, std::uint64_t) {
                        return std::make_unique<moor::host::Host>(settings, world_->clock(id), rng);
                      }};
  }
  settings.profile = moor::host::Profile::strict;
  settings.rpc_address = rpc_address;
  settings.events_address = events_address;
  std::string const service_type = "telnet-host";
  roles.service_types[id] = service_type;
  return CastMember{Role::host, [=, this](Rng rng, std::uint64_t) {
                      auto const make = [rng, id, this](moor::host::Settings enrolled) {
                        return std::make_unique<moor::host::Host>(std::move(enrolled),
                                                                  world_->clock(id), rng);
                      };
                      return std::make_unique<moor::host::EnrolledHost>(
                          settings, make, newcomer(id, service_type, rng), world_->disk(id), rng);
                    }};
}

Result<CastMember> Cast::web(NodeDeclaration const& node) {
  if (Result<void> const assigned = assign_all(node, {}); !assigned) {
    return tl::make_unexpected(assigned.error());
  }
  return CastMember{Role::web, [](Rng rng, std::uint64_t) { return std::make_unique<Web>(rng); }};
}

Result<CastMember> Cast::worker(NodeDeclaration const& node, NodeId id, Roles& roles) {
  moor::worker::Settings settings;
  settings.defects = defects_.worker;
  bool is_echo = false;
  Setting const type{"type", [&settings](std::string_view text) -> Result<void> {
                       settings.type = moor::Symbol{std::string(text)};
                       return {};
                     }};
  Setting const service{"service", [&is_echo](std::string_view text) -> Result<void> {
                          is_echo = text == "echo";
                          if (is_echo || text == "test") return {};
                          return fail(fmt::format("'{}' is neither echo nor test", text));
                        }};
  Result<void> const assigned =
      assign_all(node, {type, service, count("concurrency_max", settings.concurrency_max),
                        time("silence_max", settings.silence_max),
                        time("reply_wait_max", settings.reply_wait_max),
                        time("attach_retry_min", settings.attach_retry_min),
                        time("attach_retry_max", settings.attach_retry_max),
                        defects_of(moor::worker::worker_defects(), settings.defects)});
  if (!assigned) return tl::make_unexpected(assigned.error());
  roles.silences[id] = settings.silence_max;
  if (settings.concurrency_max < moor::worker::Settings{}.concurrency_max) roles.narrow.insert(id);
  auto const make_service = [is_echo]() -> std::unique_ptr<moor::worker::Service> {
    if (is_echo) return std::make_unique<moor::worker::EchoService>();
    return std::make_unique<moor::worker::TestService>();
  };
  if (!is_strict()) {
    return CastMember{Role::worker, [settings, make_service](Rng rng, std::uint64_t) {
                        return std::make_unique<moor::worker::Worker>(settings, make_service(),
                                                                      rng);
                      }};
  }
  settings.profile = moor::worker::Profile::strict;
  settings.request_address = dispatch_address;
  settings.response_address = control_address;
  std::string const service_type = settings.type.text + "-worker";
  roles.service_types[id] = service_type;
  return CastMember{Role::worker, [=, this](Rng rng, std::uint64_t) {
                      return std::make_unique<moor::worker::EnrolledWorker>(
                          settings, newcomer(id, service_type, rng), make_service(),
                          world_->disk(id), rng);
                    }};
}

Result<CastMember> Cast::prankster(NodeDeclaration const& node) {
  if (Result<void> const assigned = assign_all(node, {}); !assigned) {
    return tl::make_unexpected(assigned.error());
  }
  return CastMember{Role::prankster, [](Rng rng, std::uint64_t) {
                      return std::make_unique<Prankster>(moor::host::Settings{}.rpc_address, rng);
                    }};
}

Result<CastMember> Cast::intruder(NodeDeclaration const& node, NodeId id, Roles& roles) {
  bool enrolls = true;
  Setting const setting{"enrolls", [&enrolls](std::string_view text) -> Result<void> {
                          enrolls = text == "yes";
                          if (enrolls || text == "no") return {};
                          return fail(fmt::format("'{}' is neither yes nor no", text));
                        }};
  if (Result<void> const assigned = assign_all(node, {setting}); !assigned) {
    return tl::make_unexpected(assigned.error());
  }
  if (!enrolls) roles.strangers.insert(id);
  return CastMember{Role::intruder, [=, this](Rng rng, std::uint64_t) {
                      Intruder::Settings settings{dispatch_address, control_address};
                      if (enrolls) {
                        settings.enrollment = newcomer(id, "echo-worker", rng);
                      } else {
                        Rng keys = rng.fork("keys");
                        settings.curve = {CurveKeyPair::generate(keys),
                                          operator_->daemon_keys().public_key};
                      }
                      return std::make_unique<Intruder>(settings, world_->disk(id));
                    }};
}

/// What somebody brings who starts now.
moor::enrollment::EnrollmentClient::Settings Cast::newcomer(NodeId id,
                                                            std::string const& service_type,
                                                            Rng const& rng) const {
  Rng keys = rng.fork("keys");
  moor::enrollment::EnrollmentClient::Settings settings;
  settings.address = enrollment_address;
  settings.service_type = service_type;
  settings.hostname = world_->name(id);
  settings.enrollment_token = operator_->enrollment_token();
  settings.fresh_keys = CurveKeyPair::generate(keys);
  settings.clock = &world_->clock(id);
  return settings;
}

Result<CastMember> Cast::caller(NodeDeclaration const& node, NodeId id, Roles& roles) const {
  moor::caller::Settings settings;
  settings.exit_when_settled = false;
  Result<void> const assigned =
      assign_all(node, {time("daemon_wait_max", settings.daemon_wait_max),
                        time("answer_wait_max", settings.answer_wait_max),
                        time("no_timeout_wait_max", settings.no_timeout_wait_max)});
  if (!assigned) return tl::make_unexpected(assigned.error());
  roles.callers[id] = {settings.daemon_wait_max, settings.answer_wait_max,
                       settings.no_timeout_wait_max};
  return CastMember{Role::caller, [settings](Rng rng, std::uint64_t) {
                      return std::make_unique<moor::caller::Caller>(settings, rng);
                    }};
}

}  // namespace drydock::simulator
