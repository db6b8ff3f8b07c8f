#include "proto/plugin/cel/arithmetic.h"

#include "proto/plugin/cel/format.h"
#include "proto/rules/cel.h"

namespace muster::plugin::cel {
namespace {

using Kind = Type::Kind;
using Operands = std::vector<Value>;

std::optional<Value> ComputeInt(const std::string& name, int64_t left, int64_t right) {
  rules::Fault fault;
  Value out;
  if (name == "+") out = Value::Int(rules::Add(left, right, fault));
  if (name == "-") out = Value::Int(rules::Subtract(left, right, fault));
  if (name == "*") out = Value::Int(rules::Multiply(left, right, fault));
  if (name == "/") out = Value::Int(rules::Divide(left, right, fault));
  if (name == "%") out = Value::Int(rules::Modulo(left, right, fault));
  if (out.kind == Kind::kNull || fault) return {};
  return out;
}

std::optional<Value> ComputeUint(const std::string& name, uint64_t left, uint64_t right) {
  rules::Fault fault;
  Value out;
  if (name == "+") out = Value::Uint(rules::Add(left, right, fault));
  if (name == "-") out = Value::Uint(rules::Subtract(left, right, fault));
  if (name == "*") out = Value::Uint(rules::Multiply(left, right, fault));
  if (name == "/") out = Value::Uint(rules::Divide(left, right, fault));
  if (name == "%") out = Value::Uint(rules::Modulo(left, right, fault));
  if (out.kind == Kind::kNull || fault) return {};
  return out;
}

std::optional<Value> ComputeDouble(const std::string& name, double left, double right) {
  if (name == "+") return Value::Double(left + right);
  if (name == "-") return Value::Double(left - right);
  if (name == "*") return Value::Double(left * right);
  if (name == "/") return Value::Double(left / right);
  return {};
}

std::optional<Value> ComputeComparison(const std::string& name, const Value& left,
                                       const Value& right) {
  if (name == "==") return Value::Bool(Same(left, right));
  if (name == "!=") return Value::Bool(!Same(left, right));
  if (name != "<" && name != "<=" && name != ">" && name != ">=") return {};
  const std::optional<int> order = Order(left, right);
  if (!order) return Value::Bool(false);
  if (*order == 0) return Value::Bool(name.size() == 2);
  return Value::Bool((*order < 0) == (name[0] == '<'));
}

std::optional<Value> ComputeMembership(const Value& item, const Value& range) {
  for (const Value& entry : range.Items()) {
    if (Same(entry, item)) return Value::Bool(true);
  }
  return Value::Bool(false);
}

std::optional<Value> Joined(const Value& left, const Value& right) {
  Value out = left;
  out.list.insert(out.list.end(), right.list.begin(), right.list.end());
  return out;
}

bool IsRange(const Value& value) { return value.kind == Kind::kList || value.kind == Kind::kMap; }

std::optional<Value> ComputePair(const std::string& name, const Value& left, const Value& right) {
  if (name == "in" && IsRange(right)) return ComputeMembership(left, right);
  if (name == "[]") {
    const Value* entry = FindEntry(left, right);
    return entry == nullptr ? std::nullopt : std::optional<Value>(*entry);
  }
  if (auto comparison = ComputeComparison(name, left, right)) return comparison;
  if (left.kind != right.kind) return {};
  switch (left.kind) {
    case Kind::kInt:
      return ComputeInt(name, left.integer, right.integer);
    case Kind::kUint:
      return ComputeUint(name, left.natural, right.natural);
    case Kind::kDouble:
      return ComputeDouble(name, left.real, right.real);
    case Kind::kString:
      if (name == "+") return Value::String(left.text + right.text);
      return {};
    case Kind::kBytes:
      if (name == "+") return Value::Bytes(left.text + right.text);
      return {};
    case Kind::kList:
      return name == "+" ? Joined(left, right) : std::nullopt;
    default:
      return {};
  }
}

std::optional<Value> ComputeFormat(const Value& pattern, const Value& arguments) {
  std::vector<FormatPiece> pieces;
  if (arguments.kind != Kind::kList || !SplitFormat(pattern.text, pieces)) return {};
  std::string out;
  size_t next = 0;
  for (const FormatPiece& piece : pieces) {
    if (piece.conversion == '\0') {
      out += piece.text;
      continue;
    }
    if (next == arguments.list.size()) return {};
    const auto text = FormatValue(arguments.list[next++], piece);
    if (!text) return {};
    out += *text;
  }
  if (next != arguments.list.size()) return {};
  return Value::String(out);
}

std::optional<Value> ComputeSize(const Value& value) {
  if (value.kind == Kind::kString) return Value::Int(rules::CodePoints(value.text));
  if (value.kind == Kind::kBytes) return Value::Int(int64_t(value.text.size()));
  if (IsRange(value)) return Value::Int(int64_t(value.Items().size()));
  return {};
}

std::optional<Value> ComputeConversion(const std::string& name, const Value& value) {
  rules::Fault fault;
  if (name == "int" && value.kind == Kind::kUint && value.natural <= uint64_t{INT64_MAX}) {
    return Value::Int(int64_t(value.natural));
  }
  if (name == "int" && value.kind == Kind::kTimestamp) return Value::Int(value.integer);
  if (name == "uint" && value.kind == Kind::kInt && value.integer >= 0) {
    return Value::Uint(uint64_t(value.integer));
  }
  if (name == "double" && value.kind == Kind::kInt) return Value::Double(double(value.integer));
  if (name == "double" && value.kind == Kind::kUint) return Value::Double(double(value.natural));
  if (name == "bytes" && value.kind == Kind::kString) return Value::Bytes(value.text);
  if (name == "duration" && value.kind == Kind::kString) {
    const rules::Span span = rules::SpanFromString(value.text, fault);
    if (!fault) return Value::Duration(span.seconds, span.nanos);
  }
  if (name == "timestamp" && value.kind == Kind::kString) {
    const rules::Instant instant = rules::InstantFromString(value.text, fault);
    if (!fault) return Value::Timestamp(instant.seconds, instant.nanos);
  }
  const bool text = name == "string" && value.kind != Kind::kBytes && !IsRange(value);
  const auto formatted = text ? FormatText(value) : std::nullopt;
  return formatted ? std::optional<Value>(Value::String(*formatted)) : std::nullopt;
}

}  // namespace

std::optional<Value> Compute(const std::string& name, const Operands& operands) {
  const Value& first = operands[0];
  if (operands.size() == 2) {
    if (name == "format") return ComputeFormat(first, operands[1]);
    if (first.kind == Kind::kString && operands[1].kind == Kind::kString) {
      if (name == "startsWith") return Value::Bool(first.text.starts_with(operands[1].text));
      if (name == "contains") {
        return Value::Bool(first.text.find(operands[1].text) != std::string::npos);
      }
      if (name == "endsWith") return Value::Bool(first.text.ends_with(operands[1].text));
    }
    return ComputePair(name, first, operands[1]);
  }
  if (operands.size() != 1) return {};
  if (name == "!") return Value::Bool(!first.boolean);
  if (name == "negate" && first.kind == Kind::kDouble) return Value::Double(-first.real);
  if (name == "negate" && first.kind == Kind::kInt) return ComputeInt("-", 0, first.integer);
  if (name == "size") return ComputeSize(first);
  if (name == "lowerAscii") return Value::String(rules::LowerAscii(first.text));
  if (name == "upperAscii") return Value::String(rules::UpperAscii(first.text));
  return ComputeConversion(name, first);
}

}  // namespace muster::plugin::cel
