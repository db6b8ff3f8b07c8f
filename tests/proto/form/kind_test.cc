#include "proto/form/kind.h"

#include <gtest/gtest.h>

#include "proto/form/date.h"
#include "proto/form/parts.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

Fault FaultOf(Widget widget, std::string_view typed, const Limits& limits = {}) {
  return Check(widget, Normalised(widget, typed), limits).fault;
}

TEST(NumberTest, WhatPeoplePutIntoANumberIsLeftOut) {
  EXPECT_EQ(Normalised(Widget::kNumber, " 12 "), "12");
  EXPECT_EQ(Normalised(Widget::kNumber, "1 234 567"), "1234567");
  EXPECT_EQ(Normalised(Widget::kNumber, "+007.50"), "7.5");
  EXPECT_EQ(Normalised(Widget::kNumber, "-12,345,678.9"), "-12345678.9");
  EXPECT_EQ(Normalised(Widget::kNumber, ".50"), "0.5");
  EXPECT_EQ(Normalised(Widget::kNumber, "-.5"), "-0.5");
  EXPECT_EQ(Normalised(Widget::kNumber,
                       "\xE2\x88\x92"
                       "3"),
            "-3");
  EXPECT_EQ(Normalised(Widget::kNumber, "-0.0"), "0");
  EXPECT_EQ(Normalised(Widget::kNumber,
                       "\xE2\x80\x8B"
                       "5\xC2\xA0"),
            "5");
}

TEST(NumberTest, WhatIsNoNumberStaysAsTypedAndIsOne) {
  for (const char* typed :
       {"12x", "1.", ".", "-", "--1", "1e3", "one", "1.2.3", "12345678901234567",
        // Some of these are decimal points where other people live.
        "2,5", "2,50", "1,2345", ",500", "1,", "1.234,567", "1,,000", "1,234,5"}) {
    EXPECT_EQ(Normalised(Widget::kNumber, typed), typed);
    EXPECT_EQ(FaultOf(Widget::kNumber, typed), Fault::kImpossible) << typed;
  }
}

TEST(NumberTest, BoundsAreHeldToTheLastDigit) {
  const Limits limits{.minimum = "-2.5", .maximum = "100", .decimal_places = 2};
  EXPECT_EQ(FaultOf(Widget::kNumber, "-2.5", limits), Fault::kNone);
  EXPECT_EQ(FaultOf(Widget::kNumber, "-2.51", limits), Fault::kTooSmall);
  EXPECT_EQ(FaultOf(Widget::kNumber, "-10", limits), Fault::kTooSmall);
  EXPECT_EQ(FaultOf(Widget::kNumber, "99.99", limits), Fault::kNone);
  EXPECT_EQ(FaultOf(Widget::kNumber, "100.01", limits), Fault::kTooLarge);
  EXPECT_EQ(FaultOf(Widget::kNumber, "9", limits), Fault::kNone);
  EXPECT_EQ(FaultOf(Widget::kNumber, "1.234", limits), Fault::kTooManyDecimals);
  EXPECT_EQ(FaultOf(Widget::kNumber, "1.5"), Fault::kNotWhole);
}

TEST(DateTest, ADateIsSentAsTheContractHasIt) {
  EXPECT_EQ(Normalised(Widget::kDate, "1\n2\n2026"), "2026-02-01");
  EXPECT_EQ(Normalised(Widget::kDate, " 30 \nNov\n2026"), "2026-11-30");
  EXPECT_EQ(Normalised(Widget::kDate, "29\nfebruary\n2028"), "2028-02-29");
  EXPECT_EQ(Normalised(Widget::kDate, "9\nRhagfyr\n2026"), "2026-12-09");
  EXPECT_EQ(Normalised(Widget::kDate, "9\nawst\n2026"), "2026-08-09");
  EXPECT_EQ(Normalised(Widget::kDate, "2026-11-30"), "2026-11-30");
  EXPECT_EQ(Normalised(Widget::kDate, " \n\n "), "");
}

TEST(DateTest, EachMonthIsKnownByItsFirstThreeLettersInBothLanguages) {
  const char* english[] = {"jan", "feb", "mar", "apr", "may", "jun",
                           "jul", "aug", "sep", "oct", "nov", "dec"};
  const char* welsh[] = {"ion", "chw", "maw", "ebr", "mai", "meh",
                         "gor", "aws", "med", "hyd", "tac", "rha"};
  for (uint32_t month = 1; month <= 12; ++month) {
    for (const char* name : {english[month - 1], welsh[month - 1]}) {
      const std::string date = Normalised(Widget::kDate, Joined("1\n", name, "\n2026"));
      ASSERT_TRUE(IsSentDate(date)) << name;
      EXPECT_EQ(CalendarDayOf(date).month, month) << name;
    }
  }
}

TEST(DateTest, MissingComesBeforeImpossibleAndImpossibleBeforeTheRule) {
  const Limits limits{.minimum = "2026-01-01", .maximum = "2026-12-31"};
  const auto check = [&](std::string_view typed) {
    return Check(Widget::kDate, Normalised(Widget::kDate, typed), limits);
  };
  EXPECT_EQ(check("31\n\n").fault, Fault::kMissingPart);
  EXPECT_EQ(check("31\n\n").parts, 6U);
  EXPECT_EQ(check("99\n\n2026").fault, Fault::kMissingPart);
  EXPECT_EQ(check("99\n1\n2026").fault, Fault::kImpossible);
  EXPECT_EQ(check("1\n13\n2026").parts, 2U);
  EXPECT_EQ(check("1\n1\n26").parts, 4U);
  EXPECT_EQ(check("1\nja\n2026").parts, 2U);
  EXPECT_EQ(check("31\n2\n2026").parts, 7U);
  EXPECT_EQ(check("29\n2\n2026").fault, Fault::kImpossible);
  EXPECT_EQ(check("31\n12\n2025").fault, Fault::kTooSmall);
  EXPECT_EQ(check("1\n1\n2027").fault, Fault::kTooLarge);
  EXPECT_EQ(check("1\n1\n2026").fault, Fault::kNone);
}

TEST(DateTest, TheHundredthYearHasALeapDayOnlyInEveryFourth) {
  EXPECT_TRUE(IsSentDate("2000-02-29"));
  EXPECT_FALSE(IsSentDate("1900-02-29"));
  EXPECT_FALSE(IsSentDate("2026-04-31"));
  EXPECT_FALSE(IsSentDate("2026-4-030"));
  EXPECT_FALSE(IsSentDate("0000-01-01"));
}

TEST(TelephoneTest, WhatStandsBetweenTheDigitsIsLeftOut) {
  EXPECT_EQ(Normalised(Widget::kTelephone, "+44 (0)20 7946-0018"), "+442079460018");
  EXPECT_EQ(Normalised(Widget::kTelephone,
                       "01632\xC2\xA0"
                       "960.001\xE2\x80\x8B"),
            "01632960001");
  EXPECT_EQ(Normalised(Widget::kTelephone,
                       "01632\xE2\x80\x93"
                       "960001"),
            "01632960001");
  EXPECT_EQ(Normalised(Widget::kTelephone, "+44(0) 20 7946 0018"), "+442079460018");
  // Here the zero is dialled.
  EXPECT_EQ(Normalised(Widget::kTelephone, "(0)20 7946 0018"), "02079460018");
  EXPECT_EQ(FaultOf(Widget::kTelephone, "01632 960 001"), Fault::kNone);
  EXPECT_EQ(Normalised(Widget::kTelephone, "ask for Ann"), "ask for Ann");
  EXPECT_EQ(FaultOf(Widget::kTelephone, "ask for Ann"), Fault::kImpossible);
  EXPECT_EQ(FaultOf(Widget::kTelephone, "12345"), Fault::kImpossible);
}

TEST(PostalAddressTest, LinesAreTrimmedAndThePostcodeIsPutInOrder) {
  EXPECT_EQ(Normalised(Widget::kAddress, " 1 High St \n\nLeeds\n\nls1-4ap"),
            "1 High St\n\nLeeds\n\nLS1 4AP");
  EXPECT_EQ(Normalised(Widget::kAddress, "\n \n\n\n"), "");
  EXPECT_EQ(FaultOf(Widget::kAddress, "1 High St\n\nLeeds\n\nSW1A1AA"), Fault::kNone);
}

TEST(PostalAddressTest, MissingLinesAndAWrongPostcodeAreNamedTogether) {
  const auto check = [](std::string_view typed) {
    return Check(Widget::kAddress, Normalised(Widget::kAddress, typed), {});
  };
  EXPECT_EQ(check("\n\nLeeds\n\n").parts, 17U);
  EXPECT_EQ(check("\n\nLeeds\n\nX").parts, 17U);
  EXPECT_EQ(check("\n\n\n\nLS1 4AP").parts, 5U);
  EXPECT_EQ(check("1 High St\n\nLeeds\n\nnowhere").parts, 16U);
  EXPECT_EQ(check("1 High St\n\nLeeds\n\nL51 44P").fault, Fault::kImpossible);
}

TEST(PartsTest, APartIsChangedAndTheOthersStay) {
  std::string date = WithPart("", 1, 3, "no");
  EXPECT_EQ(date, "\nno\n");
  date = WithPart(date, 0, 3, "31 ");
  EXPECT_EQ(PartOf(date, 0, 3), "31 ");
  EXPECT_EQ(PartOf(date, 1, 3), "no");
  EXPECT_EQ(WithPart("2026-11-30", 0, 3, "29"), "29\n11\n2026");
  EXPECT_EQ(WithPart("1\n\n", 0, 3, ""), "");
  EXPECT_EQ(WithPart("", 0, 3, "1\n2"), "1 2\n\n");
}

TEST(LinkTest, AWebAddressHasASchemeAndAHost) {
  EXPECT_EQ(FaultOf(Widget::kLink, " https://example.org/a b"), Fault::kNone);
  EXPECT_EQ(FaultOf(Widget::kLink, "example.org"), Fault::kImpossible);
  EXPECT_EQ(FaultOf(Widget::kLink, "https:///x"), Fault::kImpossible);
}

// What is shown, enforced and worded is one count: code points and words after the text is put in
// order.
struct Counted {
  const char* text;
  size_t code_points;
  size_t words;
};

TEST(CountTest, OneMetricForEveryLanguageAndScript) {
  constexpr Counted kTexts[] = {
      {"Llanfair­pwll, tŷ ŵy’r gŵr", 26, 4},                           // Welsh, with a soft hyphen.
      {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95\xEF\xB8\x8F", 4, 1},  // One emoji, four points.
      {"e\xCC\x81 o\xCC\x82", 5, 2},                                   // Combining marks.
      {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", 9,
       2},                           // Right to left.
      {"one\r\ntwo\rthree", 13, 3},  // A line end is one.
      {"a\xC2\xA0"
       "b\xE3\x80\x80"
       "c",
       5, 3},  // White space of any kind.
      {" - dash - ", 8, 3},
  };
  for (const Counted& counted : kTexts) {
    const std::string text = Normalised(Widget::kLongText, counted.text);
    EXPECT_EQ(CountCodePoints(text), counted.code_points) << counted.text;
    EXPECT_EQ(CountWords(text), counted.words) << counted.text;
    const auto points = static_cast<uint32_t>(counted.code_points);
    const auto words = static_cast<uint32_t>(counted.words);
    EXPECT_EQ(FaultOf(Widget::kLongText, counted.text, {.characters = points, .words = words}),
              Fault::kNone);
    EXPECT_EQ(FaultOf(Widget::kLongText, counted.text, {.characters = points - 1}),
              Fault::kTooManyCharacters);
    EXPECT_EQ(FaultOf(Widget::kLongText, counted.text, {.words = words - 1}),
              counted.words == 1 ? Fault::kNone : Fault::kTooManyWords);
  }
}

}  // namespace
}  // namespace muster::form
