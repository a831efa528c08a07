#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "reference/core/bytes.hpp"
#include "simulator/network/body_hash.hpp"

namespace drydock::simulator {

/// One message, shared by all who are on their way with it, and changed by nobody: only the last
/// one who has it may take it apart. Not counted atomically, as all who share it are of one world.
class SharedFrames {
  struct Shared;

 public:
  /// Where messages are, and what is left of them once nobody has them: the next ones go there. It
  /// outlives them.
  class Store {
   public:
    Store() = default;
    ~Store() {
      while (spare_ != nullptr) delete std::exchange(spare_, spare_->next_spare);
    }
    Store(Store const&) = delete;
    Store& operator=(Store const&) = delete;

   private:
    friend class SharedFrames;
    Shared* take() {
      if (spare_ == nullptr) return new Shared{*this};
      return std::exchange(spare_, spare_->next_spare);
    }
    void take_back(Shared* shared) { shared->next_spare = std::exchange(spare_, shared); }

    Shared* spare_ = nullptr;
  };

  SharedFrames() = default;
  /// Their hash, if it is known, travels with them.
  SharedFrames(Store& store, Frames&& frames, std::optional<BodyHash> hash = std::nullopt)
      : SharedFrames(store, hash) {
    shared_->frames.swap(frames);
  }
  /// The same with an empty frame before them.
  static SharedFrames delimited(Store& store, Frames&& frames, std::optional<BodyHash> hash) {
    SharedFrames made(store, hash);
    Frames& all = made.shared_->frames;
    all.reserve(1 + frames.size());
    all.emplace_back();
    for (Frame& frame : frames) all.push_back(std::move(frame));
    return made;
  }
  SharedFrames(SharedFrames const& from) : shared_(from.shared_) {
    if (shared_ != nullptr) ++shared_->holders;
  }
  SharedFrames(SharedFrames&& from) noexcept : shared_(std::exchange(from.shared_, nullptr)) {}
  SharedFrames& operator=(SharedFrames from) noexcept {
    std::swap(shared_, from.shared_);
    return *this;
  }
  ~SharedFrames() {
    if (shared_ != nullptr) let_go();
  }

  explicit operator bool() const { return shared_ != nullptr; }
  Frames const& operator*() const { return shared_->frames; }
  Frames const* operator->() const { return &shared_->frames; }
  /// Absent without a message.
  Frames const* get() const { return shared_ == nullptr ? nullptr : &shared_->frames; }

  /// Gives its frames but for the first `skipped`, and has no message any more. The hash of what it
  /// gives, if that is known.
  std::optional<BodyHash> move_to(Frames& into, std::size_t skipped) && {
    Frames& frames = shared_->frames;
    bool const only_delimiter = skipped == 1 && frames.front().empty();
    std::optional<BodyHash> const hash = shared_->hash;
    if (shared_->holders > 1) [[unlikely]] {
      into.assign(frames.begin() + static_cast<std::ptrdiff_t>(skipped), frames.end());
    } else {
      // Swapped to the end, which asks less than to move and to free them one by one.
      for (std::size_t k = skipped; k < frames.size(); ++k) frames[k - skipped].swap(frames[k]);
      for (std::size_t k = 0; k < skipped; ++k) frames.pop_back();
      into.swap(frames);
    }
    let_go();
    shared_ = nullptr;
    bool const is_same_body = skipped == 0 || (only_delimiter && !has_delimiter(into));
    return is_same_body ? hash : std::nullopt;
  }

 private:
  SharedFrames(Store& store, std::optional<BodyHash> hash) : shared_(store.take()) {
    shared_->hash = hash;
    shared_->holders = 1;
  }

  void let_go() {
    if (--shared_->holders > 0) return;
    shared_->frames.clear();
    shared_->store.take_back(shared_);
  }

  struct Shared {
    Store& store;
    Frames frames = {};  // None while nobody has them; there is room for as many as there were.
    std::optional<BodyHash> hash = {};
    std::uint32_t holders = 0;
    Shared* next_spare = nullptr;
  };

  Shared* shared_ = nullptr;
};

}  // namespace drydock::simulator
