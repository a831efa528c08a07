#include "simulator/moor/workloads/requests.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::simulator {
namespace {

using moor::caller::Caller;

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
    Uuid const id = static_cast<Caller&>(machine).ask(now, std::move(request), out);
    text_.add_question(id);
    open_.emplace(id, caller);
  });
}

void Requests::on_input(VirtualTime now, NodeId node, Input const&) {
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

void Requests::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  // Whoever asked is gone, and with it the questions.
  std::erase_if(open_, [&](auto const& entry) { return entry.second == node; });
  seen_.erase(node);
}

}  // namespace drydock::simulator
