#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "reference/moo/parser.hpp"
#include "reference/moor/codec/symbol.hpp"

// The part of the parser that reads expressions.

namespace drydock::moo {
namespace {

using Kind = Node::Kind;

struct Operator {
  int level;
  std::string_view sign;
  Kind kind;
  Binary binary;
};

constexpr int power_level = 4;
constexpr std::array<Operator, 15> operators{{
    {0, "||", Kind::either, Binary::add},
    {0, "&&", Kind::both, Binary::add},
    {1, "==", Kind::binary, Binary::equal},
    {1, "!=", Kind::binary, Binary::unequal},
    {1, "<", Kind::binary, Binary::less},
    {1, "<=", Kind::binary, Binary::less_equal},
    {1, ">", Kind::binary, Binary::greater},
    {1, ">=", Kind::binary, Binary::greater_equal},
    {1, "in", Kind::binary, Binary::in},
    {2, "+", Kind::binary, Binary::add},
    {2, "-", Kind::binary, Binary::subtract},
    {3, "*", Kind::binary, Binary::multiply},
    {3, "/", Kind::binary, Binary::divide},
    {3, "%", Kind::binary, Binary::remainder},
    {power_level, "^", Kind::binary, Binary::power},
}};

/// The value of `-` before a literal number; null for others.
bool negated(Token const& token, Var& out) {
  if (token.text == "9223372036854775808") {
    out = std::numeric_limits<std::int64_t>::min();
  } else if (auto const* integer = token.value.as<std::int64_t>()) {
    out = -*integer;
  } else if (auto const* number = token.value.as<moor::Float>();
             number != nullptr && !std::isnan(number->value)) {
    out = -number->value;
  } else {
    return false;
  }
  return true;
}

}  // namespace

NodePtr Parser::expression() {
  if (++nesting_ > height_max) {
    return refuse(CompileError::Kind::syntax, "the program is nested too deep");
  }
  auto node = choice();
  if (node && is("=")) node = assignment(std::move(node));
  --nesting_;
  return node;
}

NodePtr Parser::assignment(NodePtr target) {
  bool const scatters = target->kind == Kind::list;
  auto const* base = target.get();
  while (base->kind == Kind::index || base->kind == Kind::range) base = base->parts[0].get();
  if (!scatters && base->kind != Kind::variable && base->kind != Kind::property) {
    return refuse(CompileError::Kind::bad_assignment,
                  "only variables, properties and parts of them "
                  "can be assigned to");
  }
  auto node = make(scatters ? Kind::scatter : Kind::assign);
  ++at_;
  if (!add(*node, std::move(target)) || !add(*node, expression())) return nullptr;
  return node;
}

NodePtr Parser::choice() {
  auto condition = binary(0);
  if (!condition || !is("?")) return condition;
  auto node = make(Kind::choose);
  ++at_;
  if (!add(*node, std::move(condition)) || !add(*node, expression()) || !expect("|") ||
      !add(*node, expression())) {
    return nullptr;
  }
  return node;
}

NodePtr Parser::binary(int level) {
  if (level > power_level) return unary();
  auto left = binary(level + 1);
  while (left) {
    auto const found = std::find_if(operators.begin(), operators.end(), [&](auto const& known) {
      return known.level == level && is(known.sign);
    });
    if (found == operators.end()) return left;
    auto node = make(found->kind);
    node->binary = found->binary;
    ++at_;
    // All group to the left, but powers: 2 ^ 3 ^ 2 is 2 ^ 9.
    bool const added = add(*node, std::move(left));
    if (level == power_level && ++nesting_ > height_max) {
      return refuse(CompileError::Kind::syntax, "the program is nested too deep");
    }
    if (!added || !add(*node, binary(level == power_level ? level : level + 1))) return nullptr;
    if (level == power_level) --nesting_;
    left = std::move(node);
  }
  return nullptr;
}

NodePtr Parser::unary() {
  if (!is("-") && !is("!")) return postfix();
  if (Var value; is("-") && negated(tokens_[at_ + 1], value)) {
    ++at_;
    tokens_[at_].kind = Token::Kind::value;
    tokens_[at_].value = std::move(value);
    return postfix();
  }
  if (++nesting_ > height_max) {
    return refuse(CompileError::Kind::syntax, "the program is nested too deep");
  }
  auto node = make(is("-") ? Kind::negate : Kind::not_);
  ++at_;
  bool const added = add(*node, unary());
  --nesting_;
  return added ? std::move(node) : nullptr;
}

NodePtr Parser::postfix() {
  auto node = primary();
  while (node) {
    if (is(".")) {
      node = member(std::move(node), Kind::property);
    } else if (is(":")) {
      node = member(std::move(node), Kind::method);
    } else if (is("[")) {
      node = subscript(std::move(node));
    } else {
      return node;
    }
  }
  return nullptr;
}

NodePtr Parser::member(NodePtr object, Kind kind) {
  auto node = make(kind);
  ++at_;
  if (!add(*node, std::move(object))) return nullptr;
  if (take("(")) {
    if (!add(*node, expression()) || !expect(")")) return nullptr;
  } else {
    auto name = make(Kind::constant);
    std::string text;
    if (!take_word(text)) return nullptr;
    name->value = std::move(text);
    if (!add(*node, std::move(name))) return nullptr;
  }
  if (kind == Kind::property) return node;
  if (!expect("(") || !add(*node, arguments(")"))) return nullptr;
  return node;
}

NodePtr Parser::subscript(NodePtr container) {
  auto node = make(Kind::index);
  ++at_;
  lengths_.push_back(false);
  if (!add(*node, std::move(container)) || !add(*node, expression())) return nullptr;
  if (take("..")) {
    node->kind = Kind::range;
    if (!add(*node, expression())) return nullptr;
  }
  node->uses_length = lengths_.back();
  lengths_.pop_back();
  return expect("]") ? std::move(node) : nullptr;
}

/// The elements up to `end`, which is taken too.
NodePtr Parser::arguments(std::string_view end) {
  auto node = make(Kind::list);
  if (take(end)) return node;
  do {
    if (!add(*node, element())) return nullptr;
  } while (take(","));
  return expect(end) ? std::move(node) : nullptr;
}

NodePtr Parser::element() {
  if (!is("@")) return expression();
  auto node = make(Kind::splice);
  ++at_;
  return add(*node, expression()) ? std::move(node) : nullptr;
}

NodePtr Parser::primary() {
  if (token().kind == Token::Kind::value) return value_literal();
  if (take("(")) {
    auto node = expression();
    return node && expect(")") ? std::move(node) : nullptr;
  }
  if (is("{")) return list();
  if (is("[")) return map();
  if (is("<")) return flyweight();
  if (is("`")) return attempt();
  if (is("$")) return system_name();
  if (token().kind != Token::Kind::word || is_keyword(token().text)) {
    return refuse_expecting("an expression");
  }
  auto node = make(Kind::variable);
  node->text = std::string(token().text);
  ++at_;
  if (!take("(")) return node;
  node->kind = Kind::call;
  return add(*node, arguments(")")) ? std::move(node) : nullptr;
}

/// A literal; an error may be followed by its message and value: E_PERM("no", 1).
NodePtr Parser::value_literal() {
  auto node = make(Kind::constant);
  node->value = token().value;
  ++at_;
  if (node->value.as<ErrorValue>() == nullptr || !is("(")) return node;
  auto error = make(Kind::error);
  ++at_;
  if (!add(*error, std::move(node)) || !add(*error, expression())) return nullptr;
  if (take(",") && !add(*error, expression())) return nullptr;
  return expect(")") ? std::move(error) : nullptr;
}

NodePtr Parser::list() {
  auto node = make(Kind::list);
  ++at_;
  bool scatters = false;
  if (!take("}")) {
    do {
      if (!take("?")) {
        if (!add(*node, element())) return nullptr;
        continue;
      }
      scatters = true;
      auto optional = make(Kind::optional);
      if (!take_name(optional->text)) return nullptr;
      if (take("=") && !add(*optional, expression())) return nullptr;
      if (!add(*node, std::move(optional))) return nullptr;
    } while (take(","));
    if (!expect("}")) return nullptr;
  }
  if (scatters && !is("=")) return refuse_expecting("`=` after a list with `?` in it");
  return node;
}

NodePtr Parser::map() {
  auto node = make(Kind::map);
  ++at_;
  if (take("]")) return node;
  do {
    if (!add(*node, expression()) || !expect("->") || !add(*node, expression())) return nullptr;
  } while (take(","));
  return expect("]") ? std::move(node) : nullptr;
}

/// `<delegate, .slot = value, {contents}>`; comparisons inside need parentheses.
NodePtr Parser::flyweight() {
  constexpr int above_comparisons = 2;
  auto node = make(Kind::flyweight);
  ++at_;
  if (!add(*node, binary(above_comparisons))) return nullptr;
  auto contents = make(Kind::list);
  while (take(",")) {
    if (is("{")) {
      contents = list();
      break;
    }
    auto& name = node->names.emplace_back();
    if (!expect(".")) return nullptr;
    if (auto const* text = token().value.as<std::string>()) {
      name = *text;
      ++at_;
    } else if (!take_word(name)) {
      return nullptr;
    }
    if (!expect("=") || !add(*node, binary(above_comparisons))) return nullptr;
  }
  return add(*node, std::move(contents)) && expect(">") ? std::move(node) : nullptr;
}

/// What is caught: `caught` stays empty for ANY.
bool Parser::codes(Node& caught) {
  if (take("any")) return true;
  do {
    if (!add(caught, element())) return false;
  } while (take(","));
  return true;
}

NodePtr Parser::attempt() {
  auto node = make(Kind::attempt);
  ++at_;
  auto caught = make(Kind::list);
  if (!add(*node, expression()) || !expect("!") || !codes(*caught)) return nullptr;
  NodePtr otherwise;
  if (take("=>")) {
    otherwise = expression();
    if (!otherwise) return nullptr;
    node->height = std::max(node->height, otherwise->height + 1);
  }
  node->parts.push_back(std::move(otherwise));  // Null where there is none.
  if (!add(*node, std::move(caught))) return nullptr;
  return expect("'") ? std::move(node) : nullptr;
}

/// `$name` and `$name(...)` are members of #0; `$` alone is the length of what is indexed.
NodePtr Parser::system_name() {
  auto node = make(Kind::length);
  ++at_;
  if (token().kind != Token::Kind::word || is_keyword(token().text)) {
    if (lengths_.empty()) return refuse_expecting("a name after `$` outside of an index");
    lengths_.back() = true;
    return node;
  }
  auto system = make(Kind::constant);
  system->value = object(0);
  auto name = make(Kind::constant);
  name->value = std::string(token().text);
  ++at_;
  node->kind = take("(") ? Kind::method : Kind::property;
  add(*node, std::move(system));
  add(*node, std::move(name));
  if (node->kind == Kind::method && !add(*node, arguments(")"))) return nullptr;
  return node;
}

}  // namespace drydock::moo
