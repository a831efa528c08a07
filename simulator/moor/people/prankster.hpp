#pragma once

#include <optional>
#include <string>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/client_replies.hpp"

namespace drydock::simulator {

/// Something that a host must not do.
struct Prank {
  enum class Kind : std::uint8_t {
    take_over,         // To be connected under a client id that somebody has.
    speak_as,          // To detach somebody else's connection, with a client token of one's own.
    answer_for,        // To answer an input request that somebody else was sent.
    reserved_id,       // To be connected under an id that begins like the topic of all hosts.
    unreadable_token,  // To ask for a system property with an auth token that is none.
  };
  Kind kind{};
  Uuid victim = {};   // A client id.
  Uuid request = {};  // That waits for an answer.
};

/// A host that plays pranks. For each it connects anew, as the player Mallory, who may do nothing
/// that others may not, and then says what is not its to say.
class Prankster final : public Machine {
 public:
  Prankster(std::string rpc_address, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  /// A prank that is still under way is given up.
  void play(Prank prank, Outbox& out);
  /// The prank of which the reply comes next, if it is not the reply to what leads up to it.
  std::optional<Prank> waits_for_reply_to() const;

 private:
  enum class Stage : std::uint8_t { idle, connecting, creating, logging_in, playing };

  void on_reply(moor::DaemonToClientReply const* reply, Outbox& out);
  void log_in(Stage stage, Outbox& out);
  void carry_out(Outbox& out);
  void say(Stage stage, Uuid const& client, moor::HostClientToDaemonMessageUnion const& message,
           Outbox& out);

  std::string rpc_address_;
  Rng rng_;
  std::optional<Prank> prank_;
  Stage stage_ = Stage::idle;
  Uuid client_;
  moor::ClientToken client_token_;
  moor::AuthToken auth_token_;
  bool is_open_ = false;
};

}  // namespace drydock::simulator
