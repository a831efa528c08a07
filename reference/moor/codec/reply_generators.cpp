#include <ostream>

#include "reference/moor/codec/described.hpp"
#include "reference/moor/codec/events_fields.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/rpc_messages_fields.hpp"
#include "reference/moor/codec/table_generators.hpp"

namespace drydock::moor {
// NOLINTBEGIN(readability-identifier-naming)
void showValue(ReplyResult const& message, std::ostream& out) {
  out << described(Root::reply_result, message);
}
void showValue(ClientEvent const& message, std::ostream& out) {
  out << described(Root::client_event, message);
}
void showValue(ClientsBroadcastEvent const& message, std::ostream& out) {
  out << described(Root::clients_broadcast, message);
}
void showValue(HostBroadcastEvent const& message, std::ostream& out) {
  out << described(Root::host_broadcast, message);
}
void showValue(NarrativeEvent const& message, std::ostream& out) {
  out << described(Root::narrative_event, message);
}
void showValue(Presentation const& message, std::ostream& out) {
  out << described(Root::presentation, message);
}
// NOLINTEND(readability-identifier-naming)

}  // namespace drydock::moor

namespace rc {

using namespace drydock::moor;

Gen<ReplyResult> Arbitrary<ReplyResult>::arbitrary() {
  return gen::exec([] { return made<ReplyResult>(); });
}
Gen<ClientEvent> Arbitrary<ClientEvent>::arbitrary() {
  return gen::exec([] { return made<ClientEvent>(); });
}
Gen<ClientsBroadcastEvent> Arbitrary<ClientsBroadcastEvent>::arbitrary() {
  return gen::exec([] { return made<ClientsBroadcastEvent>(); });
}
Gen<HostBroadcastEvent> Arbitrary<HostBroadcastEvent>::arbitrary() {
  return gen::exec([] { return made<HostBroadcastEvent>(); });
}
Gen<NarrativeEvent> Arbitrary<NarrativeEvent>::arbitrary() {
  return gen::exec([] { return made<NarrativeEvent>(); });
}
Gen<Presentation> Arbitrary<Presentation>::arbitrary() {
  return gen::exec([] { return made<Presentation>(); });
}

}  // namespace rc
