#include "reference/moor/client/typed_program.hpp"

#include <algorithm>
#include <array>

#include "reference/moor/codec/symbol.hpp"

namespace drydock::moor::client {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view returning = "return ";

bool is_name_part(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool begins_with_statement(std::string_view text) {
  static constexpr std::array<std::string_view, 5> keywords{"if", "for", "while", "try", "return"};
  auto const end = std::find_if_not(text.begin(), text.end(), is_name_part);
  auto const word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  return std::ranges::any_of(keywords, [&](auto keyword) {
    return word.size() == keyword.size() && compare_folded(word, keyword) == 0;
  });
}

bool is_statements(std::string_view text) {
  auto const last = text.find_last_not_of(blanks);
  if (last == std::string_view::npos) return false;
  return text[last] == ';' || begins_with_statement(text.substr(text.find_first_not_of(blanks)));
}

}  // namespace

/// The semicolon has a line of its own, since the text may end with a comment.
TypedProgram::TypedProgram(std::string_view text, std::size_t typed_before)
    : text_(text), typed_before_(typed_before) {
  if (!is_statements(text_)) added_ = returning.size();
  program_.append(returning.substr(0, added_)).append(text_);
  auto const last = text_.find_last_not_of(blanks);
  if (last == std::string::npos || text_[last] != ';') program_.append("\n;");
}

RpcMessageError TypedProgram::as_typed(RpcMessageError error) const {
  if (!error.scheduler_error) return error;
  auto* const compilation = std::get_if<CompilationError>(&*error.scheduler_error);
  if (compilation != nullptr) compilation->error = as_typed(std::move(compilation->error));
  return error;
}

CompileError TypedProgram::as_typed(CompileError error) const {
  if (auto* const parse = std::get_if<ParseError>(&error)) {
    parse->error_position = as_typed(parse->error_position);
    auto const end = as_typed(CompileContext{parse->end_line, parse->end_col});
    parse->end_line = end.line;
    parse->end_col = end.col;
    for (auto* const offset : {&parse->span_start, &parse->span_end}) {
      auto const before = std::min<std::uint64_t>(*offset, added_);
      *offset = std::min<std::uint64_t>(*offset - before, text_.size());
    }
    return error;
  }
  std::visit(
      [this](auto& one) {
        if constexpr (requires { one.context.col; }) one.context = as_typed(one.context);
      },
      error);
  return error;
}

CompileContext TypedProgram::as_typed(CompileContext place) const {
  if (place.line == 1) {
    place.col = std::max<std::uint64_t>(place.col, added_ + 1) - added_ + typed_before_;
  }
  auto const lines = 1 + static_cast<std::uint64_t>(std::ranges::count(text_, '\n'));
  if (place.line <= lines) return place;
  auto const newline = text_.rfind('\n');
  if (newline == std::string::npos) return {1, text_.size() + 1 + typed_before_};
  return {lines, text_.size() - newline};
}

}  // namespace drydock::moor::client
