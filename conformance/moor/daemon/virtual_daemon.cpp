#include "conformance/moor/daemon/virtual_daemon.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "conformance/moor/daemon/suite.hpp"
#include "conformance/testee/judge_machines.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/daemon/daemon.hpp"
#include "reference/moor/daemon/signing_key_files.hpp"
#include "reference/moor/enrollment/key_file.hpp"
#include "reference/moor/tasks/task_front.hpp"

namespace drydock::conformance {
namespace {

using moor::daemon::Defect;

/// A daemon that does not come up.
class NoDaemon final : public Machine {
 public:
  explicit NoDaemon(std::string why) : why_(std::move(why)) {}
  void step(VirtualTime, Input const&, Outbox& out) override { out.emplace_back(Exit{2, why_}); }

 private:
  std::string why_;
};

struct Path {
  std::string directory;
  std::string name;
};

Path split(std::string const& path) {
  std::size_t const slash = path.rfind('/');
  return {path.substr(0, slash), path.substr(slash + 1)};
}

Result<CurveKeyPair> curve_keys(FileStore& data, moor::daemon::Defects const& defects, Rng& rng) {
  auto const keys = moor::enrollment::read_key_files(data, "daemon-curve");
  if (!keys && !defects.has(Defect::half_pair_regenerated)) {
    return tl::make_unexpected(keys.error());
  }
  if (keys && *keys) return **keys;
  CurveKeyPair const fresh = CurveKeyPair::generate(rng);
  auto const written = moor::enrollment::write_key_files(data, "daemon-curve", fresh);
  if (!written) return tl::make_unexpected(written.error());
  return fresh;
}

Result<moor::daemon::Trust> trust_in(Surroundings const& around,
                                     moor::daemon::Settings const& settings, Rng rng) {
  Rng fresh = rng.fork("trust");
  FileStore& data = around.files.directory(around.values.at("data_dir"));
  Path const token = split(around.values.at("token_file"));
  FileStore& config = around.files.directory(token.directory);
  auto const keys = curve_keys(data, settings.defects, fresh);
  if (!keys) return tl::make_unexpected(keys.error());
  if (!around.files.read(around.values.at("token_file"))) {
    auto const made = config.write(token.name, Uuid::random(fresh).text());
    if (!made) return tl::make_unexpected(made.error());
  }
  Path const private_key = split(around.values.at("private_key"));
  Path const public_key = split(around.values.at("public_key"));
  moor::daemon::SigningKeyNames names;
  names.private_key = private_key.name;
  names.public_key = public_key.name;
  FileStore& signing_keys = around.files.directory(private_key.directory);
  auto const pair = moor::daemon::SigningKeyFiles{signing_keys, names}.read_pair();
  if (!pair) return tl::make_unexpected(pair.error());
  return moor::daemon::Trust{.data = &data,
                             .config = &config,
                             .keys = *keys,
                             .clock = &around.clock,
                             .enrollment_token_file = token.name,
                             .signing_keys = &signing_keys,
                             .signing_key_names = names};
}

moor::daemon::Clients clients_of(RecordStore& store, moor::tasks::Settings const& tasks) {
  return {&store, [&store, tasks](moor::daemon::TaskSurroundings const& around) {
            return std::make_unique<moor::tasks::TaskFront>(
                tasks,
                moor::tasks::TaskFront::Surroundings{store, around.desk, around.workers,
                                                     around.clock, around.port},
                around.rng);
          }};
}

}  // namespace

TesteeFactory virtual_daemon(moor::daemon::Settings const& given,
                             moor::tasks::Settings const& tasks) {
  return [given, tasks](Surroundings const& around, Rng rng) -> std::unique_ptr<Machine> {
    moor::daemon::Settings settings = given;
    settings.workers_request_listen = around.values.at("request");
    settings.workers_response_listen = around.values.at("response");
    settings.enrollment_listen = around.values.at("enrollment");
    settings.callers_listen = "ipc://" + around.values.at("scratch_dir") + "/callers.sock";
    settings.sessions.rpc_listen = around.values.at("rpc");
    settings.sessions.events_listen = around.values.at("events");
    auto trust = trust_in(around, settings, rng);
    if (!trust) return std::make_unique<NoDaemon>(trust.error().message);
    RecordStore& store = around.files.records(around.values.at("data_dir"));
    return std::make_unique<moor::daemon::Daemon>(std::move(settings), rng, *std::move(trust),
                                                  clients_of(store, tasks));
  };
}

std::vector<CaseResult> judge_virtual_daemon(std::vector<Case const*> const& cases,
                                             moor::daemon::Settings const& settings,
                                             moor::tasks::Settings const& tasks, Links links,
                                             Seed seed) {
  return judge_machines(cases, virtual_daemon(settings, tasks), daemon_suite().placeholders, seed,
                        links);
}

}  // namespace drydock::conformance
