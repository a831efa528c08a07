#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/message_shape.hpp"
#include "reference/moor/codec/two_readers.hpp"

namespace drydock::moor {

/// The shape of what `decode_quickly` has just read into `out`, from a buffer of a size that a
/// shape can have; one that no message has where there is none to learn.
template <class Message>
MessageShape shape_of(ByteView buffer, Message& out);

/// Messages of one kind, each read over the one before, and all within the same limits. One of the
/// same shape as others before it is not walked through.
template <class Message>
class MessageReader {
 public:
  explicit MessageReader(Limits const& limits = {}) : limits_(limits) {}
  MessageReader(MessageReader const&) = delete;  // Its shape points into its message.
  MessageReader& operator=(MessageReader const&) = delete;

  /// Why there is no message, if there is none.
  std::optional<DecodeError> read(ByteView buffer) {
    if (shape_.read(buffer)) {
      learning_.served();
      last_ = &messages_[at_];
      return std::nullopt;
    }
    last_ = &messages_[1 - at_];
    return read_unlike(buffer, messages_[1 - at_]);
  }
  /// What was read last; after an error it is in any state.
  Message const& message() const { return *last_; }

 private:
  std::optional<DecodeError> read_unlike(ByteView buffer, Message& out) {
    if (!decode_quickly(buffer, limits_, out)) {
      out = Message();  // It may have become large.
      auto thorough = decode_thoroughly<Message>(buffer, limits_);
      if (!thorough) return std::move(thorough).error();
      out = *std::move(thorough);
    } else if (learning_.is_due(buffer.size())) {
      shape_ = shape_of(buffer, out);
      at_ = 1 - at_;
    }
    return std::nullopt;
  }

  Limits limits_;
  /// The one that the shape was learnt with is at `at_`; the other one is for those of any shape.
  std::array<Message, 2> messages_;
  std::size_t at_ = 0;
  Message const* last_ = &messages_[1];
  MessageShape shape_;
  ShapeLearning learning_;
};

}  // namespace drydock::moor
