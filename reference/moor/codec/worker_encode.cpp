#include "reference/moor/codec/root_encode.hpp"

namespace drydock::moor {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
using Union = flatbuffers::Offset<void>;

struct MemberCheck {
  EncodeCheck& check;

  bool operator()(AttachWorker const& body) const {
    return type(body.worker_type, "message.AttachWorker");
  }
  bool operator()(WorkerPong const& body) const {
    return type(body.worker_type, "message.WorkerPong");
  }
  bool operator()(RequestResult const& body) const {
    return check.value(body.result, Place{nullptr, "message.RequestResult.result"});
  }
  bool operator()(RequestError const& body) const {
    return check.text(text_within(body.error), Place{nullptr, "message.RequestError.error"});
  }
  bool operator()(WorkerRequest const& body) const {
    return check.values(body.request, Place{nullptr, "message.WorkerRequest.request"});
  }
  bool operator()(WorkerRejected const& body) const {
    return !body.reason || check.text(*body.reason, Place{nullptr, "reply.WorkerRejected.reason"});
  }
  bool operator()(WorkerAuthFailed const& body) const {
    return check.text(body.reason, Place{nullptr, "reply.WorkerAuthFailed.reason"});
  }
  bool operator()(WorkerInvalidPayload const& body) const {
    return check.text(body.reason, Place{nullptr, "reply.WorkerInvalidPayload.reason"});
  }
  template <class WithoutText>
  bool operator()(WithoutText const&) const {
    return true;
  }

  bool type(Symbol const& worker_type, std::string_view member) const {
    Place const place{nullptr, member};
    return check.text(worker_type.text, Place{&place, "worker_type"});
  }
};

struct ToDaemonWriter {
  Builder& out;

  Union operator()(AttachWorker const& body) const {
    auto const id = write_uuid(out, body.worker_id);
    return MoorRpc::CreateAttachWorker(out, id, write_symbol(out, body.worker_type)).Union();
  }
  Union operator()(WorkerPong const& body) const {
    auto const id = write_uuid(out, body.worker_id);
    return MoorRpc::CreateWorkerPong(out, id, write_symbol(out, body.worker_type)).Union();
  }
  Union operator()(DetachWorker const& body) const {
    return MoorRpc::CreateDetachWorker(out, write_uuid(out, body.worker_id)).Union();
  }
  Union operator()(RequestResult const& body) const {
    auto const worker_id = write_uuid(out, body.worker_id);
    auto const request_id = write_uuid(out, body.request_id);
    return MoorRpc::CreateRequestResult(out, worker_id, request_id, write_var(out, body.result))
        .Union();
  }
  Union operator()(RequestError const& body) const {
    auto const worker_id = write_uuid(out, body.worker_id);
    auto const request_id = write_uuid(out, body.request_id);
    return MoorRpc::CreateRequestError(out, worker_id, request_id,
                                       write_worker_error(out, body.error))
        .Union();
  }
};

struct ToWorkerWriter {
  Builder& out;

  Union operator()(PingWorkers) const { return MoorRpc::CreatePingWorkers(out).Union(); }
  Union operator()(WorkerRequest const& body) const {
    auto const worker_id = write_uuid(out, body.worker_id);
    auto const id = write_uuid(out, body.id);
    auto const perms = write_obj(out, body.perms);
    auto const request = write_vars(out, body.request);
    return MoorRpc::CreateWorkerRequest(out, worker_id, id, perms, request, body.timeout_ms)
        .Union();
  }
  Union operator()(PleaseDie const& body) const {
    return MoorRpc::CreatePleaseDie(out, write_uuid(out, body.worker_id)).Union();
  }
};

struct ReplyWriter {
  Builder& out;

  Union operator()(WorkerAck) const { return MoorRpc::CreateWorkerAck(out).Union(); }
  Union operator()(WorkerRejected const& body) const {
    return MoorRpc::CreateWorkerRejected(out, body.reason ? out.CreateString(*body.reason) : 0)
        .Union();
  }
  Union operator()(WorkerAttached const& body) const {
    return MoorRpc::CreateWorkerAttached(out, write_uuid(out, body.worker_id)).Union();
  }
  Union operator()(WorkerAuthFailed const& body) const {
    return MoorRpc::CreateWorkerAuthFailed(out, out.CreateString(body.reason)).Union();
  }
  Union operator()(WorkerInvalidPayload const& body) const {
    return MoorRpc::CreateWorkerInvalidPayload(out, out.CreateString(body.reason)).Union();
  }
  Union operator()(WorkerUnknownRequest const& body) const {
    return MoorRpc::CreateWorkerUnknownRequest(out, write_uuid(out, body.request_id)).Union();
  }
  Union operator()(WorkerNotRegistered const& body) const {
    return MoorRpc::CreateWorkerNotRegistered(out, write_uuid(out, body.worker_id)).Union();
  }
};

/// The alternatives stand in the order of their tags, of which 0 is none.
template <class Tag, class Variant>
Tag tag_of(Variant const& variant) {
  return static_cast<Tag>(variant.index() + 1);
}

}  // namespace

flatbuffers::Offset<MoorRpc::WorkerError> write_worker_error(Builder& out,
                                                             WorkerError const& error) {
  auto const body = std::visit(
      [&](auto const& kind) -> Union {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<Kind, NoWorkerAvailable>) {
          return MoorRpc::CreateNoWorkerAvailable(out, write_symbol(out, kind.worker_type)).Union();
        } else {
          // The six others are one table under six names: a message.
          return MoorRpc::CreateWorkerRequestError(out, out.CreateString(kind.message)).Union();
        }
      },
      error);
  return MoorRpc::CreateWorkerError(out, tag_of<MoorRpc::WorkerErrorUnion>(error), body);
}

Result<Bytes> encode(WorkerToDaemonMessage const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&](EncodeCheck& check) {
        return std::visit(MemberCheck{check}, message.message) &&
               (!message.token || check.text(*message.token, Place{nullptr, "token"}));
      },
      [&](Builder& out) {
        auto const body = std::visit(ToDaemonWriter{out}, message.message);
        auto const token = message.token ? out.CreateString(*message.token) : 0;
        return MoorRpc::CreateWorkerToDaemonMessage(
            out, tag_of<MoorRpc::WorkerToDaemonMessageUnion>(message.message), body, token);
      });
}

Result<Bytes> encode(DaemonToWorkerMessage const& message, Limits const& limits) {
  return encode_root(
      limits, [&](EncodeCheck& check) { return std::visit(MemberCheck{check}, message.message); },
      [&](Builder& out) {
        auto const body = std::visit(ToWorkerWriter{out}, message.message);
        return MoorRpc::CreateDaemonToWorkerMessage(
            out, tag_of<MoorRpc::DaemonToWorkerMessageUnion>(message.message), body);
      });
}

Result<Bytes> encode(DaemonToWorkerReply const& message, Limits const& limits) {
  return encode_root(
      limits, [&](EncodeCheck& check) { return std::visit(MemberCheck{check}, message.reply); },
      [&](Builder& out) {
        auto const body = std::visit(ReplyWriter{out}, message.reply);
        return MoorRpc::CreateDaemonToWorkerReply(
            out, tag_of<MoorRpc::DaemonToWorkerReplyUnion>(message.reply), body);
      });
}

}  // namespace drydock::moor
