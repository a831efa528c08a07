#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "reference/machine/machine.hpp"
#include "reference/moor/host/exchanges.hpp"

namespace drydock::simulator {

/// Like stock mooR's web host: logs somebody in who never listens, and asks what programs ask with
/// nothing but tokens. A request that gets no reply is given up.
class Web final : public Machine {
 public:
  explicit Web(Rng rng);
  Web(Web const&) = delete;
  Web& operator=(Web const&) = delete;

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  struct Visitor {
    Uuid client;
    moor::ClientToken token;
    moor::AuthToken auth;
  };
  using Message =
      std::variant<moor::HostToDaemonMessageUnion, moor::HostClientToDaemonMessageUnion>;
  using Question = std::function<Message(Visitor const&)>;

  /// Somebody else comes: whoever was there is gone without a word.
  void visit(VirtualTime now, std::string const& player, Outbox& out);
  /// Nobody asks before the login is through.
  void ask(VirtualTime now, Question const& question, Outbox& out);
  /// The same player once more, by the auth token alone, under another client id.
  void attach(VirtualTime now, Outbox& out);
  void leave(VirtualTime now, Outbox& out);

 private:
  void take_answers(VirtualTime now, Outbox& out);
  std::optional<moor::host::ExchangeId> post(VirtualTime now, Uuid const& client,
                                             Message const& message, Outbox& out);
  void on(VirtualTime now, moor::NewConnection const& reply, Outbox& out);
  void on(VirtualTime now, moor::LoginResult const& reply, Outbox& out);
  void on(VirtualTime now, moor::AttachResult const& reply, Outbox& out);
  template <class Other>
  void on(VirtualTime, Other const&, Outbox&) {}

  moor::host::Settings const settings_;
  Rng rng_;
  Uuid const host_id_;
  moor::host::Exchanges exchanges_;
  std::string player_;
  Visitor coming_;  // Until the daemon let it in, which answers this:
  std::optional<moor::host::ExchangeId> arriving_;
  std::optional<Visitor> visitor_;
};

}  // namespace drydock::simulator
