#include "proto/plugin/cel/functions.h"

namespace muster::plugin::cel {
namespace {

constexpr auto kMethod = Overload::Style::kMethod;
constexpr auto kGlobal = Overload::Style::kGlobal;
constexpr auto kEither = Overload::Style::kEither;

constexpr Overload kOverloads[] = {
    {"size", "s", 'i', kEither, "CodePoints", false},
    {"size", "y", 'i', kEither, "Size", false},
    {"size", "L", 'i', kEither, "Size", false},
    {"size", "M", 'i', kEither, "Size", false},

    {"contains", "ss", 'b', kMethod, "Contains", false},
    {"contains", "yy", 'b', kMethod, "Contains", false},
    {"startsWith", "ss", 'b', kMethod, "StartsWith", false},
    {"startsWith", "yy", 'b', kMethod, "StartsWith", false},
    {"endsWith", "ss", 'b', kMethod, "EndsWith", false},
    {"endsWith", "yy", 'b', kMethod, "EndsWith", false},
    // The pattern is a constant, compiled to a table: see the emitter.
    {"matches", "ss", 'b', kEither, "", false},
    {"format", "sL", 's', kMethod, "", false},

    {"lowerAscii", "s", 's', kMethod, "LowerAscii", false},
    {"upperAscii", "s", 's', kMethod, "UpperAscii", false},
    {"trim", "s", 's', kMethod, "Trim", false},
    {"reverse", "s", 's', kMethod, "Reverse", false},
    {"charAt", "si", 's', kMethod, "CharAt", true},
    {"substring", "si", 's', kMethod, "Substring", true},
    {"substring", "sii", 's', kMethod, "Substring", true},
    {"indexOf", "ss", 'i', kMethod, "IndexOf", false},
    {"indexOf", "ssi", 'i', kMethod, "IndexOf", true},
    {"lastIndexOf", "ss", 'i', kMethod, "LastIndexOf", false},
    {"lastIndexOf", "ssi", 'i', kMethod, "LastIndexOf", true},
    {"replace", "sss", 's', kMethod, "Replace", false},
    {"replace", "sssi", 's', kMethod, "Replace", false},
    {"split", "ss", 'S', kMethod, "Split", false},
    {"split", "ssi", 'S', kMethod, "Split", false},
    {"join", "S", 's', kMethod, "Join", false},
    {"join", "Ss", 's', kMethod, "Join", false},
    {"strings.quote", "s", 's', kGlobal, "Quote", false},

    {"isEmail", "s", 'b', kMethod, "IsEmail", false},
    {"isHostname", "s", 'b', kMethod, "IsHostname", false},
    {"isHostAndPort", "sb", 'b', kMethod, "IsHostAndPort", false},
    {"isIp", "s", 'b', kMethod, "IsIp", false},
    {"isIp", "si", 'b', kMethod, "IsIp", false},
    {"isIpPrefix", "s", 'b', kMethod, "IsIpPrefix", false},
    {"isIpPrefix", "si", 'b', kMethod, "IsIpPrefix", false},
    {"isIpPrefix", "sb", 'b', kMethod, "IsStrictIpPrefix", false},
    {"isIpPrefix", "sib", 'b', kMethod, "IsIpPrefix", false},
    {"isUri", "s", 'b', kMethod, "IsUri", false},
    {"isUriRef", "s", 'b', kMethod, "IsUriRef", false},
    {"isNan", "d", 'b', kMethod, "IsNan", false},
    {"isInf", "d", 'b', kMethod, "IsInf", false},
    {"isInf", "di", 'b', kMethod, "IsInf", false},
    {"unique", "L", 'b', kMethod, "IsUnique", false},

    {"int", "i", 'i', kGlobal, "Same", false},
    {"int", "u", 'i', kGlobal, "IntFromUint", true},
    {"int", "d", 'i', kGlobal, "IntFromDouble", true},
    {"int", "s", 'i', kGlobal, "IntFromString", true},
    {"int", "t", 'i', kGlobal, "Seconds", false},
    {"int", "n", 'i', kGlobal, "WholeSeconds", false},
    // What Int32Value and UInt32Value hold; no expression can call these.
    {"@int32", "i", 'i', kGlobal, "ToInt32", true},
    {"@uint32", "u", 'u', kGlobal, "ToUint32", true},
    {"uint", "u", 'u', kGlobal, "Same", false},
    {"uint", "i", 'u', kGlobal, "UintFromInt", true},
    {"uint", "d", 'u', kGlobal, "UintFromDouble", true},
    {"uint", "s", 'u', kGlobal, "UintFromString", true},
    {"double", "d", 'd', kGlobal, "Same", false},
    {"double", "i", 'd', kGlobal, "ToDouble", false},
    {"double", "u", 'd', kGlobal, "ToDouble", false},
    {"double", "s", 'd', kGlobal, "DoubleFromString", true},
    {"bool", "b", 'b', kGlobal, "Same", false},
    {"bool", "s", 'b', kGlobal, "BoolFromString", true},
    {"string", "s", 's', kGlobal, "Same", false},
    {"string", "b", 's', kGlobal, "ToText", false},
    {"string", "i", 's', kGlobal, "ToText", false},
    {"string", "u", 's', kGlobal, "ToText", false},
    {"string", "d", 's', kGlobal, "ToText", false},
    {"string", "t", 's', kGlobal, "ToText", false},
    {"string", "n", 's', kGlobal, "ToText", false},
    {"string", "y", 's', kGlobal, "StringFromBytes", true},
    {"bytes", "y", 'y', kGlobal, "Same", false},
    {"bytes", "s", 'y', kGlobal, "Same", false},
    {"timestamp", "t", 't', kGlobal, "Same", false},
    {"timestamp", "i", 't', kGlobal, "InstantFromSeconds", true},
    {"timestamp", "s", 't', kGlobal, "InstantFromString", true},
    {"duration", "n", 'n', kGlobal, "Same", false},
    {"duration", "s", 'n', kGlobal, "SpanFromString", true},

    {"getFullYear", "t", 'i', kMethod, "FullYear", false},
    {"getMonth", "t", 'i', kMethod, "Month", false},
    {"getDate", "t", 'i', kMethod, "Date", false},
    {"getDayOfMonth", "t", 'i', kMethod, "DayOfMonth", false},
    {"getDayOfWeek", "t", 'i', kMethod, "DayOfWeek", false},
    {"getDayOfYear", "t", 'i', kMethod, "DayOfYear", false},
    {"getHours", "t", 'i', kMethod, "Hours", false},
    {"getMinutes", "t", 'i', kMethod, "Minutes", false},
    {"getSeconds", "t", 'i', kMethod, "SecondsOfMinute", false},
    {"getMilliseconds", "t", 'i', kMethod, "Milliseconds", false},
    // In a time zone.
    {"getFullYear", "ts", 'i', kMethod, "FullYear", true},
    {"getMonth", "ts", 'i', kMethod, "Month", true},
    {"getDate", "ts", 'i', kMethod, "Date", true},
    {"getDayOfMonth", "ts", 'i', kMethod, "DayOfMonth", true},
    {"getDayOfWeek", "ts", 'i', kMethod, "DayOfWeek", true},
    {"getDayOfYear", "ts", 'i', kMethod, "DayOfYear", true},
    {"getHours", "ts", 'i', kMethod, "Hours", true},
    {"getMinutes", "ts", 'i', kMethod, "Minutes", true},
    {"getSeconds", "ts", 'i', kMethod, "SecondsOfMinute", true},
    {"getMilliseconds", "ts", 'i', kMethod, "Milliseconds", true},
    {"getHours", "n", 'i', kMethod, "WholeHours", false},
    {"getMinutes", "n", 'i', kMethod, "WholeMinutes", false},
    {"getSeconds", "n", 'i', kMethod, "WholeSeconds", false},
    {"getMilliseconds", "n", 'i', kMethod, "MillisecondsOfSecond", false},
};

char LetterOf(const Type& type) {
  switch (type.kind) {
    case Type::Kind::kBool:
      return 'b';
    case Type::Kind::kInt:
      return 'i';
    case Type::Kind::kUint:
      return 'u';
    case Type::Kind::kDouble:
      return 'd';
    case Type::Kind::kString:
      return 's';
    case Type::Kind::kBytes:
      return 'y';
    case Type::Kind::kTimestamp:
      return 't';
    case Type::Kind::kDuration:
      return 'n';
    case Type::Kind::kList:
      return 'L';
    case Type::Kind::kMap:
      return 'M';
    default:
      return '?';
  }
}

Type TypeOfLetter(char letter) {
  switch (letter) {
    case 'b':
      return Type::Kind::kBool;
    case 'i':
      return Type::Kind::kInt;
    case 'u':
      return Type::Kind::kUint;
    case 'd':
      return Type::Kind::kDouble;
    case 's':
      return Type::Kind::kString;
    case 'y':
      return Type::Kind::kBytes;
    case 't':
      return Type::Kind::kTimestamp;
    case 'S':
      return ListOf(Type::Kind::kString);
    default:
      return Type::Kind::kDuration;
  }
}

bool FitsLetter(char letter, const Type& type) {
  if (letter != 'S') return LetterOf(type) == letter;
  return type.Is(Type::Kind::kList) && Agree(*type.element, Type::Kind::kString);
}

bool Fits(const Overload& overload, const Expression& call, const std::vector<Tree>& operands) {
  if (overload.name != call.name || overload.operands.size() != operands.size()) return false;
  if (overload.style == (call.is_method ? kGlobal : kMethod)) return false;
  for (size_t i = 0; i < operands.size(); ++i) {
    if (!FitsLetter(overload.operands[i], operands[i]->type)) return false;
  }
  return true;
}

}  // namespace

const Overload* FindOverload(const Expression& call, const std::vector<Tree>& operands) {
  for (const Overload& overload : kOverloads) {
    if (Fits(overload, call, operands)) return &overload;
  }
  return nullptr;
}

Type ResultOf(const Overload& overload) { return TypeOfLetter(overload.result); }

Tree WrapperValue(const google::protobuf::FieldDescriptor& field, const Tree& value) {
  using google::protobuf::FieldDescriptor;
  const bool is_signed = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  if (!is_signed && field.cpp_type() != FieldDescriptor::CPPTYPE_UINT32) return value;
  auto call = std::make_shared<Expression>();
  call->kind = Expression::Kind::kCall;
  call->offset = value->offset;
  call->name = is_signed ? "@int32" : "@uint32";
  call->operands = {value};
  call->type = Plain(value->type);
  call->overload = FindOverload(*call, call->operands);
  return call;
}

bool IsFunction(std::string_view name) {
  for (const Overload& overload : kOverloads) {
    if (overload.name == name) return true;
  }
  return false;
}

}  // namespace muster::plugin::cel
