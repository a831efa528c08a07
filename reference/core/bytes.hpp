#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<std::uint8_t const>;

/// One ZeroMQ frame, and one whole message as its frames in order.
using Frame = Bytes;
using Frames = std::vector<Frame>;

/// The bytes of `text`, and back.
Bytes bytes_of(std::string_view text);
std::string_view text_of(ByteView bytes);

/// Lower-case hexadecimal without separators; at most `bytes_max` bytes, then `...`.
std::string to_hex(ByteView bytes, std::size_t bytes_max = SIZE_MAX);

}  // namespace drydock
