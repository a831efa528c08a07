#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace drydock::simulator {

/// First in, first out, in one allocation that is reused: connections have six of them, most empty.
template <class T>
class Fifo {
 public:
  bool empty() const { return head_ == items_.size(); }
  std::size_t size() const { return items_.size() - head_; }
  T& front() { return items_[head_]; }
  T const& front() const { return items_[head_]; }
  void push(T item) { items_.push_back(std::move(item)); }
  T pop() {
    T item = std::move(items_[head_]);
    ++head_;
    if (head_ == items_.size()) {
      clear();
    } else if (head_ > 64 && head_ * 2 > items_.size()) {
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    return item;
  }
  T pop_back() {
    T item = std::move(items_.back());
    items_.pop_back();
    if (head_ == items_.size()) clear();
    return item;
  }
  T const& back() const { return items_.back(); }
  void clear() {
    items_.clear();
    head_ = 0;
  }
  auto begin() { return items_.begin() + static_cast<std::ptrdiff_t>(head_); }
  auto end() { return items_.end(); }

 private:
  std::vector<T> items_;
  std::size_t head_ = 0;
};

}  // namespace drydock::simulator
