#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "reference/core/bytes.hpp"
#include "tl/expected.hpp"

namespace drydock::moor {

/// A rule of the FlatBuffers format that a buffer breaks, and where in it.
struct Violation {
  std::size_t offset = 0;
  std::string rule;
};
template <class T>
using Checked = tl::expected<T, Violation>;

/// A table whose vtable lies within the buffer. What its fields point to is unknown yet.
struct RawTable {
  std::size_t position = 0;
  std::size_t vtable = 0;
  std::size_t vtable_size = 0;
};

/// A buffer that is read without believing it: each step checks what it touches, and only that, by
/// the rules of the generated verifier (flatbuffers 2.0.8), so that what every step accepts it
/// accepts too. Positions are in bytes from the buffer's start, and alignment is relative to it.
class RawBuffer {
 public:
  /// The format's own limit: offsets within a buffer are signed 32-bit numbers.
  static constexpr std::size_t bytes_max = (std::size_t{1} << 31) - 1;

  explicit RawBuffer(ByteView bytes) : bytes_(bytes) {}

  Checked<RawTable> root() const;
  Checked<RawTable> table(std::size_t position) const;

  /// Where `slot` of `table` says that its field is; absent if it says nothing.
  std::optional<std::size_t> field(RawTable const& table, unsigned slot) const;

  /// `position`, if a number of `size` bytes fits there.
  Checked<std::size_t> scalar(std::size_t position, std::size_t size) const;
  /// Where the offset at `position` points to.
  Checked<std::size_t> follow(std::size_t position) const;
  /// The elements of the vector at `position`. Their own alignment is not checked.
  Checked<ByteView> vector(std::size_t position, std::size_t element_size) const;
  /// The characters of the string at `position`, without its terminator.
  Checked<ByteView> string(std::size_t position) const;

  /// The number at a position that was checked.
  std::uint8_t byte_at(std::size_t position) const { return bytes_[position]; }
  std::uint32_t offset_at(std::size_t position) const;

 private:
  bool holds(std::size_t position, std::size_t size) const {
    return size < bytes_.size() && position <= bytes_.size() - size;
  }
  tl::unexpected<Violation> outside(std::size_t position, std::size_t size, char const* what) const;
  template <class T>
  T read(std::size_t position) const;

  ByteView bytes_;
};

}  // namespace drydock::moor
