// Pieces of C++ source.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_TEXT_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_TEXT_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace muster::plugin {

// Whether `code` has `word` outside of literals.
bool Uses(std::string_view code, std::string_view word);

// `code` with the namespace `from` in it called `to`, but in literals and behind another name.
std::string RenamedNamespace(std::string_view code, std::string_view from, std::string_view to);

// A quoted literal with everything but plain ASCII escaped.
std::string Quoted(std::string_view text);

// The same where a std::string_view is taken.
std::string TextArgument(std::string_view text);

// The same as arguments of rules::Concat(): of a long text several.
std::string TextPieces(std::string_view text);

// The same as a std::string_view: "..."sv.
std::string ViewLiteral(std::string_view text);

std::string IntLiteral(int64_t value);
std::string UintLiteral(uint64_t value);
std::string DoubleLiteral(double value);

// "string.max_len" -> "StringMaxLen".
std::string CamelCase(std::string_view words);

// Source code, line by line, indented as braces open and close.
class Source {
 public:
  // A line, broken where it is too long. One that ends with an opening brace indents those that
  // follow; one that begins with a closing brace ends that.
  void Line(std::string_view line);

  // A template that reads as the code it makes: its lines, without the first if that is empty, with
  // `$name$` replaced. Lines are indented by their braces but those of namespaces, whatever indents
  // them here.
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  void Print(std::string_view text, Values values = {});
  void Blank() { text_ += '\n'; }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int indent_ = 0;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_TEXT_H_
