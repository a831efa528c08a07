#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "reference/core/boxed.hpp"
#include "reference/core/bytes.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/symbol.hpp"

namespace drydock::moor {

class Var;

struct None {
  friend bool operator==(None const&, None const&) = default;
};

/// A double that compares bit for bit, so that NaN equals itself and -0.0 differs from 0.0.
struct Float {
  double value = 0;
  friend bool operator==(Float const& a, Float const& b);
};

/// E_NONE to E_INTRPT by number, or 255 with a symbol of its own.
enum class ErrorCode : std::uint8_t {
  e_none,
  e_type,
  e_div,
  e_perm,
  e_propnf,
  e_verbnf,
  e_varnf,
  e_invind,
  e_recmove,
  e_maxrec,
  e_range,
  e_args,
  e_nacc,
  e_invarg,
  e_quota,
  e_float,
  e_file,
  e_exec,
  e_intrpt,
  custom = 255,
};

/// A MOO error value. `custom_symbol` is there exactly when `code` is `custom`.
struct ErrorValue {
  ErrorCode code = ErrorCode::e_none;
  std::optional<std::string> message;
  std::shared_ptr<Var const> value;  // Shared because it is immutable; compared by what it holds.
  std::optional<Symbol> custom_symbol;
  friend bool operator==(ErrorValue const& a, ErrorValue const& b);
};

struct List {
  std::vector<Var> elements;
  friend bool operator==(List const& a, List const& b);
};

/// Pairs in the daemon's key order without equal keys; `make_map` in var_order.hpp sees to that.
struct Map {
  std::vector<std::pair<Var, Var>> pairs;
  friend bool operator==(Map const& a, Map const& b);
};

struct Binary {
  Bytes data;
  friend bool operator==(Binary const&, Binary const&) = default;
};

/// A delegate with slots sorted by folded name, without duplicates, and contents.
struct Flyweight {
  Obj delegate;
  std::vector<std::pair<Symbol, Var>> slots;
  List contents;
  friend bool operator==(Flyweight const& a, Flyweight const& b);
};

/// A function value. Never crosses the worker protocol; here so that one can be refused. What is
/// inside stays on the wire: the value only says that it was one.
struct Lambda {
  friend bool operator==(Lambda const&, Lambda const&) = default;
};

/// A MOO value: all 14 variants of the wire's `Var` in the order of their tags. `VarAnonymous` is
/// an `Obj` that holds an `AnonymousObjId`. Source: workers 2.4.
class Var {
  template <class T>
  static constexpr bool is_boxed =
      std::is_same_v<T, Boxed<ErrorValue>> || std::is_same_v<T, Boxed<Flyweight>>;
  template <class T>
  using Stored = std::conditional_t<is_boxed<Boxed<T>>, Boxed<T>, T>;

 public:
  // Those that are large and rare are boxed: lists of values are what there is most of.
  using Variant = std::variant<None, bool, std::int64_t, Float, std::string, Obj, Boxed<ErrorValue>,
                               List, Map, Symbol, Binary, Boxed<Flyweight>, Lambda>;

  Var() = default;
  Var(None) {}
  Var(bool value) : value_(value) {}
  Var(std::int64_t value) : value_(value) {}
  Var(int value) : value_(std::int64_t{value}) {}
  Var(double value) : value_(Float{value}) {}
  Var(Float value) : value_(value) {}
  Var(std::string value) : value_(std::move(value)) {}
  Var(char const* value) : value_(std::string(value)) {}
  Var(Obj value) : value_(value) {}
  Var(ErrorValue value) : value_(Boxed(std::move(value))) {}
  Var(List value) : value_(std::move(value)) {}
  Var(Map value) : value_(std::move(value)) {}
  Var(Symbol value) : value_(std::move(value)) {}
  Var(Binary value) : value_(std::move(value)) {}
  Var(Flyweight value) : value_(Boxed(std::move(value))) {}
  Var(Lambda value) : value_(value) {}

  /// As std::visit, with the alternatives themselves.
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return std::visit(
        [&]<class T>(T const& value) -> decltype(auto) {
          if constexpr (is_boxed<T>) {
            return visitor(*value);
          } else {
            return visitor(value);
          }
        },
        value_);
  }
  /// Which one it is, in the order of the tags, from 0 on.
  std::size_t alternative() const { return value_.index(); }
  template <class T>
  T const* as() const {
    auto const* const stored = std::get_if<Stored<T>>(&value_);
    if constexpr (is_boxed<Stored<T>>) {
      return stored == nullptr ? nullptr : &**stored;
    } else {
      return stored;
    }
  }
  /// What it is, if it is a list, to be put back by assigning.
  List take_list() { return std::get<List>(std::move(value_)); }
  /// Becomes an empty `T`, to be filled in place.
  template <class T>
  T& emplace() {
    if constexpr (is_boxed<Stored<T>>) {
      return *value_.emplace<Stored<T>>();
    } else {
      return value_.emplace<T>();
    }
  }
  friend bool operator==(Var const& a, Var const& b);

 private:
  Variant value_;
};

inline Var list_of(std::vector<Var> elements) { return List{std::move(elements)}; }

}  // namespace drydock::moor
