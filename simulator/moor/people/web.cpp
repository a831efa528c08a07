#include "simulator/moor/people/web.hpp"

#include <utility>

#include "reference/moor/codec/host_frames.hpp"

namespace drydock::simulator {

using moor::host::Exchanges;
using moor::host::Urgency;

Web::Web(Rng rng)
    : settings_(),
      rng_(rng.fork("web")),
      host_id_(Uuid::random(rng_)),
      exchanges_(settings_, rng.fork("exchanges")) {}

void Web::step(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<StopRequested>(input)) {
    out.emplace_back(Exit{0, "stopped"});
    return;
  }
  if (std::holds_alternative<Started>(input)) exchanges_.open(out);
  if (auto const* up = std::get_if<PeerUp>(&input)) exchanges_.on_up(up->peer.socket, out);
  if (auto const* down = std::get_if<PeerDown>(&input)) exchanges_.on_down(now, *down, out);
  if (auto const* received = std::get_if<Received>(&input)) {
    exchanges_.on_reply(received->from.socket, received->frames, out);
  }
  auto const* fired = std::get_if<TimerFired>(&input);
  if (fired != nullptr) exchanges_.on_timer(now, fired->timer, out);
  take_answers(now, out);
}

std::optional<moor::host::ExchangeId> Web::post(VirtualTime now, Uuid const& client,
                                                Message const& message, Outbox& out) {
  Result<Frames> frames;
  if (auto const* own = std::get_if<moor::HostToDaemonMessageUnion>(&message)) {
    frames = moor::request_frames(host_id_, *own);
  } else {
    frames = moor::request_frames(client, std::get<moor::HostClientToDaemonMessageUnion>(message));
  }
  if (!frames) return std::nullopt;  // What cannot be said is not asked.
  return exchanges_.post(now, 1, Urgency::task, *std::move(frames), out);
}

void Web::visit(VirtualTime now, std::string const& player, Outbox& out) {
  visitor_.reset();
  player_ = player;
  coming_ = Visitor{Uuid::random(rng_), {}, {}};
  moor::ConnectionEstablish establish;
  establish.peer_addr = "web";
  establish.acceptable_content_types = {moor::Symbol{"text_html"}};
  moor::HostClientToDaemonMessageUnion const message = std::move(establish);
  arriving_ = post(now, coming_.client, message, out);
}

void Web::ask(VirtualTime now, Question const& question, Outbox& out) {
  if (visitor_) post(now, visitor_->client, question(*visitor_), out);
}

void Web::attach(VirtualTime now, Outbox& out) {
  if (!visitor_) return;
  coming_ = Visitor{Uuid::random(rng_), {}, visitor_->auth};
  moor::Attach attach;
  attach.auth_token = visitor_->auth;
  attach.connect_type = moor::ConnectType::no_connect;
  attach.handler_object = moor::ObjId{0};
  attach.peer_addr = "web";
  moor::HostClientToDaemonMessageUnion const message = std::move(attach);
  arriving_ = post(now, coming_.client, message, out);
}

void Web::leave(VirtualTime now, Outbox& out) {
  if (!visitor_) return;
  moor::HostClientToDaemonMessageUnion const goodbye = moor::Detach{visitor_->token, true};
  post(now, visitor_->client, goodbye, out);
  visitor_.reset();
}

void Web::take_answers(VirtualTime now, Outbox& out) {
  std::vector<moor::host::Answered> answers;
  exchanges_.take_answered(answers);
  for (moor::host::Answered const& answered : answers) {
    auto const* reply = answered.to_client();
    if (reply == nullptr || arriving_ != answered.id) continue;
    std::visit([&](auto const& one) { on(now, one, out); }, *reply);
  }
}

void Web::on(VirtualTime now, moor::NewConnection const& reply, Outbox& out) {
  coming_.token = reply.client_token;
  moor::HostClientToDaemonMessageUnion const login =
      moor::LoginCommand{coming_.token, moor::ObjId{0}, {"connect", player_}, false};
  arriving_ = post(now, coming_.client, login, out);
}

void Web::on(VirtualTime, moor::LoginResult const& reply, Outbox&) {
  if (!reply.success || !reply.auth_token) return;
  coming_.auth = *reply.auth_token;
  visitor_ = coming_;
}

void Web::on(VirtualTime, moor::AttachResult const& reply, Outbox&) {
  if (!reply.success || !reply.client_token) return;
  coming_.token = *reply.client_token;
  visitor_ = coming_;
}

}  // namespace drydock::simulator
