#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "reference/core/bytes.hpp"

namespace drydock::moor {

/// A value that is nothing but kept: whatever it is, the rest of its message is read alike.
struct KeptValue {
  std::uint32_t position;
  std::uint32_t size;
  void* to;
};
struct KeptValues {
  /// Numbers, and UUIDs: 1, 2, 4, 8 or 16 bytes, to those of the value.
  std::vector<KeptValue> plain;
  /// To strings that have that size already.
  std::vector<KeptValue> texts;
};

/// What a message has in common with others that are read over it by the same steps: all bytes that
/// its reader looked at to find its way. How a message is read depends on them, on its size and on
/// the limits alone; so one that has the same differs only in its values, and those stand where
/// they stood, within the buffer. They are taken, text after it was checked, and nothing else is to
/// do.
///
/// Nobody but its readers may change the message that it was learnt with, since it points to the
/// values in it.
class MessageShape {
 public:
  MessageShape() = default;
  /// That of the message in `buffer`, of whose bytes those were `looked` at that are not 0 there.
  MessageShape(ByteView buffer, std::vector<std::uint8_t> const& looked, KeptValues values);

  /// Reads a message of this shape over the one that it was learnt with, under the same limits.
  /// False where it has another one, or text that is not UTF-8.
  bool read(ByteView buffer) const;

  /// Shorter ones are not worth it, and longer ones would take too much memory.
  static constexpr std::size_t bytes_min = 16;
  static constexpr std::size_t bytes_max = 4096;

 private:
  /// A register of two words, which the compiler does not see by itself.
  using Words [[gnu::vector_size(bytes_min)]] = std::uint64_t;
  static bool any(Words const& words);
  bool is_alike(std::uint8_t const* begin) const;
  /// Not joined with `read`, which has no registers to save where there is no text.
  [[gnu::noinline]] bool take_texts(std::uint8_t const* begin) const;
  struct Block {
    Words mask;
    Words bytes;  // Those under the mask.
    std::size_t position;
  };

  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::size_t size_ = none;
  std::vector<Block> blocks_;
  KeptValues values_;
};

/// When to learn a shape: once several messages in a row had the size of the one before, and not
/// the shape that was learnt last. For as long as that one does not serve, the next one waits for
/// twice as many.
class ShapeLearning {
 public:
  /// A message had the shape.
  void served() {
    passed_ = 0;
    due_ = passed_min;
  }
  /// One of so many bytes had not: whether to learn its shape.
  bool is_due(std::size_t bytes);

  static constexpr unsigned passed_min = 8;

 private:
  std::size_t bytes_before_ = 0;
  unsigned passed_ = 0;
  unsigned due_ = passed_min;
};

}  // namespace drydock::moor
