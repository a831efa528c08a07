#include "simulator/moor/trust/intruder.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::simulator {
namespace {

constexpr SocketName dispatch_socket = "dispatch";
constexpr SocketName control_socket = "control";

}  // namespace

Intruder::Intruder(Settings settings, FileStore& files) : settings_(std::move(settings)) {
  if (settings_.enrollment) enrollment_.emplace(*settings_.enrollment, files);
}

void Intruder::step(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<StopRequested>(input)) {
    out.emplace_back(Exit{0, "stopped"});
    return;
  }
  if (enrollment_ && !listening_) return enroll(now, input, out);
  if (std::holds_alternative<Started>(input)) listen(out);
  auto const* up = std::get_if<PeerUp>(&input);
  if (up != nullptr && up->peer.socket == control_socket && !message_.empty()) {
    out.emplace_back(Send{{control_socket}, std::exchange(message_, {})});
  }
}

void Intruder::enroll(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<Started>(input)) {
    enrollment_->start(now, out);
  } else {
    enrollment_->step(now, input, out);
  }
  if (auto const& identity = enrollment_->identity()) {
    settings_.curve = {identity->keys, identity->daemon_key};
    listen(out);
  }
}

void Intruder::listen(Outbox& out) {
  listening_ = true;
  SocketSpec spec;
  spec.type = SocketType::sub;
  spec.connect = {settings_.dispatch_address};
  spec.subscriptions = {""};
  spec.security = settings_.curve;
  out.emplace_back(OpenSocket{dispatch_socket, std::move(spec)});
}

void Intruder::attempt(VirtualTime, Uuid const& worker_id, std::optional<std::string> token,
                       Outbox& out) {
  if (!listening_) return;
  if (asking_) out.emplace_back(CloseSocket{control_socket});
  asking_ = true;
  moor::WorkerToDaemonMessage const attach{moor::AttachWorker{worker_id, moor::Symbol{"echo"}},
                                           std::move(token)};
  Result<Bytes> payload = moor::encode(attach);
  ENSURE(payload.has_value());
  message_ = Frames{worker_id.to_bytes(), *std::move(payload)};
  SocketSpec spec;
  spec.connect = {settings_.control_address};
  spec.security = settings_.curve;
  out.emplace_back(OpenSocket{control_socket, std::move(spec)});
}

}  // namespace drydock::simulator
