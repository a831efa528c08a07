#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/same_value.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

bool is_task_event(ClientEventUnion const& event) {
  return std::holds_alternative<TaskSuccessEvent>(event) ||
         std::holds_alternative<TaskErrorEvent>(event) ||
         std::holds_alternative<TaskSuspendedEvent>(event);
}

void nonsense_is_an_event(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  std::uint64_t const command = person.submit(person.command("drydock_nonsense"));
  SchedulerError const error = person.await_error(command);
  scene.visitors.require(std::holds_alternative<CommandExecutionError>(error),
                         "TaskError(CommandExecutionError) for a command that is none",
                         "another error");
  std::uint64_t const call = person.submit(person.call("drydock_nonsense"));
  scene.visitors.require(std::holds_alternative<TaskAbortedVerbNotFound>(person.await_error(call)),
                         "TaskError(TaskAbortedVerbNotFound) for a verb that is not there",
                         "another error");
}

void evals(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  Var const one = person.eval("return 1;");
  scene.visitors.require(one == Var{1}, "1", to_literal(one));
  RpcAnswer const garbage = person.ask(person.eval_of("return return;"));
  scene.host.expect_failure(garbage, Code::task_error, "for a program that does not compile");
  auto const& error = garbage.failure()->scheduler_error;
  scene.visitors.require(error && std::holds_alternative<CompilationError>(*error),
                         "CompilationError", "another error", garbage.evidence());
  person.expect_failure(person.eval_of("raise(E_INVARG); return 1;"), Code::task_error,
                        "for a program that fails");
  scene.visitors.run_for(quiet_while);
  auto const events = person.events();
  bool const has_none = std::none_of(events.begin(), events.end(), [](HeardEvent const& heard) {
    return is_task_event(heard.event);
  });
  scene.visitors.require(has_none, "no event of a task for an Eval", "one");
}

void programs(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_program", {"return 1;"});
  auto const program = [&](ObjectRef object, char const* verb, char const* line) {
    return Program{person.token(), person.auth(), std::move(object), Symbol{verb}, {line}};
  };
  ObjectRef const self = ObjectRefId{person.player()};
  auto const response = [&](Program message) {
    return person
        .get<VerbProgramResponseReply>(std::move(message), "VerbProgramResponseReply for a Program")
        .response;
  };
  auto const good = response(program(self, "drydock_program", "return 2;"));
  scene.visitors.require(std::holds_alternative<VerbProgramSuccess>(good), "VerbProgramSuccess",
                         "a failure");
  Var const two = person.await_success(person.submit(person.call("drydock_program")));
  scene.visitors.require(two == Var{2}, "2, what was programmed", to_literal(two));
  auto const missing = response(program(self, "drydock_none", "return 2;"));
  scene.visitors.require(std::holds_alternative<VerbProgramFailure>(missing),
                         "VerbProgramFailure for a verb that is not there", "a success");
  auto const bad = response(program(self, "drydock_program", "return return;"));
  auto const* failure = std::get_if<VerbProgramFailure>(&bad);
  bool const is_compile_error =
      failure != nullptr && std::holds_alternative<VerbCompilationError>(failure->error);
  scene.visitors.require(is_compile_error, "VerbProgramFailure(VerbCompilationError)",
                         "another answer");
  person.expect_failure(
      program(ObjectRefSysObj{{Symbol{"drydock_nothing"}}}, "drydock_program", "return 2;"),
      Code::task_error, "for an object that is not there");
}

HostClientToDaemonMessageUnion out_of_band(Person const& person) {
  return OutOfBand{person.token(), person.auth(), ObjId{0}, Var{List{{Var{"#$#x"}, Var{"y"}}}},
                   Var{"#$#x y"}};
}

void an_out_of_band_line(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.submit(out_of_band(person));
}

void its_end(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.await_end(person.submit(out_of_band(person)));
}

/// Values of all kinds that cross the wire.
std::vector<Var> values() {
  ErrorValue error;
  error.code = ErrorCode::e_perm;
  error.message = "no";
  std::vector<Var> all{Var{std::numeric_limits<std::int64_t>::max()},
                       Var{std::numeric_limits<std::int64_t>::min()},
                       Var{0},
                       Var{true},
                       Var{2.5},
                       Var{""},
                       Var{"Ünicode"},
                       Var{Obj{ObjId{0}}},
                       Var{Obj{ObjId{-4}}},
                       Var{error},
                       Var{Symbol{"Spelling"}},
                       Var{Binary{{0, 255}}},
                       Var{List{}}};
  all.emplace_back(List{all});
  Map map;
  map.pairs.emplace_back(Var{2}, Var{"two"});
  map.pairs.emplace_back(Var{"key"}, Var{List{{Var{1}}}});
  all.emplace_back(map);
  return all;
}

/// A verb that reads and returns what it read.
std::vector<std::string> const reader = {"return read();"};

void answers_of_every_kind(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_read", reader);
  std::size_t asked = 0;
  for (Var const& value : values()) {
    std::uint64_t const task = person.submit(person.command("drydock_read"));
    std::vector<Uuid> requests;
    auto const has_come = [&] {
      requests.clear();
      for (HeardEvent const& heard : person.events()) {
        auto const* request = std::get_if<RequestInputEvent>(&heard.event);
        if (request != nullptr) requests.push_back(request->request_id);
      }
      return requests.size() > asked;
    };
    bool const came = scene.visitors.run_until(reply_within, has_come);
    scene.visitors.require(came, "RequestInputEvent for a task that reads",
                           scene.visitors.nothing_came());
    person.get<InputThanks>(RequestedInput{person.token(), person.auth(), requests.back(), value},
                            "InputThanks for an answer");
    Var const back = person.await_success(task);
    scene.visitors.require(same_value(back, value), "the value that was given", "another",
                           {{to_literal(value) + " came as " + to_literal(back), ""}});
    ++asked;
  }
}

void values_through_a_verb(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_value", {"return args;"});
  std::vector<Var> const given = values();
  Var const back = person.await_success(person.submit(person.call("drydock_value", given)));
  auto const* list = back.as<List>();
  scene.visitors.require(list != nullptr && list->elements.size() == given.size(),
                         "as many values as were given", to_literal(back));
  for (std::size_t at = 0; at < given.size(); ++at) {
    scene.visitors.require(
        same_value(list->elements[at], given[at]), "the values that were given", "another",
        {{to_literal(given[at]) + " came as " + to_literal(list->elements[at]), ""}});
  }
}

void answers_that_are_refused(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  scene.program(wizard, "drydock_read", reader);
  std::uint64_t const task = wizard.submit(wizard.command("drydock_read"));
  Uuid const request =
      wizard.await<RequestInputEvent>("RequestInputEvent for a task that reads").request_id;
  auto const answer = [](Person const& who, Uuid const& id) {
    return RequestedInput{who.token(), who.auth(), id, Var{7}};
  };
  auto const expect_refusal = [&](RpcAnswer const& came, std::string const& expected) {
    bool const is_refused = came.is(Code::internal_error) || came.is(Code::task_error);
    scene.visitors.require(is_refused, "InternalError or TaskError " + expected, came.described(),
                           came.evidence());
  };
  expect_refusal(wizard.ask(answer(wizard, scene.visitors.new_id())), "for an unknown request");
  expect_refusal(sue.ask(answer(sue, request)), "for another player's request");
  wizard.get<InputThanks>(answer(wizard, request), "InputThanks: the request is still open");
  expect_refusal(wizard.ask(answer(wizard, request)), "for a second answer");
  wizard.await_success(task);
}

constexpr Case task_case_list[] = {
    {requirement("task.submitted"), "", "nonsense is submitted, and its error is an event", any,
     nonsense_is_an_event, with_clients},
    {requirement("eval.result"), "", "evals are answered, and no event tells of them", any, evals,
     with_clients},
    {requirement("program.result"), "", "a verb is programmed, or it is said why not", any,
     programs, with_clients},
    {requirement("out-of-band.submitted"), "", "an out-of-band line is submitted", any,
     an_out_of_band_line, with_clients},
    {requirement("out-of-band.end"), "", "it has an end", any, its_end, with_clients},
    {requirement("input.thanks"), "", "answers of every kind reach their task", any,
     answers_of_every_kind, with_clients},
    {requirement("input.refused"), "", "other answers are refused", any, answers_that_are_refused,
     with_clients},
    {requirement("value.unchanged"), "", "values of every kind go through a verb", any,
     values_through_a_verb, with_clients},
};

}  // namespace

std::span<Case const> task_cases() { return task_case_list; }

}  // namespace drydock::conformance::daemon
