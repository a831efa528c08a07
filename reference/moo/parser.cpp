#include "reference/moo/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/symbol.hpp"

namespace drydock::moo {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 21> keywords{
    "if",       "else",  "elseif",   "endif",  "for", "endfor", "while",
    "endwhile", "break", "continue", "return", "try", "except", "finally",
    "endtry",   "fork",  "endfork",  "in",     "any", "let",    "const"};

bool same_word(std::string_view a, std::string_view b) { return moor::compare_folded(a, b) == 0; }

}  // namespace

bool is_keyword(std::string_view word) {
  return std::any_of(keywords.begin(), keywords.end(),
                     [&](auto const known) { return same_word(known, word); });
}

Compiled<NodePtr> Parser::parse(std::string_view source, bool lenient) {
  auto tokens = tokenize(source);
  if (!tokens) return tl::unexpected(tokens.error());
  Parser parser(std::move(*tokens), lenient);
  auto program = parser.statements({});
  if (program && parser.token().kind != Token::Kind::end) {
    program = parser.refuse_expecting("a statement");
  }
  if (!program) return tl::unexpected(parser.error_);
  return program;
}

bool Parser::is(std::string_view text) const {
  if (token().kind == Token::Kind::sign) return token().text == text;
  return token().kind == Token::Kind::word && same_word(token().text, text);
}

bool Parser::take(std::string_view text) {
  if (!is(text)) return false;
  ++at_;
  return true;
}

bool Parser::expect(std::string_view text) {
  if (take(text)) return true;
  refuse_expecting(fmt::format("`{}`", text));
  return false;
}

bool Parser::take_name(std::string& name) {
  if (token().kind != Token::Kind::word || is_keyword(token().text)) {
    refuse_expecting("a name");
    return false;
  }
  name = std::string(token().text);
  ++at_;
  return true;
}

bool Parser::take_word(std::string& word) {
  if (!moor::is_identifier(token().text)) {
    refuse_expecting("a name");
    return false;
  }
  word = std::string(token().text);
  ++at_;
  return true;
}

NodePtr Parser::refuse(CompileError::Kind kind, std::string message, std::string subject) {
  if (!failed_) error_ = {kind, token().place, std::move(message), std::move(subject)};
  failed_ = true;  // What comes first is what is wrong; the rest follows from it.
  return nullptr;
}

NodePtr Parser::refuse_expecting(std::string_view what) {
  if (token().kind == Token::Kind::end) {
    return refuse(CompileError::Kind::syntax,
                  fmt::format("expected {}, but the program ends", what));
  }
  return refuse(CompileError::Kind::syntax,
                fmt::format("expected {}, not `{}`", what, token().text.substr(0, 40)));
}

NodePtr Parser::make(Kind kind) const {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->place = token().place;
  return node;
}

bool Parser::add(Node& node, NodePtr part) {
  if (!part) return false;
  node.height = std::max(node.height, part->height + 1);
  node.parts.push_back(std::move(part));
  if (node.height <= height_max) return true;
  refuse(CompileError::Kind::syntax, "the program is nested too deep");
  return false;
}

NodePtr Parser::statements(std::initializer_list<std::string_view> ends) {
  auto block = make(Kind::block);
  while (token().kind != Token::Kind::end) {
    if (std::any_of(ends.begin(), ends.end(), [&](auto const end) { return is(end); })) break;
    if (take(";")) continue;
    if (!add(*block, statement())) return nullptr;
  }
  return block;
}

NodePtr Parser::statement() {
  if (++nesting_ > height_max) {
    return refuse(CompileError::Kind::syntax, "the program is nested too deep");
  }
  NodePtr node;
  if (is("if")) {
    node = if_statement();
  } else if (is("for")) {
    node = for_statement();
  } else if (is("while")) {
    node = while_statement();
  } else if (is("try")) {
    node = try_statement();
  } else if (is("break") || is("continue")) {
    node = jump_statement();
  } else if (is("fork") || is("let") || is("const")) {
    node = refuse(CompileError::Kind::not_supported,
                  fmt::format("`{}` is not supported", token().text), std::string(token().text));
  } else {
    node = simple_statement();
  }
  --nesting_;
  return node;
}

NodePtr Parser::if_statement() {
  auto node = make(Kind::if_);
  do {
    ++at_;  // `if`, `elseif`
    if (!expect("(") || !add(*node, expression()) || !expect(")") ||
        !add(*node, statements({"elseif", "else", "endif"}))) {
      return nullptr;
    }
  } while (is("elseif"));
  if (take("else") && !add(*node, statements({"endif"}))) return nullptr;
  return expect("endif") ? std::move(node) : nullptr;
}

NodePtr Parser::for_statement() {
  auto node = make(Kind::for_each);
  ++at_;
  if (!take_name(node->names.emplace_back())) return nullptr;
  if (take(",") && !take_name(node->names.emplace_back())) return nullptr;
  if (!expect("in")) return nullptr;
  if (node->names.size() == 1 && take("[")) {
    node->kind = Kind::for_range;
    if (!add(*node, expression()) || !expect("..") || !add(*node, expression()) || !expect("]"))
      return nullptr;
  } else if (!expect("(") || !add(*node, expression()) || !expect(")")) {
    return nullptr;
  }
  if (!add(*node, statements({"endfor"}))) return nullptr;
  return expect("endfor") ? std::move(node) : nullptr;
}

NodePtr Parser::while_statement() {
  auto node = make(Kind::while_);
  ++at_;
  if (!is("(") && !take_name(node->text)) return nullptr;
  if (!expect("(") || !add(*node, expression()) || !expect(")") ||
      !add(*node, statements({"endwhile"}))) {
    return nullptr;
  }
  return expect("endwhile") ? std::move(node) : nullptr;
}

NodePtr Parser::jump_statement() {
  auto node = make(is("break") ? Kind::break_ : Kind::continue_);
  ++at_;
  if (!is(";") && !take_name(node->text)) return nullptr;
  return expect(";") ? std::move(node) : nullptr;
}

NodePtr Parser::try_statement() {
  auto node = make(Kind::try_except);
  ++at_;
  if (!add(*node, statements({"except", "finally", "endtry"}))) return nullptr;
  if (take("finally")) {
    node->kind = Kind::try_finally;
    if (!add(*node, statements({"endtry"}))) return nullptr;
  } else if (!is("except")) {
    return refuse_expecting("`except` or `finally`");
  }
  while (is("except")) {
    if (!add(*node, except_arm())) return nullptr;
  }
  return expect("endtry") ? std::move(node) : nullptr;
}

NodePtr Parser::except_arm() {
  auto arm = make(Kind::arm);
  ++at_;
  if (!is("(") && !take_name(arm->text)) return nullptr;
  auto caught = make(Kind::list);
  if (!expect("(") || !codes(*caught) || !expect(")") ||
      !add(*arm, statements({"except", "endtry"})) || !add(*arm, std::move(caught))) {
    return nullptr;
  }
  return arm;
}

NodePtr Parser::simple_statement() {
  auto node = make(Kind::expression);
  if (take("return")) {
    node->kind = Kind::return_;
    if (take(";")) return node;
    if (lenient_ && token().kind == Token::Kind::end) return node;
  }
  if (!add(*node, expression())) return nullptr;
  if (lenient_ && token().kind == Token::Kind::end) {
    node->kind = Kind::return_;
    return node;
  }
  return expect(";") ? std::move(node) : nullptr;
}

}  // namespace drydock::moo
