#include "proto/plugin/cel/lexer.h"

#include <charconv>
#include <cstdlib>
#include <utility>

#include "proto/rules/decimal.h"
#include "proto/rules/utf8.h"

namespace muster::plugin::cel {
namespace {

using Kind = Token::Kind;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Lexer {
 public:
  Lexer(std::string_view source, std::vector<Token>& tokens, Complaint& complaint)
      : source_(source), tokens_(tokens), complaint_(complaint) {}

  bool Run() {
    for (;;) {
      SkipBlanks();
      if (at_ == source_.size()) {
        Push(Kind::kEnd, at_);
        return true;
      }
      if (!Next()) return false;
    }
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  bool Complain(size_t offset, std::string text) {
    complaint_ = {offset, std::move(text)};
    return false;
  }

  Token& Push(Kind kind, size_t offset) {
    Token& token = tokens_.emplace_back();
    token.kind = kind;
    token.offset = offset;
    token.text = std::string(source_.substr(offset, at_ - offset));
    return token;
  }

  void SkipBlanks() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '/' && Peek(1) == '/') {
        while (at_ < source_.size() && source_[at_] != '\n') ++at_;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool Next() {
    const size_t start = at_;
    const char c = Peek();
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number();
    // r, b, rb and br, in either case, before a quote.
    bool raw = false;
    bool bytes = false;
    size_t prefix = 0;
    for (; prefix < 2; ++prefix) {
      const int letter = Peek(prefix) | 0x20;
      bool& flag = letter == 'r' ? raw : bytes;
      if ((letter != 'r' && letter != 'b') || flag) break;
      flag = true;
    }
    if (Peek(prefix) == '"' || Peek(prefix) == '\'') {
      at_ += prefix;
      return Text(start, raw, bytes);
    }
    if (c == '`') return Escaped();
    if (IsLetter(c)) {
      while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
      Push(Kind::kIdentifier, start);
      return true;
    }
    return Operator();
  }

  // A name in backticks: `content-type`.
  bool Escaped() {
    const size_t start = at_++;
    const auto in_name = [&](char c) {
      return IsLetter(c) || IsDigit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    };
    while (in_name(Peek())) ++at_;
    if (Peek() != '`' || at_ == start + 1) return Complain(start, "name in backticks has no end");
    ++at_;
    Token& token = Push(Kind::kIdentifier, start);
    token.text = token.text.substr(1, token.text.size() - 2);
    token.quoted = true;
    return true;
  }

  bool Operator() {
    static constexpr std::string_view kOperators[] = {"&&", "||", "<=", ">=", "==", "!=", "<", ">",
                                                      "+",  "-",  "*",  "/",  "%",  "!",  "?", ":",
                                                      "(",  ")",  "[",  "]",  "{",  "}",  ".", ","};
    for (const std::string_view text : kOperators) {
      if (source_.substr(at_, text.size()) != text) continue;
      const size_t start = at_;
      at_ += text.size();
      Push(Kind::kOperator, start);
      return true;
    }
    return Complain(at_, "unexpected character in expression");
  }

  bool Number() {
    const size_t start = at_;
    const bool hex = Peek() == '0' && (Peek(1) | 0x20) == 'x';
    if (hex) {
      at_ += 2;
      while (IsHexDigit(Peek())) ++at_;
      return Whole(start + 2, start, 16);
    }
    while (IsDigit(Peek())) ++at_;
    bool real = false;
    if (Peek() == '.' && IsDigit(Peek(1))) {
      real = true;
      for (++at_; IsDigit(Peek());) ++at_;
    }
    const size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 2 : 1;
    if ((Peek() | 0x20) == 'e' && IsDigit(Peek(sign))) {
      real = true;
      for (at_ += sign; IsDigit(Peek());) ++at_;
    }
    if (!real) return Whole(start, start, 10);
    Token& token = Push(Kind::kLiteral, start);
    token.value = Value::Double(std::strtod(token.text.c_str(), nullptr));
    return true;
  }

  bool Whole(size_t digits, size_t start, int base) {
    uint64_t value = 0;
    const char* const end = source_.data() + at_;
    const auto result = std::from_chars(source_.data() + digits, end, value, base);
    if (result.ec != std::errc() || result.ptr != end) {
      return Complain(start, "number does not fit 64 bits");
    }
    const bool is_unsigned = (Peek() | 0x20) == 'u';
    if (is_unsigned) ++at_;
    constexpr uint64_t kLeast = uint64_t{1} << 63;
    if (!is_unsigned && value > kLeast) return Complain(start, "number does not fit an int");
    Token& token = Push(Kind::kLiteral, start);
    token.value = is_unsigned ? Value::Uint(value) : Value::Int(static_cast<int64_t>(value));
    token.value.natural = value;
    return true;
  }

  bool Text(size_t start, bool raw, bool bytes) {
    const char quote = Peek();
    const std::string three(3, quote);
    const bool triple = source_.substr(at_, 3) == three;
    const std::string_view close = triple ? std::string_view(three) : source_.substr(at_, 1);
    at_ += close.size();
    std::string out;
    while (source_.substr(at_, close.size()) != close) {
      if (at_ >= source_.size() || (!triple && Peek() == '\n')) {
        return Complain(start, "string has no end");
      }
      if (!raw && Peek() == '\\') {
        if (!Escape(bytes, out)) return Complain(at_, "unknown escape in string");
      } else {
        out += source_[at_++];
      }
    }
    at_ += close.size();
    Token& token = Push(Kind::kLiteral, start);
    token.value = bytes ? Value::Bytes(std::move(out)) : Value::String(std::move(out));
    return true;
  }

  // On a backslash.
  bool Escape(bool bytes, std::string& out) {
    static constexpr std::pair<char, char> kSimple[] = {
        {'a', '\a'}, {'b', '\b'},  {'f', '\f'},  {'n', '\n'}, {'r', '\r'}, {'t', '\t'},
        {'v', '\v'}, {'\\', '\\'}, {'\'', '\''}, {'"', '"'},  {'`', '`'},  {'?', '?'}};
    const char c = Peek(1);
    for (const auto& [letter, value] : kSimple) {
      if (c != letter) continue;
      out += value;
      at_ += 2;
      return true;
    }
    if (c == 'x' || c == 'X') return CodePoint(2, 2, 16, bytes, out);
    if (c == 'u' && !bytes) return CodePoint(2, 4, 16, bytes, out);
    if (c == 'U' && !bytes) return CodePoint(2, 8, 16, bytes, out);
    return c >= '0' && c <= '3' && CodePoint(1, 3, 8, bytes, out);
  }

  bool CodePoint(size_t skip, size_t digits, int base, bool bytes, std::string& out) {
    uint32_t value = 0;
    const std::string_view text = source_.substr(at_ + skip, digits);
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.size() != digits || result.ptr != text.data() + digits) return false;
    at_ += skip + digits;
    if (bytes) {
      out += static_cast<char>(value);
      return true;
    }
    return rules::AppendUtf8(value, out);
  }

  const std::string_view source_;
  std::vector<Token>& tokens_;
  Complaint& complaint_;
  size_t at_ = 0;
};

}  // namespace

bool Tokenize(std::string_view source, std::vector<Token>& tokens, Complaint& complaint) {
  tokens.clear();
  return Lexer(source, tokens, complaint).Run();
}

}  // namespace muster::plugin::cel
