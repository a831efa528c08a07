#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/message_shape.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/quick_read.hpp"

namespace drydock::moor {

/// Walks once more through a message that QuickRead has just taken, in the same steps and over the
/// same `out`, and notes what they depend on: all that is `look`ed at. It is false where there are
/// values that are put in order, or moved, once they are read; such a message has no shape to
/// learn.
class NotingRead {
 public:
  using Fields = QuickRead::Fields;
  static constexpr std::size_t nowhere = QuickRead::nowhere;

  /// `buffer` is of a size that a shape can have.
  explicit NotingRead(ByteView buffer) : buffer_(buffer), looked_(buffer.size()) {}
  /// What was noted.
  MessageShape shape() && { return {buffer_, looked_, std::move(values_)}; }

  bool root(Fields& out) { return table(0, out); }
  bool table(std::size_t position, Fields& out) { return fields(follow(position), out); }
  bool fields(std::size_t position, Fields& out);
  std::size_t at(Fields const& fields, unsigned slot);
  template <class T>
  bool number(Fields const& fields, unsigned slot, T& out) {
    std::size_t const position = at(fields, slot);
    out = 0;
    return position == nowhere || look(position, out);
  }
  template <class T>
  bool kept_number(Fields const& fields, unsigned slot, T& out) {
    std::size_t const position = at(fields, slot);
    return position == nowhere || keep(values_.plain, position, sizeof(T), &out);
  }
  bool vector(std::size_t position, std::size_t element_size, std::size_t& elements,
              std::size_t& count);

  bool text(std::size_t position, std::string& out);
  bool symbol(std::size_t position, Symbol& out);
  bool uuid(std::size_t position, Uuid& out);
  bool raw_uuid(std::size_t position, Uuid& out);
  bool obj(std::size_t position, Obj& out);

  static bool charge_values(std::size_t) { return true; }  // As often as it was done before.
  static bool bytes(std::size_t, Bytes&) { return false; }
  static bool value(std::size_t, Var&) { return false; }
  static bool values(std::size_t, std::vector<Var>&) { return false; }
  static bool error_value(std::size_t, ErrorValue&) { return false; }
  static bool map(std::size_t, Map&) { return false; }

 private:
  bool holds(std::size_t position, std::size_t size) const {
    return position < buffer_.size() && size <= buffer_.size() - position;
  }
  template <class T>
  bool look(std::size_t position, T& out) {
    return look(position, &out, sizeof(T));
  }
  bool look(std::size_t position, void* out, std::size_t size);
  std::size_t follow(std::size_t position);
  bool keep(std::vector<KeptValue>& values, std::size_t position, std::size_t size, void* to) const;

  ByteView buffer_;
  std::vector<std::uint8_t> looked_;
  KeptValues values_;
};

}  // namespace drydock::moor
