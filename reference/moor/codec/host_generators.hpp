#pragma once

#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

// Arbitrary messages of hosts and clients, as generators.hpp has them of workers.

namespace drydock::moor {

// How RapidCheck prints them; the name is its own.
// NOLINTBEGIN(readability-identifier-naming)
void showValue(MessageType const& message, std::ostream& out);
void showValue(HostToDaemonMessage const& message, std::ostream& out);
void showValue(HostClientToDaemonMessage const& message, std::ostream& out);
void showValue(ReplyResult const& message, std::ostream& out);
void showValue(ClientEvent const& message, std::ostream& out);
void showValue(ClientsBroadcastEvent const& message, std::ostream& out);
void showValue(HostBroadcastEvent const& message, std::ostream& out);
void showValue(NarrativeEvent const& message, std::ostream& out);
void showValue(Presentation const& message, std::ostream& out);
// NOLINTEND(readability-identifier-naming)

}  // namespace drydock::moor

namespace rc {

template <>
struct Arbitrary<drydock::moor::MessageType> {
  static Gen<drydock::moor::MessageType> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::HostToDaemonMessage> {
  static Gen<drydock::moor::HostToDaemonMessage> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::HostClientToDaemonMessage> {
  static Gen<drydock::moor::HostClientToDaemonMessage> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::ReplyResult> {
  static Gen<drydock::moor::ReplyResult> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::ClientEvent> {
  static Gen<drydock::moor::ClientEvent> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::ClientsBroadcastEvent> {
  static Gen<drydock::moor::ClientsBroadcastEvent> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::HostBroadcastEvent> {
  static Gen<drydock::moor::HostBroadcastEvent> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::NarrativeEvent> {
  static Gen<drydock::moor::NarrativeEvent> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::Presentation> {
  static Gen<drydock::moor::Presentation> arbitrary();
};

}  // namespace rc
