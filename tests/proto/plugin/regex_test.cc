// Pattern tables against RE2 itself.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "proto/plugin/regex/automaton.h"

namespace muster::plugin::regex {
namespace {

constexpr const char* kPatterns[] = {
    "",
    "a",
    "abc",
    "a|b",
    "a|bc|",
    "^",
    "$",
    "^$",
    "^a",
    "a$",
    "^a$",
    "^a*$",
    "^a+b?$",
    "^(ab)*$",
    "^(a|b)*abb$",
    "(a|b)*abb",
    "a{3}",
    "^a{2,4}$",
    "^a{2,}$",
    "a{,2}",
    "^(a{1,2}b){2}$",
    "^[abc]+$",
    "[^abc]",
    "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    "^calls/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    "^[^\\x00-\\x1f\\x7f]*$",
    "^https?://[^\\s/?#]+\\S*$",
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}$",
    "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5}$",
    "^([^/.][^/]?|[^/][^/.]|[^/]{3,})(/([^/.][^/]?|[^/][^/.]|[^/]{3,}))*$",
    "^\\.[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*$",
    "^:?[0-9a-zA-Z!#$%&'*+-.^_|~`]+$",
    "\\d+",
    "^\\D$",
    "\\s",
    "^\\S+$",
    "^\\w+$",
    "\\W",
    "\\ba",
    "a\\b",
    "\\Ba",
    "^\\b\\B$",
    "\\bab\\b|\\Bba\\B",
    ".",
    "^.$",
    "^..$",
    "^.{3}$",
    "(?s)^.$",
    "(?s)a.b",
    "(?m)^a$",
    "(?m)^$",
    "(?m)b$",
    "(?i)abc",
    "(?i)^[a-k]+$",
    "(?i)k",
    "(?i)s$",
    "a(?i)b",
    "(?i:a)b",
    "(?i)\u00e9",
    "^(?:a|ab)(?:c|bcd)(?:d*)$",
    "\\Aab\\z",
    "\\Q.*\\E",
    "\\x41\\x{175}\\t\\n",
    "[[:alpha:]]+[[:digit:]]",
    "^[^[:space:]]$",
    "[\\d\\-x]",
    "[]a]",
    "[^]a]",
    "[a-]",
    "^\u0175+$",
    "^[\u0100-\u017f]$",
    "^[^\u0175]$",
    "\\p{Greek}",
    "^\\PL+$",
    "^\\pN$",
    "(?P<name>a)(b|c)?",
    "a*?b",
    "a+?$",
    "x*",
    "[^\\x00-\\x{10FFFF}]",
    "\\C\\C",
    "^\\Qab\\E+$",
    "^a(?i)*b$",
    "^ab(?i){2}$",
    "^a{02}$",
    "(?i)^[\\W]$",
    "(?i)^\\w$",
    "(?i)[[:^word:]]",
};

uint32_t Setting(const char* name, uint32_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<uint32_t>(std::strtoul(text, nullptr, 10));
}

// Text of the letters that patterns speak of, of other characters, and of bytes that are no UTF-8.
std::string RandomText(std::mt19937& random) {
  static constexpr const char* kPieces[] = {
      "a",        "b",      "c",      "ab",     "abc",    "A",      "B",      "k",
      "\u212a",   "s",      "\u017f", "x",      "0",      "7",      "-",      "_",
      ".",        "/",      ":",      " ",      "\t",     "\n",     "\r",     "\x01",
      "\x7f",     "\u00e9", "\u00c9", "\u0175", "\u0177", "\u03b1", "\u20ac", "\U0001f600",
      "https://", "calls/", ".*",     "AZ",     "aa",     "bb"};
  std::string text;
  const uint32_t length = random() % 8;
  for (uint32_t i = 0; i < length; ++i) {
    if (random() % 40 == 0) {
      text += static_cast<char>(random() % 256);
    } else {
      text += kPieces[random() % std::size(kPieces)];
    }
  }
  return text;
}

TEST(RegexTest, FindsWhatRe2Finds) {
  const uint32_t seed = Setting("SEED", 20261122);
  const uint32_t rounds = Setting("ROUNDS", 2000);
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << "\n";
  std::mt19937 random(seed);
  ASSERT_GE(std::size(kPatterns), 60u);
  for (const char* pattern : kPatterns) {
    Automaton automaton;
    std::string error;
    ASSERT_TRUE(CompilePattern(pattern, automaton, error)) << pattern << ": " << error;
    const RE2 oracle(pattern);
    for (uint32_t i = 0; i < rounds; ++i) {
      const std::string text = RandomText(random);
      ASSERT_EQ(automaton.Matches(text), RE2::PartialMatch(text, oracle))
          << "pattern " << pattern << " on \"" << RE2::QuoteMeta(text) << "\"";
    }
  }
}

TEST(RegexTest, RefusesWhatRe2Refuses) {
  for (const char* pattern : {"(", "a)", "[a", "a{2,1}", "*", "\\", "(?=a)", "(a)\\1", "[z-a]"}) {
    Automaton automaton;
    std::string error;
    EXPECT_FALSE(CompilePattern(pattern, automaton, error)) << pattern;
    EXPECT_NE(error, "") << pattern;
  }
}

TEST(RegexTest, RefusesPatternsOfTooManyStatesWithAdvice) {
  Automaton automaton;
  std::string error;
  EXPECT_FALSE(CompilePattern("^(a|b)*a(a|b){12}$", automaton, error));
  EXPECT_NE(error.find("512 states: anchor it"), std::string::npos) << error;
}

TEST(RegexTest, KeepsTablesSmall) {
  Automaton automaton;
  std::string error;
  ASSERT_TRUE(CompilePattern("^(a|b)*abb$", automaton, error));
  // Lost and matched besides the four of the textbook; the rest of the alphabet is one class.
  EXPECT_LE(automaton.state_count, 7u);
  EXPECT_EQ(automaton.class_count, 3u);
}

}  // namespace
}  // namespace muster::plugin::regex
