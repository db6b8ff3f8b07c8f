#include "proto/plugin/cel/format.h"

namespace muster::plugin::cel {

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
    if (std::string_view("sdxX").find(pattern[i]) == std::string_view::npos) return false;
    if (!text.empty()) pieces.push_back({text, '\0'});
    text.clear();
    pieces.push_back({"", pattern[i]});
  }
  if (!text.empty()) pieces.push_back({text, '\0'});
  return true;
}

}  // namespace muster::plugin::cel
