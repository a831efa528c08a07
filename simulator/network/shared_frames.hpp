#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "reference/core/bytes.hpp"

namespace drydock::simulator {

/// One message, shared by all who are on their way with it, and changed by nobody: only the last
/// one who has it may take it apart. Not counted atomically, as all who share it are of one world.
class SharedFrames {
 public:
  SharedFrames() = default;
  explicit SharedFrames(Frames frames) : shared_(new Shared{std::move(frames), 1}) {}
  SharedFrames(SharedFrames const& from) : shared_(from.shared_) {
    if (shared_ != nullptr) ++shared_->holders;
  }
  SharedFrames(SharedFrames&& from) noexcept : shared_(std::exchange(from.shared_, nullptr)) {}
  SharedFrames& operator=(SharedFrames from) noexcept {
    std::swap(shared_, from.shared_);
    return *this;
  }
  ~SharedFrames() {
    if (shared_ != nullptr && --shared_->holders == 0) delete shared_;
  }

  explicit operator bool() const { return shared_ != nullptr; }
  Frames const& operator*() const { return shared_->frames; }
  Frames const* operator->() const { return &shared_->frames; }
  /// Absent without a message.
  Frames const* get() const { return shared_ == nullptr ? nullptr : &shared_->frames; }

  /// Gives its frames but for the first `skipped`, and has no message any more.
  void move_to(Frames& into, std::size_t skipped) && {
    Frames& frames = shared_->frames;
    if (shared_->holders > 1) {
      into.assign(frames.begin() + static_cast<std::ptrdiff_t>(skipped), frames.end());
    } else {
      // Swapped to the end, which asks less than to move and to free them one by one.
      for (std::size_t k = skipped; k < frames.size(); ++k) frames[k - skipped].swap(frames[k]);
      frames.resize(frames.size() - skipped);
      into = std::move(frames);
    }
    *this = SharedFrames{};
  }

 private:
  struct Shared {
    Frames frames;
    std::uint32_t holders;
  };

  Shared* shared_ = nullptr;
};

}  // namespace drydock::simulator
