// The one file that compiles what each union of the protocol does with itself.
#include "reference/moor/codec/batch.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/compile_error.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/rpc_messages.hpp"
#include "reference/moor/codec/world.hpp"

#include <memory>
#include <utility>

namespace drydock::moor {

template <class List>
Union<List>::Union() noexcept = default;
template <class List>
Union<List>::Union(Union const& other) = default;
template <class List>
Union<List>::Union(Union&& other) noexcept = default;
template <class List>
Union<List>& Union<List>::operator=(Union const& other) {
  Union copy(other);
  return *this = std::move(copy);
}
template <class List>
Union<List>& Union<List>::operator=(Union&& other) noexcept {
  if (this != &other) {
    std::destroy_at(this);
    std::construct_at(this, std::move(other));
  }
  return *this;
}
template <class List>
Union<List>::~Union() = default;
template <class List>
bool Union<List>::equals(Union const& other) const {
  return static_cast<Members const&>(*this) == static_cast<Members const&>(other);
}

template class Union<ClientEventMembers>;
template class Union<CompileErrorMembers>;
template class Union<DaemonToClientReplyMembers>;
template class Union<DaemonToHostReplyMembers>;
template class Union<EventMembers>;
template class Union<HostClientToDaemonMessageMembers>;
template class Union<HostToDaemonMessageMembers>;
template class Union<MessageTypeMembers>;
template class Union<ReplyResultMembers>;
template class Union<SchedulerErrorMembers>;
template class Union<WorldStateActionMembers>;
template class Union<WorldStateErrorMembers>;
template class Union<WorldStateResultMembers>;

}  // namespace drydock::moor
