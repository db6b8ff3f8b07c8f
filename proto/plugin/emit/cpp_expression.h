// Writes what is left of an expression as C++ over the stock generator's accessors and
// muster::rules.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin {

// What an expression may call things.
struct CppScope {
  // `this`: an expression of the C++ type that goes with its type.
  std::string self;
  // A variable with the number of code points of `this`; empty if there is none.
  std::string self_length;
  // Name of the Violations, which hold the time.
  std::string violations = "violations";
  // Gives the name of the constant that holds a pattern's table, or "" and an error.
  std::function<std::string(const std::string& pattern, std::string& error)> pattern;
  // Gives the name of a constant array: of its element type and initializers.
  std::function<std::string(const std::string& type, const std::string& values)> array;
};

// Whether it compares a string's number of code points with a constant in a way that seldom has to
// count them.
bool IsLengthBound(const cel::Expression& tree);

// Writes one expression. What C++ can't say ends up in `error`.
class CppExpression {
 public:
  explicit CppExpression(const CppScope& scope) : scope_(scope) {}

  // The text of `tree`. Where it can fail it uses a `rules::Fault` named `fault`.
  std::string Write(const cel::Expression& tree);

  const std::string& error() const { return error_; }

 private:
  // Text, and how tightly its outermost operator binds.
  struct Code {
    std::string text;
    int binding = 100;
  };

  Code Any(const cel::Expression& tree);
  Code Literal(const cel::Value& value, const cel::Type& type);
  Code List(const cel::Expression& tree);
  Code Select(const cel::Expression& tree);
  Code Has(const cel::Expression& tree);
  Code Call(const cel::Expression& tree);
  Code Logic(const cel::Expression& tree);
  Code Conditional(const cel::Expression& tree);
  Code Equality(const cel::Expression& tree);
  Code Order(const cel::Expression& tree);
  Code Arithmetic(const cel::Expression& tree);
  Code Index(const cel::Expression& tree);
  Code Function(const cel::Expression& tree);
  Code Size(const cel::Expression& tree);
  Code Matches(const cel::Expression& tree);
  Code Format(const cel::Expression& tree);
  Code Macro(const cel::Expression& tree);

  Code Fail(std::string text);
  // In parentheses unless it binds at least as tightly as `binding`.
  std::string Operand(const cel::Expression& tree, int binding);
  // A number of exactly the type that CEL has it in.
  std::string Wide(const cel::Expression& tree);
  // What a value taken out of a message or list is, in the C++ type that goes with its type.
  static std::string Adapted(const std::string& text, const cel::Type& type);
  // The part of a macro that is run for each item, as a lambda.
  std::string Lambda(const cel::Expression& body, const cel::Expression& macro, bool takes_fault);

  const CppScope& scope_;
  std::map<std::string, std::string> variables_;
  std::string error_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_
