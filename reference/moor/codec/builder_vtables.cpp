#include <algorithm>
#include <cstring>

#include "reference/moor/codec/builder.hpp"

// Where a builder has put the vtables of its message, each of which stands once.

namespace drydock::moor {
namespace {

using flatbuffers::voffset_t;

}  // namespace

void Builder::forget_vtables() {
  others_.clear();
  ++message_;
}

void Builder::leave_track() {
  if (track_.at_end()) return;
  if (track_.at_begin()) {
    forget_vtables();
  } else {
    // Those that come later in the message before are none of this one's.
    std::uint32_t const written = size();
    for (Vtable& one : known_) {
      if (one.at > written) one.message = 0;
    }
    std::erase_if(others_, [&](Vtable const& one) { return one.at > written; });
  }
  track_.leave();
}

bool Builder::ends_alike(Vtable const& known, voffset_t const* vtable) const {
  std::size_t const bytes = known.begin & 0xffff;
  return bytes <= begin_bytes ||
         std::memcmp(end_ - known.at + begin_bytes, vtable + begin_slots, bytes - begin_bytes) == 0;
}

std::uint32_t Builder::place_of(std::uint8_t* at, std::uint64_t begin, voffset_t const* vtable) {
  Vtable& known = known_[spread(begin)];
  if (known.message != message_) {
    at_ = put_vtable(at, begin, vtable);
    return (known = {begin, message_, size()}).at;
  }
  at_ = at;
  if (known.begin == begin && ends_alike(known, vtable)) return known.at;
  return place_elsewhere(begin, vtable);
}

/// Before `at`, where the way to it is yet to be written. Returns where it begins.
std::uint8_t* Builder::put_vtable(std::uint8_t* at, std::uint64_t begin, voffset_t const* vtable) {
  std::size_t const bytes = begin & 0xffff;
  at -= bytes;
  // Of a short one the first eight bytes reach into the way to it.
  if (bytes > 2 * begin_bytes) {
    std::memcpy(at + begin_bytes, vtable + begin_slots, bytes - begin_bytes);
  } else if (bytes > begin_bytes) {
    std::memcpy(at + bytes - begin_bytes, vtable + bytes / 2 - begin_slots, begin_bytes);
  }
  std::memcpy(at, &begin, begin_bytes);
  return at;
}

std::uint32_t Builder::place_elsewhere(std::uint64_t begin, voffset_t const* vtable) {
  for (Vtable const& other : others_) {
    if (other.begin == begin && ends_alike(other, vtable)) return other.at;
  }
  at_ = put_vtable(at_, begin, vtable);
  others_.push_back({begin, message_, size()});
  return size();
}

}  // namespace drydock::moor
