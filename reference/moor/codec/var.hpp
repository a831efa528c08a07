#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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
 public:
  using Variant = std::variant<None, bool, std::int64_t, Float, std::string, Obj, ErrorValue, List,
                               Map, Symbol, Binary, Flyweight, Lambda>;

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
  Var(ErrorValue value) : value_(std::move(value)) {}
  Var(List value) : value_(std::move(value)) {}
  Var(Map value) : value_(std::move(value)) {}
  Var(Symbol value) : value_(std::move(value)) {}
  Var(Binary value) : value_(std::move(value)) {}
  Var(Flyweight value) : value_(std::move(value)) {}
  Var(Lambda value) : value_(value) {}

  Variant const& get() const { return value_; }
  template <class T>
  T const* as() const {
    return std::get_if<T>(&value_);
  }
  /// Becomes an empty `T`, to be filled in place.
  template <class T>
  T& emplace() {
    return value_.emplace<T>();
  }
  friend bool operator==(Var const& a, Var const& b);

 private:
  Variant value_;
};

inline Var list_of(std::vector<Var> elements) { return List{std::move(elements)}; }

}  // namespace drydock::moor
