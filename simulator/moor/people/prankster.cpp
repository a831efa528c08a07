#include "simulator/moor/people/prankster.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::simulator {
namespace {

constexpr SocketName rpc_socket = "rpc";
constexpr char const* name = "Mallory";
constexpr char const* password = "in-the-middle";

}  // namespace

Prankster::Prankster(std::string rpc_address, Rng rng)
    : rpc_address_(std::move(rpc_address)), rng_(rng.fork("pranks")) {}

void Prankster::play(Prank prank, Outbox& out) {
  if (std::exchange(is_open_, true)) out.emplace_back(CloseSocket{rpc_socket});
  prank_ = prank;
  stage_ = Stage::idle;
  SocketSpec spec;
  spec.connect = {rpc_address_};
  out.emplace_back(OpenSocket{rpc_socket, std::move(spec)});
}

std::optional<Prank> Prankster::waits_for_reply_to() const {
  return stage_ == Stage::playing ? prank_ : std::nullopt;
}

void Prankster::step(VirtualTime, Input const& input, Outbox& out) {
  if (std::holds_alternative<StopRequested>(input)) {
    out.emplace_back(Exit{0, "stopped"});
  } else if (std::holds_alternative<PeerUp>(input)) {
    if (stage_ != Stage::idle || !prank_) return;
    client_ = Uuid::random(rng_);
    say(Stage::connecting, client_, moor::ConnectionEstablish{"10.6.6.6", 7777, 666, {}, {}}, out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    auto const decoded = moor::decode_reply_result(received->frames.back());
    auto const* success = decoded ? std::get_if<moor::ClientSuccess>(&decoded->result) : nullptr;
    on_reply(success == nullptr ? nullptr : &success->reply, out);
  }
}

void Prankster::on_reply(moor::DaemonToClientReply const* reply, Outbox& out) {
  if (stage_ == Stage::connecting) {
    auto const* made = reply == nullptr ? nullptr : std::get_if<moor::NewConnection>(reply);
    if (made == nullptr) return;
    client_token_ = made->client_token;
    return log_in(Stage::creating, out);
  }
  auto const* login = reply == nullptr ? nullptr : std::get_if<moor::LoginResult>(reply);
  bool const is_in = login != nullptr && login->success && login->auth_token;
  if (stage_ == Stage::creating && !is_in) return log_in(Stage::logging_in, out);
  if (stage_ == Stage::playing) prank_.reset();
  if (stage_ == Stage::playing || stage_ == Stage::idle || !is_in) return;
  auth_token_ = *login->auth_token;
  carry_out(out);
}

void Prankster::log_in(Stage stage, Outbox& out) {
  char const* const word = stage == Stage::creating ? "create" : "connect";
  say(stage, client_,
      moor::LoginCommand{client_token_, moor::ObjId{0}, {word, name, password}, true}, out);
}

void Prankster::carry_out(Outbox& out) {
  moor::ConnectionEstablish const establish{"10.6.6.6", 7777, 667, {}, {}};
  switch (prank_->kind) {
    case Prank::Kind::take_over:
      return say(Stage::playing, prank_->victim, establish, out);
    case Prank::Kind::speak_as:
      return say(Stage::playing, prank_->victim, moor::Detach{client_token_, true}, out);
    case Prank::Kind::answer_for:
      return say(
          Stage::playing, client_,
          moor::RequestedInput{client_token_, auth_token_, prank_->request, moor::Var{"mine"}},
          out);
    case Prank::Kind::reserved_id: {
      Uuid id = Uuid::random(rng_);
      for (std::size_t at = 0; at < moor::hosts_topic.size(); ++at) {
        id.bytes[at] = static_cast<std::uint8_t>(moor::hosts_topic[at]);
      }
      return say(Stage::playing, id, establish, out);
    }
    case Prank::Kind::unreadable_token:
      return say(Stage::playing, client_,
                 moor::RequestSysProp{moor::AuthToken{"none at all"},
                                      moor::ObjectRefId{moor::ObjId{0}}, moor::Symbol{"welcome"}},
                 out);
  }
}

void Prankster::say(Stage stage, Uuid const& client,
                    moor::HostClientToDaemonMessageUnion const& message, Outbox& out) {
  stage_ = stage;
  auto frames = moor::request_frames(client, message);
  ENSURE(frames.has_value());
  out.emplace_back(Send{{rpc_socket}, *std::move(frames)});
}

}  // namespace drydock::simulator
