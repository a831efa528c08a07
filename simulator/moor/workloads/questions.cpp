#include "simulator/moor/workloads/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::simulator {
namespace {

using Message = Web::Message;
using Visitor = Web::Visitor;
using ClientMessage = moor::HostClientToDaemonMessageUnion;
using HostMessage = moor::HostToDaemonMessageUnion;

moor::ObjectRef system_object(char const* name) {
  return moor::ObjectRefSysObj{{moor::Symbol{name}}};
}
moor::ObjectRef programmable() { return moor::ObjectRefId{moor::ObjId{12}}; }

template <class Action>
moor::WorldStateActionEntry entry(std::string id, Action action) {
  return {std::move(id), std::move(action)};
}

struct Kind {
  std::string_view name;
  Message (*ask)(Visitor const&);
};

// clang-format off
constexpr Kind table[] = {
    {"counters", [](Visitor const&) -> Message { return HostMessage{moor::RequestPerformanceCounters{}}; }},
    {"features", [](Visitor const&) -> Message { return HostMessage{moor::GetServerFeatures{}}; }},
    {"reattach", [](Visitor const& who) -> Message { return ClientMessage{moor::Reattach{who.token, who.auth}}; }},
    {"welcome", [](Visitor const&) -> Message { return ClientMessage{moor::RequestSysProp{{}, moor::ObjectRefSysObj{}, {"welcome"}}}; }},
    {"verbs", [](Visitor const& who) -> Message { return ClientMessage{moor::Verbs{who.auth, system_object("player"), true}}; }},
    {"properties", [](Visitor const& who) -> Message { return ClientMessage{moor::Properties{who.auth, system_object("player"), true}}; }},
    {"read", [](Visitor const& who) -> Message { return ClientMessage{moor::Retrieve{who.auth, Questions::lamp(), moor::EntityType::property, Questions::description()}}; }},
    {"code", [](Visitor const& who) -> Message { return ClientMessage{moor::Retrieve{who.auth, programmable(), moor::EntityType::verb, {"programmable"}}}; }},
    {"resolve", [](Visitor const& who) -> Message { return ClientMessage{moor::Resolve{who.auth, moor::ObjectRefMatch{"lamp"}}}; }},
    {"objects", [](Visitor const& who) -> Message { return ClientMessage{moor::ListObjects{who.auth}}; }},
    {"history", [](Visitor const& who) -> Message { return ClientMessage{moor::RequestHistory{who.auth, moor::HistoryRecallSinceSeconds{60, 10}}}; }},
    {"presentations", [](Visitor const& who) -> Message { return ClientMessage{moor::RequestCurrentPresentations{who.auth}}; }},
    {"dismiss", [](Visitor const& who) -> Message { return ClientMessage{moor::DismissPresentation{who.auth, "p1"}}; }},
    {"key", [](Visitor const& who) -> Message { return ClientMessage{moor::GetEventLogPublicKey{who.auth}}; }},
    {"new-key", [](Visitor const& who) -> Message { return ClientMessage{moor::SetEventLogPublicKey{who.auth, "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"}}; }},
    {"forget", [](Visitor const& who) -> Message { return ClientMessage{moor::DeleteEventLogHistory{who.auth}}; }},
    {"attribute", [](Visitor const& who) -> Message { return ClientMessage{moor::SetClientAttribute{who.token, who.auth, {"screen-reader"}, moor::Var{true}}}; }},
    {"call", [](Visitor const& who) -> Message { return ClientMessage{moor::InvokeVerb{who.token, who.auth, moor::ObjectRefId{moor::ObjId{11}}, {"value"}, {moor::Var{1}}}}; }},
    {"program", [](Visitor const& who) -> Message { return ClientMessage{moor::Program{who.token, who.auth, programmable(), {"programmable"}, {"return 1;"}}}; }},
    {"handler", [](Visitor const& who) -> Message { return ClientMessage{moor::InvokeSystemHandler{{}, "echo", {moor::Var{1}}, who.auth}}; }},
    {"system-verb", [](Visitor const& who) -> Message { return ClientMessage{moor::CallSystemVerb{who.auth, {"tell_twice"}, {moor::Var{1}}}}; }},
    {"nobody", [](Visitor const&) -> Message { return ClientMessage{moor::CallSystemVerb{{}, {"do_login_command"}, {}}}; }},
    {"batch", [](Visitor const& who) -> Message {
      return ClientMessage{moor::BatchWorldState{who.auth, {entry("", moor::WsListObjects{}), entry("", moor::WsGetObjectFlags{moor::ObjId{12}})}, false}};
    }},
};
// clang-format on

/// In a transaction that is taken back: nobody is to see it.
ClientMessage written_and_taken_back(Visitor const& who, moor::Var const& value, bool fails) {
  moor::BatchWorldState batch;
  batch.auth_token = who.auth;
  batch.rollback = !fails;
  batch.actions.push_back(
      entry("write", moor::WsUpdateProperty{Questions::lamp(), Questions::description(), value}));
  if (fails) {
    batch.actions.push_back(
        entry("fail", moor::WsRequestProperty{Questions::lamp(), {"no_such_property"}}));
  }
  return batch;
}

/// Those with a value behind them. Null where it is none of them.
Web::Question with_value(std::string_view kind, moor::Var const& value) {
  if (kind == "write") {
    return [value](Visitor const& who) -> Message {
      return ClientMessage{
          moor::UpdateProperty{who.auth, Questions::lamp(), Questions::description(), value}};
    };
  }
  if (kind != "take-back" && kind != "write-and-fail") return nullptr;
  return [value, fails = kind == "write-and-fail"](Visitor const& who) -> Message {
    return written_and_taken_back(who, value, fails);
  };
}

}  // namespace

moor::ObjectRef Questions::lamp() { return moor::ObjectRefId{moor::ObjId{11}}; }
moor::Symbol Questions::description() { return moor::Symbol{"description"}; }

std::vector<std::string_view> Questions::kinds() {
  std::vector<std::string_view> names;
  for (Kind const& kind : table) names.push_back(kind.name);
  return names;
}

bool Questions::knows(std::string_view verb) { return verb == "visit" || verb == "ask"; }

Result<NodeId> Questions::web_node(Words& words) const {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world_);
  if (node && !roles_.is(*node, Role::web)) {
    return at_node.error(fmt::format("'{}' is no web host", world_.name(*node)));
  }
  return node;
}

Result<Action> Questions::parse(std::string_view verb, Words& words) {
  Result<NodeId> const node = web_node(words);
  if (!node) return tl::make_unexpected(node.error());
  bool const is_visit = verb == "visit";
  Result<std::string_view> const word = words.word(is_visit ? "a player" : "a kind of question");
  if (!word) return tl::make_unexpected(word.error());
  std::string const kind{*word};
  if (is_visit) {
    return Action{[this, node = *node, kind](World&) {
      prod(node, [&](VirtualTime now, Web& web, Outbox& out) { web.visit(now, kind, out); });
    }};
  }
  if (kind == "attach") {
    return Action{[this, node = *node](World&) {
      prod(node, [](VirtualTime now, Web& web, Outbox& out) { web.attach(now, out); });
    }};
  }
  Web::Question question;
  auto const known = std::find_if(std::begin(table), std::end(table),
                                  [&](Kind const& one) { return one.name == kind; });
  if (known != std::end(table)) {
    question = known->ask;
  } else {
    Words const at_value = words;
    Result<moor::Var> const value = moor::parse_literal(words.take_rest());
    if (value) question = with_value(kind, *value);
    if (!value) return at_value.error(value.error().message);
  }
  if (!question) return words.error("there is no question '" + kind + "'");
  return Action{[this, node = *node, question](World&) {
    prod(node, [&](VirtualTime now, Web& web, Outbox& out) { web.ask(now, question, out); });
  }};
}

void Questions::prod(NodeId node, std::function<void(VirtualTime, Web&, Outbox&)> const& act) {
  world_.prod(node, [&](VirtualTime now, Machine& machine, Outbox& out) {
    act(now, static_cast<Web&>(machine), out);
  });
}

void Questions::begin_settling() {
  for (auto const& [node, role] : roles_.all()) {
    if (role != Role::web) continue;
    prod(node, [](VirtualTime now, Web& web, Outbox& out) { web.leave(now, out); });
  }
}

}  // namespace drydock::simulator
