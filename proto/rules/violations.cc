#include "proto/rules/violations.h"

#include <utility>

#include "proto/rules/decimal.h"
#include "proto/rules/wire.h"

namespace muster::rules {
namespace {

void WriteElement(const FieldPathElement& element, std::string& out) {
  using Subscript = FieldPathElement::Subscript;
  if (element.field_number != 0) WriteVarintField(1, element.field_number, out);
  if (!element.field_name.empty()) WriteBytesField(2, element.field_name, out);
  if (element.field_type != 0) WriteVarintField(3, element.field_type, out);
  if (element.key_type != 0) WriteVarintField(4, element.key_type, out);
  if (element.value_type != 0) WriteVarintField(5, element.value_type, out);
  switch (element.subscript) {
    case Subscript::kNone:
      break;
    case Subscript::kIndex:
      WriteVarintField(6, element.index, out);
      break;
    case Subscript::kBoolKey:
      WriteVarintField(7, element.bool_key ? 1 : 0, out);
      break;
    case Subscript::kIntKey:
      WriteVarintField(8, static_cast<uint64_t>(element.int_key), out);
      break;
    case Subscript::kUintKey:
      WriteVarintField(9, element.uint_key, out);
      break;
    case Subscript::kStringKey:
      WriteBytesField(10, element.string_key, out);
      break;
  }
}

std::string PathBytes(const FieldPath& path) {
  std::string out;
  for (const FieldPathElement& element : path.elements) {
    std::string bytes;
    WriteElement(element, bytes);
    WriteBytesField(1, bytes, out);
  }
  return out;
}

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void AppendSubscript(const FieldPathElement& element, std::string& out) {
  using Subscript = FieldPathElement::Subscript;
  if (element.subscript == Subscript::kNone) return;
  out += '[';
  switch (element.subscript) {
    case Subscript::kNone:
      break;
    case Subscript::kIndex:
      AppendUnsigned(element.index, out);
      break;
    case Subscript::kBoolKey:
      out += element.bool_key ? "true" : "false";
      break;
    case Subscript::kIntKey:
      AppendSigned(element.int_key, out);
      break;
    case Subscript::kUintKey:
      AppendUnsigned(element.uint_key, out);
      break;
    case Subscript::kStringKey:
      AppendQuoted(element.string_key, out);
      break;
  }
  out += ']';
}

// Reads a quoted key from `text` at `at` (on the opening quote) and steps behind the closing one.
bool ReadQuoted(std::string_view text, size_t& at, std::string& key) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && ++at == text.size()) return false;
    key += text[at];
  }
  return at++ < text.size();
}

// Reads "[...]" at `at` into `element` and steps behind it.
bool ReadSubscript(std::string_view text, size_t& at, FieldPathElement& element) {
  using Subscript = FieldPathElement::Subscript;
  ++at;
  if (at < text.size() && text[at] == '"') {
    element.subscript = Subscript::kStringKey;
    if (!ReadQuoted(text, at, element.string_key)) return false;
    return at < text.size() && text[at++] == ']';
  }
  const size_t end = text.find(']', at);
  if (end == std::string_view::npos) return false;
  const std::string_view word = text.substr(at, end - at);
  at = end + 1;
  if (word == "true" || word == "false") {
    element.subscript = Subscript::kBoolKey;
    element.bool_key = word == "true";
    return true;
  }
  if (!word.empty() && word[0] == '-') {
    element.subscript = Subscript::kIntKey;
    return ParseSigned(word, element.int_key);
  }
  element.subscript = Subscript::kIndex;
  return ParseUnsigned(word, element.index);
}

}  // namespace

std::string PathText(const FieldPath& path) {
  std::string out;
  for (const FieldPathElement& element : path.elements) {
    if (!out.empty()) out += '.';
    out += element.field_name;
    AppendSubscript(element, out);
  }
  return out;
}

bool ParsePathText(std::string_view text, FieldPath& path) {
  path.elements.clear();
  size_t at = 0;
  while (at < text.size()) {
    if (!path.elements.empty() && text[at++] != '.') return false;
    FieldPathElement element;
    // An extension's name stands in brackets and has dots.
    const bool extension = at < text.size() && text[at] == '[';
    const size_t end = extension ? text.find(']', at) : text.find_first_of(".[", at);
    if (extension && end == std::string_view::npos) return false;
    const size_t stop = extension ? end + 1 : (end < text.size() ? end : text.size());
    element.field_name = std::string(text.substr(at, stop - at));
    if (element.field_name.empty()) return false;
    at = stop;
    if (at < text.size() && text[at] == '[' && !ReadSubscript(text, at, element)) return false;
    path.elements.push_back(std::move(element));
  }
  return true;
}

void Violations::Add(Violation violation) {
  ++failed_rule_count_;
  if (kept_.size() < limit_) kept_.push_back(std::move(violation));
}

void Violations::SetRuntimeError(std::string_view what) {
  if (runtime_error_.empty()) runtime_error_ = std::string(what);
}

void Violations::clear() {
  failed_rule_count_ = 0;
  runtime_error_.clear();
  kept_.clear();
}

std::string Violations::Serialize() const {
  std::string out;
  for (const Violation& violation : kept_) {
    std::string bytes;
    if (!violation.rule_id.empty()) WriteBytesField(2, violation.rule_id, bytes);
    if (!violation.message.empty()) WriteBytesField(3, violation.message, bytes);
    if (violation.for_key) WriteVarintField(4, 1, bytes);
    if (!violation.field.elements.empty()) WriteBytesField(5, PathBytes(violation.field), bytes);
    if (!violation.rule.elements.empty()) WriteBytesField(6, PathBytes(violation.rule), bytes);
    WriteBytesField(1, bytes, out);
  }
  return out;
}

}  // namespace muster::rules
