// format() of CEL: its pattern, "must be at most %s characters", and what it makes of values.
#ifndef MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_
#define MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// Either text, or the conversion ('s', 'd', 'f', 'e', 'b', 'o', 'x', 'X') of the next argument.
struct FormatPiece {
  std::string text;
  char conversion = '\0';
  // Of 'f' and 'e': places behind the point.
  int places = 6;
};

// False if `pattern` has a conversion that CEL does not know.
bool SplitFormat(std::string_view pattern, std::vector<FormatPiece>& pieces);

// Whether values of `type` go with `conversion`.
bool GoesWith(char conversion, const Type& type);

// Whether the arguments of a call of format() go with its pattern, as far as both are written out.
// `complaint` says where they do not.
bool CheckFormat(const Expression& call, const std::vector<Tree>& operands, Complaint& complaint);

// As `piece` prints it. Nothing if the value does not go with it.
std::optional<std::string> FormatValue(const Value& value, const FormatPiece& piece);

// As `%s` prints it.
std::optional<std::string> FormatText(const Value& value);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_
