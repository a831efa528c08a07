#include "simulator/faults/fidelity.hpp"

namespace drydock::simulator {
namespace {

constexpr std::string_view by_proxy = "hole: needs a proxy in the path";

constexpr Fidelity rows[] = {
    {"disconnect", "", by_proxy},
    {"partition", "", by_proxy},
    {"isolation", "", by_proxy},
    {"delay", "", by_proxy},
    {"jitter", "", by_proxy},
    {"bandwidth", "", by_proxy},
    {"clog", "", by_proxy},
    {"swizzle-clog", "", by_proxy},
    {"refused-connection", "", "hole"},
    {"slow-accept", "", by_proxy},
    {"flap", "", by_proxy},
    {"half-open", "", by_proxy},
    {"black-hole", "", by_proxy},
    {"slow-joiner", "", "hole"},
    {"lost-subscription",
     "SubscriptionFidelity.WhatIsSubscribedToChangesWithMessagesAndOutlivesConnections", ""},
    {"publisher-full", "", "hole: needs a subscriber that does not read"},
    {"subscriber-full", "", "hole: needs a subscriber that does not read"},
    {"dealer-full", "", "hole: needs a peer that does not read"},
    {"router-full", "", "hole: needs a peer that does not read"},
    {"lost-reply", "", "hole"},
    {"late-reply", "", by_proxy},
    {"duplicate-binder", "", "hole"},
    {"linger-loss", "", "hole"},
    {"handshake-stall", "HandshakePatience.AHandshakeThatTakesTooLongIsDroppedAndTriedAgain", ""},
    {"curve-refusal", "SecurityFidelity.WhoIsRefusedNeverTriesAgain", ""},
    {"zap-absent", "SecurityFidelity.WithoutAnAuthenticatorTheClientTriesForEver", ""},
    {"odd-frame-count", "", "hole"},
    {"odd-delimiter", "", "hole"},
    {"odd-frame-size", "", "hole"},
    {"crash", "", "hole"},
    {"stop", "", "hole"},
    {"pause", "", "hole"},
    {"slow", "", "hole"},
    {"flood", "", "hole"},
};

}  // namespace

std::span<Fidelity const> fidelity_rows() { return rows; }

}  // namespace drydock::simulator
