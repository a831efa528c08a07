#include "schema/moor/worker_generated.h"

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/quick_table.hpp"
#include "reference/moor/codec/root_decode.hpp"
#include "reference/moor/codec/two_readers.hpp"
#include "reference/moor/codec/worker_error_decode.hpp"
#include "reference/moor/codec/worker_fields.hpp"

namespace drydock::moor {
namespace {

bool read(Decoding& decoding, MoorRpc::WorkerToDaemonMessage const& from,
          WorkerToDaemonMessage& out) {
  using Tag = MoorRpc::WorkerToDaemonMessageUnion;
  auto const field = [](Place const& member, std::string_view name) {
    return Place{&member, name};
  };
  if (!decoding.optional_text(from.token(), Place{nullptr, "token"}, out.token)) return false;
  Place place{nullptr, "message"};
  switch (from.message_type()) {
    case Tag::AttachWorker: {
      place.member = "AttachWorker";
      auto const& body = *from.message_as_AttachWorker();
      auto& message = out.message.emplace<AttachWorker>();
      return decoding.uuid(*body.worker_id(), field(place, "worker_id"), message.worker_id) &&
             decoding.symbol(*body.worker_type(), field(place, "worker_type"), message.worker_type);
    }
    case Tag::WorkerPong: {
      place.member = "WorkerPong";
      auto const& body = *from.message_as_WorkerPong();
      auto& message = out.message.emplace<WorkerPong>();
      return decoding.uuid(*body.worker_id(), field(place, "worker_id"), message.worker_id) &&
             decoding.symbol(*body.worker_type(), field(place, "worker_type"), message.worker_type);
    }
    case Tag::DetachWorker: {
      place.member = "DetachWorker";
      auto const& body = *from.message_as_DetachWorker();
      return decoding.uuid(*body.worker_id(), field(place, "worker_id"),
                           out.message.emplace<DetachWorker>().worker_id);
    }
    case Tag::RequestResult: {
      place.member = "RequestResult";
      auto const& body = *from.message_as_RequestResult();
      auto& message = out.message.emplace<RequestResult>();
      return decoding.uuid(*body.worker_id(), field(place, "worker_id"), message.worker_id) &&
             decoding.uuid(*body.request_id(), field(place, "request_id"), message.request_id) &&
             decoding.value(*body.result(), field(place, "result"), message.result);
    }
    case Tag::RequestError: {
      place.member = "RequestError";
      auto const& body = *from.message_as_RequestError();
      auto& message = out.message.emplace<RequestError>();
      return decoding.uuid(*body.worker_id(), field(place, "worker_id"), message.worker_id) &&
             decoding.uuid(*body.request_id(), field(place, "request_id"), message.request_id) &&
             read_worker_error(decoding, *body.error(), field(place, "error"), message.error);
    }
    default:
      break;
  }
  ENSURE(false);  // open_union() saw a known tag.
}

bool read(Decoding& decoding, MoorRpc::DaemonToWorkerMessage const& from,
          DaemonToWorkerMessage& out) {
  using Tag = MoorRpc::DaemonToWorkerMessageUnion;
  Place place{nullptr, "message"};
  switch (from.message_type()) {
    case Tag::PingWorkers:
      out.message.emplace<PingWorkers>();
      return true;
    case Tag::WorkerRequest: {
      place.member = "WorkerRequest";
      auto const& body = *from.message_as_WorkerRequest();
      auto& message = out.message.emplace<WorkerRequest>();
      message.timeout_ms = body.timeout_ms();
      return decoding.uuid(*body.worker_id(), Place{&place, "worker_id"}, message.worker_id) &&
             decoding.uuid(*body.id(), Place{&place, "id"}, message.id) &&
             decoding.obj(*body.perms(), Place{&place, "perms"}, message.perms) &&
             decoding.values(*body.request(), Place{&place, "request"}, message.request);
    }
    case Tag::PleaseDie: {
      place.member = "PleaseDie";
      return decoding.uuid(*from.message_as_PleaseDie()->worker_id(), Place{&place, "worker_id"},
                           out.message.emplace<PleaseDie>().worker_id);
    }
    default:
      break;
  }
  ENSURE(false);  // open_union() saw a known tag.
}

bool read(Decoding& decoding, MoorRpc::DaemonToWorkerReply const& from, DaemonToWorkerReply& out) {
  using Tag = MoorRpc::DaemonToWorkerReplyUnion;
  Place place{nullptr, "reply", MoorRpc::EnumNameDaemonToWorkerReplyUnion(from.reply_type())};
  switch (from.reply_type()) {
    case Tag::WorkerAck:
      out.reply.emplace<WorkerAck>();
      return true;
    case Tag::WorkerRejected:
      return decoding.optional_text(from.reply_as_WorkerRejected()->reason(),
                                    Place{&place, "reason"},
                                    out.reply.emplace<WorkerRejected>().reason);
    case Tag::WorkerAttached:
      return decoding.uuid(*from.reply_as_WorkerAttached()->worker_id(), Place{&place, "worker_id"},
                           out.reply.emplace<WorkerAttached>().worker_id);
    case Tag::WorkerAuthFailed:
      return decoding.text(*from.reply_as_WorkerAuthFailed()->reason(), Place{&place, "reason"},
                           out.reply.emplace<WorkerAuthFailed>().reason);
    case Tag::WorkerInvalidPayload:
      return decoding.text(*from.reply_as_WorkerInvalidPayload()->reason(), Place{&place, "reason"},
                           out.reply.emplace<WorkerInvalidPayload>().reason);
    case Tag::WorkerUnknownRequest:
      return decoding.uuid(*from.reply_as_WorkerUnknownRequest()->request_id(),
                           Place{&place, "request_id"},
                           out.reply.emplace<WorkerUnknownRequest>().request_id);
    case Tag::WorkerNotRegistered:
      return decoding.uuid(*from.reply_as_WorkerNotRegistered()->worker_id(),
                           Place{&place, "worker_id"},
                           out.reply.emplace<WorkerNotRegistered>().worker_id);
    default:
      break;
  }
  ENSURE(false);  // open_union() saw a known tag.
}

}  // namespace

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, WorkerToDaemonMessage& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<WorkerToDaemonMessage> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_root<WorkerToDaemonMessage, MoorRpc::WorkerToDaemonMessage>(
      {WireSchema::moor, "MoorRpc.WorkerToDaemonMessage", to_daemon_union}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}
Decoded<WorkerToDaemonMessage> decode_worker_to_daemon(ByteView buffer, Limits const& limits) {
  return decode_either_way<WorkerToDaemonMessage>(buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, DaemonToWorkerMessage& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<DaemonToWorkerMessage> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_root<DaemonToWorkerMessage, MoorRpc::DaemonToWorkerMessage>(
      {WireSchema::moor, "MoorRpc.DaemonToWorkerMessage", to_worker_union}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}
Decoded<DaemonToWorkerMessage> decode_daemon_to_worker(ByteView buffer, Limits const& limits) {
  return decode_either_way<DaemonToWorkerMessage>(buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, DaemonToWorkerReply& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<DaemonToWorkerReply> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_root<DaemonToWorkerReply, MoorRpc::DaemonToWorkerReply>(
      {WireSchema::moor, "MoorRpc.DaemonToWorkerReply", reply_union}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}
Decoded<DaemonToWorkerReply> decode_reply(ByteView buffer, Limits const& limits) {
  return decode_either_way<DaemonToWorkerReply>(buffer, limits);
}

}  // namespace drydock::moor
