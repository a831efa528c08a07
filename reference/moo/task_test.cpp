#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moo/testing.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

using moor::showValue;

/// Waits in loops, arms, expressions, nested verbs and finally blocks, five times or more.
constexpr auto waiting_verbs =
    "add_verb(#1, {#2, \"rxd\", \"wait\"}, {\"this\", \"none\", \"this\"});"
    "set_verb_code(#1, \"wait\", {\"{a, ?b = 2, @c} = args;\", \"for i in [1..a]\", \"try\", "
    "\"b = b + read(); suspend(i);\", \"finally\", \"b = {b}[$];\", \"endtry\", \"endfor\", "
    "\"return {a, b, c, this, verb, caller};\"});";
constexpr auto waiting_program =
    "x = {}; for v, k in ([1 -> \"a\", 2 -> \"b\"]) x = {@x, {k, worker_request('echo, {v})}, 1 + "
    "`suspend(0) ! ANY => 5'}; endfor "
    "try x = {@x, #4:wait(2, 5, 'z)}; #4:wait(1); 1 / (suspend() - 3); except e (ANY) "
    "suspend(0.5); x "
    "= {@x, e}; endtry #4.name = toliteral(x); return x;";

/// Runs to the end, with 3 for each wait; `stores` says at which waits the task goes through its
/// record.
std::string run_to_end(Stage& stage, std::string_view program, std::vector<bool> const& stores) {
  stage.eval(waiting_verbs);
  auto task = *Task::eval(5, ObjId{2}, program);
  std::string told;
  for (std::size_t wait = 0;; ++wait) {
    auto const outcome = stage.step(task);
    told += text_of(outcome) + "\n";
    if (std::holds_alternative<Returned>(outcome) || std::holds_alternative<Failed>(outcome))
      return told + stage.world.find(ObjId{4})->name;
    if (wait < stores.size() && stores[wait]) {
      auto restored = Task::restore(*task.save());
      if (!restored) return restored.error().message;
      task = std::move(*restored);
    }
    task.resume(Var(3));
  }
}

RC_GTEST_PROP(TaskLaws, ALiteralIsItsValue, ()) {
  auto const value = *moor::any_value(true);
  Stage stage;
  auto const outcome = stage.eval(moor::to_literal(value));
  auto const* returned = std::get_if<Returned>(&outcome);
  RC_LOG() << text_of(outcome);
  bool const is_value = returned != nullptr;
  RC_ASSERT(is_value);
  RC_ASSERT(returned->value == value);
}

RC_GTEST_PROP(TaskLaws, AStoredTaskGoesOnAsIfNothingHadHappened, (std::vector<bool> stores)) {
  Stage straight;
  Stage stored;
  RC_ASSERT(run_to_end(straight, waiting_program, {}) ==
            run_to_end(stored, waiting_program, stores));
}

RC_GTEST_PROP(TaskLaws, FewerTicksChangeNothingButTheEnd, ()) {
  Stage free;
  auto const* const program =
      "x = {}; for i in [1..20] x = {@x, tostr(i) + \"x\"}; #4.name = x[i]; endfor return "
      "length(x);";
  auto const expected = text_of(free.eval(program));
  Stage bound;
  bound.limits.ticks = static_cast<std::int64_t>(*moor::below(600)) + 1;
  auto const seen = text_of(bound.eval(program));
  if (seen != expected) {
    RC_ASSERT(seen.starts_with("out of ticks"));
    RC_ASSERT(bound.world.find(ObjId{4})->name == "Room");
  }
}

TEST(Tasks, WaitForWhatTheyAsk) {
  Stage stage;
  EXPECT_EQ(run_to_end(stage, waiting_program, {true, true, true, true}).substr(0, 47),
            "asks echo {\"a\"}\nsleeps 0\nasks echo {\"b\"}\nsleeps");
  EXPECT_EQ(text_of(stage.eval("read()")), "reads of #2");
  EXPECT_EQ(text_of(stage.eval("read(#3)")), "E_PERM: Permission denied");
  EXPECT_EQ(text_of(stage.eval("suspend()")), "sleeps for ever");
  EXPECT_EQ(text_of(stage.eval("suspend(-1)")), "E_INVARG: Invalid argument");
  EXPECT_EQ(text_of(stage.eval("suspend(NaN)")), "E_INVARG: Invalid argument");
  EXPECT_EQ(text_of(stage.eval("kill_task(task_id())")), "killed");
  EXPECT_EQ(text_of(stage.eval("kill_task(77)")), "E_INVARG: Invalid argument");
}

TEST(Tasks, AskWorkersAsMooRDoes) {
  Stage stage;
  auto const outcome = stage.eval("worker_request(\"echo\", {1}, ['timeout_seconds -> 1.5])");
  auto const* asking = std::get_if<AskingWorker>(&outcome);
  ASSERT_NE(asking, nullptr);
  EXPECT_EQ(asking->timeout, std::chrono::milliseconds(1500));
  for (auto const* wrong : {"worker_request(5, {})", "worker_request('e, 5)",
                            "worker_request('e, {}, 5)", "worker_request('e, {}, [5 -> 1])"})
    EXPECT_EQ(text_of(stage.eval(wrong)), "E_TYPE: Type mismatch") << wrong;
  EXPECT_EQ(text_of(stage.eval("worker_request('e)")), "E_ARGS: Incorrect number of arguments");
  EXPECT_EQ(text_of(stage.eval("worker_request('e, {}, {{\"timeout_seconds\", -1.0}})")),
            "E_INVARG: Invalid argument");
  EXPECT_EQ(text_of(stage.eval("worker_request(E_MINE, {}, {{\"other\", 1}, 5, {1}})")),
            "asks E_MINE {}");
}

TEST(Tasks, AreResumedWithValuesAndErrors) {
  Stage stage;
  auto task =
      *Task::eval(1, ObjId{2}, "return {`worker_request('e, {}) ! E_QUOTA => 'late', read()};");
  EXPECT_EQ(text_of(stage.step(task)), "asks e {}");
  task.resume(raised(ErrorCode::e_quota, "Request timed out: x"));
  EXPECT_EQ(text_of(stage.step(task)), "reads of #2");
  task.resume(Var(List{{Var(1)}}));
  EXPECT_EQ(text_of(stage.step(task)), "=> {'late, {1}}");
}

TEST(Tasks, WaitingOnesAreStoredWithWhatTheyDid) {
  Stage stage;
  auto asks = *Task::eval(7, ObjId{2}, "#4.name = \"A\"; return worker_request('e, {});");
  auto sleeps = *Task::eval(3, ObjId{2}, "suspend(10); return 9;");
  auto reads = *Task::eval(4, ObjId{2}, "read();");
  for (auto* task : {&asks, &sleeps, &reads}) stage.step(*task);
  std::vector<Error> refused;
  auto loaded = load_tasks(stage.store, refused);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(refused.empty());
  ASSERT_EQ(loaded->size(), 2U);
  auto& slept = (*loaded)[0];
  auto& asked = (*loaded)[1];
  EXPECT_EQ(slept.task.id(), 3U);
  EXPECT_EQ(slept.wakes_at, 1'700'000'010);
  EXPECT_TRUE(asked.asks_worker);
  slept.task.resume(Var(0));
  EXPECT_EQ(text_of(stage.step(slept.task)), "=> 9");
  ASSERT_TRUE(forget(stage.world, 7).has_value());
  EXPECT_TRUE(load_tasks(stage.store, refused)->empty());
}

TEST(Tasks, AStepThatChangesNothingNeedsNoStore) {
  Stage stage;
  stage.store.broken = true;
  EXPECT_EQ(text_of(stage.eval("notify(player, \"hi\"); return 1;")), "=> 1");
  EXPECT_EQ(stage.told(2), std::vector<std::string>{"hi"});
  EXPECT_EQ(text_of(stage.eval("#4.name = \"x\";")), "E_QUOTA: not stored: the store is broken");
  EXPECT_EQ(text_of(stage.eval("suspend(1);")), "E_QUOTA: not stored: the store is broken");
}

TEST(Tasks, AStoredOneIsErasedWhenItWaitsNoLonger) {
  Stage stage;
  auto const before = stage.store.size();
  auto task = *Task::eval(7, ObjId{2}, "suspend(1); suspend(2); return 1;");
  for (auto const* const outcome : {"sleeps 1", "sleeps 2"}) {
    EXPECT_EQ(text_of(stage.step(task)), outcome);
    EXPECT_EQ(stage.store.size(), before + 1);
    task.resume(Var(0));
  }
  std::vector<Error> refused;
  auto again = load_tasks(stage.store, refused);
  ASSERT_EQ(again->size(), 1U);
  again->front().task.resume(Var(0));
  EXPECT_EQ(text_of(stage.step(again->front().task)), "=> 1");
  EXPECT_EQ(stage.store.size(), before);
}

TEST(Tasks, DamagedRecordsAreRefusedAndOthersGoOn) {
  Stage stage;
  auto sleeps = *Task::eval(3, ObjId{2}, "suspend(10); return 9;");
  stage.step(sleeps);
  auto const good = *sleeps.save();
  (void)stage.store.commit({{"task/00000000000000000001", bytes_of("{1, -1, \"{}\"}")},
                            {"task/00000000000000000002", bytes_of("?")}});
  std::vector<Error> refused;
  EXPECT_EQ(load_tasks(stage.store, refused)->size(), 1U);
  EXPECT_EQ(refused.size(), 2U);
  EXPECT_TRUE(Task::restore(good).has_value());
  // Each number in turn becomes another: refused, or a task, and never a crash.
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] = changed[i] == '9' ? '0' : '9';
    (void)Task::restore(changed);
    (void)Task::restore(good.substr(0, i));
  }
}

TEST(Tasks, AnUncaughtErrorCanBeHandledByTheSystem) {
  Stage stage;
  stage.eval(
      "add_verb(#0, {#2, \"rxd\", \"handle_uncaught_error\"}, {\"this\", \"none\", \"this\"});"
      "set_verb_code(#0, 1, {\"suspend(0); return args[1] == E_DIV && args[2];\"});");
  for (auto const& [program, end] : {std::pair{"1 / 0", "=> \"Division by zero\""},
                                     std::pair{"{}[1]", "E_RANGE: Range error"}}) {
    auto task = *Task::eval(1, ObjId{2}, program);
    EXPECT_EQ(text_of(stage.step(task)), "sleeps 0");
    auto restored = *Task::restore(*task.save());
    restored.resume(Var(0));
    EXPECT_EQ(text_of(stage.step(restored)), end);
  }
}

TEST(Tasks, CallsOfVerbsThatAreNotThereSaySo) {
  Stage stage;
  VerbCall call;
  call.where = object(4);
  call.verb = "nope";
  call.player = ObjId{2};
  auto task = Task::call(1, call);
  EXPECT_EQ(text_of(stage.step(task)), "no verb nope");
}

TEST(Tasks, EvalGivesAPair) {
  Stage stage;
  EXPECT_EQ(text_of(stage.eval("eval(\"return player;\")")), "=> {1, #2}");
  EXPECT_EQ(text_of(stage.eval("eval(\"1 + 1\")")), "=> {1, 2}");
  EXPECT_EQ(text_of(stage.eval("eval(\"1 +\")[1]")), "=> 0");
  EXPECT_EQ(text_of(stage.eval("eval(\"1 / 0\")")), "E_DIV: Division by zero");
  stage.world.edit(ObjId{3}).programmer = false;
  EXPECT_EQ(text_of(stage.eval("eval(\"1\")", 3)), "E_PERM: Permission denied");
}

TEST(Tasks, EffectsComeInOrderAndOnlyWhenTheirStepIsStored) {
  Stage stage;
  stage.host.players = {object(2), object(-4)};
  auto task =
      *Task::eval(1, ObjId{2},
                  "notify(#2, \"a\"); boot_player(#3); switch_player(#3); "
                  "set_connection_option(#-4, \"binary\", 1); listen(#0, 99, ['tls -> true]); "
                  "unlisten(99); present(#2, \"p\", 'text_plain, \"right\", \"hi\"); present(#2, "
                  "\"p\"); notify(#2, {1}, 1, 1, 'text_djot, ['k -> 2]); suspend(1); "
                  "notify(#2, \"b\");");
  stage.step(task);
  ASSERT_EQ(stage.effects.size(), 9U);
  EXPECT_EQ(stage.effects[1], Effect(BootPlayer{object(3)}));
  EXPECT_EQ(stage.effects[2], Effect(SwitchPlayer{object(3)}));
  EXPECT_EQ(stage.effects[3], Effect(SetConnectionOption{object(-4), Symbol{"binary"}, Var(1)}));
  EXPECT_EQ(stage.effects[4], Effect(StartListening{object(0), 99, {{Symbol{"tls"}, Var(true)}}}));
  EXPECT_EQ(stage.effects[5], Effect(StopListening{99}));
  auto const& rich = std::get<Notify>(stage.effects[8]);
  EXPECT_EQ(rich.content_type, Symbol{"text_djot"});
  EXPECT_TRUE(rich.no_flush && rich.no_newline);
  EXPECT_EQ(rich.metadata.size(), 1U);
  task.resume(Var(0));
  stage.step(task);
  EXPECT_EQ(stage.told(2), (std::vector<std::string>{"a", "{list}", "b"}));
}

TEST(Builtins, OfTheHostAskIt) {
  Stage stage;
  stage.host.players = {object(2)};
  EXPECT_EQ(
      text_of(stage.eval("{connected_players(), idle_seconds(#2), connected_seconds(#2), "
                         "connection_name(#2), connection_options(#2), listeners(), workers(), "
                         "rotate_enrollment_token(), time()}")),
      "=> {{#2}, 3, 60, \"port 1 from here, port 2\", [], {{#0, 8888}}, {{\"echo\", 1}}, "
      "\"a-new-token\", 1700000000}");
  EXPECT_EQ(text_of(stage.eval("idle_seconds(#3)")), "E_INVARG: Invalid argument");
  EXPECT_EQ(text_of(stage.eval("queued_tasks()")), "=> {}");
}

TEST(Builtins, ComputeWithValues) {
  Stage stage;
  for (auto const& [program, value] : std::initializer_list<std::pair<char const*, char const*>>{
           {"{typeof(1) == INT, typeof(\"\") == STR, typeof({}) == LIST, typeof([]) == MAP}",
            "{1, 1, 1, 1}"},
           {"tostr(1, \"a\", #2, E_PERM, {1}, 'b, 1.5, true)",
            "\"1a#2Permission denied{list}b1.5true\""},
           {"toliteral({\"a\"})", "\"{\\\"a\\\"}\""},
           {"{toint(\" 12x\"), toint(1.9), toint(#5), toint(E_PERM), toint(true)}",
            "{12, 1, 5, 3, 1}"},
           {"{tofloat(\"1.5\"), tofloat(2), toobj(\"#7\"), toobj(3), tosym(\"a\")}",
            "{1.5, 2.0, #7, #3, 'a}"},
           {"{min(3, 1, 2), max(1, 2.5), abs(-3), floor(1.5)}", "{1, 2.5, 3, 1.0}"},
           {"{listappend({1, 2}, 9), listappend({1, 2}, 9, 1), listinsert({1, 2}, 9, 2)}",
            "{{1, 2, 9}, {1, 9, 2}, {1, 9, 2}}"},
           {"{listdelete({1, 2}, 1), listset({1, 2}, 9, 2)}", "{{2}, {1, 9}}"},
           {"{setadd({1}, 1), setadd({1}, 2), setremove({1, 2}, 1), setremove({1}, 3)}",
            "{{1}, {1, 2}, {2}, {1}}"},
           {"{is_member(\"A\", {\"a\"}), equal(\"A\", \"a\"), \"A\" in {\"a\"}}", "{0, 0, 1}"},
           {"x = [1 -> 2, \"k\" -> 3]; return {mapkeys(x), mapvalues(x), mapdelete(x, \"K\"), "
            "maphaskey(x, 1)};",
            "{{1, \"k\"}, {2, 3}, [1 -> 2], 1}"},
           {"{index(\"foobar\", \"O\"), rindex(\"foobar\", \"o\"), index(\"foo\", \"O\", 1), "
            "index(\"\", "
            "\"a\"), index(\"ab\", \"\")}",
            "{2, 3, 0, 0, 1}"},
           {"{strsub(\"aXbx\", \"x\", \"--\"), strsub(\"aXbx\", \"x\", \"\", 1), strcmp(\"a\", "
            "\"b\")}",
            "{\"a--b--\", \"aXb\", -1}"},
           {"{explode(\"a  b c\"), explode(\"a,b\", \",\")}",
            "{{\"a\", \"b\", \"c\"}, {\"a\", \"b\"}}"},
           {"from_literal(\"{1, #2}\")", "{1, #2}"},
           {"random(5) <= 5 && random(3, 3) == 3", "1"}}) {
    EXPECT_EQ(text_of(stage.eval(program)), std::string("=> ") + value) << program;
  }
  EXPECT_EQ(text_of(stage.eval("random(0)")), "E_INVARG: Invalid argument");
  EXPECT_EQ(text_of(stage.eval("min(1, \"a\")")), "E_TYPE: Type mismatch");
  EXPECT_EQ(text_of(stage.eval("length()")), "E_ARGS: Incorrect number of arguments");
}

/// Every function with every count of arguments of every kind: an outcome, and no crash.
TEST(Builtins, TakeAnything) {
  std::vector<std::string> const kinds{"1",    "-1",   "\"x\"",    "1.5",      "#2",
                                       "#99",  "{1}",  "[1 -> 2]", "E_PERM",   "'s",
                                       "true", "None", "b\"\"",    "<lambda>", "{}"};
  for (std::size_t i = 0; i < builtin_count(); ++i) {
    Stage stage;
    stage.host.players = {object(2)};
    for (auto const& first : kinds) {
      for (auto const& second : kinds) {
        // The first kind stands for all where an argument is not there.
        int const fewest = second != kinds[0] ? 2 : first != kinds[0] ? 1 : 0;
        for (int count = fewest; count <= 4; ++count) {
          auto call = std::string(builtin_at(i).name) + "(";
          for (int at = 0; at < count; ++at)
            call += (at == 0 ? "" : ", ") + (at % 2 == 0 ? first : second);
          stage.eval(call + ")");
        }
      }
    }
  }
}

}  // namespace
}  // namespace drydock::moo
