#include "proto/plugin/emit/cpp_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

namespace muster::plugin {

namespace {

bool IsNamePart(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

bool Uses(std::string_view code, std::string_view word) {
  bool quoted = false;
  for (size_t i = 0; i < code.size(); ++i) {
    if (quoted && code[i] == '\\') {
      ++i;
    } else if (code[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && code.substr(i, word.size()) == word) {
      const bool begins = i == 0 || !IsNamePart(code[i - 1]);
      const size_t end = i + word.size();
      if (begins && (end == code.size() || !IsNamePart(code[end]))) return true;
    }
  }
  return false;
}

std::string RenamedNamespace(std::string_view code, std::string_view from, std::string_view to) {
  const std::string qualifier = std::string(from) + "::";
  std::string out;
  bool quoted = false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char before = i == 0 ? ' ' : code[i - 1];
    if (!quoted && !IsNamePart(before) && before != ':' && code.substr(i).starts_with(qualifier)) {
      out += to;
      i += from.size() - 1;
      continue;
    }
    if (code[i] == '"') quoted = !quoted;
    out += code[i];
    if (quoted && code[i] == '\\') out += code[++i];
  }
  return out;
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '?' && out.back() == '?') {
      out += "\\?";  // No trigraphs.
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      char octal[8];
      std::snprintf(octal, sizeof(octal), "\\%03o", static_cast<unsigned>(byte));
      out += octal;
    }
  }
  return out + '"';
}

namespace {

// What every compiler of C++ takes without a warning.
constexpr size_t kLongestLiteral = 60000;

}  // namespace

std::string TextPieces(std::string_view text) {
  std::string pieces;
  while (text.size() > kLongestLiteral) {
    pieces += ViewLiteral(text.substr(0, kLongestLiteral)) + ", ";
    text.remove_prefix(kLongestLiteral);
  }
  return pieces + ViewLiteral(text);
}

std::string TextArgument(std::string_view text) {
  if (text.size() > kLongestLiteral) return "rules::Concat(" + TextPieces(text) + ")";
  // A literal ends at its first zero where its size is asked for.
  if (text.find('\0') == std::string_view::npos) return Quoted(text);
  return "std::string_view(" + Quoted(text) + ", " + std::to_string(text.size()) + ")";
}

std::string ViewLiteral(std::string_view text) { return Quoted(text) + "sv"; }

std::string IntLiteral(int64_t value) {
  // The least number can't be written: its sign is an operator.
  if (value == INT64_MIN) return "(-9223372036854775807 - 1)";
  return std::to_string(value);
}

std::string UintLiteral(uint64_t value) { return std::to_string(value) + "u"; }

std::string DoubleLiteral(double value) {
  if (std::isnan(value)) return "std::numeric_limits<double>::quiet_NaN()";
  if (std::isinf(value)) {
    return std::string(value < 0 ? "-" : "") + "std::numeric_limits<double>::infinity()";
  }
  char text[40];
  std::string out(text, std::to_chars(text, text + sizeof(text), value).ptr);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string CamelCase(std::string_view words) {
  std::string out;
  bool upper = true;
  for (const char c : words) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit)
      out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !letter;
  }
  return out;
}

namespace {

constexpr size_t kColumns = 100;

struct Break {
  size_t at;
  // How many brackets are open there: the fewer, the better.
  int depth;
};

// Where `line` may be broken, up to the first place beyond `room`: behind a comma, before an
// operator between two conditions; not inside a literal.
std::vector<Break> BreaksOf(std::string_view line, size_t room) {
  std::vector<Break> out;
  bool quoted = false;
  int depth = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '(' || c == '{' || c == '[') {
      ++depth;
    } else if (c == ')' || c == '}' || c == ']') {
      --depth;
    } else if (c == ' ' && i > 0) {
      const std::string_view next = line.substr(i + 1, 3);
      const bool operation =
          next == "&& " || next == "|| " || next.substr(0, 2) == "? " || next.substr(0, 2) == ": ";
      if (line[i - 1] == ',' || operation) out.push_back({i, depth});
      if (i > room && !out.empty() && out.back().at > room) break;
    }
  }
  return out;
}

// The place to break a line of which `room` columns fit: the last of the outermost in its second
// half, else the last that fits, else the first there is. 0 if there is none.
size_t BestBreak(std::string_view line, size_t room) {
  size_t best = 0;
  int best_depth = 0;
  for (const Break& place : BreaksOf(line, room)) {
    if (place.at > room) return best == 0 ? place.at : best;
    const bool better = best < room / 2 || place.depth <= best_depth;
    if (best == 0 || better) best = place.at, best_depth = place.depth;
  }
  return best;
}

// `line` with each `$name$` replaced.
std::string Replaced(std::string_view line, Source::Values values) {
  std::string out;
  for (size_t at; (at = line.find('$')) != std::string_view::npos;) {
    const size_t end = line.find('$', at + 1);
    out += line.substr(0, at);
    for (const auto& [name, value] : values) {
      if (line.substr(at + 1, end - at - 1) == name) out += value;
    }
    line.remove_prefix(end + 1);
  }
  return out += line;
}

}  // namespace

void Source::Print(std::string_view text, Values values) {
  if (text.starts_with('\n')) text.remove_prefix(1);
  while (!text.empty()) {
    // What indents the template's own end is no line.
    if (text.find_first_not_of(' ') == std::string_view::npos) break;
    const size_t end = std::min(text.find('\n'), text.size());
    const size_t first = std::min(text.find_first_not_of(' '), end);
    const std::string_view line = text.substr(first, end - first);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      Blank();
    } else {
      Line(Replaced(line, values));
    }
  }
}

void Source::Line(std::string_view line) {
  const bool in_namespace = line.starts_with("namespace ") || line.starts_with("}  // namespace");
  if (line.starts_with('}') && !in_namespace) indent_ -= 2;
  const bool opens = line.ends_with('{') && !in_namespace;
  size_t indent = static_cast<size_t>(indent_);
  while (indent + line.size() > kColumns && !line.starts_with("//")) {
    const size_t at = BestBreak(line, kColumns - std::min(indent, kColumns));
    if (at == 0) break;
    text_.append(indent, ' ');
    text_ += line.substr(0, at);
    text_ += '\n';
    line.remove_prefix(at + 1);
    indent = static_cast<size_t>(indent_) + 4;
  }
  text_.append(indent, ' ');
  text_ += line;
  text_ += '\n';
  if (opens) indent_ += 2;
}

}  // namespace muster::plugin
