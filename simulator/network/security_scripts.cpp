#include "simulator/network/security_scripts.hpp"

#include <utility>

#include "reference/machine/zap.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;
using transport::Script;

SocketSpec spec_of(SocketType type, Security security) {
  SocketSpec spec;
  spec.type = type;
  spec.security = std::move(security);
  spec.reconnect_min = 10ms;
  return spec;
}

class Server {
 public:
  Server(Theatre& theatre, Manner first, Manner then, CurvePublicKey known)
      : endpoints_{theatre.endpoint("rep"), theatre.endpoint("clear"), theatre.endpoint("pub")},
        manner_(std::move(first)),
        then_(std::move(then)),
        known_(known) {}

  void operator()(VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      if (manner_.zap != Zap::none) open_zap(out);
      open("clear", SocketType::rep, endpoints_[1], in_the_clear, out);
      open_secure(out);
      out.emplace_back(SetTimer{{"serves"}, now});
    } else if (std::holds_alternative<StopRequested>(input)) {
      change(out);
      out.emplace_back(SetTimer{{"serves"}, now});
    } else if (auto const* message = std::get_if<Received>(&input)) {
      receive(*message, out);
    }
  }

 private:
  void open(SocketName name, SocketType type, std::string endpoint, Security const& security,
            Outbox& out) {
    SocketSpec spec = spec_of(type, security);
    spec.bind = {std::move(endpoint)};
    out.emplace_back(OpenSocket{name, std::move(spec)});
  }
  void open_zap(Outbox& out) {
    open("zap", SocketType::router, std::string(zap_endpoint), in_the_clear, out);
  }
  void open_secure(Outbox& out) {
    open("rep", SocketType::rep, endpoints_[0], manner_.security, out);
    open("pub", SocketType::xpub, endpoints_[2], manner_.security, out);
  }

  void change(Outbox& out) {
    Manner const before = std::exchange(manner_, then_);
    if (before.zap == Zap::none && manner_.zap != Zap::none) open_zap(out);
    if (before.security == manner_.security) {
      for (Received const& request : std::exchange(unanswered_, {})) reply(request, out);
      return;
    }
    out.emplace_back(CloseSocket{"rep"});
    out.emplace_back(CloseSocket{"pub"});
    open_secure(out);
  }

  void receive(Received const& message, Outbox& out) {
    if (message.from.socket == "zap") return reply(message, out);
    Frame const answer = bytes_of("you are " + message.user_id);
    if (message.from.socket == "pub") out.emplace_back(Send{{"pub"}, Frames{bytes_of("news")}});
    if (message.from.socket != "pub") out.emplace_back(Send{message.from, Frames{answer}});
  }

  void reply(Received const& request, Outbox& out) {
    if (manner_.zap == Zap::keeps_silent) return unanswered_.push_back(request);
    auto frames = answer_zap(request.frames, "moor", [this](CurvePublicKey const& key) {
      return manner_.zap == Zap::refuses ? std::optional<std::string>{}
             : key == known_             ? "the client"
                                         : "another";
    });
    if (manner_.zap == Zap::fails_for_now) frames->at(3) = bytes_of("300");
    if (manner_.zap == Zap::talks_nonsense) frames->at(2) = bytes_of("not your question");
    out.emplace_back(Send{request.from, *std::move(frames)});
  }

  std::string endpoints_[3];
  Manner manner_;
  Manner then_;
  CurvePublicKey known_;
  std::vector<Received> unanswered_;
};

}  // namespace

Script::Handler server_script(Theatre& theatre, Manner first, Manner then, CurvePublicKey known) {
  return Server{theatre, std::move(first), std::move(then), known};
}

Script::Handler client_script(Theatre& theatre, Security const& security, bool opens_anew,
                              SocketType type) {
  std::string const endpoint = theatre.endpoint(type == SocketType::sub ? "pub" : "rep");
  std::string const clear = theatre.endpoint("clear");
  return [=, ticks = 0](VirtualTime, Input const& input, Outbox& out) mutable {
    auto const open = [&](SocketName name, SocketType as, std::string const& to,
                          Security const& how) {
      SocketSpec spec = spec_of(as, how);
      spec.connect = {to};
      if (as == SocketType::sub) spec.subscriptions = {""};
      out.emplace_back(OpenSocket{name, std::move(spec)});
    };
    auto const ask = [&](SocketName name) {
      out.emplace_back(Send{{name}, Frames{bytes_of("who am I?")}});
    };
    auto const* up = std::get_if<PeerUp>(&input);
    auto const* message = std::get_if<Received>(&input);
    bool const is_cue = std::holds_alternative<StopRequested>(input);
    if (std::holds_alternative<Started>(input)) {
      open("c", type, endpoint, security);
      open("tick", SocketType::req, clear, in_the_clear);
      ask("tick");
    } else if (message != nullptr && message->from.socket == "tick") {
      if (++ticks < ticks_max) ask("tick");
    } else if (is_cue && opens_anew) {
      out.emplace_back(CloseSocket{"c"});
      open("c", type, endpoint, security);
    } else if (is_cue || (up != nullptr && up->peer.socket == "c" && type != SocketType::sub)) {
      ask("c");
    }
  };
}

std::vector<std::string> lines_of(std::vector<Input> const& told, SocketName socket) {
  std::vector<std::string> lines;
  for (Input const& input : told) {
    if (auto const* up = std::get_if<PeerUp>(&input); up && up->peer.socket == socket) {
      lines.emplace_back("up");
    } else if (auto const* down = std::get_if<PeerDown>(&input);
               down && down->peer.socket == socket) {
      lines.emplace_back(down->refused ? "refused" : "down");
    } else if (auto const* message = std::get_if<Received>(&input);
               message && message->from.socket == socket) {
      std::string const from = message->user_id.empty() ? "" : " from " + message->user_id;
      lines.push_back("received " + std::string(text_of(message->frames.back())) + from);
    }
  }
  return lines;
}

}  // namespace drydock::simulator
