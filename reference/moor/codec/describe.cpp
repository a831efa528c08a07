#include "reference/moor/codec/describe.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe_host.hpp"
#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/utf8.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor {
namespace {

std::string short_text(Uuid const& uuid) { return to_hex(ByteView(uuid.bytes).first(4)); }

/// Bodies as text; anything a peer chose is quoted, so that it stays on its line.
struct Describer {
  std::size_t text_max;

  std::string quoted(std::string_view text) const {
    LiteralWriter writer(text_max);
    writer.write_quoted(text);
    return std::move(writer).take();
  }
  std::string of(Var const& value) const { return to_literal(value, text_max); }
  std::string of(std::vector<Var> const& values) const {
    LiteralWriter writer(text_max);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) writer.append(", ");
      writer.write(values[i]);
    }
    return "{" + std::move(writer).take() + "}";
  }
  std::string of(WorkerError const& error) const { return quoted(to_text(error)); }

  std::string operator()(AttachWorker const& m) const {
    return fmt::format("AttachWorker(worker {}, type {})", short_text(m.worker_id),
                       quoted(m.worker_type.text));
  }
  std::string operator()(WorkerPong const& m) const {
    return fmt::format("WorkerPong(worker {}, type {})", short_text(m.worker_id),
                       quoted(m.worker_type.text));
  }
  std::string operator()(DetachWorker const& m) const {
    return fmt::format("DetachWorker(worker {})", short_text(m.worker_id));
  }
  std::string operator()(RequestResult const& m) const {
    return fmt::format("RequestResult(worker {}, request {}, {})", short_text(m.worker_id),
                       short_text(m.request_id), of(m.result));
  }
  std::string operator()(RequestError const& m) const {
    return fmt::format("RequestError(worker {}, request {}, {})", short_text(m.worker_id),
                       short_text(m.request_id), of(m.error));
  }
  std::string operator()(PingWorkers) const { return "PingWorkers"; }
  std::string operator()(WorkerRequest const& m) const {
    auto const timeout = m.timeout_ms == 0 ? "" : fmt::format(", within {} ms", m.timeout_ms);
    return fmt::format("WorkerRequest(worker {}, request {}, as {}, {}{})", short_text(m.worker_id),
                       short_text(m.id), of(Var(m.perms)), of(m.request), timeout);
  }
  std::string operator()(PleaseDie const& m) const {
    return fmt::format("PleaseDie(worker {})", short_text(m.worker_id));
  }
  std::string operator()(WorkerAck) const { return "WorkerAck"; }
  std::string operator()(WorkerRejected const& m) const {
    return m.reason ? fmt::format("WorkerRejected({})", quoted(*m.reason)) : "WorkerRejected";
  }
  std::string operator()(WorkerAttached const& m) const {
    return fmt::format("WorkerAttached(worker {})", short_text(m.worker_id));
  }
  std::string operator()(WorkerAuthFailed const& m) const {
    return fmt::format("WorkerAuthFailed({})", quoted(m.reason));
  }
  std::string operator()(WorkerInvalidPayload const& m) const {
    return fmt::format("WorkerInvalidPayload({})", quoted(m.reason));
  }
  std::string operator()(WorkerUnknownRequest const& m) const {
    return fmt::format("WorkerUnknownRequest(request {})", short_text(m.request_id));
  }
  std::string operator()(WorkerNotRegistered const& m) const {
    return fmt::format("WorkerNotRegistered(worker {})", short_text(m.worker_id));
  }
  std::string operator()(WorkerToDaemonMessage const& m) const {
    auto const text = std::visit(*this, m.message);
    return m.token ? fmt::format("{} with a token of {} bytes", text, m.token->size()) : text;
  }
  std::string operator()(DaemonToWorkerMessage const& m) const {
    return std::visit(*this, m.message);
  }
  std::string operator()(DaemonToWorkerReply const& m) const { return std::visit(*this, m.reply); }
  std::string operator()(CallerRequest const& m) const {
    auto const timeout = m.timeout_seconds ? fmt::format(", within {} s", *m.timeout_seconds) : "";
    return fmt::format("CallerRequest(type {}, as {}, {}{})", quoted(m.worker_type.text),
                       of(Var(m.perms)), of(m.arguments), timeout);
  }
  std::string operator()(CallerReply const& m) const {
    return fmt::format("CallerReply({})",
                       std::visit([&](auto const& outcome) { return of(outcome); }, m.outcome));
  }
};

char const* name_of(Root root) {
  switch (root) {
    case Root::worker_to_daemon:
      return "WorkerToDaemonMessage";
    case Root::daemon_to_worker:
      return "DaemonToWorkerMessage";
    case Root::daemon_to_worker_reply:
      return "DaemonToWorkerReply";
    case Root::caller_request:
      return "CallerRequest";
    case Root::caller_reply:
      return "CallerReply";
    default:
      return "";
  }
}

template <class Message>
std::string describe_decoded(Root root, ByteView buffer, Decoded<Message> const& decoded,
                             std::size_t text_max) {
  if (decoded) return Describer{text_max}(*decoded);
  return fmt::format("no {} ({} bytes; {})", name_of(root), buffer.size(), decoded.error().text());
}

}  // namespace

std::string describe(Root root, ByteView buffer, std::size_t text_max) {
  Limits limits;
  switch (root) {
    case Root::worker_to_daemon:
      return describe_decoded(root, buffer, decode_worker_to_daemon(buffer, limits), text_max);
    case Root::daemon_to_worker:
      return describe_decoded(root, buffer, decode_daemon_to_worker(buffer, limits), text_max);
    case Root::daemon_to_worker_reply:
      return describe_decoded(root, buffer, decode_reply(buffer, limits), text_max);
    case Root::caller_request:
      limits.lambdas = true;
      return describe_decoded(root, buffer, decode_caller_request(buffer, limits), text_max);
    case Root::caller_reply:
      limits.lambdas = true;
      return describe_decoded(root, buffer, decode_caller_reply(buffer, limits), text_max);
    default:
      return describe_host(root, buffer, text_max);
  }
}

}  // namespace drydock::moor
