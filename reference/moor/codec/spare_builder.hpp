#pragma once

#include <flatbuffers/flatbuffers.h>

#include <memory>

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

  flatbuffers::FlatBufferBuilder& get() { return *builder_; }

 private:
  std::unique_ptr<flatbuffers::FlatBufferBuilder> builder_;
};

}  // namespace drydock::moor
