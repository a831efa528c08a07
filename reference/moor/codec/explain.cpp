#include "reference/moor/codec/explain.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/place.hpp"
#include "reference/moor/codec/raw_buffer.hpp"

namespace drydock::moor {
namespace {

/// Each function is true where the verifier would go on; else `found_` says why not.
class Walker {
 public:
  enum class Strings : std::uint8_t { free, counted };

  Walker(WireSchema const& schema, ByteView buffer, std::size_t depth_max, std::size_t tables_max,
         Strings strings)
      : schema_(schema),
        raw_(buffer),
        depth_max_(depth_max),
        tables_max_(tables_max),
        strings_(strings) {}

  bool root(std::size_t table) {
    auto const opened = raw_.root();
    if (!opened) return broken(Place{}, opened.error(), DecodeError::Stage::unopenable);
    return walk(table, *opened, Place{});
  }

  std::optional<DecodeError> take() { return std::move(found_); }

 private:
  bool broken(Place const& place, Violation violation,
              DecodeError::Stage stage = DecodeError::Stage::field) {
    found_ = DecodeError{stage, text_of(place), violation.offset, std::move(violation.rule)};
    return false;
  }

  // The walk goes as deep as the verifier does, on the same stack. What makes up errors is kept out
  // of the frames that it is made of.

  template <class T>
  std::optional<T> value_or_broken(Checked<T> const& checked, Place const& place) {
    if (checked) return *checked;
    broken(place, checked.error());
    return std::nullopt;
  }
  [[gnu::noinline]] std::optional<RawTable> opened(std::size_t position, Place const& place) {
    return value_or_broken(raw_.table(position), place);
  }
  [[gnu::noinline]] std::optional<std::size_t> followed(std::size_t position, Place const& place) {
    return value_or_broken(raw_.follow(position), place);
  }
  [[gnu::noinline]] bool scalar_at(std::size_t position, std::size_t size, Place const& place) {
    return value_or_broken(raw_.scalar(position, size), place).has_value();
  }
  [[gnu::noinline]] bool string_at(std::size_t position, Place const& place) {
    return value_or_broken(raw_.string(position), place).has_value();
  }
  [[gnu::noinline]] std::optional<std::size_t> count_at(std::size_t position,
                                                        std::size_t element_size,
                                                        Place const& place) {
    auto const elements = value_or_broken(raw_.vector(position, element_size), place);
    return elements ? std::optional(elements->size() / element_size) : std::nullopt;
  }
  [[gnu::noinline]] bool within_limits(RawTable const& table, Place const& place) {
    if (depth_ > depth_max_) {
      return broken(place, {table.position,
                            fmt::format("more than {} tables within each other", depth_max_)});
    }
    if (tables_ > tables_max_) {
      return broken(place, {table.position,
                            fmt::format("more than {} tables, shared ones counted as often as "
                                        "they are reached",
                                        tables_max_)});
    }
    return true;
  }
  [[gnu::noinline]] bool missing(RawTable const& table, FieldLayout const& field,
                                 Place const& parent) {
    return broken(Place{&parent, field.name}, {table.position, "required, but missing"});
  }

  bool table_at(std::size_t index, std::size_t position, Place const& place) {
    auto const table = opened(position, place);
    return table && walk(index, *table, place);
  }

  bool walk(std::size_t index, RawTable const& table, Place const& place) {
    ++depth_;
    ++tables_;
    if (!within_limits(table, place)) return false;
    auto const& layout = schema_.table(index);
    for (auto const& field : layout.fields) {
      if (!walk_field(layout, field, table, place)) return false;
    }
    --depth_;
    return true;
  }

  bool walk_field(TableLayout const& layout, FieldLayout const& field, RawTable const& table,
                  Place const& parent) {
    auto const position = raw_.field(table, field.slot);
    if (!position) return !field.required || missing(table, field, parent);
    Place const place{&parent, field.name};
    if (field.kind == FieldKind::scalar || field.kind == FieldKind::union_tag) {
      return scalar_at(*position, field.size, place);
    }
    auto const target = followed(*position, place);
    if (!target) return false;
    switch (field.kind) {
      case FieldKind::string:
        return string_at(*target, place);
      case FieldKind::table:
        return table_at(field.target, *target, place);
      case FieldKind::union_value:
        return walk_union(layout, field, table, *target, parent);
      case FieldKind::strings:
      case FieldKind::tables:
        return walk_elements(field, *target, place);
      default:
        return count_at(*target, field.size, place).has_value();
    }
  }

  bool walk_elements(FieldLayout const& field, std::size_t target, Place const& place) {
    auto const count = count_at(target, sizeof(std::uint32_t), place);
    if (!count) return false;
    if (strings_ == Strings::counted && field.kind == FieldKind::strings) tables_ += *count;
    Place element{place.parent, place.name, {}, 0};
    for (; element.index < *count; ++element.index) {
      auto const from = target + sizeof(std::uint32_t) * (1 + element.index);
      auto const at = from + raw_.offset_at(from);
      auto const good = field.kind == FieldKind::strings ? string_at(at, element)
                                                         : table_at(field.target, at, element);
      if (!good) return false;
    }
    return true;
  }

  /// Unknown members pass: a newer peer may send them, and whether that is good is not the
  /// format's.
  bool walk_union(TableLayout const& layout, FieldLayout const& field, RawTable const& table,
                  std::size_t target, Place const& parent) {
    auto const tag_position = raw_.field(table, field.slot - 1);
    auto const tag = tag_position ? std::size_t{raw_.byte_at(*tag_position)} : 0;
    auto const& members = schema_.union_of(field.target);
    if (tag == 0 || tag >= members.targets.size()) return true;
    if (layout.wraps_union && depth_ > 1) return table_at(members.targets[tag], target, parent);
    return table_at(members.targets[tag], target, Place{&parent, field.name, members.names[tag]});
  }

  WireSchema const& schema_;
  RawBuffer raw_;
  std::size_t depth_max_;
  std::size_t tables_max_;
  Strings strings_;
  std::size_t depth_ = 0;
  std::size_t tables_ = 0;
  std::optional<DecodeError> found_;
};

}  // namespace

std::optional<DecodeError> explain(WireSchema const& schema, std::string_view table,
                                   ByteView buffer, std::size_t depth_max, std::size_t tables_max) {
  Walker walker(schema, buffer, depth_max, tables_max, Walker::Strings::free);
  walker.root(schema.table_index(table));
  return walker.take();
}

std::optional<DecodeError> verify(WireSchema const& schema, std::size_t table, ByteView buffer,
                                  std::size_t depth_max, std::size_t tables_max) {
  Walker walker(schema, buffer, depth_max, tables_max, Walker::Strings::counted);
  walker.root(table);
  return walker.take();
}

}  // namespace drydock::moor
