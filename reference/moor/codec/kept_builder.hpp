#pragma once

#include "reference/moor/codec/builder.hpp"

namespace drydock::moor {

/// The writing of one message with a builder that its writer keeps for all messages of a kind: most
/// of them need no memory beside their own bytes then, and those of one shape are written over one
/// another.
class KeptBuilder {
 public:
  explicit KeptBuilder(Builder& builder) : builder_(builder) {}
  KeptBuilder(KeptBuilder const&) = delete;
  KeptBuilder& operator=(KeptBuilder const&) = delete;
  ~KeptBuilder() { builder_.clear(); }

  Builder& get() { return builder_; }

 private:
  Builder& builder_;
};

}  // namespace drydock::moor
