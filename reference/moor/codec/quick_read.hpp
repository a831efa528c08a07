#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {

/// Reads a buffer and checks, in one pass, what it reads, and gives up at the first doubt: damage,
/// a limit, or what is too rare to be read here (flyweights, lambdas). Every reader is true, or
/// false with its `out` in any state; what `out` held before is gone, but for memory that serves
/// again. What is given up is to be read again by those who walk the
/// schema first, and know the reason (explain.hpp, decoding.hpp); what is not, they take too, with
/// the same value. The rules of each step are RawBuffer's, or a little harder.
///
/// Values, nesting and bytes of text are counted as Decoding does. Tables and their depth need no
/// count: VerifyLimits allow all that those counts do.
class QuickRead {
 public:
  /// `limits` has to live as long.
  QuickRead(ByteView buffer, Limits const& limits)
      : begin_(buffer.size() >= bytes_min && fits(buffer.size(), limits) ? buffer.data() : nullptr),
        size_(buffer.size()),
        last_word_(buffer.size() - 4),
        nesting_left_(std::min(limits.nesting, VerifyLimits::nesting_max)),
        values_left_(limits.values),
        bytes_left_(limits.expanded_bytes) {}

  /// Where what is absent stands. No step accepts it.
  static constexpr std::size_t nowhere = SIZE_MAX;

  struct Fields {
    std::size_t position;
    std::size_t vtable;
    std::size_t vtable_size;
  };
  /// The root table of a buffer that is neither too short nor too long.
  bool root(Fields& out) const { return begin_ != nullptr && table(0, out); }
  // These two are most of all steps; left to itself the compiler calls them in large readers.
  /// The table that the offset at `position` points to.
  [[gnu::always_inline]] bool table(std::size_t position, Fields& out) const {
    return fields(follow(position), out);
  }
  /// The table at `position`.
  [[gnu::always_inline]] bool fields(std::size_t position, Fields& out) const {
    if (!is_word(position)) return false;
    // Signed on the wire; modulo 2^64 the subtraction comes out right, or far outside.
    std::size_t const vtable =
        position - static_cast<std::size_t>(std::int64_t{read<std::int32_t>(position)});
    if (vtable > last_word_) return false;
    std::size_t const size = read<std::uint16_t>(vtable);
    out = {position, vtable, size};
    return (vtable | size) % 2 == 0 && size >= 4 && vtable + size < size_;
  }
  /// Where a table's field stands.
  std::size_t at(Fields const& fields, unsigned slot) const {
    std::size_t const entry = std::size_t{4} + std::size_t{2} * slot;
    if (entry >= fields.vtable_size) return nowhere;
    std::size_t const offset = read<std::uint16_t>(fields.vtable + entry);
    return offset == 0 ? nowhere : fields.position + offset;
  }
  /// A table's number, which is 0 if it is absent.
  template <class T>
  bool number(Fields const& fields, unsigned slot, T& out) const {
    std::size_t const position = at(fields, slot);
    out = 0;
    if (position == nowhere) return true;
    if (position % sizeof(T) != 0 || position + sizeof(T) > size_) return false;
    out = read<T>(position);
    return true;
  }
  /// The same, of one that is nothing but kept: what it is makes no difference to any other step.
  template <class T>
  bool kept_number(Fields const& fields, unsigned slot, T& out) const {
    return number(fields, slot, out);
  }
  /// The vector that the offset at `position` points to: its elements, and their count.
  bool vector(std::size_t position, std::size_t element_size, std::size_t& elements,
              std::size_t& count) const {
    std::size_t const target = follow(position);
    if (!is_word(target)) return false;
    elements = target + 4;
    count = read<std::uint32_t>(target);
    return count <= (size_ - elements) / element_size;
  }
  /// What the element at `position` of a vector of tables or strings points to.
  std::size_t element(std::size_t position) const {
    return position + read<std::uint32_t>(position);
  }

  // What the offset at `position` points to.
  bool text(std::size_t position, std::string& out) { return text_at(follow(position), out); }
  bool symbol(std::size_t position, Symbol& out);
  bool uuid(std::size_t position, Uuid& out) const;
  /// A UUID without a table of its own.
  bool raw_uuid(std::size_t position, Uuid& out) const;
  bool obj(std::size_t position, Obj& out) const;
  bool bytes(std::size_t position, Bytes& out);
  bool value(std::size_t position, Var& out);
  bool values(std::size_t position, std::vector<Var>& out);
  bool error_value(std::size_t position, ErrorValue& out);
  bool map(std::size_t position, Map& out) {
    Fields map;
    return table(position, map) && this->map(map, out);
  }

  /// The string at `position`.
  bool text_at(std::size_t position, std::string& out);
  bool charge_values(std::size_t count) {
    if (count > values_left_) return false;
    values_left_ -= count;
    return true;
  }

 private:
  // Smaller than any message, and large enough for every step to ask only where it begins.
  static constexpr std::size_t bytes_min = 16;

  template <class T>
  T read(std::size_t position) const {
    static_assert(std::endian::native == std::endian::little);
    T value;
    std::memcpy(&value, begin_ + position, sizeof(value));
    return value;
  }
  /// Whether an aligned word stands there, all of it within the buffer.
  bool is_word(std::size_t position) const { return position % 4 == 0 && position <= last_word_; }
  /// What the offset at `position` points to. That may lie outside, where no word stands: whoever
  /// reads there asks for one.
  std::size_t follow(std::size_t position) const {
    if (!is_word(position)) return nowhere;
    std::size_t const distance = read<std::uint32_t>(position);
    return distance == 0 ? nowhere : position + distance;
  }
  /// The `Var` at `position`.
  bool variant(std::size_t position, Var& out);
  bool map(Fields const& map, Map& out);
  bool variant_of(std::uint8_t tag, Fields const& fields, Var& out);
  bool charge_bytes(std::size_t count) {
    if (count > bytes_left_) return false;
    bytes_left_ -= count;
    return true;
  }

  std::uint8_t const* begin_;
  std::size_t size_;
  std::size_t last_word_;  // Where the last four bytes begin.
  std::size_t nesting_left_;
  std::size_t values_left_;
  std::size_t bytes_left_;
};

}  // namespace drydock::moor
