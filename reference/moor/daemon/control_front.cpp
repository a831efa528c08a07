#include "reference/moor/daemon/control_front.hpp"

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

void ControlFront::open(Outbox& out) const {
  SocketSpec spec;
  spec.type = SocketType::rep;
  spec.bind = {settings_.workers_response_listen};
  spec.frame_bytes_max = static_cast<std::int64_t>(settings_.message_bytes_max);
  out.emplace_back(OpenSocket{control_socket, std::move(spec)});
}

void ControlFront::on_message(VirtualTime now, PeerId const& from, Frames const& frames,
                              Outbox& out) {
  Result<Bytes> reply = encode(DaemonToWorkerReply{answer(now, frames, out)});
  ENSURE(reply.has_value());  // Our own texts, and ids.
  out.emplace_back(Send{from, Frames{*std::move(reply)}});
}

DaemonToWorkerReplyUnion ControlFront::answer(VirtualTime now, Frames const& frames, Outbox& out) {
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
  return std::visit([&](auto const& body) { return on(now, *id, body, out); }, decoded->message);
}

DaemonToWorkerReplyUnion ControlFront::registered(VirtualTime now, Uuid const& id,
                                                  Symbol const& type, Outbox& out) {
  if (!registry_.attach(now, id, type, out)) return WorkerRejected{"too many workers"};
  out.emplace_back(Log{LogLevel::info, "worker " + id.text() + " attached as " + type.text});
  return WorkerAttached{id};
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime now, Uuid const& id,
                                          AttachWorker const& attach, Outbox& out) {
  if (WorkerRecord const* const before = registry_.find(id)) {
    if (settings_.defects.has(Defect::reattach_forgets_pending)) {
      dispatcher_.forget_all_of(id, out);
    } else {
      dispatcher_.fail_all_of(id, before->type, out);
    }
  }
  return registered(now, id, attach.worker_type, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime now, Uuid const& id, WorkerPong const& pong,
                                          Outbox& out) {
  if (registry_.renew(now, id, out)) return WorkerAck{};  // It keeps the type that it had.
  return registered(now, id, pong.worker_type, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Uuid const& id, DetachWorker const&,
                                          Outbox& out) {
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

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Uuid const& id, RequestResult const& result,
                                          Outbox& out) {
  return settled(id, result.request_id, result.result, out);
}

DaemonToWorkerReplyUnion ControlFront::on(VirtualTime, Uuid const& id, RequestError const& error,
                                          Outbox& out) {
  return settled(id, error.request_id, error.error, out);
}

DaemonToWorkerReplyUnion ControlFront::settled(Uuid const& id, Uuid const& request_id,
                                               Outcome outcome, Outbox& out) {
  if (registry_.find(id) == nullptr) return WorkerNotRegistered{id};
  if (dispatcher_.settle(id, request_id, std::move(outcome), out)) return WorkerAck{};
  return WorkerUnknownRequest{request_id};
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
