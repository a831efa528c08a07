#include "simulator/moor/checkers/replies_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace drydock::simulator {
namespace {

using namespace moor;

constexpr Duration answer_within = std::chrono::seconds{1};

/// What a request is granted with.
template <class Request>
struct Grant;
template <>
struct Grant<ConnectionEstablish> {
  using Type = NewConnection;
};
template <>
struct Grant<Reattach> {
  using Type = AttachResult;
};
template <>
struct Grant<RequestSysProp> {
  using Type = SysPropValue;
};
template <>
struct Grant<LoginCommand> {
  using Type = LoginResult;
};
template <>
struct Grant<Attach> {
  using Type = AttachResult;
};
template <>
struct Grant<Command> {
  using Type = TaskSubmitted;
};
template <>
struct Grant<Verbs> {
  using Type = VerbsReply;
};
template <>
struct Grant<InvokeVerb> {
  using Type = TaskSubmitted;
};
template <>
struct Grant<Properties> {
  using Type = PropertiesReply;
};
template <>
struct Grant<Program> {
  using Type = VerbProgramResponseReply;
};
template <>
struct Grant<RequestedInput> {
  using Type = InputThanks;
};
template <>
struct Grant<OutOfBand> {
  using Type = TaskSubmitted;
};
template <>
struct Grant<Eval> {
  using Type = EvalResult;
};
template <>
struct Grant<Resolve> {
  using Type = ResolveResult;
};
template <>
struct Grant<ClientPong> {
  using Type = ThanksPong;
};
template <>
struct Grant<RequestHistory> {
  using Type = HistoryResponseReply;
};
template <>
struct Grant<RequestCurrentPresentations> {
  using Type = CurrentPresentations;
};
template <>
struct Grant<DismissPresentation> {
  using Type = PresentationDismissed;
};
template <>
struct Grant<SetClientAttribute> {
  using Type = ClientAttributeSet;
};
template <>
struct Grant<Detach> {
  using Type = Disconnected;
};
template <>
struct Grant<GetEventLogPublicKey> {
  using Type = EventLogPublicKey;
};
template <>
struct Grant<SetEventLogPublicKey> {
  using Type = EventLogPublicKey;
};
template <>
struct Grant<DeleteEventLogHistory> {
  using Type = EventLogHistoryDeleted;
};
template <>
struct Grant<ListObjects> {
  using Type = ListObjectsReply;
};
template <>
struct Grant<UpdateProperty> {
  using Type = PropertyUpdated;
};
template <>
struct Grant<InvokeSystemHandler> {
  using Type = SystemHandlerResponseReply;
};
template <>
struct Grant<CallSystemVerb> {
  using Type = VerbCallResponse;
};
template <>
struct Grant<BatchWorldState> {
  using Type = BatchWorldStateReply;
};

template <class Request>
bool fits(Request const&, DaemonToClientReply const& reply) {
  return std::holds_alternative<typename Grant<Request>::Type>(reply);
}
bool fits(Retrieve const& request, DaemonToClientReply const& reply) {
  if (request.entity_type == EntityType::verb) return std::holds_alternative<VerbValue>(reply);
  return std::holds_alternative<PropertyValue>(reply);
}

/// Source: hosts 5.1.
bool waits_for_a_task(ClientCall const& call) {
  return call.as<LoginCommand>() != nullptr || call.as<Eval>() != nullptr ||
         call.as<InvokeSystemHandler>() != nullptr || call.as<CallSystemVerb>() != nullptr;
}

}  // namespace

void RepliesFit::on_call(VirtualTime, ClientCall const& call) {
  open_.emplace(key_of(call), waits_for_a_task(call));
}

void RepliesFit::on_answer(VirtualTime, ClientCall const& call, ReplyResultUnion const& result) {
  auto const asked = open_.find(key_of(call));
  if (asked != open_.end()) open_.erase(asked);
  if (std::holds_alternative<moor::Failure>(result)) return;
  auto const* success = std::get_if<ClientSuccess>(&result);
  bool const is_fit =
      success != nullptr &&
      std::visit([&](auto const& request) { return fits(request, success->reply); }, call.message);
  if (is_fit) return;
  fail(fmt::format("request {} of client {} was granted with reply {}", call.message.index() + 1,
                   call.client.text(), success == nullptr ? 0 : success->reply.index() + 1));
}

void RepliesFit::on_tick(VirtualTime now) {
  if (pace_.is_hampered()) return;
  for (auto const& [key, waits] : open_) {
    auto const& [at, client, message] = key;
    bool const is_late = now - std::max(at, pace_.at_full_speed_since()) > answer_within;
    if (!is_late) return;  // The others came later still.
    if (waits) continue;
    fail(fmt::format("request {} of client {} is not answered", message + 1, client.text()));
    return;
  }
}

void RepliesFit::on_daemon(VirtualTime now, NodeEvent event) {
  pace_.on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) open_.clear();
}

}  // namespace drydock::simulator
