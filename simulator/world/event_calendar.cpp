#include "simulator/world/event_calendar.hpp"

namespace drydock::simulator {

void EventCalendar::put_in_order(std::vector<Event>& page) {
  std::sort(page.begin(), page.end(), [](Event const& a, Event const& b) { return before(a, b); });
}

/// Into the open page. Most come after all that are there; so do those that are due at once, whose
/// sequence is the last.
void EventCalendar::insert(Event const& event) {
  std::vector<Event>& page = pages_[open_];
  page.push_back(event);
  std::size_t at = page.size() - 1;
  for (; at > next_ && before(event, page[at - 1]); --at) page[at] = page[at - 1];
  page[at] = event;
}

void EventCalendar::remove_if(std::function<bool(Event const&)> const& is_stale) {
  if (open_ != nowhere) {
    std::vector<Event>& page = pages_[open_];
    page.erase(page.begin(), page.begin() + static_cast<std::ptrdiff_t>(next_));
    open_ = nowhere;
    next_ = 0;
  }
  for (std::size_t page = 0; page < days; ++page) {
    size_ -= std::erase_if(pages_[page], is_stale);
    if (pages_[page].empty()) used_ &= ~(std::uint64_t{1} << page);
  }
}

}  // namespace drydock::simulator
