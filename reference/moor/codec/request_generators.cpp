#include <ostream>

#include "reference/moor/codec/described.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_generators.hpp"
#include "reference/moor/codec/rpc_messages_fields.hpp"
#include "reference/moor/codec/table_generators.hpp"

namespace drydock::moor {
// NOLINTBEGIN(readability-identifier-naming)
void showValue(MessageType const& message, std::ostream& out) {
  out << described(Root::message_type, message);
}
void showValue(HostToDaemonMessage const& message, std::ostream& out) {
  out << described(Root::host_to_daemon, message);
}
void showValue(HostClientToDaemonMessage const& message, std::ostream& out) {
  out << described(Root::client_to_daemon, message);
}
// NOLINTEND(readability-identifier-naming)

}  // namespace drydock::moor

namespace rc {

using namespace drydock::moor;

Gen<MessageType> Arbitrary<MessageType>::arbitrary() {
  return gen::exec([] { return made<MessageType>(); });
}
Gen<HostToDaemonMessage> Arbitrary<HostToDaemonMessage>::arbitrary() {
  return gen::exec([] { return made<HostToDaemonMessage>(); });
}
Gen<HostClientToDaemonMessage> Arbitrary<HostClientToDaemonMessage>::arbitrary() {
  return gen::exec([] { return made<HostClientToDaemonMessage>(); });
}

}  // namespace rc
