#include "proto/plugin/cel/format.h"

#include <algorithm>
#include <utility>

#include "proto/rules/text.h"

namespace muster::plugin::cel {
namespace {

using Kind = Type::Kind;

// More places than any double has.
constexpr int kMostPlaces = 1000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

double AsDouble(const Value& value) {
  if (value.kind == Kind::kInt) return static_cast<double>(value.integer);
  return value.kind == Kind::kUint ? static_cast<double>(value.natural) : value.real;
}

bool FormatAll(const std::vector<Value>& values, std::vector<std::string>& out) {
  for (const Value& value : values) {
    const auto text = FormatText(value);
    if (!text) return false;
    out.push_back(*text);
  }
  return true;
}

std::optional<std::string> FormatMap(const Value& value) {
  std::vector<std::string> texts;
  if (!FormatAll(value.list, texts)) return {};
  std::vector<std::string> entries;
  for (size_t i = 0; i + 1 < texts.size(); i += 2)
    entries.push_back(texts[i] + ": " + texts[i + 1]);
  std::sort(entries.begin(), entries.end());
  std::string out = rules::ToText(entries);
  out.front() = '{', out.back() = '}';
  return out;
}

}  // namespace

bool SplitFormat(std::string_view pattern, std::vector<FormatPiece>& pieces) {
  pieces.clear();
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      text += pattern[i];
      continue;
    }
    if (++i == pattern.size()) return false;
    if (pattern[i] == '%') {
      text += '%';
      continue;
    }
    FormatPiece piece;
    const bool has_places = pattern[i] == '.';
    if (has_places) piece.places = 0;
    while (has_places && ++i < pattern.size() && IsDigit(pattern[i])) {
      piece.places = std::min(piece.places * 10 + (pattern[i] - '0'), kMostPlaces);
    }
    if (i >= pattern.size()) return false;
    const std::string_view known = has_places ? "fe" : "sdfebxXo";
    if (known.find(pattern[i]) == std::string_view::npos) return false;
    piece.conversion = pattern[i];
    if (!text.empty()) pieces.push_back({text, '\0'});
    text.clear();
    pieces.push_back(std::move(piece));
  }
  if (!text.empty()) pieces.push_back({text, '\0'});
  return true;
}

bool GoesWith(char conversion, const Type& type) {
  const bool whole = type.Is(Kind::kInt) || type.Is(Kind::kUint);
  switch (conversion) {
    case 's':
      if (type.element != nullptr && !GoesWith('s', *type.element)) return false;
      return !type.Is(Kind::kMessage);
    case 'd':
    case 'f':
    case 'e':
      return type.IsNumber();
    case 'b':
      return whole || type.Is(Kind::kBool);
    case 'o':
      return whole;
    default:
      return whole || type.Is(Kind::kString) || type.Is(Kind::kBytes);
  }
}

bool CheckFormat(const Expression& call, const std::vector<Tree>& operands, Complaint& complaint) {
  const auto complain = [&](const Expression& at, std::string text) {
    if (complaint.text.empty()) complaint = {at.offset, std::move(text)};
    return false;
  };
  std::vector<FormatPiece> pieces;
  if (!operands[0]->Is(Expression::Kind::kLiteral)) return true;
  if (!SplitFormat(operands[0]->value.text, pieces)) {
    return complain(*operands[0], "format() knows %s, %d, %f, %e, %b, %o, %x and %X");
  }
  if (!operands[1]->Is(Expression::Kind::kList)) return true;
  const std::vector<Tree>& arguments = operands[1]->operands;
  size_t wanted = 0;
  for (const FormatPiece& piece : pieces) {
    if (piece.conversion == '\0') continue;
    if (++wanted > arguments.size()) continue;
    const Expression& argument = *arguments[wanted - 1];
    if (GoesWith(piece.conversion, argument.type) || argument.type.dynamic) continue;
    return complain(argument, std::string("%") + piece.conversion +
                                  " of format() does not go with " + TypeName(argument.type));
  }
  if (wanted == arguments.size()) return true;
  return complain(call, "format() has " + std::to_string(wanted) + " placeholders and " +
                            std::to_string(arguments.size()) + " arguments");
}

std::optional<std::string> FormatText(const Value& value) {
  std::vector<std::string> texts;
  switch (value.kind) {
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kType:
      return value.text;
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kUint:
      return std::to_string(value.natural);
    case Kind::kDouble:
      return rules::DoubleText(value.real);
    case Kind::kTimestamp:
      return rules::TimestampText({value.integer, value.nanos});
    case Kind::kDuration:
      return rules::DurationText({value.integer, value.nanos});
    case Kind::kList:
      if (!FormatAll(value.list, texts)) return {};
      return rules::ToText(texts);
    case Kind::kMap:
      return FormatMap(value);
    case Kind::kNull:
      return "null";
    default:
      return {};
  }
}

std::optional<std::string> FormatValue(const Value& value, const FormatPiece& piece) {
  const bool upper = piece.conversion == 'X';
  const bool is_signed = value.kind == Kind::kInt;
  if (!GoesWith(piece.conversion, value.kind)) return {};
  switch (piece.conversion) {
    case 's':
    case 'd':
      return FormatText(value);
    case 'f':
      return rules::FixedText(AsDouble(value), piece.places);
    case 'e':
      return rules::ScientificText(AsDouble(value), piece.places);
    case 'o':
      return is_signed ? rules::OctalText(value.integer) : rules::OctalText(value.natural);
    case 'b':
      if (value.kind == Kind::kBool) return value.boolean ? "1" : "0";
      return is_signed ? rules::BinaryText(value.integer) : rules::BinaryText(value.natural);
    default:
      if (value.kind == Kind::kUint) return rules::HexText(value.natural, upper);
      return is_signed ? rules::HexText(value.integer, upper) : rules::HexText(value.text, upper);
  }
}

}  // namespace muster::plugin::cel
