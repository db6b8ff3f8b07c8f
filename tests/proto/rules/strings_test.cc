// The string functions of CEL count code points and say where they cannot.
#include "proto/rules/strings.h"

#include <gtest/gtest.h>

#include "proto/rules/cel.h"

namespace muster::rules {
namespace {

TEST(StringsTest, PositionsCountCodePoints) {
  Fault fault;
  EXPECT_EQ(CharAt("na\u00efve", 2, fault), "\u00ef");
  EXPECT_EQ(CharAt("a", 1, fault), "");
  EXPECT_EQ(IndexOf("\U0001F600a", "a"), 1);
  EXPECT_EQ(IndexOf("aXbX", "X", 2, fault), 3);
  EXPECT_EQ(IndexOf("a", "b", 9, fault), -1);
  EXPECT_EQ(LastIndexOf("aXbX", "X"), 3);
  EXPECT_EQ(LastIndexOf("aXbX", "X", 2, fault), 1);
  EXPECT_EQ(Substring("\u00e4\u00f6\u00fc", 1, 2, fault), "\u00f6");
  EXPECT_EQ(Reverse("a\u00efb"), "b\u00efa");
  EXPECT_FALSE(fault) << fault.what();
}

TEST(StringsTest, PositionsThatDoNotExistAreFaults) {
  for (const int64_t index : {int64_t{-1}, int64_t{3}, INT64_MAX, INT64_MIN}) {
    Fault fault;
    CharAt("ab", index, fault);
    EXPECT_TRUE(fault) << index;
    Fault other;
    Substring("ab", index, other);
    EXPECT_TRUE(other) << index;
  }
  Fault backwards;
  Substring("abc", 2, 1, backwards);
  EXPECT_TRUE(backwards);
}

TEST(StringsTest, StrayBytesAreCodePointsOfTheirOwnAndNothingIsReadBeyondTheEnd) {
  Fault fault;
  EXPECT_EQ(CharAt("\xf0\x9f", 0, fault), "\xf0\x9f");
  EXPECT_EQ(Reverse("\x80\xe2"), "\xe2\x80");
  EXPECT_EQ(Quote("\xff"), "\"\ufffd\"");
  EXPECT_EQ(Split("\xf0", "").size(), 1U);
  EXPECT_FALSE(fault);
}

TEST(StringsTest, ReplacesSplitsAndJoinsAsGoDoes) {
  EXPECT_EQ(Replace("aaa", "a", "bb"), "bbbbbb");
  EXPECT_EQ(Replace("aaa", "a", "", 2), "a");
  EXPECT_EQ(Replace("ab", "", "-"), "-a-b-");
  EXPECT_EQ(Replace("ab", "", "-", 2), "-a-b");
  EXPECT_EQ(Split("a,b,c", ",").size(), 3U);
  EXPECT_EQ(Split("a,b,c", ",", 2)[1], "b,c");
  EXPECT_TRUE(Split("a", ",", 0).empty());
  EXPECT_EQ(Split("", ",").size(), 1U);
  EXPECT_TRUE(Split("", "").empty());
  EXPECT_EQ(Join(Split("\u00e4bc", ""), "|"), "\u00e4|b|c");
}

TEST(StringsTest, TrimsTheWhiteSpaceOfUnicode) {
  EXPECT_EQ(Trim("\u3000\t a b\u00a0\u0085\n"), "a b");
  EXPECT_EQ(Trim(" \u2028"), "");
  EXPECT_EQ(Trim("\u200ba\u200b"), "\u200ba\u200b");
}

TEST(TimeZoneTest, KnowsOffsetsAndTheNamesOfUtc) {
  Fault fault;
  EXPECT_EQ(InZone({0, 5}, "+01:30", fault), (Instant{5400, 5}));
  EXPECT_EQ(InZone({0, 0}, "-11:00", fault), (Instant{-39600, 0}));
  EXPECT_EQ(InZone({0, 0}, "02:00", fault), (Instant{7200, 0}));
  EXPECT_EQ(InZone({7, 0}, "UTC", fault), (Instant{7, 0}));
  EXPECT_FALSE(fault);
  for (const char* zone : {"Europe/London", "+1:00", "+01:0", "+01:00x", "?"}) {
    EXPECT_FALSE(IsZone(zone)) << zone;
  }
}

}  // namespace
}  // namespace muster::rules
