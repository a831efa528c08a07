#pragma once

#include <cstddef>
#include <cstdint>
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
  SharedFrames(Store& store, Frames&& frames)
      : SharedFrames(store, std::move(frames), body_hash(frames)) {}
  /// For whoever knows their hash, which travels with them.
  SharedFrames(Store& store, Frames&& frames, BodyHash hash) : shared_(store.take()) {
    shared_->frames.swap(frames);
    shared_->hash = hash;
    shared_->wire_bytes = 0;
    for (Frame const& frame : shared_->frames) {
      shared_->wire_bytes += static_cast<std::uint32_t>(frame.size()) + frame_overhead;
    }
    shared_->holders = 1;
  }
  /// The same with an empty frame before them.
  static SharedFrames delimited(Store& store, Frames&& frames, BodyHash hash) {
    bool const is_another = has_delimiter(frames);
    frames.emplace_back();
    for (std::size_t k = frames.size() - 1; k > 0; --k) frames[k].swap(frames[k - 1]);
    if (is_another) hash = body_hash(frames);
    return {store, std::move(frames), hash};
  }
  SharedFrames(SharedFrames const& from) : shared_(from.shared_) {
    if (shared_ != nullptr) ++shared_->holders;
  }
  SharedFrames(SharedFrames&& from) noexcept : shared_(std::exchange(from.shared_, nullptr)) {}
  SharedFrames& operator=(SharedFrames const& from) { return *this = SharedFrames(from); }
  SharedFrames& operator=(SharedFrames&& from) noexcept {
    Shared* const shared = std::exchange(from.shared_, nullptr);
    if (shared_ != nullptr) let_go();
    shared_ = shared;
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

  /// What they take on the wire; 0 without a message.
  std::uint32_t wire_bytes() const { return shared_ == nullptr ? 0 : shared_->wire_bytes; }

  /// Gives its frames but for the first `skipped`, and has no message any more. The hash of what it
  /// gives.
  BodyHash move_to(Frames& into, std::size_t skipped) && {
    Frames& frames = shared_->frames;
    bool const only_delimiter = skipped == 1 && frames.front().empty();
    BodyHash const hash = shared_->hash;
    if (shared_->holders > 1) [[unlikely]] {
      into.assign(frames.begin() + static_cast<std::ptrdiff_t>(skipped), frames.end());
      --shared_->holders;
    } else {
      into.swap(frames);
      // Swapped to the end, which asks less than to move and to free them one by one.
      for (std::size_t k = skipped; k < into.size(); ++k) into[k - skipped].swap(into[k]);
      for (std::size_t k = 0; k < skipped; ++k) into.pop_back();
      frames.clear();  // Of what was in `into`, whose room is the next message's.
      shared_->store.take_back(shared_);
    }
    shared_ = nullptr;
    bool const is_same_body = skipped == 0 || (only_delimiter && !has_delimiter(into));
    return is_same_body ? hash : body_hash(into);
  }

 private:
  static constexpr std::uint32_t frame_overhead = 2;  // ZMTP's own header of a short frame.

  void let_go() {
    if (--shared_->holders > 0) return;
    shared_->frames.clear();
    shared_->store.take_back(shared_);
  }

  /// In one line of the processor's cache.
  struct alignas(64) Shared {
    Store& store;
    Frames frames = {};  // None while nobody has them.
    BodyHash hash{};
    std::uint32_t wire_bytes = 0;
    std::uint32_t holders = 0;
    Shared* next_spare = nullptr;
  };

  Shared* shared_ = nullptr;
};

}  // namespace drydock::simulator
