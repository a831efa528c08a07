#include "simulator/moor/workloads/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reference/moor/codec/var_text.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;
using moor::caller::Caller;

constexpr Duration answer_late_max = 1s;

std::string text_of(moor::caller::Outcome const& outcome) {
  if (auto const* value = std::get_if<moor::Var>(&outcome)) return moor::to_literal(*value);
  if (auto const* error = std::get_if<moor::WorkerError>(&outcome)) return moor::to_text(*error);
  return "no answer: " + std::get<moor::caller::Unanswered>(outcome).reason;
}

}  // namespace

Result<Action> Requests::parse(World const& world, Words& words) {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (!roles_.is(*node, Role::caller)) {
    return at_node.error(fmt::format("'{}' is no caller", world.name(*node)));
  }
  Result<std::string_view> const type = words.word("a worker type");
  if (!type) return tl::make_unexpected(type.error());
  moor::CallerRequest request;
  request.worker_type.text = *type;
  request.perms = moor::ObjId{2};
  if (words.take("within")) {
    Result<Duration> const timeout = words.duration();
    if (!timeout) return tl::make_unexpected(timeout.error());
    request.timeout_seconds = seconds_of(*timeout);
  }
  Words const at_arguments = words;
  Result<moor::Var> const arguments = moor::parse_literal(words.take_rest());
  if (!arguments) return at_arguments.error(arguments.error().message);
  auto const* list = arguments->as<moor::List>();
  if (list == nullptr) return at_arguments.error("the arguments are no list");
  request.arguments = list->elements;
  return Action{[this, node = *node, request](World&) { ask(node, request); }};
}

void Requests::ask(NodeId caller, moor::CallerRequest request) {
  world_.prod(caller, [&](VirtualTime now, Machine& machine, Outbox& out) {
    VirtualTime const due = due_of(caller, request);
    Uuid const id = static_cast<Caller&>(machine).ask(now, std::move(request), out);
    text_.add_question(id);
    open_.emplace(id, Open{caller, due});
    next_due_ = std::min(next_due_, due);
  });
}

VirtualTime Requests::due_of(NodeId caller, moor::CallerRequest const& request) const {
  Roles::CallerPromises const& promises = roles_.callers.at(caller);
  Duration waits = promises.no_timeout_wait_max;
  if (request.timeout_seconds) {
    double const seconds = std::clamp(*request.timeout_seconds, 0.0, 1e9);
    waits = Duration{std::llround(seconds * 1e9)} + promises.answer_wait_max;
  }
  return world_.now() + promises.daemon_wait_max + waits + answer_late_max;
}

void Requests::look_for_overdue(VirtualTime now) {
  if (now <= next_due_) return;
  next_due_ = VirtualTime::max();
  for (auto const& [id, open] : open_) {
    Pace const& pace = paces_[open.caller];
    bool const is_hampered =
        pace.is_hampered() || now <= pace.at_full_speed_since() + answer_late_max;
    if (now > open.due && !is_hampered) {
      fail(fmt::format("{} did not end by {}", text_.question(id), to_text(open.due)));
    }
    next_due_ = std::min(next_due_, std::max(open.due, now));
  }
}

void Requests::at_end(VirtualTime now, bool) { look_for_overdue(now); }

void Requests::on_input(VirtualTime now, NodeId node, Input const&) {
  look_for_overdue(now);
  if (roles_.is(node, Role::caller)) world_.at(now, [this, node] { look(node); });
}

void Requests::look(NodeId node) {
  auto const* caller = static_cast<Caller const*>(world_.machine(node));
  if (caller == nullptr) return;
  std::vector<Caller::Settled> const& settled = caller->settled();
  for (std::size_t& seen = seen_[node]; seen < settled.size(); ++seen) {
    Caller::Settled const& one = settled[seen];
    std::string const question = text_.question(one.request_id);
    if (open_.erase(one.request_id) == 0) fail(fmt::format("{} ended twice", question));
    world_.note(node, "settled", fmt::format("{}: {}", question, text_of(one.outcome)));
  }
}

void Requests::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (roles_.is(node, Role::caller)) paces_[node].on_node(now, event);
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  // Whoever asked is gone, and with it the questions.
  std::erase_if(open_, [&](auto const& entry) { return entry.second.caller == node; });
  seen_.erase(node);
}

}  // namespace drydock::simulator
