#pragma once

#include <array>
#include <cstddef>

#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/filler.hpp"

namespace drydock::moor {

/// The writing of messages of one kind: most of them need no memory beside their own bytes then,
/// and those of one shape are written over one another. Two are kept, since a kind often has two
/// shapes that take turns.
class KeptBuilder {
 public:
  /// What `write` writes with a Filler, if that is all of a message which may be as large as one of
  /// those kept; else nothing, as if nobody had tried. There is no need to check such a message,
  /// since all that a check counts is what the other had.
  template <class Write>
  auto fill(Limits const& limits, Write const& write) {
    auto message = fill(kept_[latest_], limits, write);
    if (!message.empty()) return message;
    message = fill(kept_[1 - latest_], limits, write);
    if (!message.empty()) latest_ = 1 - latest_;
    return message;
  }
  /// What `write` writes with a Builder; it was checked.
  template <class Write>
  auto write(Limits const& limits, Write const& write) {
    latest_ = 1 - latest_;
    Message& message = kept_[latest_];
    struct Writing {
      Builder& builder;
      ~Writing() { builder.clear(); }
    } writing{message.builder};
    message.limits = limits;
    return write(writing.builder);
  }

 private:
  struct Message {
    Builder builder;
    Limits limits;
  };

  template <class Write>
  static auto fill(Message& message, Limits const& limits, Write const& write) {
    Filler filler(message.builder);
    if (limits != message.limits) filler.give_up();
    auto written = write(filler);
    if (!filler.good()) written.clear();
    return written;
  }

  std::array<Message, 2> kept_;
  std::size_t latest_ = 0;
};

}  // namespace drydock::moor
