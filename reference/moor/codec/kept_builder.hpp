#pragma once

#include <utility>

#include "reference/moor/codec/builder.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/filler.hpp"

namespace drydock::moor {

/// The writing of messages of one kind: most of them need no memory beside their own bytes then,
/// and those of one shape are written over one another.
class KeptBuilder {
 public:
  /// What `write` writes with a Filler, if that is all of a message which may be as large as the
  /// one before; else as if nobody had tried. There is no need to check such a message, since all
  /// that a check counts is what the other had.
  template <class Write>
  bool fill(Limits const& limits, Write const& write) {
    if (limits != limits_) return false;
    Filler filler(builder_);
    write(filler);
    return filler.good();
  }
  /// What `write` writes with a Builder; it was checked.
  template <class Write>
  void write(Limits const& limits, Write const& write) {
    struct Writing {
      Builder& builder;
      ~Writing() { builder.clear(); }
    } writing{builder_};
    limits_ = limits;
    write(writing.builder);
  }

 private:
  Builder builder_;
  Limits limits_;  // Of the latest message.
};

}  // namespace drydock::moor
