#include "reference/moor/daemon/control_front.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

// Stock mooR's texts, which peers may show (workers 2.5).
constexpr char const* rejected_text = "Message rejected";
constexpr char const* bad_id_text = "Invalid worker ID format";
constexpr char const* bad_union_text = "Missing or invalid message union";

Limits limits_of(Settings const& settings) {
  Limits limits;
  limits.message_bytes = settings.message_bytes_max;
  return limits;
}

Uuid const& body_id(WorkerToDaemonUnion const& message) {
  return std::visit([](auto const& body) -> Uuid const& { return body.worker_id; }, message);
}

}  // namespace

void ControlFront::open(Security const& security, Outbox& out) const {
  SocketSpec spec;
  spec.security = security;
  spec.type = SocketType::rep;
  spec.bind = {settings_.workers_response_listen};
  spec.frame_bytes_max = static_cast<std::int64_t>(settings_.message_bytes_max);
  out.emplace_back(OpenSocket{control_socket, std::move(spec)});
}

void ControlFront::on_message(VirtualTime now, Received const& received, Outbox& out) {
  Result<Bytes> reply = encode(DaemonToWorkerReply{answer(now, received, out)});
  ENSURE(reply.has_value());  // Our own texts, and ids.
  out.emplace_back(Send{received.from, frames_of(*std::move(reply))});
}

DaemonToWorkerReplyUnion ControlFront::answer(VirtualTime now, Received const& received,
                                              Outbox& out) {
  Frames const& frames = received.frames;
  if (frames.size() != 2) return WorkerRejected{rejected_text};
  auto const decoded = decode_worker_to_daemon(frames[1], limits_of(settings_));
  if (!decoded && decoded.error().stage == DecodeError::Stage::unopenable) {
    return WorkerRejected{rejected_text};
  }
  Result<Uuid> const id = Uuid::from_bytes(frames[0]);
  if (!id) return WorkerInvalidPayload{bad_id_text};
  if (!decoded) {
    if (decoded.error().stage == DecodeError::Stage::no_union) {
      return WorkerInvalidPayload{bad_union_text};
    }
    if (settings_.defects.has(Defect::bad_result_ends_request)) {
      if (auto const ids = peek_answer_ids(frames[1])) dispatcher_.forget(ids->request_id, out);
    }
    return WorkerInvalidPayload{decoded.error().text()};
  }
  if (body_id(decoded->message) != *id && !settings_.defects.has(Defect::body_id_ignored)) {
    return WorkerInvalidPayload{"worker_id in the body differs from frame 0"};
  }
  Sender const sender{*id, received.user_id};
  if (auto refusal = refusal_of(sender)) return *std::move(refusal);
  if (settings_.strict) return act_on_token(now, sender, *decoded, out);
  return act(now, sender, decoded->message, out);
}

DaemonToWorkerReplyUnion ControlFront::act(VirtualTime now, Sender const& sender,
                                           WorkerToDaemonUnion const& message, Outbox& out) {
  return std::visit([&](auto const& body) { return on(now, sender, body, out); }, message);
}

/// ST-03: nothing of a message counts before its token does.
DaemonToWorkerReplyUnion ControlFront::act_on_token(VirtualTime now, Sender const& sender,
                                                    WorkerToDaemonMessage const& message,
                                                    Outbox& out) {
  auto shown = gatekeeper_->check_token(now, message.token, sender.id, sender.user_id);
  if (!shown) {
    if (settings_.defects.has(Defect::refused_message_takes_effect)) {
      act(now, sender, message.message, out);
    }
    out.emplace_back(Log{LogLevel::debug, "worker " + sender.id.text() + " is refused: " +
                                              std::string(sentence(shown.error().why))});
    return WorkerAuthFailed{shown.error().message()};
  }
  DaemonToWorkerReplyUnion reply = act(now, sender, message.message, out);
  registry_.note_token(sender.id, *std::move(shown));
  return reply;
}

/// Who did not attach a worker has no say over it (DW-40, UQ-19), and who was barred meanwhile has
/// no say at all: libzmq keeps a connection that it once admitted.
std::optional<WorkerAuthFailed> ControlFront::refusal_of(Sender const& sender) const {
  bool const barred =
      gatekeeper_ != nullptr && !sender.user_id.empty() && !gatekeeper_->allows(sender.user_id);
  if (barred) return WorkerAuthFailed{"the identity is not allowed any more"};
  WorkerRecord const* const record = registry_.find(sender.id);
  bool const anothers = record != nullptr && record->owner != sender.user_id &&
                        !settings_.defects.has(Defect::owner_not_compared);
  if (anothers) return WorkerAuthFailed{"the worker belongs to another identity"};
  return std::nullopt;
}

DaemonToWorkerReplyUnion ControlFront::registered(VirtualTime now, Sender const& sender,
                                                  Symbol const& type, Outbox& out) {
  if (!registry_.attach(now, sender.id, type, sender.user_id, out)) {
    return WorkerRejected{"too many workers"};
  }
  out.emplace_back(Log{LogLevel::info, "worker " + sender.id.text() + " attached as " + type.text});
  return WorkerAttached{sender.id};
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime now, Sender const& sender,
                                          AttachWorker const& attach, Outbox& out) {
  if (WorkerRecord const* const before = registry_.find(sender.id)) {
    if (settings_.defects.has(Defect::reattach_forgets_pending)) {
      dispatcher_.forget_all_of(sender.id, out);
    } else {
      dispatcher_.fail_all_of(sender.id, before->type, out);
    }
  }
  return registered(now, sender, attach.worker_type, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime now, Sender const& sender,
                                          WorkerPong const& pong, Outbox& out) {
  if (registry_.renew(now, sender.id, out)) return WorkerAck{};  // It keeps the type that it had.
  return registered(now, sender, pong.worker_type, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Sender const& sender, DetachWorker const&,
                                          Outbox& out) {
  Uuid const& id = sender.id;
  WorkerRecord const* const record = registry_.find(id);
  if (record == nullptr) return WorkerAck{};
  if (settings_.defects.has(Defect::dispatches_to_detached)) {
    dispatcher_.keep_dispatching_to(id, *record);
  }
  if (settings_.defects.has(Defect::detach_forgets_pending)) {
    dispatcher_.forget_all_of(id, out);
  } else {
    dispatcher_.fail_all_of(id, record->type, out);
  }
  registry_.remove(id, out);
  out.emplace_back(Log{LogLevel::info, "worker " + id.text() + " detached"});
  return WorkerAck{};
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Sender const& sender,
                                          RequestResult const& result, Outbox& out) {
  return settled(sender.id, result.request_id, result.result, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Sender const& sender,
                                          RequestError const& error, Outbox& out) {
  return settled(sender.id, error.request_id, error.error, out);
}

DaemonToWorkerReplyUnion ControlFront::settled(Uuid const& id, Uuid const& request_id,
                                               Outcome outcome, Outbox& out) {
  if (registry_.find(id) == nullptr) return WorkerNotRegistered{id};
  if (dispatcher_.settle(id, request_id, std::move(outcome), out)) return WorkerAck{};
  return WorkerUnknownRequest{request_id};
}

void ControlFront::expel(std::vector<std::string> const& users, Outbox& out) {
  std::vector<Uuid> ids;
  for (auto const& [id, record] : registry_.records()) {
    if (std::find(users.begin(), users.end(), record.owner) != users.end()) ids.push_back(id);
  }
  expel(ids, out);
}

void ControlFront::expel_revoked(VirtualTime now, Outbox& out) {
  using drydock::token::Refusal;
  std::vector<Uuid> ids;
  for (auto const& [id, record] : registry_.records()) {
    if (!record.shown) continue;
    auto const again = gatekeeper_->check_token(now, record.shown->text, id, record.owner);
    bool const expired = !again && again.error().why == Refusal::expired;
    bool const bad = !again && !expired;  // An expired one may be renewed: ST-05.
    if (bad || gatekeeper_->taken_back(record.shown->text)) ids.push_back(id);
  }
  expel(ids, out);
}

void ControlFront::expel(std::vector<Uuid> const& ids, Outbox& out) {
  for (Uuid const& id : ids) {
    dispatcher_.fail_all_of(id, registry_.find(id)->type, out);
    registry_.remove(id, out);
    out.emplace_back(Log{LogLevel::warning, "worker " + id.text() + " is not allowed any more"});
  }
}

void ControlFront::on_silent(Uuid const& worker_id, Outbox& out) {
  WorkerRecord const* const record = registry_.find(worker_id);
  if (record == nullptr) return;
  out.emplace_back(Log{LogLevel::warning, "worker " + worker_id.text() + " is silent, expired"});
  if (settings_.defects.has(Defect::expiry_forgets_pending)) {
    dispatcher_.forget_all_of(worker_id, out);
  } else {
    dispatcher_.fail_all_of(worker_id, record->type, out);
  }
  registry_.remove(worker_id, out);
}

}  // namespace drydock::moor::daemon
