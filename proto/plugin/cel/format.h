// The pattern of format(): "must be at most %s characters".
#ifndef MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_
#define MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

namespace muster::plugin::cel {

// Either text, or the conversion ('s', 'd', 'x', 'X') of the next argument.
struct FormatPiece {
  std::string text;
  char conversion = '\0';
};

// False if `pattern` has a conversion that is not compiled.
bool SplitFormat(std::string_view pattern, std::vector<FormatPiece>& pieces);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_FORMAT_H_
