#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace drydock::simulator {

/// First in, first out, in one allocation that is reused: connections have six of them, most empty.
/// A place from which something was taken keeps what is left of a T that was moved away.
template <class T>
class Fifo {
 public:
  bool empty() const { return head_ == tail_; }
  std::size_t size() const { return tail_ - head_; }
  T& front() { return places_[head_]; }
  T const& front() const { return places_[head_]; }
  T& push(T&& item) {
    if (tail_ == places_.size()) places_.emplace_back();
    T& place = places_[tail_++];
    place = std::move(item);
    return place;
  }
  void push(T const& item) { push(T(item)); }
  T pop() {
    T item = std::move(places_[head_]);
    ++head_;
    if (empty()) {
      head_ = tail_ = 0;
    } else if (head_ > 64 && head_ * 2 > tail_) {
      move_up();
    }
    return item;
  }
  T pop_back() {
    --tail_;
    T item = std::move(places_[tail_]);
    if (empty()) head_ = tail_ = 0;
    return item;
  }
  T const& back() const { return places_[tail_ - 1]; }
  void clear() {
    places_.clear();
    head_ = tail_ = 0;
  }
  auto begin() { return places_.begin() + static_cast<std::ptrdiff_t>(head_); }
  auto end() { return places_.begin() + static_cast<std::ptrdiff_t>(tail_); }

 private:
  void move_up() {
    std::size_t const left = size();
    for (std::size_t k = 0; k < left; ++k) places_[k] = std::move(places_[head_ + k]);
    head_ = 0;
    tail_ = static_cast<std::uint32_t>(left);
  }

  // 32 bits each, as there are so many of these queues; no socket has room for more.
  std::uint32_t head_ = 0;
  std::uint32_t tail_ = 0;
  std::vector<T> places_;
};

}  // namespace drydock::simulator
