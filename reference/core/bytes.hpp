#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<std::uint8_t const>;

/// One ZeroMQ frame, and one whole message as its frames in order.
using Frame = Bytes;
using Frames = std::vector<Frame>;

/// A message of these frames, which are moved, where a list in braces would copy them; with room
/// for the delimiter that some sockets put before them.
template <std::convertible_to<Frame>... Each>
Frames frames_of(Each&&... each) {
  Frames frames;
  frames.reserve(1 + sizeof...(each));
  (frames.push_back(std::forward<Each>(each)), ...);
  return frames;
}

/// The bytes of `text`, and back.
Bytes bytes_of(std::string_view text);
std::string_view text_of(ByteView bytes);

/// Lower-case hexadecimal without separators; at most `bytes_max` bytes, then `...`.
std::string to_hex(ByteView bytes, std::size_t bytes_max = SIZE_MAX);

}  // namespace drydock
