#include "reference/moor/codec/soundness.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "reference/moor/codec/raw_buffer.hpp"

namespace drydock::moor {
namespace {

constexpr std::size_t nowhere = SIZE_MAX;

/// The rules are those of RawBuffer, step by step.
class Check {
 public:
  Check(WireSchema const& schema, ByteView buffer, std::size_t depth_max, std::size_t tables_max)
      : schema_(schema),
        begin_(buffer.data()),
        size_(buffer.size()),
        depth_left_(depth_max),
        tables_left_(tables_max) {}

  bool root(std::size_t table) {
    if (size_ < 8) return false;
    std::size_t const position = follow(0);
    return position != nowhere && this->table(table, position);
  }
  /// Of a root that is good.
  bool opens(std::uint8_t tag_max) const {
    std::size_t const position = follow(0);
    std::size_t const vtable = vtable_of(position);
    Fields const root{position, vtable, read<std::uint16_t>(vtable)};
    if (root.vtable_size < 4) return false;
    if (tag_max == 0) return true;
    std::size_t const tag = field(root, 0);
    return tag != nowhere && holds(tag, 1) && begin_[tag] != 0 && begin_[tag] <= tag_max &&
           field(root, 1) != nowhere;
  }

 private:
  template <class T>
  T read(std::size_t position) const {
    static_assert(std::endian::native == std::endian::little);
    T value;
    std::memcpy(&value, begin_ + position, sizeof(value));
    return value;
  }
  bool holds(std::size_t position, std::size_t size) const {
    return size < size_ && position <= size_ - size;
  }
  /// Where the offset at `position` points to, or `nowhere`.
  std::size_t follow(std::size_t position) const {
    if (position % 4 != 0 || !holds(position, 4)) return nowhere;
    std::size_t const distance = read<std::uint32_t>(position);
    bool const is_good =
        distance != 0 && distance <= RawBuffer::bytes_max && holds(position + distance, 1);
    return is_good ? position + distance : nowhere;
  }
  /// How many elements the vector at `position` has, or `nowhere`.
  std::size_t count_at(std::size_t position, std::size_t element_size) const {
    if (position % 4 != 0 || !holds(position, 4)) return nowhere;
    std::size_t const count = read<std::uint32_t>(position);
    bool const is_good =
        count < RawBuffer::bytes_max / element_size && holds(position, 4 + count * element_size);
    return is_good ? count : nowhere;
  }
  bool string(std::size_t position) const {
    std::size_t const count = count_at(position, 1);
    if (count == nowhere) return false;
    std::size_t const end = position + 4 + count;
    return holds(end, 1) && begin_[end] == 0;
  }

  struct Fields {
    std::size_t position;
    std::size_t vtable;
    std::size_t vtable_size;
  };
  /// Where a field is, or `nowhere` if it is absent.
  std::size_t field(Fields const& fields, unsigned slot) const {
    std::size_t const entry = std::size_t{4} + std::size_t{2} * slot;
    if (entry >= fields.vtable_size) return nowhere;
    std::size_t const offset = read<std::uint16_t>(fields.vtable + entry);
    return offset == 0 ? nowhere : fields.position + offset;
  }

  std::size_t vtable_of(std::size_t position) const {
    // Signed on the wire; modulo 2^64 the subtraction comes out right, or far outside.
    return position - static_cast<std::size_t>(std::int64_t{read<std::int32_t>(position)});
  }
  bool table(std::size_t index, std::size_t position) {
    if (position % 4 != 0 || !holds(position, 4)) return false;
    std::size_t const vtable = vtable_of(position);
    if (!holds(vtable, 2) || vtable % 2 != 0) return false;
    std::size_t const size = read<std::uint16_t>(vtable);
    if (size % 2 != 0 || !holds(vtable, size)) return false;
    if (depth_left_ == 0 || tables_left_ == 0) return false;
    --depth_left_;
    --tables_left_;
    Fields const fields{position, vtable, size};
    for (FieldLayout const& layout : schema_.table(index).fields) {
      if (!is_good(layout, fields)) return false;
    }
    ++depth_left_;
    return true;
  }

  bool is_good(FieldLayout const& layout, Fields const& fields) {
    std::size_t const position = field(fields, layout.slot);
    if (position == nowhere) return !layout.required;
    if (layout.kind == FieldKind::scalar || layout.kind == FieldKind::union_tag) {
      return position % layout.size == 0 && holds(position, layout.size);
    }
    std::size_t const target = follow(position);
    if (target == nowhere) return false;
    switch (layout.kind) {
      case FieldKind::string:
        return string(target);
      case FieldKind::table:
        return table(layout.target, target);
      case FieldKind::union_value:
        return member(layout, fields, target);
      case FieldKind::strings:
        return strings(target);
      case FieldKind::tables:
        return tables(layout.target, target);
      default:
        return count_at(target, layout.size) != nowhere;
    }
  }

  /// Unknown members pass.
  bool member(FieldLayout const& layout, Fields const& fields, std::size_t target) {
    std::size_t const tag_position = field(fields, layout.slot - 1);
    std::size_t const tag = tag_position == nowhere ? 0 : begin_[tag_position];
    auto const& targets = schema_.union_of(layout.target).targets;
    return tag == 0 || tag >= targets.size() || table(targets[tag], target);
  }
  /// Each counts as a table.
  bool strings(std::size_t target) {
    std::size_t const count = count_at(target, sizeof(std::uint32_t));
    if (count == nowhere) return false;
    tables_left_ -= std::min(count, tables_left_);
    return each(target, count, [&](std::size_t at) { return string(at); });
  }
  bool tables(std::size_t index, std::size_t target) {
    std::size_t const count = count_at(target, sizeof(std::uint32_t));
    return count != nowhere &&
           each(target, count, [&](std::size_t at) { return table(index, at); });
  }
  template <class Good>
  bool each(std::size_t target, std::size_t count, Good const& good) {
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t const from = target + sizeof(std::uint32_t) * (1 + i);
      if (!good(from + read<std::uint32_t>(from))) return false;
    }
    return true;
  }

  WireSchema const& schema_;
  std::uint8_t const* begin_;
  std::size_t size_;
  std::size_t depth_left_;
  std::size_t tables_left_;
};

}  // namespace

bool is_sound(WireSchema const& schema, std::size_t table, ByteView buffer, std::size_t depth_max,
              std::size_t tables_max) {
  return Check(schema, buffer, depth_max, tables_max).root(table);
}

bool opens_and_is_sound(WireSchema const& schema, std::size_t table, std::uint8_t tag_max,
                        ByteView buffer, std::size_t depth_max, std::size_t tables_max) {
  Check check(schema, buffer, depth_max, tables_max);
  return check.root(table) && check.opens(tag_max);
}

}  // namespace drydock::moor
