#include "simulator/moor/peers/odd_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/moor/raw/raw_broadcasts.hpp"
#include "reference/moor/raw/raw_worker_messages.hpp"
#include "simulator/faults/odd_message.hpp"

namespace drydock::simulator {
namespace {

constexpr std::size_t nested_levels = 100'000;
constexpr std::size_t shared_levels = 40;
constexpr std::uint8_t unknown_value = 99;
constexpr std::uint8_t lambda_value = 13;

Bytes sure_bytes(Result<Bytes> payload) {
  ENSURE(payload.has_value());
  return *std::move(payload);
}

}  // namespace

Result<Action> OddMessages::parse(Words& words) {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world_);
  if (!node) return tl::make_unexpected(node.error());
  Result<std::string_view> const socket = words.word("the name of a socket");
  if (!socket) return tl::make_unexpected(socket.error());
  auto const place = place_of(*node, *socket);
  if (!place) {
    return at_node.error(
        fmt::format("nothing odd can be said at '{}' of '{}'", *socket, world_.name(*node)));
  }
  Words const at_kind = words;
  Result<std::string_view> const name = words.word("what is said");
  if (!name) return tl::make_unexpected(name.error());
  OddKind const* const kind = find_odd_kind(*name);
  if (kind == nullptr || !kind->at(*place)) {
    return at_kind.error(fmt::format("'{}' is nothing odd that can be said there", *name));
  }
  Line line{*node, std::string(*socket), *place, kind, std::nullopt};
  Result<std::optional<NodeId>> const worker = parse_worker(kind->about(*place), words);
  if (!worker) return tl::make_unexpected(worker.error());
  line.worker = *worker;
  return Action{[this, line](World&) { say(line); }};
}

std::optional<Place> OddMessages::place_of(NodeId node, std::string_view socket) const {
  if (roles_.is(node, Role::worker) && socket == "control") return Place::control_reply;
  if (roles_.is(node, Role::host) && socket.starts_with("rpc")) return Place::rpc_reply;
  bool const enrolls = roles_.is(node, Role::worker) || roles_.is(node, Role::host);
  if (enrolls && socket == "enrollment" && operator_ != nullptr) return Place::enrollment_reply;
  if (!roles_.is(node, Role::daemon)) return std::nullopt;
  if (socket == "control") return Place::control;
  if (socket == "callers") return Place::callers;
  if (socket == "rpc") return Place::rpc;
  if (socket == "enrollment" && operator_ != nullptr) return Place::enrollment;
  if (socket == "dispatch") return Place::dispatch;
  if (socket == "events") return Place::events;
  return std::nullopt;
}

Result<std::optional<NodeId>> OddMessages::parse_worker(About about, Words& words) const {
  if (about == About::nobody) return std::optional<NodeId>{};
  if (about == About::worker_or_nobody && words.take("nobody")) return std::optional<NodeId>{};
  Words const at_worker = words;
  Result<NodeId> const worker = words.node(world_);
  if (!worker) return tl::make_unexpected(worker.error());
  if (!roles_.is(*worker, Role::worker)) {
    return at_worker.error(fmt::format("'{}' is no worker", world_.name(*worker)));
  }
  return std::optional<NodeId>{*worker};
}

void OddMessages::say(Line const& line) {
  std::optional<Frames> frames = compose(line);
  if (!frames) return world_.note(line.node, "nothing to say", line.kind->name);
  bool const is_said = say_odd(world_, line.node, line.socket, *std::move(frames));
  if (is_said && line.kind->odd == Odd::please_die && line.worker) {
    told_to_die_.insert(*line.worker);
  }
}

std::optional<Frames> OddMessages::compose(Line const& line) {
  if (line.place == Place::enrollment) return by_newcomer(line.kind->odd);
  if (line.kind->about(line.place) == About::nobody) {
    std::optional<Bytes> payload = broken(line);
    if (!payload) return std::nullopt;
    Uuid const id = Uuid::random(rng_);
    return frames_at(line.place, id, *std::move(payload));
  }
  Uuid worker = Uuid::random(rng_);
  if (line.worker) {
    auto const known = workers_.find(*line.worker);
    if (known == workers_.end()) return std::nullopt;
    worker = known->second;
  }
  return line.place == Place::dispatch ? to_workers(line, worker) : by_worker(line, worker);
}

/// What is about nobody.
std::optional<Bytes> OddMessages::broken(Line const& line) {
  switch (line.kind->odd) {
    case Odd::truncated_message:
      return truncated_payload(line.place);
    case Odd::bad_offset:
      return misplaced_payload(line.place);
    case Odd::missing_field: {
      Uuid const request = Uuid::random(rng_);
      return hollow_payload(line.place, request);
    }
    case Odd::unknown_tag:
      return unknown_payload(line.place);
    case Odd::absent_union:
      return unionless_payload(line.place);
    case Odd::lambda_question: {
      moor::CallerRequest request{
          moor::Symbol{"echo"}, {moor::Var{moor::Lambda{}}}, moor::ObjId{2}, std::nullopt};
      moor::Limits limits;
      limits.lambdas = true;
      return sure_bytes(moor::encode(request, limits));
    }
    case Odd::granted_without_key:
    case Odd::key_of_another:
      return granted(line.kind->odd);
    default:
      return reply(line.kind->odd);
  }
}

Bytes OddMessages::granted(Odd odd) {
  moor::enrollment::EnrollmentResponse response{.success = true};
  response.service_uuid = Uuid::random(rng_).text();
  CurveKeyPair const keys = CurveKeyPair::generate(rng_);
  if (odd == Odd::key_of_another) response.daemon_curve_public_key = keys.public_key.z85();
  return sure_bytes(moor::enrollment::encode(response));
}

Bytes OddMessages::reply(Odd odd) {
  moor::DaemonToWorkerReplyUnion reply = moor::WorkerNotRegistered{Uuid::random(rng_)};
  if (odd == Odd::invalid_payload) reply = moor::WorkerInvalidPayload{"no such thing"};
  if (odd == Odd::rejected) reply = moor::WorkerRejected{"not now"};
  if (odd == Odd::auth_failed) reply = moor::WorkerAuthFailed{"not you"};
  if (odd == Odd::token_expired) reply = moor::WorkerAuthFailed{"the token has expired"};
  if (odd == Odd::unknown_request) reply = moor::WorkerUnknownRequest{Uuid::random(rng_)};
  return sure_bytes(moor::encode(moor::DaemonToWorkerReply{std::move(reply)}));
}

std::optional<Frames> OddMessages::to_workers(Line const& line, Uuid const& worker) {
  Uuid const request = Uuid::random(rng_);
  auto const frames = [&](Bytes payload) {
    return frames_at(Place::dispatch, request, std::move(payload));
  };
  switch (line.kind->odd) {
    case Odd::deep_nesting:
      return frames(moor::raw::request_with_nesting(worker, request, nested_levels));
    case Odd::huge_value:
      return frames(huge_request(worker, request));
    case Odd::unreadable_arguments:
      return frames(moor::raw::request_with_variant(worker, request, unknown_value));
    case Odd::lambda_arguments:
      return frames(moor::raw::request_with_lambda(worker, request));
    case Odd::repeated_request: {
      auto const last = last_.find(worker);
      if (last == last_.end()) return std::nullopt;
      return last->second.frames;
    }
    default:
      return frames(sure_bytes(moor::encode(moor::DaemonToWorkerMessage{moor::PleaseDie{worker}})));
  }
}

std::optional<Frames> OddMessages::by_worker(Line const& line, Uuid const& worker) {
  Published const* const pending = last_request_of(worker);
  if (pending == nullptr) return std::nullopt;
  Uuid const& request = pending->request;
  auto const frames = [](Uuid const& id, Bytes payload) {
    return frames_at(Place::control, id, std::move(payload));
  };
  switch (line.kind->odd) {
    case Odd::deep_nesting:
      return frames(worker, moor::raw::result_with_nesting(worker, request, nested_levels));
    case Odd::huge_value:
      return frames(worker, moor::raw::result_with_sharing(worker, request, shared_levels));
    case Odd::unreadable_result:
      return frames(worker, moor::raw::raw_result(worker, ByteView{request.bytes}, unknown_value));
    case Odd::lambda_result:
      return frames(worker, moor::raw::raw_result(worker, ByteView{request.bytes}, lambda_value));
    case Odd::result_of_another: {
      std::optional<Uuid> const other = other_than(worker);
      if (!other) return std::nullopt;
      return frames(*other, moor::raw::raw_result(*other, ByteView{request.bytes}));
    }
    default: {
      Uuid const other = Uuid::random(rng_);
      return frames(worker, moor::raw::raw_result(other, ByteView{request.bytes}));
    }
  }
}

std::optional<Frames> OddMessages::by_newcomer(Odd odd) {
  CurveKeyPair const keys = CurveKeyPair::generate(rng_);
  moor::enrollment::EnrollmentRequest asked{operator_->enrollment_token(), keys.public_key.z85(),
                                            "echo-worker", "stranger"};
  if (odd == Odd::wrong_token || odd == Odd::short_key) asked.enrollment_token = "guessed";
  if (odd == Odd::empty_token) asked.enrollment_token.clear();
  if (odd == Odd::key_that_is_none) asked.curve_public_key = std::string(40, '#');
  if (odd == Odd::short_key) asked.curve_public_key.pop_back();
  if (odd == Odd::control_characters) asked.hostname = "stranger\npublic=mine";
  Bytes const payload = sure_bytes(moor::enrollment::encode(asked));
  Frames frames = frames_at(Place::enrollment, Uuid{}, payload);
  if (odd == Odd::two_requests) frames.push_back(payload);
  return frames;
}

OddMessages::Published const* OddMessages::last_request_of(Uuid const& worker) const {
  auto const place = requests_.find(worker);
  if (place == requests_.end() || place->second.empty()) return nullptr;
  return &place->second.back();
}

std::optional<Uuid> OddMessages::other_than(Uuid const& worker) const {
  for (auto const& [node, id] : workers_) {
    if (id != worker && world_.running(node)) return id;
  }
  return std::nullopt;
}

void OddMessages::restart_the_dead() {
  brings_back_ = true;
  for (NodeId const node : std::set<NodeId>(told_to_die_)) world_.start(node);
}

void OddMessages::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr) return;
  if (roles_.is(node, Role::daemon) && send->to.socket == "dispatch") on_published(send->frames);
  if (roles_.is(node, Role::worker) && send->to.socket == "control") {
    on_said_by_worker(node, send->frames);
  }
}

void OddMessages::on_published(Frames const& frames) {
  auto const ids = moor::peek_request_ids(frames.back());
  if (!ids) return;
  requests_[ids->worker_id].push_back({ids->request_id, {}});
  last_.insert_or_assign(ids->worker_id, Published{ids->request_id, frames});
}

void OddMessages::on_said_by_worker(NodeId node, Frames const& frames) {
  Result<Uuid> const worker = Uuid::from_bytes(frames.front());
  if (!worker) return;
  workers_.insert_or_assign(node, *worker);
  auto const ids = moor::peek_answer_ids(frames.back());
  auto const place = ids ? requests_.find(*worker) : requests_.end();
  if (place == requests_.end()) return;
  std::erase_if(place->second,
                [&](Published const& one) { return one.request == ids->request_id; });
}

void OddMessages::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (!roles_.is(node, Role::worker)) return;
  if (event == NodeEvent::crashed || event == NodeEvent::exited) workers_.erase(node);
  if (event == NodeEvent::restarted) told_to_die_.erase(node);
  // Who was still on its way out when healing began.
  if (brings_back_ && event == NodeEvent::exited && told_to_die_.contains(node)) {
    world_.at(world_.now(), [this, node] { world_.start(node); });
  }
}

}  // namespace drydock::simulator
