#include "conformance/moor/daemon/fake_host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "conformance/moor/heard.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::conformance::daemon {
namespace {

/// From a connection to its subscription's taking effect. Source: hosts 12, vantage points.
constexpr Duration subscription_settles = std::chrono::milliseconds{300};

std::string name_of(moor::RpcMessageErrorCode code) {
  static constexpr char const* names[] = {"AlreadyConnected",     "InvalidRequest",
                                          "NoConnection",         "ErrorCouldNotRetrieveSysProp",
                                          "LoginTaskFailed",      "CreateSessionFailed",
                                          "PermissionDenied",     "TaskError",
                                          "EntityRetrievalError", "InternalError"};
  auto const place = static_cast<std::size_t>(code);
  return place < std::size(names) ? names[place] : "an unknown code";
}

}  // namespace

std::string RpcAnswer::described() const {
  if (failure() != nullptr) return "a Failure, " + name_of(failure()->error_code);
  if (reply) {
    bool const is_host = std::holds_alternative<moor::HostSuccess>(reply->result);
    return is_host ? "another answer to a host" : "another answer to a client";
  }
  return frames.size() == 1 ? "a frame that is no ReplyResult" : "other than one frame";
}

std::vector<Evidence> RpcAnswer::evidence() const {
  std::vector<Evidence> all;
  for (Frame const& frame : frames) {
    all.push_back(evidence_of(text_for(moor::Root::reply_result, frame), frame));
  }
  return all;
}

FakeHost::FakeHost(Visitors& visitors) : visitors_(visitors), id_(visitors.new_id()) {
  std::string const endpoint = visitors.value("rpc");
  if (visitors.secure() && endpoint.starts_with("tcp://")) {
    Admission admission = admit(visitors, id_, "telnet-host");
    identity_ = std::move(admission.identity);
    token_ = std::move(admission.token);
  }
  std::string const events = visitors.value("events");
  SocketSpec spec = subscriber_to(events, security_at(events));
  spec.subscriptions = {""};
  events_ = visitors.open(spec);
  bool const hears =
      visitors.run_until(start_within, [&] { return visitors.inbox(events_).ups > 0; });
  visitors.require(hears, "a connection to the events socket", visitors.nothing_came());
  visitors.run_for(subscription_settles);
  rpc_ = open_rpc();
}

Security FakeHost::security_at(std::string const& endpoint) const {
  if (!identity_ || !endpoint.starts_with("tcp://")) return Plain{};
  return identity_->client;
}

SocketName FakeHost::open_rpc() {
  std::string const endpoint = visitors_.value("rpc");
  return visitors_.open(dealer_to(endpoint, security_at(endpoint)));
}

void FakeHost::send(SocketName socket, Frames const& frames) {
  Frames whole{{}};
  whole.insert(whole.end(), frames.begin(), frames.end());
  bool const usual = frames.size() == 2;
  visitors_.remember("host -> daemon  " + (usual ? text_for(moor::Root::message_type, frames[0])
                                                 : fmt::format("{} frames", frames.size())));
  visitors_.send(socket, whole);
}

RpcAnswer FakeHost::take(SocketName socket, std::size_t number, Duration within) {
  Inbox const& inbox = visitors_.inbox(socket);
  bool const came = visitors_.run_until(within, [&] { return inbox.messages.size() > number; });
  visitors_.require(came, "an answer on the RPC socket", visitors_.nothing_came());
  return read(inbox.messages.at(number));
}

RpcAnswer FakeHost::read(Inbox::Message const& message) const {
  RpcAnswer answer{message.at, message.frames, std::nullopt};
  bool const delimited = !answer.frames.empty() && answer.frames.front().empty();
  if (delimited) answer.frames.erase(answer.frames.begin());
  if (answer.frames.size() == 1) {
    auto decoded = moor::decode_reply_result(answer.frames.front(), generous_limits());
    if (decoded) answer.reply = *std::move(decoded);
    visitors_.remember("daemon -> host  " +
                       text_for(moor::Root::reply_result, answer.frames.front()));
  }
  return answer;
}

SocketName FakeHost::send_apart(Frames const& frames) {
  SocketName const socket = open_rpc();
  send(socket, frames);
  return socket;
}

RpcAnswer FakeHost::ask_raw(Frames const& frames, Duration within) {
  std::size_t const before = visitors_.inbox(rpc_).messages.size();
  send(rpc_, frames);
  RpcAnswer answer = take(rpc_, before, before == 0 ? start_within : within);
  visitors_.require(answer.reply.has_value(), "one frame that is a ReplyResult", answer.described(),
                    answer.evidence());
  return answer;
}

RpcAnswer FakeHost::ask(Uuid const& client, moor::HostClientToDaemonMessageUnion message) {
  auto const frames = moor::request_frames(
      client, moor::HostClientToDaemonMessage{std::move(message)}, generous_limits());
  ENSURE(frames.has_value());
  return ask_raw(*frames);
}

RpcAnswer FakeHost::ask_own(moor::HostToDaemonMessageUnion message) {
  return ask_own(id_, std::move(message));
}

RpcAnswer FakeHost::ask_own(Uuid const& host, moor::HostToDaemonMessageUnion message) {
  auto const frames = moor::request_frames(host, moor::HostToDaemonMessage{std::move(message)},
                                           token_, generous_limits());
  ENSURE(frames.has_value());
  return ask_raw(*frames);
}

FakeHost::Pending FakeHost::post(Uuid const& client, moor::HostClientToDaemonMessageUnion message) {
  auto const frames = moor::request_frames(
      client, moor::HostClientToDaemonMessage{std::move(message)}, generous_limits());
  ENSURE(frames.has_value());
  return {send_apart(*frames)};
}

bool FakeHost::is_answered(Pending const& pending) const {
  return !visitors_.inbox(pending.socket).messages.empty();
}

RpcAnswer FakeHost::await(Pending const& pending, Duration within) {
  return take(pending.socket, 0, within);
}

void FakeHost::expect_failure(RpcAnswer const& answer, moor::RpcMessageErrorCode code,
                              std::string const& expected) const {
  visitors_.require(answer.is(code), fmt::format("{} {}", name_of(code), expected),
                    answer.described(), answer.evidence());
}

void FakeHost::expect_served() {
  expect_own<moor::ServerFeatures>(ask_own(moor::GetServerFeatures{}),
                                   "ServerFeatures for a good request after it");
}

bool FakeHost::was_pinged() const {
  auto const& messages = publications().messages;
  return std::any_of(messages.begin(), messages.end(), [](Inbox::Message const& message) {
    return !message.frames.empty() && drydock::text_of(message.frames[0]) == moor::broadcast_topic;
  });
}

std::vector<HeardEvent> FakeHost::events_of(Uuid const& client) const {
  std::vector<HeardEvent> heard;
  for (Inbox::Message const& message : publications().messages) {
    bool const is_its = message.frames.size() == 2 && message.frames[0] == client.to_bytes();
    if (!is_its) continue;
    auto event = moor::decode_client_event(message.frames[1], generous_limits());
    visitors_.require(event.has_value(), "a ClientEvent on a client's topic", "something else",
                      {evidence_of("the payload", message.frames[1])});
    heard.push_back({message.at, std::move(event->event)});
  }
  return heard;
}

std::vector<moor::HostBroadcastEventUnion> FakeHost::host_events(std::size_t from) const {
  std::vector<moor::HostBroadcastEventUnion> heard;
  auto const& messages = publications().messages;
  for (std::size_t at = from; at < messages.size(); ++at) {
    Frames const& frames = messages[at].frames;
    bool const is_hosts = frames.size() == 2 && drydock::text_of(frames[0]) == moor::hosts_topic;
    if (!is_hosts) continue;
    auto event = moor::decode_host_broadcast(frames[1], generous_limits());
    visitors_.require(event.has_value(), "a HostBroadcastEvent on `hosts`", "something else",
                      {evidence_of("the payload", frames[1])});
    heard.push_back(std::move(event->event));
  }
  return heard;
}

}  // namespace drydock::conformance::daemon
