#include <algorithm>

#include "proto/rules/characters.h"
#include "proto/rules/formats.h"

namespace muster::rules {
namespace {

constexpr size_t kMaxLabel = 63;
constexpr size_t kMaxHostname = 253;

bool IsLabel(std::string_view label) {
  if (label.empty() || label.size() > kMaxLabel) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return IsLetterOrDigit(c) || c == '-'; });
}

// Takes the part before the next dot off `text`. False when nothing is left.
bool TakeLabel(std::string_view& text, bool& more, std::string_view& label) {
  if (!more) return false;
  const size_t dot = text.find('.');
  label = text.substr(0, dot);
  more = dot != std::string_view::npos;
  if (more) text.remove_prefix(dot + 1);
  return true;
}

bool IsPort(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text[0] == '0')) return false;
  int value = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value <= 65535;
}

}  // namespace

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  for (const char c : text.substr(0, at)) {
    constexpr std::string_view kMarks = ".!#$%&'*+/=?^_`{|}~-";
    if (!IsLetterOrDigit(c) && kMarks.find(c) == std::string_view::npos) return false;
  }
  std::string_view domain = text.substr(at + 1);
  std::string_view label;
  for (bool more = true; TakeLabel(domain, more, label);) {
    if (!IsLabel(label)) return false;
  }
  return true;
}

bool IsHostname(std::string_view text) {
  if (text.size() > kMaxHostname) return false;
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string_view label;
  for (bool more = true; TakeLabel(text, more, label);) {
    if (!IsLabel(label)) return false;
  }
  return !std::all_of(label.begin(), label.end(), IsDigit);
}

bool IsHostAndPort(std::string_view text, bool port_required) {
  if (text.starts_with('[')) {
    const size_t end = text.rfind(']');
    if (end == std::string_view::npos || !IsIp(text.substr(1, end - 1), 6)) return false;
    const std::string_view rest = text.substr(end + 1);
    return rest.empty() ? !port_required : rest[0] == ':' && IsPort(rest.substr(1));
  }
  const size_t colon = text.rfind(':');
  const std::string_view host = text.substr(0, colon);
  if (!IsHostname(host) && !IsIp(host, 4)) return false;
  return colon == std::string_view::npos ? !port_required : IsPort(text.substr(colon + 1));
}

}  // namespace muster::rules
