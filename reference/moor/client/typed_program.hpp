#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/moor/codec/rpc_errors.hpp"

namespace drydock::moor::client {

/// What somebody types to have it evaluated, and the program that is made of it: statements as they
/// are, and of an expression one that returns its value. Statements end with a semicolon, or begin
/// with one of `if`, `for`, `while`, `try` and `return`.
class TypedProgram {
 public:
  /// `typed_before` bytes of the first line were typed before the text.
  explicit TypedProgram(std::string_view text, std::size_t typed_before = 0);

  std::string const& program() const { return program_; }
  /// The error with its places, if it has any, in what was typed: lines and columns from 1, the
  /// columns in bytes; the end of the text for what was missing there.
  RpcMessageError as_typed(RpcMessageError error) const;

 private:
  CompileContext as_typed(CompileContext place) const;
  CompileError as_typed(CompileError error) const;

  std::string text_;
  std::string program_;
  std::size_t added_ = 0;  // Bytes before the first line of the text.
  std::size_t typed_before_ = 0;
};

}  // namespace drydock::moor::client
