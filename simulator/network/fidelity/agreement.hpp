#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/network/fidelity/sockets.hpp"

namespace drydock::simulator::fidelity {

/// How far two worlds have to agree on what a socket received.
enum class Agreement : std::uint8_t {
  exact,
  by_sender,     // On what comes from each, in its order.
  in_any_order,  // On what comes from each, as a sender's earlier connection may have ended unread.
  in_the_end     // On who is subscribed to what, as an XPUB shows it.
};

using Messages = std::vector<Message>;

bool agree(Messages const& model, Messages const& real, Agreement as);

/// What the last frame says, and the sender that it begins with.
std::string_view label_of(Message const& message);
std::string sender_of(Message const& message);

std::string text_of(Messages const& messages);

}  // namespace drydock::simulator::fidelity
