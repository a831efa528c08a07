#include "reference/moor/codec/noting_read.hpp"

#include <algorithm>
#include <cstring>
#include <utility>
#include <variant>

namespace drydock::moor {

bool NotingRead::look(std::size_t position, void* out, std::size_t size) {
  if (!holds(position, size)) return false;
  std::memcpy(out, buffer_.data() + position, size);
  std::fill_n(looked_.begin() + static_cast<std::ptrdiff_t>(position), size, std::uint8_t{0xff});
  return true;
}

bool NotingRead::keep(std::vector<KeptValue>& values, std::size_t position, std::size_t size,
                      void* to) const {
  if (!holds(position, size)) return false;
  values.push_back({static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(size), to});
  return true;
}

std::size_t NotingRead::follow(std::size_t position) {
  std::uint32_t distance = 0;
  return look(position, distance) ? position + distance : nowhere;
}

bool NotingRead::fields(std::size_t position, Fields& out) {
  std::int32_t distance = 0;
  std::uint16_t size = 0;
  if (!look(position, distance)) return false;
  std::size_t const vtable = position - static_cast<std::size_t>(std::int64_t{distance});
  if (!look(vtable, size)) return false;
  out = {position, vtable, size};
  return true;
}

std::size_t NotingRead::at(Fields const& fields, unsigned slot) {
  std::size_t const entry = std::size_t{4} + std::size_t{2} * slot;
  std::uint16_t offset = 0;
  if (entry >= fields.vtable_size || !look(fields.vtable + entry, offset)) return nowhere;
  return offset == 0 ? nowhere : fields.position + offset;
}

bool NotingRead::vector(std::size_t position, std::size_t, std::size_t& elements,
                        std::size_t& count) {
  std::size_t const target = follow(position);
  std::uint32_t its_count = 0;
  if (!look(target, its_count)) return false;
  elements = target + 4;
  count = its_count;
  return true;
}

bool NotingRead::text(std::size_t position, std::string& out) {
  std::size_t begin = 0;
  std::size_t count = 0;
  std::uint8_t end = 0;
  return vector(position, 1, begin, count) && count == out.size() && look(begin + count, end) &&
         keep(values_.texts, begin, count, &out);
}

bool NotingRead::symbol(std::size_t position, Symbol& out) {
  Fields symbol;
  return table(position, symbol) && text(at(symbol, 0), out.text);
}

bool NotingRead::uuid(std::size_t position, Uuid& out) {
  Fields uuid;
  return table(position, uuid) && raw_uuid(at(uuid, 0), out);
}

bool NotingRead::raw_uuid(std::size_t position, Uuid& out) {
  std::size_t begin = 0;
  std::size_t count = 0;
  return vector(position, 1, begin, count) && count == out.bytes.size() &&
         keep(values_.plain, begin, count, out.bytes.data());
}

bool NotingRead::obj(std::size_t position, Obj& out) {
  Fields obj;
  Fields member;
  std::uint8_t tag = 0;
  if (!table(position, obj) || !number(obj, 0, tag) || !table(at(obj, 1), member)) return false;
  if (auto* const number = std::get_if<ObjId>(&out)) return kept_number(member, 0, number->id);
  std::uint64_t packed = 0;  // Some of its bits are not kept.
  return number(member, 0, packed);
}

}  // namespace drydock::moor
