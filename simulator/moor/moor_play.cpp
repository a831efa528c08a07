#include "simulator/moor/moor_play.hpp"

#include <utility>

namespace drydock::simulator {
namespace {

/// Between two requests that find out whether a type is served again.
constexpr Duration probe_period = std::chrono::seconds{2};
constexpr double probe_timeout_seconds = 2;

}  // namespace

MoorPlay::MoorPlay(Cast cast, Verdict& verdict)
    : cast_(std::move(cast)),
      verdict_(verdict),
      settles_once_(verdict, roles_),
      no_dispatch_to_the_dead_(verdict, roles_),
      answers_match_(verdict, roles_),
      answers_once_(verdict, roles_),
      undisturbed_is_served_(verdict, roles_),
      served_after_healing_(verdict, roles_) {}

MoorPlay::~MoorPlay() = default;

void MoorPlay::enter(World& world) {
  text_ = std::make_unique<MessageText>(world, roles_);
  requests_ = std::make_unique<Requests>(verdict_, world, roles_, *text_);
}

Result<MachineFactory> MoorPlay::machine(World& world, NodeDeclaration const& node) {
  // Nodes are numbered as they are declared.
  NodeId const id{static_cast<std::uint32_t>(world.node_count())};
  Result<CastMember> member = cast_.member(node, id, roles_);
  if (!member) return tl::make_unexpected(member.error());
  roles_.add(id, member->role);
  if (member->role == Role::worker) types_[id] = node.setting("type").value_or("echo");
  return std::move(member->factory);
}

std::optional<Result<Action>> MoorPlay::command(World& world, std::string_view verb, Words& words) {
  if (verb != "request") return std::nullopt;
  return requests_->parse(world, words);
}

std::vector<Checker*> MoorPlay::checkers() {
  return {requests_.get(), &settles_once_,          &no_dispatch_to_the_dead_, &answers_match_,
          &answers_once_,  &undisturbed_is_served_, &served_after_healing_};
}

void MoorPlay::begin_settling(World& world) {
  std::set<std::string> types;
  if (any_caller(world)) {
    for (auto const& [node, type] : types_) types.insert(type);
  }
  served_after_healing_.begin(world.now(), std::move(types));
  probe(world);
}

void MoorPlay::probe(World& world) {
  std::optional<NodeId> const caller = any_caller(world);
  if (!caller || served_after_healing_.unserved().empty()) return;
  for (std::string const& type : std::set<std::string>(served_after_healing_.unserved())) {
    moor::CallerRequest request;
    request.worker_type.text = type;
    request.arguments = {"probe", ++probes_};
    request.perms = moor::ObjId{2};
    request.timeout_seconds = probe_timeout_seconds;
    requests_->ask(*caller, std::move(request));
  }
  world.at(world.now() + probe_period, [this, &world] { probe(world); });
}

std::optional<NodeId> MoorPlay::any_caller(World const& world) const {
  for (auto const& [node, role] : roles_.all()) {
    if (role == Role::caller && world.running(node)) return node;
  }
  return std::nullopt;
}

bool MoorPlay::is_settled(World const&) {
  return requests_->is_settled() && served_after_healing_.unserved().empty();
}

std::string MoorPlay::describe(NodeId node, SocketName socket, Direction direction,
                               Frames const& frames) {
  return text_->describe(node, socket, direction, frames);
}

}  // namespace drydock::simulator
