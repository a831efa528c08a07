#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"

namespace drydock::moor {

/// What a field of a table holds on the wire.
enum class FieldKind : std::uint8_t {
  scalar,
  string,
  table,
  union_tag,
  union_value,
  scalars,
  strings,
  tables
};

struct FieldLayout {
  std::string name;
  FieldKind kind = FieldKind::scalar;
  unsigned slot = 0;
  bool required = false;
  std::size_t size = 0;    // Of a scalar, or of one of `scalars`, in bytes.
  std::size_t target = 0;  // Index of the table, or of the union.
};

struct TableLayout {
  std::string name;                 // Qualified: `MoorVar.VarList`.
  std::vector<FieldLayout> fields;  // In the order of their slots.
  /// Nothing but a union, like `Var`: paths leave such a table out.
  bool wraps_union = false;
};

/// Members by tag; tag 0 is no member. A tag of `targets.size()` or more is unknown.
struct UnionLayout {
  std::vector<std::string> names;
  std::vector<std::size_t> targets;
};

/// The tables of the wire as data, read from the binary schemas that are compiled into this
/// library.
class WireSchema {
 public:
  /// `bfbs` is one of flatc's, hence trusted.
  explicit WireSchema(ByteView bfbs);

  /// All of mooR's tables (schema/moor/moor.fbs), and those of the callers' socket with what they
  /// use.
  static WireSchema const& moor();
  static WireSchema const& caller();

  /// The index of a table by its qualified name; there must be one.
  std::size_t table_index(std::string_view name) const;
  TableLayout const& table(std::size_t index) const { return tables_[index]; }
  UnionLayout const& union_of(std::size_t index) const { return unions_[index]; }
  std::size_t table_count() const { return tables_.size(); }

 private:
  std::vector<TableLayout> tables_;
  std::vector<UnionLayout> unions_;  // By index of the enumeration; empty for plain ones.
};

}  // namespace drydock::moor
