#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/network/fidelity/sockets.hpp"

namespace drydock::simulator::fidelity {

/// How far two worlds have to agree on what a socket received.
enum class Agreement : std::uint8_t {
  exact,
  by_sender,    // On what comes from each, in its order.
  in_any_order  // On what comes from each, as a sender's earlier connection may have ended unread.
};

using Messages = std::vector<Message>;

bool agree(Messages const& model, Messages const& real, Agreement as);

/// What somebody is subscribed to, as an XPUB shows it.
using Topics = std::set<Frame>;

/// After what was shown last.
void take_note(Topics& topics, Messages const& shown);

/// What the last frame says, and the sender that it begins with.
std::string_view label_of(Message const& message);
std::string sender_of(Message const& message);

std::string text_of(Messages const& messages);

}  // namespace drydock::simulator::fidelity
