// The words of CEL.
#ifndef MUSTER_PROTO_PLUGIN_CEL_LEXER_H_
#define MUSTER_PROTO_PLUGIN_CEL_LEXER_H_

#include <string>
#include <string_view>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

struct Token {
  enum class Kind { kEnd, kIdentifier, kLiteral, kOperator };

  Kind kind = Kind::kEnd;
  size_t offset = 0;
  // An identifier or operator ("&&", "[").
  std::string text;
  // An identifier that stood in backticks: it names a field, whatever words CEL keeps for itself.
  bool quoted = false;
  // Of a literal. A number has no sign; 9223372036854775808 comes as kInt with `natural` set, and
  // only its negation fits.
  Value value;
};

// Splits `source`; the last token is kEnd. False with `complaint` for what is no word of CEL.
bool Tokenize(std::string_view source, std::vector<Token>& tokens, Complaint& complaint);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_LEXER_H_
