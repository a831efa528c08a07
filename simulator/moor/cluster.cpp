#include "simulator/moor/cluster.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/caller/caller.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;
using moor::caller::Caller;
using moor::host::Host;

/// Asks again some time after each answer.
class Asker final : public Machine {
 public:
  explicit Asker(Rng rng) : caller_(settings(), rng) {}

  void step(VirtualTime now, Input const& input, Outbox& out) override {
    auto const* fired = std::get_if<TimerFired>(&input);
    if (std::holds_alternative<Started>(input) || (fired && fired->timer == thought)) {
      if (!fired) caller_.step(now, input, out);
      caller_.ask(now, question(), out);
      return;
    }
    caller_.step(now, input, out);
    if (caller_.settled().empty()) return;
    caller_.take_settled();
    out.emplace_back(SetTimer{thought, now + 20ms});
  }

 private:
  static constexpr TimerId thought{"thought"};

  static moor::caller::Settings settings() {
    moor::caller::Settings settings;
    settings.exit_when_settled = false;
    return settings;
  }
  static moor::CallerRequest question() {
    moor::CallerRequest request;
    request.worker_type.text = "echo";
    request.arguments = {moor::Var{"Hello"}, moor::Var{"World"}, moor::Var{123}};
    request.perms = moor::ObjId{2};
    request.timeout_seconds = 10;
    return request;
  }

  Caller caller_;
};

}  // namespace

Cluster::Cluster(Size size) : world_({}), cast_("robust", {}, size.hosts > 0) {
  cast_.enter(world_);
  add("d", "daemon");
  for (std::size_t k = 1; k <= size.workers; ++k) add("w" + std::to_string(k), "worker");
  for (std::size_t k = 1; k <= size.hosts; ++k) {
    hosts_.push_back(NodeId{static_cast<std::uint32_t>(world_.node_count())});
    add("h" + std::to_string(k), "host");
  }
  run(5s);  // Whoever asks, asks a daemon that has its workers.
  for (std::size_t k = 1; k <= size.askers; ++k) {
    world_.start(world_.add_node("c" + std::to_string(k), [](Rng rng, std::uint64_t) {
      return std::make_unique<Asker>(rng);
    }));
  }
  run(1s);
}

void Cluster::add(std::string const& name, std::string const& kind) {
  NodeId const id{static_cast<std::uint32_t>(world_.node_count())};
  Result<CastMember> member = cast_.member({name, kind, {}, 0}, id, roles_);
  ENSURE(member.has_value());
  roles_.add(id, member->role);
  world_.start(world_.add_node(name, std::move(member->factory)));
}

template <class Act>
void Cluster::with(Person const& person, Act const& act) {
  world_.prod(person.host, [&](VirtualTime now, Machine& machine, Outbox& out) {
    act(static_cast<Host&>(machine), now, out);
  });
}

void Cluster::connect(std::size_t people) {
  for (std::size_t k = 0; k < people; ++k) {
    Person person{hosts_[people_.size() % hosts_.size()]};
    with(person, [&](Host& host, VirtualTime now, Outbox& out) {
      person.user = host.arrive(now, {}, out);
    });
    people_.push_back(person);
    run(1ms);
  }
  run(5s);
  show_all();
}

void Cluster::log_in(std::size_t people) {
  for (std::size_t k = 0; k < people; ++k) {
    with(people_[k], [&](Host& host, VirtualTime now, Outbox& out) {
      host.type(now, people_[k].user, "connect wizard", out);
    });
    run(1s);
    auto const* host = static_cast<Host const*>(world_.machine(people_[k].host));
    ENSURE(host->logged_in(people_[k].user));
  }
  show_all();
}

void Cluster::evaluate(std::size_t person) {
  with(people_[person], [&](Host& host, VirtualTime now, Outbox& out) {
    host.act(now, people_[person].user, moor::host::Evaluate{"return 1 + 1;"}, out);
  });
  std::function<bool()> const is_shown = [this] { return show_all() > 0; };
  ENSURE(world_.run_until(world_.now() + 10s, is_shown));
}

/// What people get to see is taken away, as the world outside of a host does.
std::size_t Cluster::show_all() {
  std::size_t shown = 0;
  for (NodeId const host : hosts_) {
    auto const* machine = static_cast<Host const*>(world_.machine(host));
    if (!machine->has_shown()) continue;
    with({host}, [&](Host& one, VirtualTime, Outbox&) { shown += one.take_shown().size(); });
  }
  return shown;
}

}  // namespace drydock::simulator
