#include "reference/moor/codec/root_encode.hpp"
#include "reference/moor/codec/small_tables.hpp"
#include "reference/moor/codec/table_write.hpp"

namespace drydock::moor {
namespace {

using AnyOffset = flatbuffers::Offset<void>;

template <class Where>
struct MemberCheck {
  EncodeCheck<Where>& check;

  bool operator()(AttachWorker const& body) const {
    return type(body.worker_type, "message.AttachWorker");
  }
  bool operator()(WorkerPong const& body) const {
    return type(body.worker_type, "message.WorkerPong");
  }
  bool operator()(RequestResult const& body) const {
    return check.value(body.result, Where{nullptr, "message.RequestResult.result"});
  }
  bool operator()(RequestError const& body) const {
    return check.text(text_within(body.error), Where{nullptr, "message.RequestError.error"});
  }
  bool operator()(WorkerRequest const& body) const {
    return check.values(body.request, Where{nullptr, "message.WorkerRequest.request"});
  }
  bool operator()(WorkerRejected const& body) const {
    return !body.reason || check.text(*body.reason, Where{nullptr, "reply.WorkerRejected.reason"});
  }
  bool operator()(WorkerAuthFailed const& body) const {
    return check.text(body.reason, Where{nullptr, "reply.WorkerAuthFailed.reason"});
  }
  bool operator()(WorkerInvalidPayload const& body) const {
    return check.text(body.reason, Where{nullptr, "reply.WorkerInvalidPayload.reason"});
  }
  template <class WithoutText>
  bool operator()(WithoutText const&) const {
    return true;
  }

  bool type(Symbol const& worker_type, std::string_view member) const {
    Where const place{nullptr, member};
    return check.text(worker_type.text, Where{&place, "worker_type"});
  }
};

template <class Out>
AnyOffset write_error_table(Out& out, WorkerError const& error) {
  auto const body = std::visit(
      [&](auto const& kind) -> AnyOffset {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<Kind, NoWorkerAvailable>) {
          return out.write_references(write_symbol_table(out, kind.worker_type));
        } else {
          // The six others are one table under six names: a message.
          return out.write_references(out.write_string(kind.message));
        }
      },
      error);
  return out.write_union(tag_of(error), body);
}

template <class Out>
struct ToDaemonWriter {
  Out& out;

  AnyOffset operator()(AttachWorker const& body) const {
    auto const id = write_uuid_table(out, body.worker_id);
    return out.write_references(id, write_symbol_table(out, body.worker_type));
  }
  AnyOffset operator()(WorkerPong const& body) const {
    auto const id = write_uuid_table(out, body.worker_id);
    return out.write_references(id, write_symbol_table(out, body.worker_type));
  }
  AnyOffset operator()(DetachWorker const& body) const {
    return out.write_references(write_uuid_table(out, body.worker_id));
  }
  AnyOffset operator()(RequestResult const& body) const {
    auto const worker_id = write_uuid_table(out, body.worker_id);
    auto const request_id = write_uuid_table(out, body.request_id);
    return out.write_references(worker_id, request_id, write_value(out, body.result));
  }
  AnyOffset operator()(RequestError const& body) const {
    auto const worker_id = write_uuid_table(out, body.worker_id);
    auto const request_id = write_uuid_table(out, body.request_id);
    return out.write_references(worker_id, request_id, write_error_table(out, body.error));
  }
};

template <class Out>
struct ToWorkerWriter {
  Out& out;

  AnyOffset operator()(PingWorkers) const { return out.write_nothing(); }
  AnyOffset operator()(WorkerRequest const& body) const {
    auto const worker_id = write_uuid_table(out, body.worker_id);
    auto const id = write_uuid_table(out, body.id);
    auto const perms = write_obj_table(out, body.perms);
    auto const request = write_value(out, body.request);
    return out
        .template write<sure_reference, sure_reference, sure_reference, sure_reference, Slot{8}>(
            {worker_id.o, id.o, perms.o, request.o, body.timeout_ms});
  }
  AnyOffset operator()(PleaseDie const& body) const {
    return out.write_references(write_uuid_table(out, body.worker_id));
  }
};

template <class Out>
struct ReplyWriter {
  Out& out;

  AnyOffset operator()(WorkerAck) const { return out.write_nothing(); }
  AnyOffset operator()(WorkerRejected const& body) const {
    if (!body.reason) return out.write_nothing();
    return out.write_references(out.write_string(*body.reason));
  }
  AnyOffset operator()(WorkerAttached const& body) const {
    return out.write_references(write_uuid_table(out, body.worker_id));
  }
  AnyOffset operator()(WorkerAuthFailed const& body) const {
    return out.write_references(out.write_string(body.reason));
  }
  AnyOffset operator()(WorkerInvalidPayload const& body) const {
    return out.write_references(out.write_string(body.reason));
  }
  AnyOffset operator()(WorkerUnknownRequest const& body) const {
    return out.write_references(write_uuid_table(out, body.request_id));
  }
  AnyOffset operator()(WorkerNotRegistered const& body) const {
    return out.write_references(write_uuid_table(out, body.worker_id));
  }
};

}  // namespace

flatbuffers::Offset<MoorRpc::WorkerError> write_worker_error(Builder& out,
                                                             WorkerError const& error) {
  return {write_error_table(out, error).o};
}

Result<Bytes> encode(WorkerToDaemonUnion const& message, std::optional<std::string> const& token,
                     Limits const& limits) {
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) {
        return std::visit(MemberCheck<Where>{check}, message) &&
               (!token || check.text(*token, Where{nullptr, "token"}));
      },
      [&]<class Out>(Out& out) {
        auto const body = std::visit(ToDaemonWriter<Out>{out}, message);
        auto const shown = token ? out.write_string(*token) : 0;
        return out.template write<sure_tag, sure_reference, Slot{4, true}>(
            {tag_of(message), body.o, shown.o});
      });
}

Result<Bytes> encode(WorkerToDaemonMessage const& message, Limits const& limits) {
  return encode(message.message, message.token, limits);
}

Result<Bytes> encode(DaemonToWorkerMessage const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) {
        return std::visit(MemberCheck<Where>{check}, message.message);
      },
      [&]<class Out>(Out& out) {
        auto const body = std::visit(ToWorkerWriter<Out>{out}, message.message);
        return out.write_union(tag_of(message.message), body);
      });
}

Result<Bytes> encode(DaemonToWorkerReply const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) {
        return std::visit(MemberCheck<Where>{check}, message.reply);
      },
      [&]<class Out>(Out& out) {
        auto const body = std::visit(ReplyWriter<Out>{out}, message.reply);
        return out.write_union(tag_of(message.reply), body);
      });
}

}  // namespace drydock::moor
