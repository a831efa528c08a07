#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/person.hpp"
#include "conformance/moor/daemon/raw_requests.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/heard.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;
using Message = HostClientToDaemonMessageUnion;

Frames frames_of(Uuid const& client, Message message) {
  auto frames =
      request_frames(client, HostClientToDaemonMessage{std::move(message)}, generous_limits());
  ENSURE(frames.has_value());
  return *std::move(frames);
}

/// One of each, as good as they can be without a login.
std::vector<std::pair<std::string, Message>> all_messages(Person const& who) {
  ObjectRef const system = ObjectRefSysObj{};
  ClientToken const& client = who.token();
  AuthToken const auth{"none"};
  BatchWorldState batch;
  batch.auth_token = auth;
  Attach attach;
  attach.auth_token = auth;
  attach.handler_object = ObjId{0};
  attach.peer_addr = "suite.example";
  return {
      {"ConnectionEstablish", ConnectionEstablish{"suite.example", 1, 2, {}, {}}},
      {"Reattach", Reattach{client, auth, {}, 0, 0, {}, {}}},
      {"RequestSysProp", RequestSysProp{{}, system, Symbol{"welcome"}}},
      {"LoginCommand", LoginCommand{client, ObjId{0}, {}, false, {}, {}}},
      {"Attach", attach},
      {"Command", Command{client, auth, ObjId{0}, "look"}},
      {"Verbs", Verbs{auth, system, false}},
      {"InvokeVerb", InvokeVerb{client, auth, system, Symbol{"none"}, {}}},
      {"Properties", Properties{auth, system, false}},
      {"Retrieve", Retrieve{auth, system, EntityType::verb, Symbol{"none"}}},
      {"Program", Program{client, auth, system, Symbol{"none"}, {}}},
      {"RequestedInput", RequestedInput{client, auth, who.id(), Var{1}}},
      {"OutOfBand", OutOfBand{client, auth, ObjId{0}, Var{1}, Var{"1"}}},
      {"Eval", Eval{client, auth, "return 1;"}},
      {"Resolve", Resolve{auth, system}},
      {"ClientPong", ClientPong{client, 0, who.connection(), HostType::tcp, "127.0.0.1:1"}},
      {"RequestHistory", RequestHistory{auth, HistoryRecallNone{}}},
      {"RequestCurrentPresentations", RequestCurrentPresentations{auth}},
      {"DismissPresentation", DismissPresentation{auth, "none"}},
      {"SetClientAttribute", SetClientAttribute{client, auth, Symbol{"x"}, Var{1}}},
      {"Detach", Detach{client, false}},
      {"GetEventLogPublicKey", GetEventLogPublicKey{auth}},
      {"SetEventLogPublicKey", SetEventLogPublicKey{auth, "none"}},
      {"DeleteEventLogHistory", DeleteEventLogHistory{auth}},
      {"ListObjects", ListObjects{auth}},
      {"UpdateProperty", UpdateProperty{auth, system, Symbol{"none"}, Var{1}}},
      {"InvokeSystemHandler", InvokeSystemHandler{who.id(), "none", {}, {}}},
      {"CallSystemVerb", CallSystemVerb{auth, Symbol{"none"}, {}}},
      {"BatchWorldState", batch},
  };
}

void expect_invalid(FakeHost& host, Frames const& frames, std::string const& expected) {
  host.expect_failure(host.ask_raw(frames), Code::invalid_request, expected);
}

void each_message_has_one_answer(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  // `ask` has it that each answer is one frame that is a ReplyResult.
  for (auto const& [name, message] : all_messages(person)) person.ask(message);
  std::size_t const counted = scene.host.answered();
  scene.visitors.run_for(quiet_while);
  scene.visitors.require(scene.host.answered() == counted, "one answer to each message", "more");
}

void other_than_two_frames(Stage& stage) {
  HostScene scene{stage};
  Frames const good = frames_of(scene.visitors.new_id(), Detach{{"none"}, false});
  for (std::size_t const count : {1u, 3u, 5u}) {
    Frames frames;
    for (std::size_t at = 0; at < count; ++at) frames.push_back(good[at % 2]);
    RpcAnswer const answer = scene.host.ask_raw(frames);
    scene.host.expect_failure(answer, Code::invalid_request, "for other than two frames");
    scene.visitors.require(answer.failure()->message == "Incorrect message length",
                           "the text `Incorrect message length`", "another", answer.evidence());
  }
  scene.host.expect_served();
}

void an_envelope_that_is_none(Stage& stage) {
  HostScene scene{stage};
  Bytes const body = frames_of(scene.visitors.new_id(), Detach{{"none"}, false})[1];
  Bytes noise(64);
  scene.visitors.rng().fill(noise.data(), noise.size());
  noise[3] = 0x7f;  // An offset that leads out of it.
  for (Bytes const& envelope : {Bytes{}, Bytes(3), noise}) {
    expect_invalid(scene.host, {envelope, body}, "for an envelope that is none");
  }
  scene.host.expect_served();
}

void an_envelope_without_union(Stage& stage) {
  HostScene scene{stage};
  Bytes const body = frames_of(scene.visitors.new_id(), Detach{{"none"}, false})[1];
  for (int round = 0; round < 20; ++round) {
    for (Bytes const& envelope : {root_without_union(), root_with_tag(9), root_with_tag(200)}) {
      expect_invalid(scene.host, {envelope, body}, "for an envelope without a known union");
    }
  }
  for (int round = 0; round < 100; ++round) scene.host.expect_served();
}

void a_client_id_of_another_length(Stage& stage) {
  HostScene scene{stage};
  Bytes const body = frames_of(scene.visitors.new_id(), Detach{{"none"}, false})[1];
  for (std::size_t const length : {0u, 15u, 17u, 36u}) {
    expect_invalid(scene.host, {client_envelope(Bytes(length, 7)), body},
                   "for a client id of other than 16 bytes");
  }
}

void a_body_that_is_none(Stage& stage) {
  HostScene scene{stage};
  Bytes const envelope = frames_of(scene.visitors.new_id(), Detach{{"none"}, false})[0];
  for (Bytes const& body : {Bytes{}, Bytes(3), root_without_union(), root_with_tag(200)}) {
    expect_invalid(scene.host, {envelope, body}, "for a body that is none");
  }
  scene.host.expect_served();
}

void a_body_that_lacks_a_field(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  for (auto const& [name, message] : all_messages(person)) {
    Frames const good = frames_of(person.id(), message);
    for (std::string const& field : required_fields(name)) {
      scene.visitors.remember(fmt::format("{} without {}", name, field));
      expect_invalid(scene.host, {good[0], without_field(good[1], name, field)},
                     "for a body that lacks a required field");
    }
  }
  person.get<ThanksPong>(person.pong(), "ThanksPong: the connection is as it was");
}

void a_bad_body_with_a_bad_token(Stage& stage) {
  HostScene scene{stage};
  Frames const good = frames_of(scene.visitors.new_id(),
                                InvokeVerb{{"none"}, {"none"}, ObjectRefSysObj{}, {"x"}, {}});
  expect_invalid(scene.host, {good[0], without_field(good[1], "InvokeVerb", "args")},
                 "for a bad body, whatever its tokens are");
}

void a_lambda_among_arguments(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  Frames const good = frames_of(person.id(), person.call("none", {Var{1}, Var{2}, Var{3}}));
  expect_invalid(scene.host, {good[0], with_lambda(good[1], "InvokeVerb", "args", 1)},
                 "for arguments of which one does not decode");
}

void a_lambda_as_a_value(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  Frames const input =
      frames_of(person.id(), RequestedInput{person.token(), person.auth(), person.id(), Var{1}});
  expect_invalid(scene.host, {input[0], with_lambda(input[1], "RequestedInput", "input")},
                 "for a lambda");
  Frames const update = frames_of(
      person.id(), UpdateProperty{person.auth(), ObjectRefSysObj{}, Symbol{"none"}, Var{1}});
  expect_invalid(scene.host, {update[0], with_lambda(update[1], "UpdateProperty", "value")},
                 "for a lambda");
}

void an_optional_token_that_cannot_be_read(Stage& stage) {
  HostScene scene{stage};
  Uuid const client = scene.visitors.new_id();
  RequestSysProp question{AuthToken{"no token"}, ObjectRefSysObj{}, Symbol{"welcome"}};
  RpcAnswer const garbage = scene.host.ask(client, question);
  scene.host.expect_failure(garbage, Code::permission_denied, "for a token that is none");
  Bytes const envelope = frames_of(client, question)[0];
  RpcAnswer const hollow = scene.host.ask_raw({envelope, sys_prop_with_hollow_token("welcome")});
  bool const is_refused = hollow.is(Code::invalid_request) || hollow.is(Code::permission_denied);
  scene.visitors.require(is_refused, "a refusal of a token without text", hollow.described(),
                         hollow.evidence());
}

void copies_of_different_messages(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.stranger();
  Frames const envelope = frames_of(person.id(), person.detach());
  Frames const body = frames_of(person.id(), person.pong());
  expect_invalid(scene.host, {envelope[0], body[1]}, "for copies of different messages");
  person.get<ThanksPong>(person.pong(), "ThanksPong: the connection is as it was");
}

/// One or two bytes changed, or the end cut off.
Bytes mutated(Bytes bytes, Rng& rng) {
  if (bytes.empty()) return bytes;
  if (rng.chance({1, 5})) bytes.resize(static_cast<std::size_t>(rng.below(bytes.size())));
  for (std::uint64_t count = rng.below(3); count > 0 && !bytes.empty(); --count) {
    std::size_t const place = static_cast<std::size_t>(rng.below(bytes.size()));
    bytes[place] = static_cast<std::uint8_t>(rng.below(256));
  }
  return bytes;
}

void mutated_requests(Stage& stage) {
  constexpr int count = 2000;
  HostScene scene{stage};
  Person const person = scene.stranger();
  auto const messages = all_messages(person);
  Rng noise = scene.visitors.rng().fork("noise");
  for (int number = 0; number < count; ++number) {
    auto const& message = messages[static_cast<std::size_t>(noise.below(messages.size()))].second;
    Frames frames = frames_of(person.id(), message);
    std::size_t const which = static_cast<std::size_t>(noise.below(2));
    frames[which] = mutated(std::move(frames[which]), noise);
    scene.host.ask_raw(frames);
  }
  for (int round = 0; round < 100; ++round) scene.host.expect_served();
}

void sleepers_and_others(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  std::vector<FakeHost::Pending> asleep;
  for (int count = 0; count < 20; ++count) {
    asleep.push_back(scene.host.post(person.id(), person.eval_of("suspend(30); return 1;")));
  }
  for (int round = 0; round < 50; ++round) {
    VirtualTime const asked = scene.visitors.now();
    RpcAnswer const answer = person.ask(person.pong());
    scene.host.expect<ThanksPong>(answer, "ThanksPong while others wait for tasks");
    scene.visitors.require(answer.at - asked <= 1s + stage.slack(), "an answer within 1 s",
                           "a later one");
  }
  for (FakeHost::Pending const& one : asleep) {
    scene.visitors.require(!scene.host.is_answered(one), "no answer before its task ends", "one");
  }
}

/// Above the limit of 64 MiB.
void a_message_that_is_too_large(Stage& stage) {
  HostScene scene{stage};
  Frames const good = frames_of(scene.visitors.new_id(), Detach{{"none"}, false});
  FakeHost other{scene.visitors};
  SocketName const socket = other.send_apart({good[0], Bytes(std::size_t{65} << 20)});
  Inbox const& inbox = scene.visitors.inbox(socket);
  bool const noticed =
      scene.visitors.run_until(30s, [&] { return inbox.downs > 0 || !inbox.messages.empty(); });
  scene.visitors.require(noticed, "a refusal, or the end of the connection",
                         scene.visitors.nothing_came());
  if (!inbox.messages.empty()) {
    RpcAnswer const answer = other.read(inbox.messages.front());
    other.expect_failure(answer, Code::invalid_request, "for a message that is too large");
  }
  scene.host.expect_served();
}

/// A list in a list, and so on.
Var nested(std::size_t depth) {
  Var value{1};
  for (std::size_t level = 0; level < depth; ++level) value = Var{List{{std::move(value)}}};
  return value;
}

void lists_in_lists(Stage& stage) {
  HostScene scene{stage};
  Person const person = scene.wizard();
  RpcAnswer const deep =
      person.ask(RequestedInput{person.token(), person.auth(), person.id(), nested(100)});
  bool const is_read = deep.failure() != nullptr && !deep.is(Code::invalid_request);
  scene.visitors.require(is_read, "an answer to what was asked: a list nested 100 deep is read",
                         deep.described(), deep.evidence());
  scene.host.expect_served();
}

constexpr Case request_case_list[] = {
    {requirement("rpc.reply.one-frame"), "", "each of the 29 messages has one answer", any,
     each_message_has_one_answer, with_clients},
    {requirement("rpc.frames.count"), "", "one, three and five frames are refused", any,
     other_than_two_frames, with_clients},
    {requirement("rpc.envelope.unopenable"), "", "an envelope that is none is refused", any,
     an_envelope_that_is_none, with_clients},
    {requirement("rpc.envelope.union"), "", "60 envelopes without a known union do no harm", any,
     an_envelope_without_union, with_clients},
    {requirement("rpc.client-id.length"), "", "a client id of another length is refused", any,
     a_client_id_of_another_length, with_clients},
    {requirement("rpc.body.unopenable"), "", "a body that is none is refused", any,
     a_body_that_is_none, with_clients},
    {requirement("rpc.body.required"), "", "each required field of each message is required", any,
     a_body_that_lacks_a_field, with_clients},
    {requirement("rpc.body.first"), "", "a bad body is told before a bad token", any,
     a_bad_body_with_a_bad_token, with_clients},
    {requirement("rpc.body.element"), "", "an argument that is a lambda is refused", any,
     a_lambda_among_arguments, with_clients},
    {requirement("rpc.token.unreadable"), "", "an optional token that is none is refused", any,
     an_optional_token_that_cannot_be_read, with_clients},
    {requirement("rpc.copies.differ"), "", "copies of different messages are refused", any,
     copies_of_different_messages, with_clients},
    {requirement("rpc.malformed.survived"), "", "2,000 mutated requests do no harm", any,
     mutated_requests, with_clients},
    {requirement("rpc.blocking.others"), "", "20 evals that sleep hold up nobody", any,
     sleepers_and_others, with_clients},
    {requirement("rpc.message.too-large"), "", "65 MiB do no harm", any,
     a_message_that_is_too_large, with_clients},
    {requirement("value.lambda.refused"), "", "a lambda is refused wherever a value is", any,
     a_lambda_as_a_value, with_clients},
    {requirement("value.depth"), "", "a list nested 100 deep is read", any, lists_in_lists,
     with_clients},
};

}  // namespace

std::span<Case const> request_cases() { return request_case_list; }

}  // namespace drydock::conformance::daemon
