#pragma once

#include <string_view>

#include "conformance/moor/daemon/spoiled_clients.hpp"

// Every case of hosts and clients fails a daemon that is wrong in the way that stands beside it.

namespace drydock::conformance {

/// A defect of the daemon, its sessions or its tasks; or a spoil.
struct ClientProof {
  std::string_view case_id;
  std::string_view defect = {};
  ClientSpoil spoil = {};
};

namespace spoils {
using Kind = ClientSpoil::Kind;
inline constexpr ClientSpoil second_frame{Kind::second_frame, "replies"};
inline constexpr ClientSpoil second_event_frame{Kind::second_frame, "events"};
constexpr ClientSpoil hollow(std::string_view what) { return {Kind::hollow, what}; }
constexpr ClientSpoil muted(std::string_view what) { return {Kind::muted, what}; }
constexpr ClientSpoil twice(std::string_view what) { return {Kind::twice, what}; }
constexpr ClientSpoil late(std::string_view what) { return {Kind::late, what}; }
inline constexpr ClientSpoil no_refusal{Kind::granted, "InvalidRequest"};
inline constexpr ClientSpoil refusal_as_other{Kind::other_code, "InvalidRequest"};
inline constexpr ClientSpoil silent_refusal{Kind::muted, "InvalidRequest"};
inline constexpr ClientSpoil denial_granted{Kind::granted, "PermissionDenied"};
inline constexpr ClientSpoil unknown_granted{Kind::granted, "NoConnection"};
inline constexpr ClientSpoil unknown_as_other{Kind::other_code, "NoConnection"};
inline constexpr ClientSpoil task_error_as_other{Kind::other_code, "TaskError"};
inline constexpr ClientSpoil retrieval_as_other{Kind::other_code, "EntityRetrievalError"};
}  // namespace spoils

inline constexpr ClientProof client_proofs[] = {
    {"rpc.reply.one-frame", {}, spoils::second_frame},
    {"rpc.frames.count", {}, spoils::no_refusal},
    {"rpc.envelope.unopenable", {}, spoils::refusal_as_other},
    {"rpc.envelope.union", {}, spoils::silent_refusal},
    {"rpc.client-id.length", {}, spoils::refusal_as_other},
    {"rpc.body.unopenable", {}, spoils::refusal_as_other},
    {"rpc.body.required", {}, spoils::no_refusal},
    {"rpc.body.first", {}, spoils::refusal_as_other},
    {"rpc.body.element", {}, spoils::no_refusal},
    {"rpc.token.unreadable", "unreadable-token-is-none"},
    {"rpc.copies.differ", {}, spoils::no_refusal},
    {"rpc.malformed.survived", {}, spoils::silent_refusal},
    {"rpc.blocking.others", {}, spoils::muted("ThanksPong")},
    {"rpc.message.too-large", {}, spoils::muted("ServerFeatures")},
    {"value.lambda.refused", {}, spoils::no_refusal},
    {"value.depth", {}, spoils::muted("InternalError")},
    {"client.establish.new", {}, spoils::hollow("NewConnection")},
    {"client.establish.objects", {}, spoils::hollow("NewConnection")},
    {"client.establish.live", "second-establish"},
    {"client.establish.reserved", "reserved-ids-allowed"},
    {"client.unknown", {}, spoils::unknown_as_other},
    {"client.token.bad", {}, spoils::denial_granted},
    {"client.any-connection", {}, spoils::muted("ThanksPong")},
    {"client.detach.stays", {}, spoils::muted("ThanksPong")},
    {"client.detach.gone", {}, spoils::unknown_granted},
    {"client.pong.thanked", {}, spoils::hollow("ThanksPong")},
    {"client.expiry", {}, spoils::unknown_granted},
    {"client.restart.kept", "restart-forgets-life"},
    {"client-token.restart", {}, spoils::hollow("AttachResult")},
    {"login.no-object", {}, spoils::denial_granted},
    {"login.success", {}, spoils::hollow("NewConnection")},
    {"login.words", {}, spoils::twice("NarrativeEventMessage")},
    {"login.failed", {}, {ClientSpoil::Kind::other_code, "LoginTaskFailed"}},
    {"login.not-a-player", "login-before-check"},
    {"login.second", "keeps-first-player"},
    {"attach.result", {}, spoils::hollow("AttachResult")},
    {"attach.refused", {}, spoils::denial_granted},
    {"reattach.keeps", {}, spoils::hollow("AttachResult")},
    {"reattach.order", {}, spoils::unknown_as_other},
    {"boot.disconnects", {}, spoils::muted("DisconnectEvent")},
    {"boot.after-output", "boot-overtakes"},
    {"boot.others", "boot-cancels-others"},
    {"switch.tokens", {}, spoils::denial_granted},
    {"task.submitted", {}, spoils::muted("TaskErrorEvent")},
    {"eval.result", {}, spoils::task_error_as_other},
    {"program.result", {}, spoils::hollow("VerbProgramResponseReply")},
    {"out-of-band.submitted", {}, spoils::muted("TaskSubmitted")},
    {"out-of-band.end", "oob-never-ends"},
    {"input.thanks", {}, spoils::muted("RequestInputEvent")},
    {"input.refused", "input-from-anybody"},
    {"value.unchanged", {}, spoils::muted("TaskSuccessEvent")},
    {"event.order", {}, spoils::twice("NarrativeEventMessage")},
    {"event.ids", {}, spoils::twice("NarrativeEventMessage")},
    {"event.end.once", "ends-twice"},
    {"event.end.killed", "end-lost-when-killed"},
    {"event.end.unencodable", {}, spoils::muted("TaskErrorEvent")},
    {"event.suspended", {}, spoils::muted("TaskSuspendedEvent")},
    {"event.suspended.not-read", {}, spoils::muted("RequestInputEvent")},
    {"event.input.after-output", {}, spoils::late("NarrativeEventMessage")},
    {"event.player", {}, spoils::muted("NarrativeEventMessage")},
    {"event.submitter", {}, spoils::muted("TaskSuccessEvent")},
    {"event.traceback", {}, spoils::late("NarrativeEventMessage")},
    {"event.abort.order", "abort-overtakes-output"},
    {"event.end.prompt", {}, spoils::muted("TaskSuccessEvent")},
    {"event.option", {}, spoils::late("SetConnectionOptionEvent")},
    {"event.switch", "switch-bypasses"},
    {"attribute.set", {}, spoils::muted("ClientAttributeSet")},
    {"property.none", {}, spoils::refusal_as_other},
    {"world.missing", {}, spoils::retrieval_as_other},
    {"world.absent-value", {}, spoils::hollow("ResolveResult")},
    {"world.retrieved", {}, spoils::hollow("PropertyValue")},
    {"batch.results", {}, spoils::hollow("BatchWorldStateReply")},
    {"batch.no-trace", {}, {ClientSpoil::Kind::granted, "TaskError"}},
    {"batch.failure", {}, {ClientSpoil::Kind::unreadable, "TaskError"}},
    {"handler.unknown-client", {}, {ClientSpoil::Kind::granted, "InternalError"}},
    {"handler.missing", {}, spoils::hollow("SystemHandlerResponseReply")},
    {"system-verb.output", {}, spoils::hollow("VerbCallResponse")},
    {"system-verb.restricted", {}, spoils::denial_granted},
    {"event-log.off", {}, spoils::muted("CurrentPresentations")},
    {"event-log.bad-key", {}, spoils::refusal_as_other},
    {"host.acknowledged", {}, spoils::muted("DaemonToHostAck")},
    {"host.listeners", {}, spoils::muted("DaemonToHostAck")},
    {"host.detach", {}, spoils::muted("DaemonToHostAck")},
    {"host.detach.clients", {}, spoils::muted("ThanksPong")},
    {"host.id.length", {}, spoils::refusal_as_other},
    {"host.type.unknown", {}, spoils::refusal_as_other},
    {"host.address", {}, spoils::muted("DaemonToHostAck")},
    {"host.ping.period", {}, spoils::muted("HostBroadcastPingPong")},
    {"host.event.frames", {}, spoils::second_event_frame},
    {"host.expiry", {}, spoils::muted("DaemonToHostAck")},
    {"host.features", {}, spoils::hollow("DaemonToHostPerfCounters")},
    {"host.listen", {}, spoils::muted("HostBroadcastUnlisten")},
    {"host.listen.repeated", {}, spoils::muted("HostBroadcastListen")},
    {"host.restart.readopts", {}, spoils::muted("DaemonToHostAck")},
    {"client-token.form", {}, spoils::hollow("NewConnection")},
    {"client-token.refused", {}, spoils::denial_granted},
    {"client-token.another", "token-of-anybody"},
    {"client-token.negative", {}, spoils::denial_granted},
};

}  // namespace drydock::conformance
