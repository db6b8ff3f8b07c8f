#include <array>
#include <string>

#include "proto/rules/address.h"
#include "proto/rules/characters.h"
#include "proto/rules/formats.h"
#include "proto/rules/utf8.h"

namespace muster::rules {
namespace {

constexpr std::string_view kUnreservedMarks = "-._~";
constexpr std::string_view kSubDelimiters = "!$&'()*+,;=";

bool IsUnreserved(char c) {
  return IsLetterOrDigit(c) || kUnreservedMarks.find(c) != std::string_view::npos;
}

// Whether `text` is made of unreserved characters, sub-delimiters, percent-encoded bytes and
// `more`.
bool IsMadeOf(std::string_view text, std::string_view more, bool sub_delimiters = true) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !IsHexDigit(text[i + 1]) || !IsHexDigit(text[i + 2]))
        return false;
      i += 2;
    } else if (!IsUnreserved(c) && more.find(c) == std::string_view::npos &&
               !(sub_delimiters && kSubDelimiters.find(c) != std::string_view::npos)) {
      return false;
    }
  }
  return true;
}

// Percent-encoded bytes of a host are text.
bool DecodesToUtf8(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(HexValue(text[i + 1]) << 4 | HexValue(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return IsUtf8(out);
}

// What stands between the brackets: "v1.x", or an IPv6 address with or without a zone after "%25".
bool IsIpLiteral(std::string_view text) {
  if (text.starts_with('v') || text.starts_with('V')) {
    const size_t dot = text.find('.');
    if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size()) return false;
    for (const char c : text.substr(1, dot - 1)) {
      if (!IsHexDigit(c)) return false;
    }
    const std::string_view rest = text.substr(dot + 1);
    return rest.find('%') == std::string_view::npos && IsMadeOf(rest, ":");
  }
  const size_t zone = text.find("%25");
  if (zone != std::string_view::npos) {
    const std::string_view id = text.substr(zone + 3);
    if (id.empty() || !IsMadeOf(id, "", false) || !DecodesToUtf8(id)) return false;
    text = text.substr(0, zone);
  }
  std::array<uint8_t, 16> address;
  return ParseIpv6(text, false, address);
}

bool IsPortOrEmpty(std::string_view text) {
  for (const char c : text) {
    if (!IsDigit(c)) return false;
  }
  return true;
}

bool IsAuthority(std::string_view text) {
  const size_t at = text.find('@');
  if (at != std::string_view::npos) {
    if (!IsMadeOf(text.substr(0, at), ":")) return false;
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const size_t end = text.rfind(']');
    if (end == std::string_view::npos || !IsIpLiteral(text.substr(1, end - 1))) return false;
    const std::string_view rest = text.substr(end + 1);
    return rest.empty() || (rest[0] == ':' && IsPortOrEmpty(rest.substr(1)));
  }
  const size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  if (!IsMadeOf(host, "") || !DecodesToUtf8(host)) return false;
  return colon == std::string_view::npos || IsPortOrEmpty(text.substr(colon + 1));
}

bool IsPath(std::string_view text) { return IsMadeOf(text, "/:@"); }

// "//authority/path" or a path.
bool IsHierarchy(std::string_view text) {
  if (!text.starts_with("//")) return IsPath(text);
  text.remove_prefix(2);
  const size_t slash = text.find('/');
  if (!IsAuthority(text.substr(0, slash))) return false;
  return slash == std::string_view::npos || IsPath(text.substr(slash));
}

// Takes "?query" and "#fragment" off the end. False if they hold what they may not.
bool TakeQueryAndFragment(std::string_view& text) {
  constexpr std::string_view kMore = ":@/?";
  const size_t hash = text.find('#');
  if (hash != std::string_view::npos && !IsMadeOf(text.substr(hash + 1), kMore)) return false;
  text = text.substr(0, hash);
  const size_t mark = text.find('?');
  if (mark != std::string_view::npos && !IsMadeOf(text.substr(mark + 1), kMore)) return false;
  text = text.substr(0, mark);
  return true;
}

bool IsScheme(std::string_view text) {
  if (text.empty() || !IsLetter(text[0])) return false;
  for (const char c : text) {
    if (!IsLetterOrDigit(c) && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

}  // namespace

bool IsUri(std::string_view text) {
  if (!TakeQueryAndFragment(text)) return false;
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && IsScheme(text.substr(0, colon)) &&
         IsHierarchy(text.substr(colon + 1));
}

bool IsUriRef(std::string_view text) {
  if (IsUri(text)) return true;
  if (!TakeQueryAndFragment(text)) return false;
  // Without a scheme, the first part of a path has no colon: it would look like one.
  if (!text.starts_with('/') &&
      text.substr(0, text.find('/')).find(':') != std::string_view::npos) {
    return false;
  }
  return IsHierarchy(text);
}

}  // namespace muster::rules
