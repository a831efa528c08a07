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
      daemon_wire_(roles_),
      worker_wire_(roles_),
      settles_once_(verdict, roles_),
      no_dispatch_to_the_dead_(verdict, roles_),
      answers_match_(verdict, roles_),
      answers_once_(verdict),
      answers_its_own_(verdict, roles_),
      workers_pong_once_(verdict),
      undisturbed_is_served_(verdict, roles_),
      served_after_healing_(verdict, roles_),
      answers_what_it_took_(verdict),
      leaves_in_order_(verdict, answers_what_it_took_),
      dies_when_told_(verdict),
      heeds_refusals_(verdict),
      listens_anew_(verdict, roles_),
      one_question_at_a_time_(verdict),
      repeats_once_(verdict),
      comes_back_(verdict),
      keeps_to_timeouts_(verdict, roles_),
      logs_no_secrets_(verdict, roles_),
      kept_while_heard_(verdict, roles_),
      least_loaded_(verdict, roles_),
      spreads_ties_(verdict, roles_),
      shows_no_token_(verdict) {
  for (DaemonWatcher* const watcher : std::initializer_list<DaemonWatcher*>{
           &settles_once_, &no_dispatch_to_the_dead_, &answers_match_, &answers_its_own_,
           &undisturbed_is_served_, &served_after_healing_, &keeps_to_timeouts_}) {
    daemon_wire_.add(*watcher);
  }
  // Whoever asks what `answers_what_it_took_` knows stands before it: what is said counts from then
  // on.
  for (WorkerWatcher* const watcher : std::initializer_list<WorkerWatcher*>{
           &leaves_in_order_, &answers_what_it_took_, &answers_once_, &answers_its_own_,
           &workers_pong_once_, &dies_when_told_, &heeds_refusals_, &listens_anew_,
           &one_question_at_a_time_, &repeats_once_, &keeps_to_timeouts_}) {
    worker_wire_.add(*watcher);
  }
}

MoorPlay::~MoorPlay() = default;

void MoorPlay::enter(World& world) {
  text_ = std::make_unique<MessageText>(world, roles_);
  requests_ = std::make_unique<Requests>(verdict_, world, roles_, *text_);
  cast_.enter(world);
  world.watch(daemon_wire_);
  world.watch(worker_wire_);
  if (cast_.has_hosts()) people_ = std::make_unique<PeoplePlay>(verdict_, world, roles_);
  if (!cast_.is_strict()) {
    worker_wire_.add(shows_no_token_);
    worker_wire_.add(comes_back_);
    daemon_wire_.add(kept_while_heard_);
    daemon_wire_.add(least_loaded_);
    daemon_wire_.add(spreads_ties_);
    return;
  }
  Operator& someone = cast_.the_operator();
  trust_ = std::make_unique<TrustCommands>(world, roles_, someone);
  world.watch(*trust_);
  tokens_end_ = std::make_unique<TokensEnd>(verdict_, roles_, world, someone);
  no_trespass_ = std::make_unique<NoTrespass>(verdict_, roles_, world, someone);
  rightful_is_heard_ = std::make_unique<RightfulIsHeard>(verdict_, roles_, world);
  enrolls_rightly_ = std::make_unique<EnrollsRightly>(verdict_, roles_, someone);
  keeps_its_identity_ = std::make_unique<KeepsItsIdentity>(verdict_, roles_, world);
  enrollment_ends_ = std::make_unique<EnrollmentEnds>(verdict_, roles_);
  daemon_wire_.add(*tokens_end_);
  daemon_wire_.add(*no_trespass_);
  daemon_wire_.add(*rightful_is_heard_);
}

Result<MachineFactory> MoorPlay::machine(World& world, NodeDeclaration const& node) {
  // Nodes are numbered as they are declared.
  NodeId const id{static_cast<std::uint32_t>(world.node_count())};
  Result<CastMember> member = cast_.member(node, id, roles_);
  if (!member) return tl::make_unexpected(member.error());
  roles_.add(id, member->role);
  if (member->role == Role::daemon) daemon_ = id;
  if (member->role == Role::worker) {
    types_[id] = moor::fold(node.setting("type").value_or("echo"));
  }
  return std::move(member->factory);
}

std::optional<Result<Action>> MoorPlay::command(World& world, std::string_view verb, Words& words) {
  if (verb == "request") return requests_->parse(world, words);
  if (verb == "say") return odd_messages(world).parse(words);
  if (people_ && People::knows(verb)) return people_->people().parse(verb, words);
  if (people_ && Questions::knows(verb)) return people_->questions().parse(verb, words);
  if (people_ && Pranks::knows(verb)) return people_->pranks().parse(words);
  if (trust_ && TrustCommands::knows(verb)) return trust_->parse(verb, words);
  return std::nullopt;
}

/// To know whom they are about costs, so most runs are spared it.
OddMessages& MoorPlay::odd_messages(World& world) {
  if (!odd_messages_) {
    Operator const* const someone = cast_.is_strict() ? &cast_.the_operator() : nullptr;
    odd_messages_ = std::make_unique<OddMessages>(world, roles_, someone);
    world.watch(*odd_messages_);
  }
  return *odd_messages_;
}

std::vector<Checker*> MoorPlay::checkers() {
  std::vector<Checker*> all{
      requests_.get(),        &settles_once_,    &no_dispatch_to_the_dead_, &answers_match_,
      &answers_once_,         &answers_its_own_, &workers_pong_once_,       &undisturbed_is_served_,
      &served_after_healing_, &leaves_in_order_, &answers_what_it_took_,    &dies_when_told_,
      &heeds_refusals_,       &listens_anew_,    &keeps_to_timeouts_,       &logs_no_secrets_};
  if (trust_) {
    all.insert(all.end(),
               {tokens_end_.get(), no_trespass_.get(), rightful_is_heard_.get(),
                enrolls_rightly_.get(), keeps_its_identity_.get(), enrollment_ends_.get()});
  } else {
    all.insert(all.end(), {&kept_while_heard_, &least_loaded_, &spreads_ties_, &shows_no_token_,
                           &comes_back_});
  }
  if (people_) {
    for (Checker* const checker : people_->checkers()) all.push_back(checker);
  }
  return all;
}

void MoorPlay::begin_settling(World& world) {
  std::set<std::string> types;  // Nobody can be served without a daemon.
  if (daemon_ && any_caller(world) && roles_.tokens_last()) {
    for (auto const& [node, type] : types_) types.insert(type);
  }
  served_after_healing_.begin(world.now(), std::move(types));
  answers_what_it_took_.begin(world.now());
  if (odd_messages_) odd_messages_->restart_the_dead();
  probe(world);
  if (people_ && daemon_) people_->people().begin_settling();
  if (people_) people_->questions().begin_settling();
  if (trust_ && daemon_) help_up(world);
}

/// What an operator does in the end, for as long as it takes: lets in again who was removed, sees
/// to the keys, and starts again whoever gave up, with the enrollment token that counts now.
void MoorPlay::help_up(World& world) {
  if (is_settled(world)) return;
  cast_.the_operator().allow_all(*daemon_);
  cast_.the_operator().tidy_keys(*daemon_);
  for (auto const& [node, role] : roles_.all()) {
    bool const gave_up = world.exit_of(node).has_value() && world.exit_of(node)->code != 0;
    bool const is_ours = role == Role::worker || role == Role::daemon || role == Role::host;
    if (gave_up && is_ours) world.restart(node);
  }
  world.at(world.now() + probe_period, [this, &world] { help_up(world); });
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

bool MoorPlay::is_settled(World const& world) {
  return requests_->is_settled() && served_after_healing_.unserved().empty() &&
         answers_what_it_took_.is_settled() && (!people_ || people_->is_settled(world.now()));
}

std::string MoorPlay::describe(NodeId node, SocketName socket, Direction direction,
                               Frames const& frames) {
  return text_->describe(node, socket, direction, frames);
}

}  // namespace drydock::simulator
