#include <fmt/format.h>

#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using Code = RpcMessageErrorCode;

ObjectRef missing_object() { return ObjectRefSysObj{{Symbol{"drydock_nothing"}}}; }
Symbol missing_name() { return Symbol{"drydock_nothing"}; }
ObjectRef self_of(Person const& person) { return ObjectRefId{person.player()}; }

void attributes(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  auto const set = [&](std::optional<Var> value) {
    person.get<ClientAttributeSet>(
        SetClientAttribute{person.token(), person.auth(), Symbol{"drydock-attribute"},
                           std::move(value)},
        "ClientAttributeSet for a SetClientAttribute");
  };
  std::string const question =
      fmt::format("return toliteral(connection_options({}));", text_of(person.connection()));
  auto const is_listed = [&] {
    Var const told = person.eval(question);
    auto const* text = told.as<std::string>();
    return text != nullptr && text->find("drydock-attribute") != std::string::npos;
  };
  set(Var{7});
  if (person.ask(person.eval_of(question)).as<EvalResult>() == nullptr) {
    skip_case("no program sees options in this core");
  }
  scene.visitors.require(is_listed(), "an attribute that was set among the options", "none");
  set(std::nullopt);
  scene.visitors.require(!is_listed(), "no attribute that was removed", "one");
}

void a_property_of_none(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.expect_failure(UpdateProperty{person.auth(), self_of(person), Symbol{"name"}, Var{None{}}},
                        Code::invalid_request, "for a property value of none");
}

void what_is_not_there(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  AuthToken const& auth = person.auth();
  ObjectRef const self = self_of(person);
  std::string const expected = "for what is not there";
  for (HostClientToDaemonMessageUnion const& question :
       {HostClientToDaemonMessageUnion{Verbs{auth, missing_object(), true}},
        HostClientToDaemonMessageUnion{Properties{auth, missing_object(), true}},
        HostClientToDaemonMessageUnion{Retrieve{auth, self, EntityType::property, missing_name()}},
        HostClientToDaemonMessageUnion{Retrieve{auth, self, EntityType::verb, missing_name()}},
        HostClientToDaemonMessageUnion{UpdateProperty{auth, self, missing_name(), Var{1}}}}) {
    person.expect_failure(question, Code::entity_retrieval_error, expected);
  }
  person.get<VerbsReply>(Verbs{auth, self, true}, "VerbsReply for what is there");
  person.get<PropertiesReply>(Properties{auth, self, true}, "PropertiesReply for what is there");
  person.get<ListObjectsReply>(ListObjects{auth}, "ListObjectsReply for a ListObjects");
}

void absent_values(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  auto const nothing =
      person.get<SysPropValue>(RequestSysProp{person.auth(), ObjectRefSysObj{}, missing_name()},
                               "SysPropValue for a property that is not there");
  scene.visitors.require(!nothing.value, "no value", "one");
  auto const unresolved = person.get<ResolveResult>(Resolve{person.auth(), missing_object()},
                                                    "ResolveResult for what is not there");
  auto const* error = unresolved.result.as<ErrorValue>();
  scene.visitors.require(error != nullptr && error->code == ErrorCode::e_invind, "E_INVIND",
                         to_literal(unresolved.result));
}

void what_was_written(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  ObjectRef const self = self_of(person);
  Symbol const name{"drydock_written"};
  scene.program(person, name.text, {"return 1;"});
  RpcAnswer const made = person.ask(
      person.eval_of("add_property(player, \"drydock_written\", 0, {player, \"rw\"}); return 1;"));
  if (made.as<EvalResult>() == nullptr) skip_case("no property can be added in this core");
  Var const value{List{{Var{"written"}, Var{7}}}};
  person.get<PropertyUpdated>(UpdateProperty{person.auth(), self, name, value},
                              "PropertyUpdated for an UpdateProperty");
  auto const read = person.get<PropertyValue>(
      Retrieve{person.auth(), self, EntityType::property, name}, "PropertyValue for a Retrieve");
  scene.visitors.require(read.value == value, "the value that was written", to_literal(read.value));
  auto const verb = person.get<VerbValue>(Retrieve{person.auth(), self, EntityType::verb, name},
                                          "VerbValue for a Retrieve");
  scene.visitors.require(verb.code == std::vector<std::string>{"return 1;"},
                         "the lines that were programmed", "others");
}

void results_of_a_batch(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  BatchWorldState batch;
  batch.auth_token = person.auth();
  auto const nothing =
      person.get<BatchWorldStateReply>(batch, "BatchWorldStateReply for an empty batch");
  scene.visitors.require(nothing.results.empty(), "no results of an empty batch", "some");
  batch.actions.push_back({"b", WsListObjects{}});
  batch.actions.push_back({"", WsResolveObject{self_of(person)}});
  batch.actions.push_back({"b", WsGetObjectFlags{person.player()}});
  auto const reply = person.get<BatchWorldStateReply>(batch, "BatchWorldStateReply for a batch");
  bool const is_whole = reply.results.size() == 3 && reply.results[0].id == "b" &&
                        reply.results[1].id.empty() && reply.results[2].id == "b" &&
                        std::holds_alternative<WsObjectsListResult>(reply.results[0].result) &&
                        std::holds_alternative<WsResolveResult>(reply.results[1].result) &&
                        std::holds_alternative<WsObjectFlagsResult>(reply.results[2].result);
  scene.visitors.require(is_whole, "one result for each action, in order, under its id",
                         "other results");
}

/// Its name, which is written back in the end.
void batches_without_trace(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  Var const before = person.eval("return player.name;");
  BatchWorldState batch;
  batch.auth_token = person.auth();
  batch.actions.push_back({"1", WsUpdateProperty{self_of(person), Symbol{"name"}, Var{"Other"}}});
  batch.rollback = true;
  person.get<BatchWorldStateReply>(batch, "BatchWorldStateReply for a batch that is rolled back");
  batch.rollback = false;
  batch.actions.push_back({"2", WsRequestProperty{self_of(person), missing_name()}});
  RpcAnswer const failed = person.ask(batch);
  scene.visitors.require(failed.failure() != nullptr, "a Failure for a batch that fails",
                         failed.described(), failed.evidence());
  Var const after = person.eval("return player.name;");
  scene.visitors.require(before == after, "what was there before", to_literal(after));
}

void the_form_of_a_failing_batch(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  BatchWorldState batch;
  batch.auth_token = person.auth();
  batch.actions.push_back({"1", WsRequestProperty{self_of(person), missing_name()}});
  RpcAnswer const failed = person.ask(batch);
  if (failed.failure() == nullptr) return;  // Reported for the action.
  auto const& error = failed.failure()->scheduler_error;
  auto const* execution = error ? std::get_if<CommandExecutionError>(&*error) : nullptr;
  bool const is_unreadable =
      execution != nullptr && std::holds_alternative<DatabaseError>(execution->error);
  scene.visitors.require(!is_unreadable, "something other than CommandError's DatabaseError",
                         "that", failed.evidence());
}

void handlers(Stage& stage) {
  HostScene scene{stage};
  Person const unknown{scene.host};
  RpcAnswer const answer = unknown.ask(InvokeSystemHandler{scene.host.id(), "http", {}, {}});
  scene.visitors.require(answer.failure() != nullptr, "a Failure for an unknown client",
                         answer.described(), answer.evidence());
}

void a_handler_that_is_not_there(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  auto const reply = person.get<SystemHandlerResponseReply>(
      InvokeSystemHandler{scene.host.id(), "drydock_nothing", {}, person.auth()},
      "SystemHandlerResponseReply for a known client");
  scene.visitors.require(std::holds_alternative<SystemHandlerError>(reply.response),
                         "SystemHandlerError for a handler that is not there", "a success");
}

void output_of_a_system_verb(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  RpcAnswer const made = person.ask(person.eval_of(
      "add_verb(#0, {player, \"rxd\", \"drydock_tell\"}, {\"this\", \"none\", \"this\"}); return "
      "set_verb_code(#0, \"drydock_tell\", {\"notify(player, \\\"first\\\");\", "
      "\"notify(player, \\\"second\\\");\", \"return args;\"});"));
  if (made.as<EvalResult>() == nullptr) skip_case("no system verb can be programmed in this core");
  auto const reply =
      person.get<VerbCallResponse>(CallSystemVerb{person.auth(), Symbol{"drydock_tell"}, {Var{7}}},
                                   "VerbCallResponse for a CallSystemVerb");
  auto const* success = std::get_if<VerbCallSuccess>(&reply.response);
  scene.visitors.require(success != nullptr, "VerbCallSuccess", "VerbCallError");
  std::vector<std::string> lines;
  for (NarrativeEvent const& event : success->output) {
    if (auto line = line_of(NarrativeEventMessage{person.player(), event})) {
      lines.push_back(*std::move(line));
    }
  }
  scene.visitors.require(lines == std::vector<std::string>{"first", "second"},
                         "its two lines, in order", "other output");
  scene.visitors.require(success->result == Var{List{{Var{7}}}}, "its result",
                         to_literal(success->result));
}

void a_system_verb_for_nobody(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  person.expect_failure(CallSystemVerb{{}, Symbol{"server_started"}, {}}, Code::permission_denied,
                        "for a system verb without an auth token");
}

bool has_event_log(HostScene& scene) {
  return scene.host
      .expect_own<ServerFeatures>(scene.host.ask_own(GetServerFeatures{}),
                                  "ServerFeatures for a GetServerFeatures")
      .enable_eventlog;
}

void an_event_log_that_is_off(Stage& stage) {
  HostScene scene{stage};
  if (has_event_log(scene)) skip_case("this daemon has an event log");
  Person const person = scene.wizard();
  AuthToken const& auth = person.auth();
  auto const history =
      person.get<HistoryResponseReply>(RequestHistory{auth, HistoryRecallSinceSeconds{60, 10}},
                                       "HistoryResponseReply for a RequestHistory");
  scene.visitors.require(history.response.events.empty(), "no events", "some");
  auto const shown = person.get<CurrentPresentations>(
      RequestCurrentPresentations{auth}, "CurrentPresentations for a RequestCurrentPresentations");
  scene.visitors.require(shown.presentations.empty(), "no presentations", "some");
  person.get<PresentationDismissed>(DismissPresentation{auth, "none"},
                                    "PresentationDismissed for a DismissPresentation");
  auto const key = person.get<EventLogPublicKey>(GetEventLogPublicKey{auth},
                                                 "EventLogPublicKey for a GetEventLogPublicKey");
  scene.visitors.require(key.public_key.value_or("").empty(), "no key", "one");
  person.get<EventLogHistoryDeleted>(DeleteEventLogHistory{auth},
                                     "EventLogHistoryDeleted for a DeleteEventLogHistory");
}

void a_key_that_is_none(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.expect_failure(SetEventLogPublicKey{person.auth(), "hello"}, Code::invalid_request,
                        "for a key that is none");
}

constexpr Case world_case_list[] = {
    {requirement("attribute.set"), "", "attributes are set and removed", any, attributes,
     with_clients},
    {requirement("property.none"), "", "none is no property's value", any, a_property_of_none,
     with_clients},
    {requirement("world.missing"), "", "what is not there is told so", any, what_is_not_there,
     with_clients},
    {requirement("world.absent-value"), "", "a missing system property has no value", any,
     absent_values, with_clients},
    {requirement("world.retrieved"), "", "what was written is read", any, what_was_written,
     with_clients},
    {requirement("batch.results"), "", "results stand under their ids", any, results_of_a_batch,
     with_clients},
    {requirement("batch.no-trace"), "", "failed and rolled back batches leave no trace", any,
     batches_without_trace, with_clients},
    {requirement("batch.failure"), "", "a failure that stock hosts can read", any,
     the_form_of_a_failing_batch, with_clients},
    {requirement("handler.unknown-client"), "", "a handler needs a connection", any, handlers,
     with_clients},
    {requirement("handler.missing"), "", "a missing handler is an error", any,
     a_handler_that_is_not_there, with_clients},
    {requirement("system-verb.output"), "", "output comes with the reply", any,
     output_of_a_system_verb, with_clients},
    {requirement("system-verb.restricted"), "", "nobody may call any system verb", any,
     a_system_verb_for_nobody, with_clients},
    {requirement("event-log.off"), "", "without an event log replies are empty", any,
     an_event_log_that_is_off, with_clients},
    {requirement("event-log.bad-key"), "", "`hello` is no key", any, a_key_that_is_none,
     with_clients},
};

}  // namespace

std::span<Case const> world_cases() { return world_case_list; }

}  // namespace drydock::conformance::daemon
