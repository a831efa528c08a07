#pragma once

#include "simulator/real/history.hpp"

namespace drydock::simulator {

/// mooR's messages for comparing runs. Requests to workers and what comes of them are told apart by
/// request; what hosts and daemon say about clients, by client. Pings, pongs and the
/// authenticator's questions are routine.
class MoorReader final : public MessageReader {
 public:
  MessageFacts read(std::string_view text, NodeId node, SocketName socket, Direction direction,
                    Frames const& frames) override;
};

}  // namespace drydock::simulator
