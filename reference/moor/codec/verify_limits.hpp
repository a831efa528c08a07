#pragma once

#include <algorithm>
#include <cstddef>

#include "reference/moor/codec/codec.hpp"

namespace drydock::moor {

/// What the generated verifier, which counts tables, is told so that it stops whatever `limits`
/// would stop, yet nothing that they allow; the decoder then counts values and nesting exactly.
/// Verifier and decoder descend on the stack, so nesting has an end of its own.
struct VerifyLimits {
  static constexpr std::size_t nesting_max = 2000;

  /// A level of nesting takes at most four tables (`Var`, `VarLambda`, `StoredProgram`,
  /// `StoredMooRProgram`); the root's message, and a value's own inside, at most sixteen more.
  static std::size_t depth(Limits const& limits) {
    return 4 * std::min(limits.nesting, nesting_max) + 16;
  }
  /// A value takes at most seven: a flyweight's slot and symbol, and then `Var`, `VarFlyweight`,
  /// `Obj`, `ObjId` and the list of contents.
  static std::size_t tables(Limits const& limits) {
    return 8 * std::min(limits.values, std::size_t{100'000'000}) + 64;
  }
};

}  // namespace drydock::moor
