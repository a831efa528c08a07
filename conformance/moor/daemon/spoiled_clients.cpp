#include "conformance/moor/daemon/spoiled_clients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/wire_schema.hpp"

namespace drydock::conformance {
namespace {

using namespace moor;
using Kind = ClientSpoil::Kind;

constexpr std::string_view codes[] = {"AlreadyConnected",     "InvalidRequest",
                                      "NoConnection",         "ErrorCouldNotRetrieveSysProp",
                                      "LoginTaskFailed",      "CreateSessionFailed",
                                      "PermissionDenied",     "TaskError",
                                      "EntityRetrievalError", "InternalError"};

/// The place of that member in the one union of that table, from 0.
std::optional<std::size_t> place_of(std::string_view table, std::string_view member) {
  WireSchema const& schema = WireSchema::moor();
  for (FieldLayout const& field : schema.table(schema.table_index(table)).fields) {
    if (field.kind != FieldKind::union_value) continue;
    auto const& names = schema.union_of(field.target).names;
    auto const found = std::find(names.begin() + 1, names.end(), member);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin()) - 1;
  }
  return std::nullopt;
}

template <class Variant, std::size_t... Places>
Variant hollow_one(std::size_t place, std::index_sequence<Places...>) {
  Variant hollow;
  ((Places == place ? void(hollow.template emplace<Places>()) : void()), ...);
  return hollow;
}

/// The member at that place with nothing in it.
template <class Variant>
Variant hollow_one(std::size_t place) {
  return hollow_one<Variant>(place, std::make_index_sequence<std::variant_size_v<Variant>>());
}

class SpoiledClients final : public Machine {
 public:
  SpoiledClients(std::unique_ptr<Machine> daemon, ClientSpoil const& spoil)
      : daemon_(std::move(daemon)), spoil_(spoil) {
    code_ = static_cast<std::size_t>(std::find(std::begin(codes), std::end(codes), spoil.what) -
                                     std::begin(codes));
    client_reply_ = place_of("MoorRpc.DaemonToClientReply", spoil.what);
    host_reply_ = place_of("MoorRpc.DaemonToHostReply", spoil.what);
    event_ = place_of("MoorRpc.ClientEvent", spoil.what);
    host_event_ = place_of("MoorRpc.HostBroadcastEvent", spoil.what);
    broadcast_ = place_of("MoorRpc.ClientsBroadcastEvent", spoil.what);
  }

  void step(VirtualTime now, Input const& input, Outbox& out) override {
    Outbox outputs;
    daemon_->step(now, input, outputs);
    for (Output& output : outputs) {
      auto* const send = std::get_if<Send>(&output);
      if (send != nullptr && send->to.socket == "rpc") {
        spoil_reply(std::move(*send), out);
      } else if (send != nullptr && send->to.socket == "events") {
        spoil_event(std::move(*send), out);
      } else {
        out.push_back(std::move(output));
      }
    }
    for (Send& send : held_back_) out.emplace_back(std::move(send));
    held_back_.clear();
  }

 private:
  void spoil_reply(Send send, Outbox& out) {
    auto said = decode_reply_result(send.frames.back());
    ENSURE(said.has_value());
    if (spoil_.kind == Kind::second_frame && spoil_.what == "replies") {
      Frame const again = send.frames.back();
      send.frames.push_back(again);
    } else if (auto const* failure = std::get_if<Failure>(&said->result)) {
      bool const is_it = static_cast<std::size_t>(failure->error.error_code) == code_;
      if (is_it && spoil_.kind == Kind::muted) return;
      if (is_it && spoil_.kind == Kind::unreadable) {
        DatabaseError const database{WorldStateDatabaseError{"a text"}};
        RpcMessageError const error{failure->error.error_code, std::nullopt,
                                    SchedulerError{CommandExecutionError{database}}};
        replace(send, ReplyResult{Failure{error}});
      } else if (is_it && spoil_.kind == Kind::granted) {
        replace(send, ReplyResult{ClientSuccess{Disconnected{}}});
      } else if (is_it && spoil_.kind == Kind::other_code) {
        constexpr auto other = RpcMessageErrorCode::create_session_failed;
        replace(send, ReplyResult{Failure{{other, failure->error.message, std::nullopt}}});
      }
    } else if (is_the_reply(said->result)) {
      if (spoil_.kind == Kind::muted) return;
      if (spoil_.kind == Kind::hollow) hollow_out(send);
    }
    out.emplace_back(std::move(send));
  }

  bool is_the_reply(ReplyResultUnion const& result) const {
    if (auto const* client = std::get_if<ClientSuccess>(&result)) {
      return client_reply_ == client->reply.index();
    }
    auto const* host = std::get_if<HostSuccess>(&result);
    return host != nullptr && host_reply_ == host->reply.index();
  }

  void hollow_out(Send& send) const {
    if (client_reply_) {
      replace(send, ReplyResult{ClientSuccess{hollow_one<DaemonToClientReply>(*client_reply_)}});
    } else {
      replace(send, ReplyResult{HostSuccess{hollow_one<DaemonToHostReply>(*host_reply_)}});
    }
  }

  static void replace(Send& send, ReplyResult const& reply) {
    auto payload = encode(reply);
    ENSURE(payload.has_value());
    send.frames.back() = *std::move(payload);
  }

  bool is_the_event(Frames const& frames) const {
    auto const topic = topic_of(frames.front());
    if (topic == EventTopic::hosts) {
      auto const event = decode_host_broadcast(frames.back());
      return event && host_event_ == event->event.index();
    }
    if (topic == EventTopic::broadcast) {
      auto const event = decode_clients_broadcast(frames.back());
      return event && broadcast_ == event->event.index();
    }
    auto const event = decode_client_event(frames.back());
    return event && event_ == event->event.index();
  }

  void spoil_event(Send send, Outbox& out) {
    if (spoil_.kind == Kind::second_frame && spoil_.what == "events") {
      send.frames.push_back(bytes_of("more"));
    }
    bool const is_it = is_the_event(send.frames);
    if (is_it && spoil_.kind == Kind::muted) return;
    if (is_it && spoil_.kind == Kind::late) {
      held_back_.push_back(std::move(send));
      return;
    }
    if (is_it && spoil_.kind == Kind::twice) out.emplace_back(send);
    out.emplace_back(std::move(send));
  }

  std::unique_ptr<Machine> daemon_;
  ClientSpoil const spoil_;
  std::size_t code_ = 0;
  std::optional<std::size_t> client_reply_;
  std::optional<std::size_t> host_reply_;
  std::optional<std::size_t> event_;
  std::optional<std::size_t> host_event_;
  std::optional<std::size_t> broadcast_;
  std::vector<Send> held_back_;  // To the end of the step.
};

}  // namespace

std::string words_of(ClientSpoil const& spoil) {
  static constexpr char const* kinds[] = {"none",    "second-frame", "hollow",
                                          "muted",   "twice",        "other-code",
                                          "granted", "unreadable",   "late"};
  return fmt::format("{} {}", kinds[static_cast<std::size_t>(spoil.kind)], spoil.what);
}

TesteeFactory spoiled(TesteeFactory factory, ClientSpoil const& spoil) {
  return [factory = std::move(factory), spoil](Surroundings const& around, Rng rng) {
    return std::make_unique<SpoiledClients>(factory(around, rng), spoil);
  };
}

}  // namespace drydock::conformance
