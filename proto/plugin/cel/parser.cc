#include "proto/plugin/cel/parser.h"

#include <algorithm>
#include <set>
#include <utility>

#include "proto/plugin/cel/lexer.h"

namespace muster::plugin::cel {
namespace {

using Kind = Expression::Kind;

// Deeper nesting than any rule has; bounds the recursion.
constexpr int kMaxDepth = 200;
// The same of the tree, which chains of operators make deep without nesting.
constexpr int kMaxTreeDepth = 500;
// The same of the C++ that is written: clang takes 256 brackets inside each other, and some parts
// of an expression have two.
constexpr int kMaxNesting = 120;

// Words that name nothing.
bool IsReserved(const std::string& word) {
  static const std::set<std::string_view> kWords = {
      "as",       "break",   "const",  "continue", "else", "false", "for",
      "function", "if",      "import", "in",       "let",  "loop",  "namespace",
      "null",     "package", "return", "true",     "var",  "void",  "while"};
  return kWords.count(word) > 0;
}

// What is left of a call that the language does not have, so that one can say what to do.
std::string UnknownMacro(const std::string& name) {
  return name + "() with two variables is not part of buf.validate: use the one with a single name";
}

class Parser {
 public:
  Parser(const std::vector<Token>& tokens, Complaint& complaint)
      : tokens_(tokens), complaint_(complaint) {}

  Tree Run() {
    Tree tree = Conditional();
    if (tree == nullptr) return nullptr;
    return Now().kind == Token::Kind::kEnd ? tree : Complain("unexpected '" + Now().text + "'");
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  bool Sees(std::string_view text) const {
    return Now().kind == Token::Kind::kOperator && Now().text == text;
  }
  bool Take(std::string_view text) {
    if (!Sees(text)) return false;
    ++at_;
    return true;
  }

  Tree Complain(std::string text) { return ComplainAt(Now().offset, std::move(text)); }
  Tree ComplainAt(size_t offset, std::string text) {
    if (complaint_.text.empty()) complaint_ = {offset, std::move(text)};
    return nullptr;
  }

  // Null if it would be too deep.
  std::shared_ptr<Expression> Node(Kind kind, size_t offset, std::string name,
                                   std::vector<Tree> operands) {
    auto node = std::make_shared<Expression>();
    node->kind = kind;
    node->offset = offset;
    node->name = std::move(name);
    const bool chains = node->name == "&&" || node->name == "||";
    for (const Tree& operand : operands) {
      const int level = chains && operand->IsCall(node->name) ? 0 : 1;
      node->depth = std::max(node->depth, operand->depth + 1);
      node->nesting = std::max(node->nesting, operand->nesting + level);
    }
    node->operands = std::move(operands);
    if (node->depth <= kMaxTreeDepth && node->nesting <= kMaxNesting) return node;
    ComplainAt(offset,
               "expression has too many operators in a row or inside each other: use two rules");
    return nullptr;
  }

  Tree Conditional() {
    if (++depth_ > kMaxDepth) return Complain("expression is nested too deeply");
    Tree condition = Binary(0);
    const size_t offset = Now().offset;
    if (condition != nullptr && Take("?")) {
      Tree yes = Binary(0);
      if (yes == nullptr) return nullptr;
      if (!Take(":")) return Complain("':' expected");
      Tree no = Conditional();
      if (no == nullptr) return nullptr;
      condition = Node(Kind::kCall, offset, "?:", {condition, yes, no});
      if (condition == nullptr) return nullptr;
    }
    --depth_;
    return condition;
  }

  // The operator of `level` that stands here, or nothing.
  std::string OperatorOf(int level) const {
    static const std::vector<std::vector<std::string_view>> kLevels = {
        {"||"}, {"&&"}, {"<=", ">=", "==", "!=", "<", ">"}, {"+", "-"}, {"*", "/", "%"}};
    for (const std::string_view text : kLevels[static_cast<size_t>(level)]) {
      if (Sees(text)) return std::string(text);
    }
    const bool in =
        level == 2 && Now().kind == Token::Kind::kIdentifier && !Now().quoted && Now().text == "in";
    return in ? "in" : "";
  }

  Tree Binary(int level) {
    constexpr int kUnaryLevel = 5;
    if (level == kUnaryLevel) return Unary();
    Tree left = Binary(level + 1);
    while (left != nullptr) {
      const std::string name = OperatorOf(level);
      if (name.empty()) return left;
      const size_t offset = Now().offset;
      ++at_;
      Tree right = Binary(level + 1);
      if (right == nullptr) return nullptr;
      left = Node(Kind::kCall, offset, name, {left, right});
    }
    return nullptr;
  }

  Tree Unary() {
    const size_t offset = Now().offset;
    if (Take("!")) {
      if (++depth_ > kMaxDepth) return Complain("expression is nested too deeply");
      Tree operand = Unary();
      --depth_;
      return operand == nullptr ? nullptr : Node(Kind::kCall, offset, "!", {operand});
    }
    if (!Take("-")) return Member();
    // A sign belongs to the number, or the least int could not be written.
    if (Now().kind == Token::Kind::kLiteral && Now().value.kind == Type::Kind::kInt) {
      auto literal = Node(Kind::kLiteral, offset, "", {});
      literal->value = Value::Int(static_cast<int64_t>(0 - Now().value.natural));
      ++at_;
      return Suffixes(literal);
    }
    if (++depth_ > kMaxDepth) return Complain("expression is nested too deeply");
    Tree operand = Unary();
    --depth_;
    return operand == nullptr ? nullptr : Node(Kind::kCall, offset, "negate", {operand});
  }

  Tree Member() {
    Tree primary = Primary();
    return primary == nullptr ? nullptr : Suffixes(std::move(primary));
  }

  Tree Suffixes(Tree tree) {
    while (tree != nullptr) {
      const size_t offset = Now().offset;
      if (Take("[")) {
        Tree index = Conditional();
        if (index == nullptr) return nullptr;
        if (!Take("]")) return Complain("']' expected");
        tree = Node(Kind::kCall, offset, "[]", {tree, index});
      } else if (Take(".")) {
        tree = AfterDot(tree);
      } else {
        return tree;
      }
    }
    return nullptr;
  }

  Tree AfterDot(const Tree& target) {
    if (Sees("?")) return Complain("optional values are not part of buf.validate: use has()");
    if (Now().kind != Token::Kind::kIdentifier) return Complain("name expected after '.'");
    const size_t offset = Now().offset;
    const std::string name = Now().text;
    const bool quoted = Now().quoted;
    ++at_;
    if (Sees("{") && !quoted) return MessageOf(target, name);
    if (quoted || !Take("(")) return Node(Kind::kSelect, offset, name, {target});
    std::vector<Tree> arguments;
    if (!Arguments(")", arguments)) return nullptr;
    const bool two_names = arguments.size() == 3 && IsMacro(name, 2) && name != "map";
    if (two_names) return ComplainAt(offset, UnknownMacro(name));
    if (IsMacro(name, arguments.size())) return Macro(name, offset, target, arguments);
    arguments.insert(arguments.begin(), target);
    auto call = Node(Kind::kCall, offset, name, std::move(arguments));
    if (call != nullptr) call->is_method = true;
    return call;
  }

  static bool IsMacro(const std::string& name, size_t arguments) {
    if (name == "all" || name == "exists" || name == "exists_one" || name == "existsOne" ||
        name == "filter") {
      return arguments == 2;
    }
    return name == "map" && (arguments == 2 || arguments == 3);
  }

  Tree Macro(const std::string& name, size_t offset, const Tree& range,
             const std::vector<Tree>& arguments) {
    if (!arguments[0]->Is(Kind::kIdentifier)) {
      return ComplainAt(arguments[0]->offset, "the first argument of " + name + "() is a name");
    }
    std::vector<Tree> operands = arguments;
    operands[0] = range;
    auto node = Node(Kind::kMacro, offset, name == "existsOne" ? "exists_one" : name, operands);
    if (node != nullptr) node->variable = arguments[0]->name;
    return node;
  }

  bool Arguments(std::string_view close, std::vector<Tree>& arguments) {
    while (!Sees(close)) {
      Tree argument = Conditional();
      if (argument == nullptr) return false;
      arguments.push_back(std::move(argument));
      if (!Take(",")) break;
    }
    if (Take(close)) return true;
    Complain("'" + std::string(close) + "' expected");
    return false;
  }

  Tree Primary() {
    const Token& token = Now();
    const size_t offset = token.offset;
    if (token.kind == Token::Kind::kLiteral) return Literal();
    if (token.kind == Token::Kind::kIdentifier) return Identifier();
    if (Take(".")) return Identifier();
    if (Take("(")) {
      Tree inner = Conditional();
      if (inner == nullptr) return nullptr;
      return Take(")") ? inner : Complain("')' expected");
    }
    if (Take("[")) {
      std::vector<Tree> items;
      if (!Arguments("]", items)) return nullptr;
      return Node(Kind::kList, offset, "", std::move(items));
    }
    if (Take("{")) return MapEntries(offset);
    return Complain(token.kind == Token::Kind::kEnd ? "expression ends too early"
                                                    : "unexpected '" + token.text + "'");
  }

  // Behind the "{" of a map.
  Tree MapEntries(size_t offset) {
    std::vector<Tree> operands;
    while (!Sees("}")) {
      Tree key = Conditional();
      if (key == nullptr) return nullptr;
      if (!Take(":")) return Complain("':' expected");
      Tree value = Conditional();
      if (value == nullptr) return nullptr;
      operands.push_back(std::move(key));
      operands.push_back(std::move(value));
      if (!Take(",")) break;
    }
    if (!Take("}")) return Complain("'}' expected");
    return Node(Kind::kMap, offset, "", std::move(operands));
  }

  // `target`.`name` as the name of a message, before its "{".
  Tree MessageOf(const Tree& target, std::string name) {
    const Expression* part = target.get();
    for (; part->Is(Kind::kSelect); part = part->operands[0].get()) name = part->name + "." + name;
    if (!part->Is(Kind::kIdentifier)) return Complain("unexpected '{'");
    return MessageFields(part->name + "." + name, part->offset);
  }

  Tree MessageFields(const std::string& name, size_t offset) {
    Take("{");
    std::vector<Tree> operands;
    std::vector<std::string> labels;
    while (!Sees("}")) {
      if (Now().kind != Token::Kind::kIdentifier) return Complain("name of a field expected");
      labels.push_back(Now().text);
      ++at_;
      if (!Take(":")) return Complain("':' expected");
      Tree value = Conditional();
      if (value == nullptr) return nullptr;
      operands.push_back(std::move(value));
      if (!Take(",")) break;
    }
    if (!Take("}")) return Complain("'}' expected");
    auto node = Node(Kind::kMessage, offset, name, std::move(operands));
    if (node != nullptr) node->labels = std::move(labels);
    return node;
  }

  Tree Literal() {
    const Token& token = Now();
    if (token.value.kind == Type::Kind::kInt && token.value.integer < 0) {
      return Complain("number does not fit an int");
    }
    auto literal = Node(Kind::kLiteral, token.offset, "", {});
    literal->value = token.value;
    ++at_;
    return literal;
  }

  Tree Identifier() {
    if (Now().kind != Token::Kind::kIdentifier) return Complain("name expected");
    const std::string name = Now().text;
    const size_t offset = Now().offset;
    if (Now().quoted) return Complain("a name in backticks stands behind a '.'");
    ++at_;
    if (name == "true" || name == "false" || name == "null") {
      auto literal = Node(Kind::kLiteral, offset, "", {});
      if (name != "null") literal->value = Value::Bool(name == "true");
      return literal;
    }
    if (IsReserved(name)) return ComplainAt(offset, "'" + name + "' is a reserved word of CEL");
    if (Sees("{")) return MessageFields(name, offset);
    if (!Take("(")) return Node(Kind::kIdentifier, offset, name, {});
    std::vector<Tree> arguments;
    if (!Arguments(")", arguments)) return nullptr;
    if (name == "has" && arguments.size() == 1) {
      if (!arguments[0]->Is(Kind::kSelect)) {
        return ComplainAt(offset, "has() wants a field, as in has(this.name)");
      }
      return Node(Kind::kHas, offset, arguments[0]->name, arguments[0]->operands);
    }
    return Node(Kind::kCall, offset, name, std::move(arguments));
  }

  const std::vector<Token>& tokens_;
  Complaint& complaint_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Tree Parse(std::string_view source, Complaint& complaint) {
  std::vector<Token> tokens;
  complaint = {};
  if (!Tokenize(source, tokens, complaint)) return nullptr;
  return Parser(tokens, complaint).Run();
}

}  // namespace muster::plugin::cel
