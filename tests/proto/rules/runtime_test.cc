// What generated rules stand on: violations and their bytes, arithmetic, text and time.
#include <gtest/gtest.h>

#include <cmath>

#include "proto/rules/cel.h"
#include "proto/rules/check.h"
#include "proto/rules/list.h"

namespace muster::rules {
namespace {

constexpr PathStep kContent = {2, "content", 11};
constexpr PathStep kEvidence = {2, "evidence", 11};
constexpr PathStep kLabels = {3, "labels", 11, 9, 5};
constexpr PathStep kMaxLen[] = {{14, "string", 11}, {3, "max_len", 4}};

TEST(ViolationsTest, PathsReadAsPeopleWriteThem) {
  const Here content(nullptr, kContent);
  const Here item = Here::Item(&content, kEvidence, 3);
  const std::string key = "a\"b";
  const Here entry = Here::Entry(&item, kLabels, key);
  EXPECT_EQ(PathText(entry.Path()), R"(content.evidence[3].labels["a\"b"])");
  FieldPath parsed;
  ASSERT_TRUE(ParsePathText(PathText(entry.Path()), parsed));
  EXPECT_EQ(PathText(parsed), PathText(entry.Path()));
  for (const char* bad : {".a", "a.", "a[", "a[1", "a[x]", "a[\"b]", "a..b"}) {
    EXPECT_FALSE(ParsePathText(bad, parsed)) << bad;
  }
}

TEST(ViolationsTest, BytesAreThoseOfTheSchema) {
  Violations violations;
  const Here content(nullptr, kContent);
  const Here item = Here::Item(&content, kEvidence, 1);
  Report(&item, kMaxLen, "string.max_len", "too long", violations);
  const std::string bytes = violations.Serialize();
  // Violation{rule_id: 2, message: 3, field: 5, rule: 6} as field 1.
  EXPECT_EQ(bytes.substr(0, 2), std::string("\x0a\x5c"));
  EXPECT_NE(bytes.find("\x12\x0estring.max_len\x1a\x08too long"), std::string::npos);
  EXPECT_NE(bytes.find("\x08\x02\x12\x08"
                       "evidence\x18\x0b\x30\x01"),
            std::string::npos);
}

TEST(ViolationsTest, KeepsAtMostItsLimitAndCountsTheRest) {
  Violations violations(2);
  for (int i = 0; i < 5; ++i) Report(nullptr, {}, "x", "", violations);
  EXPECT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations.failed_rule_count(), 5u);
  EXPECT_FALSE(violations.ok());
  violations.clear();
  EXPECT_TRUE(violations.ok());
}

TEST(CelRuntimeTest, ArithmeticFailsInsteadOfWrapping) {
  const auto fails = [](auto compute) {
    Fault fault;
    compute(fault);
    return static_cast<bool>(fault);
  };
  EXPECT_TRUE(fails([](Fault& fault) { Add(INT64_MAX, int64_t{1}, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { Divide(INT64_MIN, int64_t{-1}, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { Divide(int64_t{1}, int64_t{0}, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { Modulo(uint64_t{1}, uint64_t{0}, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { Subtract(uint64_t{1}, uint64_t{2}, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { IntFromDouble(NAN, fault); }));
  EXPECT_TRUE(fails([](Fault& fault) { UintFromInt(-1, fault); }));
  EXPECT_FALSE(fails([](Fault& fault) { Modulo(INT64_MIN, int64_t{-1}, fault); }));
}

TEST(CelRuntimeTest, TheDecidingSideAbsorbsTheOthersFault) {
  const auto holds = [](Fault&) { return true; };
  const auto fails = [](Fault&) { return false; };
  const auto faults = [](Fault& fault) { return Fail<bool>("x", fault); };
  Fault fault;
  EXPECT_FALSE(And(fault, faults, fails));
  EXPECT_FALSE(And(fault, fails, faults));
  EXPECT_TRUE(Or(fault, faults, holds));
  EXPECT_FALSE(fault);
  And(fault, faults, holds);
  EXPECT_TRUE(fault);
}

TEST(CelRuntimeTest, CountsCodePoints) {
  EXPECT_EQ(CodePoints(""), 0);
  EXPECT_EQ(CodePoints("abcdefghij"), 10);
  EXPECT_EQ(CodePoints("\u0175\u0177\u20ac\U0001f600"), 4);
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += i % 2 == 0 ? "\U0001f600" : "a";
    EXPECT_EQ(CodePoints(text), i + 1);
  }
  for (uint64_t bound = 0; bound < 20; ++bound) {
    for (size_t bytes = 0; bytes <= 40; ++bytes) {
      const std::string part = text.substr(0, bytes);
      EXPECT_EQ(LongerThan(part, bound), CodePoints(part) > static_cast<int64_t>(bound));
      EXPECT_EQ(ShorterThan(part, bound), CodePoints(part) < static_cast<int64_t>(bound));
    }
  }
  EXPECT_FALSE(IsUtf8("\xff") || IsUtf8("\xc0\x80") || IsUtf8("\xed\xa0\x80") ||
               IsUtf8("\xe2\x82"));
}

// Of every length up to three words, with something else than ASCII at every place.
TEST(CelRuntimeTest, Utf8IsLookedAtEverywhere) {
  for (size_t size = 0; size <= 24; ++size) {
    const std::string ascii(size, 'a');
    EXPECT_TRUE(IsUtf8(ascii)) << size;
    for (size_t at = 0; at <= size; ++at) {
      EXPECT_TRUE(IsUtf8(std::string(ascii).insert(at, "\u00e9"))) << size << " at " << at;
      EXPECT_FALSE(IsUtf8(std::string(ascii).insert(at, "\xe9"))) << size << " at " << at;
      EXPECT_FALSE(IsUtf8(std::string(ascii).insert(at, "\xa9"))) << size << " at " << at;
    }
  }
}

TEST(CelRuntimeTest, DoublesPrintTheFewestDigitsThatReadBack) {
  EXPECT_EQ(DoubleText(0.1), "0.1");
  EXPECT_EQ(DoubleText(456.789), "456.789");
  EXPECT_EQ(DoubleText(-12), "-12");
  EXPECT_EQ(DoubleText(1e20), "100000000000000000000");
  EXPECT_EQ(DoubleText(1e-7), "0.0000001");
  EXPECT_EQ(DoubleText(NAN), "NaN");
}

TEST(CelRuntimeTest, TimesReadAndPrint) {
  Fault fault;
  const Instant instant = InstantFromString("2024-02-29T23:59:58.25+01:00", fault);
  ASSERT_FALSE(fault);
  EXPECT_EQ(TimestampText(instant), "2024-02-29T22:59:58.25Z");
  EXPECT_EQ(DayOfYear(instant), 59);
  EXPECT_EQ(DayOfWeek(instant), 4);
  EXPECT_EQ(TimestampText({-62135596800, 0}), "0001-01-01T00:00:00Z");
  EXPECT_EQ(DurationText(SpanFromString("1h30m0.5s", fault)), "5400.5s");
  EXPECT_EQ(DurationText(SpanFromString("-1us", fault)), "-0.000001s");
  ASSERT_FALSE(fault);
  SpanFromString("1", fault);
  EXPECT_TRUE(fault);
}

// What a message holds need not be a time.
TEST(CelRuntimeTest, TimesOffTheWireOverflowNothing) {
  Fault fault;
  EXPECT_EQ(DurationText({0, INT32_MIN}), "-0.2147483648s");
  InZone({INT64_MAX, 0}, "+01:00", fault);
  EXPECT_TRUE(fault);
  Fault below;
  InZone({INT64_MIN, 0}, "-01:00", below);
  EXPECT_TRUE(below);
  Fault none;
  EXPECT_EQ(FullYear(InZone({253402300799, 0}, "+01:00", none)), 10000);
  EXPECT_FALSE(none);
}

TEST(ListTest, UniqueKnowsNaNAndLongLists) {
  EXPECT_TRUE(IsUnique(std::vector<double>(40, NAN)));
  std::vector<std::string> items;
  for (int i = 0; i < 100; ++i) items.push_back(std::to_string(i));
  EXPECT_TRUE(IsUnique(items));
  items.push_back("7");
  EXPECT_FALSE(IsUnique(items));
}

}  // namespace
}  // namespace muster::rules
