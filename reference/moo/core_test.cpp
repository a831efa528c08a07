#include "reference/moo/core.hpp"

#include <gtest/gtest.h>

#include "reference/moo/access.hpp"
#include "reference/moo/testing.hpp"

namespace drydock::moo {
namespace {

constexpr int wizard = 2;
constexpr int alice = 12;
constexpr int bob = 13;

struct CoreStage : Stage {
  CoreStage() {
    store = MemoryStore();
    world = *World::load(store);
    auto const read = read_core(world, starting_core());
    EXPECT_TRUE(read.has_value()) << read.error().message;
    EXPECT_TRUE(world.commit().has_value());
    host.players = {object(wizard), object(alice), object(bob)};
  }
  Outcome system(std::string verb, std::vector<Var> args, int player = -4, Var argstr = "") {
    VerbCall call;
    call.where = object(0);
    call.verb = std::move(verb);
    call.args = std::move(args);
    call.argstr = std::move(argstr);
    call.player = ObjId{player};
    auto task = Task::call(next_task++, std::move(call));
    return step(task);
  }
  std::string login(std::vector<Var> words) { return text_of(system("do_login_command", words)); }
};

TEST(Core, LogsIn) {
  CoreStage stage;
  EXPECT_EQ(stage.login({}), "=> 0");
  EXPECT_EQ(stage.told(-4)[1], "connect NAME [PASSWORD], or create NAME PASSWORD.");
  EXPECT_EQ(stage.login({"connect", "wizard"}), "=> #2");
  EXPECT_EQ(stage.login({"CONNECT", "alice"}), "=> #12");
  EXPECT_EQ(stage.login({"connect", "nobody"}), "=> 0");
  EXPECT_EQ(stage.login({"crash"}), "E_INVARG: the login crashed, as it was asked to");
  EXPECT_EQ(stage.login({"ghost"}), "=> #5");
  EXPECT_EQ(stage.login({"create", "Cleo", "secret"}), "=> #14");
  EXPECT_EQ(stage.login({"create", "cleo", "other"}), "=> 0");
  EXPECT_EQ(stage.login({"connect", "cleo"}), "=> 0");
  EXPECT_EQ(stage.login({"connect", "cleo", "Secret"}), "=> 0");
  EXPECT_EQ(stage.login({"connect", "cleo", "secret"}), "=> #14");
  EXPECT_TRUE(stage.world.find(ObjId{14})->player);
  EXPECT_EQ(text_of(stage.eval("#14.password", alice)), "E_PERM: Permission denied");
  EXPECT_EQ(text_of(stage.system("do_login_command", {"echo", "a b"}, -4, "echo a b")), "=> 0");
  EXPECT_EQ(stage.told(-4).back(), "echo a b");
}

TEST(Core, RemembersWhatHappensToPlayers) {
  CoreStage stage;
  stage.system("user_connected", {object(alice)}, alice);
  EXPECT_EQ(stage.told(bob), std::vector<std::string>{"Alice has connected."});
  EXPECT_EQ(stage.told(alice)[0], "*** user_connected ***");
  stage.system("user_disconnected", {object(alice)}, alice);
  stage.system("do_out_of_band_command", {"mcp", 1}, alice, "#$#mcp 1");
  EXPECT_EQ(text_of(stage.command("watch", alice)),
            "=> {{\"user_connected\", {#12}}, {\"user_disconnected\", {#12}}, "
            "{\"do_out_of_band_command\", {{\"mcp\", 1}, \"#$#mcp 1\"}}}");
}

TEST(Core, LetsPeopleLookTalkAndWander) {
  CoreStage stage;
  stage.command("look", bob);
  EXPECT_EQ(stage.told(bob), (std::vector<std::string>{"Hall",
                                                       "A hall with a door to the north and "
                                                       "stairs that lead down.",
                                                       "Here: Wizard, lamp, Alice."}));
  stage.command("\"hello there", alice);
  EXPECT_EQ(stage.told(bob).back(), "Alice says, \"hello there\"");
  stage.command(":waves", alice);
  EXPECT_EQ(stage.told(alice).back(), "Alice waves");
  stage.command("get light", alice);
  EXPECT_EQ(stage.told(bob).back(), "Alice takes lamp.");
  stage.command("north", alice);
  EXPECT_EQ(stage.told(bob).back(), "Alice goes north.");
  EXPECT_EQ(stage.told(alice).back(), "Beds of cabbages, in rows.");
  stage.command("drop lamp", alice);
  EXPECT_EQ(stage.world.find(ObjId{11})->location, ObjId{6});
  stage.command("go south", alice);
  EXPECT_EQ(stage.world.find(ObjId{alice})->location, ObjId{10});
  stage.command("go nowhere", alice);
  EXPECT_EQ(stage.told(alice).back(), "There is no way there.");
  stage.command("look at Bob", alice);
  EXPECT_EQ(stage.told(alice).back(), "There is nothing special about it.");
  stage.command("who", alice);
  EXPECT_EQ(stage.told(alice).back(), "Bob (#13) connected 60 s, idle 3 s");
  EXPECT_EQ(text_of(stage.command("frobnicate", alice)), "no command 2");
}

TEST(Core, EvaluatesForProgrammers) {
  CoreStage stage;
  stage.command(";{1, \"a\"}", alice);
  EXPECT_EQ(stage.told(alice).back(), "=> {1, \"a\"}");
  stage.command(";1 +", alice);
  EXPECT_EQ(stage.told(alice).back(),
            "line 1, column 4: expected an expression, but the program ends");
  EXPECT_EQ(text_of(stage.command(";#2.name = \"x\"", alice)), "E_PERM: Permission denied");
  stage.command(";1", bob);
  EXPECT_EQ(stage.told(bob).back(), "You may not program.");
}

TEST(Core, OffersEveryStimulus) {
  CoreStage stage;
  stage.command("lines 3 x", bob);
  EXPECT_EQ(stage.told(bob), (std::vector<std::string>{"x 1", "x 2", "x 3"}));
  EXPECT_EQ(text_of(stage.command("prompt", bob)), "reads of #13");
  EXPECT_EQ(text_of(stage.command("nap 0.5", bob)), "sleeps 0.5");
  EXPECT_EQ(text_of(stage.command("oops dear me", bob)), "E_INVARG: dear me");
  EXPECT_EQ(text_of(stage.command("spin", bob)), "out of ticks in spin, line 3");
  EXPECT_EQ(stage.told(bob).back(), "Round and round.");
  EXPECT_EQ(text_of(stage.command("echo a \"b c\"", bob)), "asks echo {\"a\", \"b c\"}");
  EXPECT_EQ(text_of(stage.command("work slow 0.2 x", bob)), "asks slow {\"x\"}");
  EXPECT_EQ(text_of(stage.command("boot bob", alice)), "E_PERM: Permission denied");
  stage.effects.clear();
  stage.host.tasks[77] = ObjId{bob};
  for (auto const* line :
       {"boot alice", "su bob", "option binary 1", "listen 1234", "unlisten 1234", "kill 77",
        "show p some text", "hide p", "rich", "workers", "tasks", "listeners", "options", "rotate"})
    EXPECT_EQ(text_of(stage.command(line)).substr(0, 2), "=>") << line;
  auto const has = [&](Effect const& effect) {
    return std::find(stage.effects.begin(), stage.effects.end(), effect) != stage.effects.end();
  };
  EXPECT_TRUE(has(BootPlayer{object(alice)}));
  EXPECT_TRUE(has(SwitchPlayer{object(bob)}));
  EXPECT_TRUE(has(SetConnectionOption{object(wizard), Symbol{"binary"}, Var(1)}));
  EXPECT_TRUE(has(StartListening{object(0), 1234, {{Symbol{"print_messages"}, Var(true)}}}));
  EXPECT_TRUE(has(StopListening{1234}));
  EXPECT_TRUE(has(KillTask{77}));
  EXPECT_TRUE(has(Present{
      object(wizard), "p", Symbol{"text_plain"}, "right", "some text", {{Symbol{"title"}, "p"}}}));
  EXPECT_TRUE(has(Unpresent{object(wizard), "p"}));
}

TEST(Core, CanBeProgrammedFromInside) {
  CoreStage stage;
  auto task = Task::command(99, ObjId{alice}, object(0), "@program #12:programmable");
  for (auto const* line : {"x = 2;", "return x * 21;", "."}) {
    EXPECT_EQ(text_of(stage.step(task)), "reads of #12");
    task.resume(Var(line));
  }
  stage.step(task);
  EXPECT_EQ(stage.told(alice).back(), "Programmed.");
  EXPECT_EQ(text_of(stage.eval("#12:programmable()")), "=> 42");
  auto const obj = object(alice);
  auto const refused = program_verb(stage.world, ObjId{bob}, obj, "programmable", "return 1;");
  EXPECT_EQ(refused.error().kind, ProgramFailure::Kind::permission_denied);
  EXPECT_EQ(program_verb(stage.world, ObjId{alice}, obj, "nope", "").error().kind,
            ProgramFailure::Kind::no_verb);
  auto const wrong = program_verb(stage.world, ObjId{alice}, obj, "programmable", "\nreturn");
  EXPECT_EQ(wrong.error().error.place, (Place{2, 7}));
}

TEST(Core, SurvivesARestart) {
  CoreStage stage;
  auto const again = World::load(stage.store);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->objects().size(), stage.world.objects().size());
}

TEST(Core, WhatIsWrongInACoreIsNamedWithItsLine) {
  for (auto const& [text, reason] : std::initializer_list<std::pair<char const*, char const*>>{
           {"frob", "core, line 1: expected an object first"},
           {"object #0 #-1 #0 #-1 \"\" \"\"\nfrob", "core, line 2: `frob` is no word here"},
           {"object #x", "core, line 1: `#x` is no object"},
           {"object #0 #-1 #0 #-1 \"\" \"\"\nset x 1", "core, line 2: no property `x`"},
           {"place #7 #1 #1", "core, line 1: there is no #7"},
           {"object #0 #-1 #0 #-1 \"\" \"\"\nverb \"v\" #0 \"\" this none this\n  1 +\n.",
            "core, line 4: `v`: line 1, column 4: expected an expression, but the program ends"}}) {
    MemoryStore store;
    auto world = *World::load(store);
    auto const read = read_core(world, text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().message, reason);
  }
}

}  // namespace
}  // namespace drydock::moo
