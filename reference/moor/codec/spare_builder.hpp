#pragma once

#include <memory>

#include "reference/moor/codec/builder.hpp"

namespace drydock::moor {

/// A builder that this thread has written with before, so that most messages need no memory beside
/// their own bytes. Whoever writes within another's writing gets one of its own.
class SpareBuilder {
 public:
  SpareBuilder();
  SpareBuilder(SpareBuilder const&) = delete;
  SpareBuilder& operator=(SpareBuilder const&) = delete;
  /// Keeps the builder for the next, unless it has grown large.
  ~SpareBuilder();

  Builder& get() { return *builder_; }

 private:
  std::unique_ptr<Builder> builder_;
};

}  // namespace drydock::moor
