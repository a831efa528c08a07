#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

template <class T>
bool is(HeardEvent const& heard) {
  return std::holds_alternative<T>(heard.event);
}

template <class T>
std::size_t count(Person const& person) {
  auto const events = person.events();
  return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), is<T>));
}

/// Where the first such event is; at the end if nowhere.
template <class Wanted>
std::size_t place(std::vector<HeardEvent> const& events, Wanted const& wanted) {
  auto const found = std::find_if(events.begin(), events.end(), wanted);
  return static_cast<std::size_t>(found - events.begin());
}

auto says(std::string text) {
  return [text = std::move(text)](HeardEvent const& heard) { return line_of(heard.event) == text; };
}

void many_lines(Stage& stage) {
  constexpr int lines = 300;
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_lines",
                {"for i in [1..toint(args[1])]", "notify(player, tostr(\"drydock \", i));",
                 "endfor", "return 1;"});
  std::uint64_t const task = person.submit(person.command(fmt::format("drydock_lines {}", lines)));
  std::size_t const end = person.await_end(task);
  auto const events = person.events();
  int next = 1;
  for (std::size_t at = 0; at < end; ++at) {
    auto const line = line_of(events[at].event);
    if (!line || !line->starts_with("drydock ")) continue;
    scene.visitors.require(*line == fmt::format("drydock {}", next), "the lines in their order",
                           *line);
    ++next;
  }
  scene.visitors.require(next == lines + 1, "all lines before the end of their task",
                         fmt::format("{} of {}", next - 1, lines));
}

void ids_within_a_task(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.eval("for i in [1..20] notify(player, tostr(\"drydock \", i)); endfor return 1;");
  person.await([](ClientEventUnion const& event) { return line_of(event) == "drydock 20"; },
               "the last line of a program");
  Uuid last;
  for (HeardEvent const& heard : person.events()) {
    auto const line = line_of(heard.event);
    if (!line || !line->starts_with("drydock ")) continue;
    Uuid const& id = std::get<NarrativeEventMessage>(heard.event).event.event_id;
    scene.visitors.require(id.bytes[6] >> 4 == 7, "an id of version 7", id.text());
    scene.visitors.require(last < id, "an id above the one before", id.text());
    last = id;
  }
}

void ends_of_many_tasks(Stage& stage) {
  constexpr int rounds = 20;
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_return", {"return 1;"});
  scene.program(person, "drydock_fail", {"raise(E_INVARG);"});
  std::vector<std::uint64_t> tasks;
  for (int round = 0; round < rounds; ++round) {
    tasks.push_back(person.submit(person.call("drydock_return")));
    tasks.push_back(person.submit(person.call("drydock_fail")));
  }
  for (std::uint64_t const task : tasks) person.await_end(task);
  scene.visitors.run_for(quiet_while);
  for (std::uint64_t const task : tasks) {
    scene.visitors.require(person.count_ends(task) == 1, "one end of each task", "several");
  }
}

void the_end_of_a_killed_task(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_nap", {"suspend(60);", "return 1;"});
  std::uint64_t const task = person.submit(person.call("drydock_nap"));
  person.await<TaskSuspendedEvent>("TaskSuspendedEvent for a task that sleeps");
  person.eval(fmt::format("kill_task({}); return 1;", task));
  person.await_error(task);
}

void the_end_with_a_lambda(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  // Where the language has no lambdas, a value that is nested too deep for any reader of good will.
  RpcAnswer const lambda = person.ask(person.eval_of("f = {x} => x; return 1;"));
  std::vector<std::string> const lines =
      lambda.as<EvalResult>() != nullptr
          ? std::vector<std::string>{"return {x} => x;"}
          : std::vector<std::string>{"x = {};", "for i in [1..5000]", "x = {x};", "endfor",
                                     "return x;"};
  scene.program(person, "drydock_unsendable", lines);
  person.await_end(person.submit(person.call("drydock_unsendable")));
}

void a_task_that_sleeps(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_nap", {"suspend(1);", "return 5;"});
  std::uint64_t const task = person.submit(person.call("drydock_nap"));
  auto const suspended =
      person.await<TaskSuspendedEvent>("TaskSuspendedEvent for a task that sleeps");
  scene.visitors.require(suspended.task_id == task, "the task's own id", "another");
  Var const result = person.await_success(task);
  scene.visitors.require(result == Var{5}, "5, the task's result", to_literal(result));
}

void a_task_that_reads(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const other = scene.wizard();  // The same player.
  scene.program(wizard, "drydock_ask", {"notify(player, \"drydock asks\");", "return read();"});
  wizard.submit(wizard.command("drydock_ask"));
  wizard.await<RequestInputEvent>("RequestInputEvent for a task that reads");
  auto const events = wizard.events();
  scene.visitors.require(place(events, says("drydock asks")) < place(events, is<RequestInputEvent>),
                         "what was said before the request ahead of it", "it came later");
  scene.visitors.run_for(quiet_while);
  scene.visitors.require(count<RequestInputEvent>(other) == 0,
                         "the request to the client that submitted the task alone",
                         "to another of its player");
}

void a_task_that_reads_sleeps_not(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_ask", {"return read();"});
  person.submit(person.command("drydock_ask"));
  person.await<RequestInputEvent>("RequestInputEvent for a task that reads");
  scene.visitors.run_for(quiet_while);
  scene.visitors.require(count<TaskSuspendedEvent>(person) == 0,
                         "no TaskSuspendedEvent for a task that reads", "one");
}

void lines_to_a_player(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const twin = scene.wizard();
  Person const sue = scene.somebody(wizard);
  wizard.eval("notify(player, \"drydock says\"); return 1;");
  for (Person const* one : {&wizard, &twin}) {
    one->await([](ClientEventUnion const& event) { return line_of(event) == "drydock says"; },
               "a line at each connection of its player");
  }
  scene.visitors.run_for(quiet_while);
  auto const lines = sue.lines();
  bool const is_overheard = std::find(lines.begin(), lines.end(), "drydock says") != lines.end();
  scene.visitors.require(!is_overheard, "no line at another player's connection", "the line");
}

void events_of_a_task(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const twin = scene.wizard();
  scene.program(wizard, "drydock_return", {"return 1;"});
  std::uint64_t const task = wizard.submit(wizard.call("drydock_return"));
  wizard.await_success(task);
  scene.visitors.run_for(quiet_while);
  scene.visitors.require(twin.count_ends(task) == 0,
                         "no event of the task at another connection of its player", "one");
}

void an_error_that_nobody_catches(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_fail",
                {"notify(player, \"drydock fails\");", "raise(E_INVARG, \"on purpose\");"});
  std::uint64_t const task = person.submit(person.command("drydock_fail"));
  SchedulerError const error = person.await_error(task);
  scene.visitors.require(std::holds_alternative<TaskAbortedException>(error),
                         "TaskError(TaskAbortedException)", "another error");
  auto const events = person.events();
  std::size_t const traceback = place(events, [](HeardEvent const& heard) {
    auto const* told = std::get_if<NarrativeEventMessage>(&heard.event);
    return told != nullptr && std::holds_alternative<TracebackEvent>(told->event.event);
  });
  scene.visitors.require(traceback < events.size(), "a TracebackEvent", "none");
  std::size_t const end =
      place(events, [&](HeardEvent const& heard) { return is_end_of(heard.event, task); });
  std::size_t const line = place(events, says("drydock fails"));
  scene.visitors.require(line < traceback && traceback < end,
                         "what was said, then the TracebackEvent, then the end", "another order");
}

void an_abort(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_spin",
                {"notify(player, \"drydock spins\");", "while (1)", "endwhile"});
  std::uint64_t const task = person.submit(person.command("drydock_spin"));
  SchedulerError const error = person.await_error(task, 30s);
  scene.visitors.require(std::holds_alternative<TaskAbortedLimit>(error),
                         "TaskError(TaskAbortedLimit)", "another error");
  auto const events = person.events();
  std::size_t const line = place(events, says("drydock spins"));
  std::size_t const said = place(events, is<SystemMessageEvent>);
  std::size_t const end =
      place(events, [&](HeardEvent const& heard) { return is_end_of(heard.event, task); });
  scene.visitors.require(line < said && said < end, "what was said, then the abort, then the end",
                         "another order");
}

/// Source: EV-14, and the suite's slack.
void an_end_beside_a_sleeper(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  scene.program(person, "drydock_nap", {"suspend(20);", "return 1;"});
  scene.program(person, "drydock_return", {"return 1;"});
  person.submit(person.call("drydock_nap"));
  person.await<TaskSuspendedEvent>("TaskSuspendedEvent for a task that sleeps");
  for (int round = 0; round < 5; ++round) {
    std::uint64_t const task = person.submit(person.call("drydock_return"));
    VirtualTime const submitted = scene.visitors.now();
    std::size_t const end = person.await_end(task);
    VirtualTime const ended = person.events()[end].at;
    scene.visitors.require(ended - submitted <= 250ms + stage.slack(),
                           "the end of a quick task within 250 ms", "later");
  }
}

void an_option_between_lines(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  person.eval(
      fmt::format("notify(player, \"drydock 1\"); set_connection_option({}, "
                  "\"drydock-option\", 7); notify(player, \"drydock 2\"); return 1;",
                  text_of(person.connection())));
  person.await([](ClientEventUnion const& event) { return line_of(event) == "drydock 2"; },
               "the line after a connection option");
  auto const events = person.events();
  std::size_t const option = place(events, is<SetConnectionOptionEvent>);
  bool const is_between =
      place(events, says("drydock 1")) < option && option < place(events, says("drydock 2"));
  scene.visitors.require(is_between, "SetConnectionOptionEvent between the two lines",
                         option < events.size() ? "in another place" : "none");
  auto const& told = std::get<SetConnectionOptionEvent>(events[option].event);
  bool const is_it = told.connection_obj == person.connection() && told.value == Var{7} &&
                     same_symbol(told.option_name, Symbol{"drydock-option"});
  scene.visitors.require(is_it, "connection, name and value as they were set", "others");
}

void a_switch_in_its_place(Stage& stage) {
  HostScene scene{stage};
  Person const wizard = scene.wizard();
  Person const sue = scene.somebody(wizard);
  Person const person = scene.wizard();
  std::string const to_sue = text_of(sue.player());
  person.ask(person.eval_of(
      fmt::format("notify(player, \"drydock 1\"); switch_player({}); return 1;", to_sue)));
  person.await<PlayerSwitchedEvent>("PlayerSwitchedEvent for a switch");
  scene.visitors.run_for(quiet_while);
  auto const events = person.events();
  scene.visitors.require(count<PlayerSwitchedEvent>(person) == 1,
                         "one PlayerSwitchedEvent for a switch", "several");
  scene.visitors.require(place(events, says("drydock 1")) < place(events, is<PlayerSwitchedEvent>),
                         "the line, and then PlayerSwitchedEvent", "another order");
}

constexpr Case event_case_list[] = {
    {requirement("event.order"), "", "300 lines come in order, before the end", any, many_lines,
     with_clients},
    {requirement("event.ids"), "", "the ids of 20 lines grow", any, ids_within_a_task,
     with_clients},
    {requirement("event.end.once"), "", "40 tasks have 40 ends", any, ends_of_many_tasks,
     with_clients},
    {requirement("event.end.killed"), "", "a killed task has an end", any, the_end_of_a_killed_task,
     with_clients},
    {requirement("event.end.unencodable"), "", "a task that returns what cannot be sent has an end",
     any, the_end_with_a_lambda, with_clients},
    {requirement("event.suspended"), "", "a nap is told, and its end", any, a_task_that_sleeps,
     with_clients},
    {requirement("event.suspended.not-read"), "", "reading is no nap", any,
     a_task_that_reads_sleeps_not, with_clients},
    {requirement("event.input.after-output"), "", "a question comes behind what was said", any,
     a_task_that_reads, with_clients},
    {requirement("event.player"), "", "a line comes to both connections of its player", any,
     lines_to_a_player, with_clients},
    {requirement("event.submitter"), "", "an end comes to who submitted it", any, events_of_a_task,
     with_clients},
    {requirement("event.traceback"), "", "an error is a traceback and an end", any,
     an_error_that_nobody_catches, with_clients},
    {requirement("event.abort.order"), "", "an abort comes behind what was said", any, an_abort,
     with_clients},
    {requirement("event.end.prompt"), "", "a sleeper holds up no end", any, an_end_beside_a_sleeper,
     with_clients},
    {requirement("event.option"), "", "an option comes between two lines", any,
     an_option_between_lines, with_clients},
    {requirement("event.switch"), "", "a switch comes once, in its place", any,
     a_switch_in_its_place, with_clients},
};

}  // namespace

std::span<Case const> event_cases() { return event_case_list; }

}  // namespace drydock::conformance::daemon
