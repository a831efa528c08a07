#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "reference/moor/codec/var.hpp"

// What MOO programs compute with: mooR's values, and the errors that replace them.

namespace drydock::moo {

using moor::ErrorCode;
using moor::ErrorValue;
using moor::List;
using moor::Map;
using moor::Obj;
using moor::ObjId;
using moor::Symbol;
using moor::Var;

/// A value, or the error that was raised in its place.
using Value = tl::expected<Var, ErrorValue>;

/// `return raised(ErrorCode::e_range);` An error without a message gets its usual one.
tl::unexpected<ErrorValue> raised(ErrorCode code, std::string message = {});
tl::unexpected<ErrorValue> raised(ErrorValue error);

/// `Permission denied`: what people read where an error has no words of its own. A custom error's
/// is its name.
std::string message_of(ErrorValue const& error);

/// Whether `if` takes it for true: numbers but zero, what is not empty, `true`, symbols.
bool truthy(Var const& value);

/// MOO's `==`: text without regard to case, NaN unlike itself, 1 unlike 1.0, symbols by their
/// spelling, errors by code and value. Source: hosts-clients 8.1, 8.4.
bool equal(Var const& a, Var const& b);

/// What `tostr` makes of one value: text as it is, lists as `{list}`.
std::string display(Var const& value);

/// The text of a string or symbol; null for anything else.
std::string const* text_in(Var const& value);

/// The name by which things are looked up: of a string, a symbol, or an error value.
Value name_in(Var const& value);

/// The size of a value in cells, the costs of a copy: one for each value in it, and one for each 16
/// bytes of text; and how deep it is nested. Stops counting above `cells_max`.
struct Weight {
  std::size_t cells = 0;
  std::size_t depth = 0;
};
inline constexpr std::size_t cells_max = std::size_t{1} << 17;
inline constexpr std::size_t depth_max = 500;
Weight weigh(Var const& value);

/// Whether a value is within both limits.
bool is_bearable(Var const& value);

inline Obj object(std::int32_t id) { return ObjId{id}; }
inline constexpr std::int32_t nothing_id = -1;

}  // namespace drydock::moo
