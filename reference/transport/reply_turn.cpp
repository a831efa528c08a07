#include "reference/transport/reply_turn.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::transport {

std::optional<Frames> ReplyTurn::take(Frames message) {
  ENSURE(!envelope_);
  if (message.empty()) return std::nullopt;
  auto const delimiter = std::find_if(std::next(message.begin()), message.end(),
                                      [](Frame const& frame) { return frame.empty(); });
  if (delimiter == message.end() || std::next(delimiter) == message.end()) return std::nullopt;
  Frames request(std::make_move_iterator(std::next(delimiter)),
                 std::make_move_iterator(message.end()));
  message.erase(std::next(delimiter), message.end());
  envelope_ = std::move(message);
  return request;
}

Frames ReplyTurn::take_envelope() {
  ENSURE(envelope_);
  Frames envelope = *std::move(envelope_);
  envelope_.reset();
  return envelope;
}

}  // namespace drydock::transport
