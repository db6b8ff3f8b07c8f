// Writes what is left of an expression as C++ over the stock generator's accessors and
// muster::rules.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "proto/plugin/cel/ast.h"
#include "proto/plugin/cel/format.h"

namespace muster::plugin {

// What an expression may call things.
struct CppScope {
  // Where the code will stand.
  const google::protobuf::FileDescriptor* file = nullptr;
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
  // Compares two values as `Equality::Compare` does.
  std::function<std::string(const cel::Type& type, const std::string& left,
                            const std::string& right, bool raw)>
      compare;
};

// Whether values of `type` are strings or bytes.
bool IsText(const cel::Type& type);

// Whether it compares a string's number of code points with a constant in a way that seldom has to
// count them.
bool IsLengthBound(const cel::Expression& tree);

// Whether it is a list or map that a message holds, whose items may need Adapted().
bool IsRawRange(const cel::Expression& tree);

// Whether C++ makes a new std::string of it, which a view must not outlive.
bool MakesString(const cel::Expression& tree);

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
  Code Identifier(const cel::Expression& tree);
  Code Literal(const cel::Value& value, const cel::Type& type);
  Code RangeLiteral(const cel::Value& value, const cel::Type& type);
  Code List(const cel::Expression& tree);
  Code Map(const cel::Expression& tree);
  Code Message(const cel::Expression& tree);
  Code Select(const cel::Expression& tree);
  Code Has(const cel::Expression& tree);
  Code Call(const cel::Expression& tree);
  Code Logic(const cel::Expression& tree);
  Code Conditional(const cel::Expression& tree);
  Code Equality(const cel::Expression& tree);
  // Of wrappers that may be null, and with null itself.
  Code NullEquality(const cel::Expression& tree);
  Code Order(const cel::Expression& tree);
  Code In(const cel::Expression& tree);
  Code Arithmetic(const cel::Expression& tree);
  Code Index(const cel::Expression& tree);
  Code Function(const cel::Expression& tree);
  Code InZone(const cel::Expression& tree);
  Code Size(const cel::Expression& tree);
  Code Matches(const cel::Expression& tree);
  Code Format(const cel::Expression& tree);
  std::string FormatArgument(const cel::FormatPiece& piece, const cel::Expression& argument);
  Code Macro(const cel::Expression& tree);

  // What is written about a value, and the name it has there; `open` and `close` stand around it.
  struct Named {
    std::string name;
    std::string open;
    std::string close;
  };
  // `value` by `name`, for what reads it more than once or must not skip it.
  static Named Name(const std::string& value, const std::string& name);
  // The message that holds a wrapper: as it is written, if it is only a place.
  Named Holder(const cel::Expression& wrapper, const std::string& name);

  Code Fail(std::string text);
  // In parentheses unless it binds at least as tightly as `binding`.
  std::string Operand(const cel::Expression& tree, int binding);
  // A side of a comparison.
  std::string Side(const cel::Expression& tree);
  // A number of exactly the type that CEL has it in.
  std::string Wide(const cel::Expression& tree);
  // A value that nothing else holds: a std::string, a rules::List.
  std::string Owned(const cel::Expression& tree);
  // A list or map as it is, its items perhaps not yet values.
  std::string Range(const cel::Expression& tree);
  // The same with items that are values.
  Code WholeRange(const cel::Expression& tree);
  // How a field of a new message is given its value.
  std::string Assignment(const google::protobuf::FieldDescriptor& field,
                         const cel::Expression& value);
  // The part of a macro that is run for each item, as a lambda.
  std::string Lambda(const cel::Expression& body, const cel::Expression& macro, bool takes_fault);

  const CppScope& scope_;
  std::map<std::string, std::string> variables_;
  std::string error_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_EXPRESSION_H_
