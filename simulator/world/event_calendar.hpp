#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "simulator/world/event.hpp"

namespace drydock::simulator {

/// Events that are due soon, each on the page of its day, which is a few microseconds long: only
/// those of the first page that has any are put in order, when they are asked for. Source: Brown,
/// "Calendar queues: a fast O(1) priority queue implementation for the simulation event set
/// problem" (1988); this one has a year of one length.
class EventCalendar {
 public:
  /// Whether there is a page for what is due then: from today on, and not far away.
  bool has_page_for(VirtualTime at) const { return day_of(at) - today_ < days; }
  /// There is a page for it.
  void push(Event const& event) {
    std::size_t const page = page_of(day_of(event.at));
    ++size_;
    used_ |= std::uint64_t{1} << page;
    if (page == open_) return insert(event);
    pages_[page].push_back(event);
  }
  /// The first; absent when there are none.
  Event const* front() {
    if (used_ == 0) return nullptr;
    std::size_t const first = first_page();
    if (first != open_) open(first);
    return &pages_[first][next_];
  }
  /// Takes out what `front` has just given.
  void pop_front() {
    --size_;
    if (++next_ == pages_[open_].size()) clear_open();
  }
  /// It is `now`, and nothing that is here is due before.
  void pass(VirtualTime now) { today_ = std::max(today_, day_of(now)); }
  std::size_t size() const { return size_; }
  /// Takes out every event of which that holds.
  void remove_if(std::function<bool(Event const&)> const& is_stale);

 private:
  static constexpr std::uint64_t days = 64;
  static constexpr unsigned day_bits = 14;  // A day is 16 microseconds, the year a millisecond.
  static constexpr std::size_t nowhere = days;

  static std::uint64_t day_of(VirtualTime at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) >> day_bits;
  }
  static std::size_t page_of(std::uint64_t day) { return day % days; }
  /// There is one.
  std::size_t first_page() const {
    std::uint64_t const from_today = std::rotr(used_, static_cast<int>(page_of(today_)));
    return page_of(today_ + static_cast<std::uint64_t>(std::countr_zero(from_today)));
  }
  /// Of the page that was open before nothing was taken out, or it would still be the first.
  void open(std::size_t page) {
    open_ = page;
    next_ = 0;
    if (pages_[page].size() > 1) put_in_order(pages_[page]);
  }
  static void put_in_order(std::vector<Event>& page);
  void insert(Event const& event);
  void clear_open() {
    pages_[open_].clear();
    used_ &= ~(std::uint64_t{1} << open_);
    open_ = nowhere;
    next_ = 0;
  }

  std::array<std::vector<Event>, days> pages_;
  std::uint64_t used_ = 0;  // A bit for each page that has events.
  std::uint64_t today_ = 0;
  std::size_t size_ = 0;
  std::size_t open_ = nowhere;  // The page that is in order.
  std::size_t next_ = 0;        // What is left of it begins there.
};

}  // namespace drydock::simulator
