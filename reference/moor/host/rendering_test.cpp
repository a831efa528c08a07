#include "reference/moor/host/rendering.hpp"

#include <gtest/gtest.h>

#include "reference/moor/host/error_text.hpp"

namespace drydock::moor::host {
namespace {

std::string notify(Var value, bool no_newline = false) {
  NarrativeEvent event;
  event.event = NotifyEvent{std::move(value), {}, false, no_newline, {}};
  return render(event);
}

// H-26, H-27.
TEST(Rendering, AnyValueHasAForm) {
  EXPECT_EQ(notify("A room."), "A room.\r\n");
  EXPECT_EQ(notify("two\nlines\r\nand more"), "two\r\nlines\r\nand more\r\n");
  EXPECT_EQ(notify(""), "\r\n");
  EXPECT_EQ(notify(Symbol{"north"}), "north\r\n");
  EXPECT_EQ(notify(list_of({"one", "", "two"})), "one\r\n\r\ntwo\r\n");
  EXPECT_EQ(notify(list_of({"", "x"})), "\r\nx\r\n");
  EXPECT_EQ(notify(list_of({"one", 2})), "{\"one\", 2}\r\n");
  EXPECT_EQ(notify(list_of({})), "{}\r\n");
  EXPECT_EQ(notify(17), "17\r\n");
  EXPECT_EQ(notify(Map{}), "[]\r\n");
  EXPECT_EQ(notify(Binary{{'a', 255, 0}}), std::string("a\xff\xff\0", 4));
  EXPECT_EQ(notify("prompt> ", true), "prompt> ");
}

TEST(Rendering, ATerminalSeesNoTelnet) {
  auto const plain = [](Var value) {
    NarrativeEvent event;
    event.event = NotifyEvent{std::move(value), {}, false, false, {}};
    return render_plain(event);
  };
  EXPECT_EQ(plain("two\r\nlines"), "two\nlines\n");
  EXPECT_EQ(plain(Binary{{255, 0}}).find("\xff"), std::string::npos);
  EXPECT_EQ(render_plain(SetConnectionOptionEvent{ObjId{-4}, Symbol{"client-echo"}, Var{0}}), "");
  EXPECT_EQ(render_plain(LoggedIn{ObjId{2}, ConnectType::connected}), "*** Connected ***\n");
  EXPECT_EQ(render_plain(Ended{EndReason::stopped}), "");
}

TEST(Rendering, ATracebackIsItsLinesAndItsEndSaysNoMore) {
  Exception const exception{
      {ErrorCode::e_div, {}, {}, {}}, {}, {"#2:smile, line 1: Division", "(End)"}};
  NarrativeEvent event;
  event.event = TracebackEvent{exception};
  EXPECT_EQ(render(event), "#2:smile, line 1: Division\r\n(End)\r\n");
  EXPECT_EQ(render(TaskErrorEvent{1, TaskAbortedException{exception}}), "");
}

TEST(Rendering, ErrorsHaveTheWordsOfTheirKind) {
  auto const ended_in = [](CommandError error) {
    return render(TaskErrorEvent{1, CommandExecutionError{std::move(error)}});
  };
  EXPECT_EQ(ended_in(CouldNotParseCommand{}), "I couldn't understand that.\r\n");
  EXPECT_EQ(ended_in(NoCommandMatch{}), "I couldn't understand that.\r\n");
  EXPECT_EQ(ended_in(NoObjectMatch{}), "I don't see that here.\r\n");
  EXPECT_EQ(ended_in(PermissionDenied{}), "You can't do that.\r\n");
  EXPECT_EQ(ended_in(DatabaseError{WorldStateDatabaseError{"full"}}), "full\r\n");
  EXPECT_EQ(render(TaskErrorEvent{1, TaskAbortedLimit{{AbortLimitReason::time, 0, 1}}}),
            "Task ran out of seconds\r\n");
  EXPECT_EQ(render(Refused{Purpose::command, {RpcMessageErrorCode::permission_denied, {}, {}}}),
            "Permission denied.\r\n");
  EXPECT_EQ(text_of_compile_error(UnknownBuiltinFunction{{3, 7}, "frob"}),
            "Line 3, column 7: there is no builtin function frob");
}

TEST(Rendering, AProgrammedVerbIsNamedWithItsObject) {
  EXPECT_EQ(render(VerbProgramResponseReply{VerbProgramSuccess{ObjId{2}, "smile"}}),
            "0 error(s).\r\nVerb smile programmed on #2.\r\n");
}

TEST(Rendering, ClientEchoIsATelnetSequence) {
  EXPECT_EQ(render(SetConnectionOptionEvent{ObjId{-4}, Symbol{"client-echo"}, 0}), "\xff\xfb\x01");
  EXPECT_EQ(render(SetConnectionOptionEvent{ObjId{-4}, Symbol{"client-echo"}, true}),
            "\xff\xfc\x01");
  EXPECT_EQ(render(SetConnectionOptionEvent{ObjId{-4}, Symbol{"binary"}, true}), "");
}

// H-28.
TEST(Rendering, ABootIsTold) {
  EXPECT_EQ(render(Ended{EndReason::booted}), "** Disconnected **\r\n");
  EXPECT_EQ(render(TaskGivenUp{5}),
            "The end of that was not heard of; it may still be at work.\r\n");
  EXPECT_EQ(render(LoggedOut{2}),
            "*** The daemon takes you for somebody else. Log in again. ***\r\n"
            "Lines not sent: 2.\r\n");
  EXPECT_EQ(render(LoggedIn{ObjId{2}, ConnectType::created}), "*** Created ***\r\n");
}

}  // namespace
}  // namespace drydock::moor::host
