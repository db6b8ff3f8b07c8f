// Sets of characters by the names that regular expressions give them.
#ifndef MUSTER_PROTO_PLUGIN_REGEX_CHARACTER_SET_H_
#define MUSTER_PROTO_PLUGIN_REGEX_CHARACTER_SET_H_

#include <string>
#include <string_view>

#include "proto/plugin/regex/syntax.h"

namespace muster::plugin::regex {

// \d, \s, \w and, for capital letters, the rest. False for another letter.
bool PerlClass(char letter, CharacterSet& set);

// "alpha" of [[:alpha:]]. False if there is none of that name.
bool PosixClass(std::string_view name, CharacterSet& set);

// What the one-character pattern `pattern` ("\\p{Greek}", "(?i:\u00e9)") matches, asked of RE2 for
// every code point. For what only its tables know.
CharacterSet AskRe2(const std::string& pattern);

// `set` with every other case of its characters.
CharacterSet FoldCase(const CharacterSet& set);

}  // namespace muster::plugin::regex

#endif  // MUSTER_PROTO_PLUGIN_REGEX_CHARACTER_SET_H_
