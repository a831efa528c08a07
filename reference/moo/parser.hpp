#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "reference/moo/syntax.hpp"

namespace drydock::moo {

/// Reads a program by recursive descent, from the grammar of the LambdaMOO programmer's manual,
/// chapter 4, with mooR's values.
class Parser {
 public:
  /// The statements of `source`. With `lenient`, a last expression needs no semicolon and is what
  /// the program returns: `1 + 1` is `return 1 + 1;`.
  static Compiled<NodePtr> parse(std::string_view source, bool lenient);

 private:
  Parser(std::vector<Token> tokens, bool lenient) : tokens_(std::move(tokens)), lenient_(lenient) {}

  // Each gives a node, or null with the reason in `error_`.
  NodePtr statement();
  NodePtr statements(std::initializer_list<std::string_view> ends);
  NodePtr if_statement();
  NodePtr for_statement();
  NodePtr while_statement();
  NodePtr jump_statement();
  NodePtr try_statement();
  NodePtr except_arm();
  NodePtr simple_statement();

  NodePtr expression();
  NodePtr choice();
  NodePtr binary(int level);
  NodePtr unary();
  NodePtr postfix();
  NodePtr primary();
  NodePtr value_literal();
  NodePtr list();
  NodePtr element();
  NodePtr map();
  NodePtr flyweight();
  NodePtr attempt();
  NodePtr system_name();
  NodePtr member(NodePtr object, Node::Kind kind);
  NodePtr subscript(NodePtr container);
  NodePtr arguments(std::string_view end);
  NodePtr assignment(NodePtr target);
  bool codes(Node& caught);

  Token const& token() const { return tokens_[at_]; }
  bool is(std::string_view text) const;
  bool take(std::string_view text);
  bool expect(std::string_view text);
  bool take_name(std::string& name);
  /// Any word: the name of a member may mean something elsewhere.
  bool take_word(std::string& word);
  NodePtr refuse(CompileError::Kind kind, std::string message, std::string subject = {});
  NodePtr refuse_expecting(std::string_view what);

  NodePtr make(Node::Kind kind) const;
  /// Adds a part; false if there is none, or the tree gets too high.
  bool add(Node& node, NodePtr part);

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  bool lenient_;
  std::size_t nesting_ = 0;
  std::vector<bool> lengths_;  // For each open index, whether it used `$`.
  CompileError error_;
  bool failed_ = false;
};

/// Whether a word means something to the grammar, and cannot be a variable.
bool is_keyword(std::string_view word);

}  // namespace drydock::moo
