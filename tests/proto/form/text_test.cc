#include "proto/form/text.h"

#include <gtest/gtest.h>

#include "proto/form/base64.h"
#include "proto/form/html.h"
#include "proto/form/kind.h"

namespace muster::form {
namespace {

TEST(TextTest, CharactersAreCodePointsWithALineEndAsOne) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(CountCodePoints("Llanfairpwllgwyngyll, tŷ, ŵy"), 28U);
  EXPECT_EQ(CountCodePoints("👩‍⚕️"), 4U);
  EXPECT_EQ(CountCodePoints("e\xCC\x81"), 2U);
  EXPECT_EQ(CountCodePoints(WithLineFeeds("a\r\nb\rc\nd")), 7U);
}

TEST(TextTest, EndsAreTrimmedOfAllWhiteSpaceAndWhatIsInvisible) {
  EXPECT_EQ(Trimmed(" \t\r\n\xC2\xA0 a b \xE2\x80\x83\xEF\xBB\xBF\xE2\x80\x8B"), "a b");
  EXPECT_EQ(Trimmed("\xE3\x80\x80"), "");
  EXPECT_EQ(Trimmed("tŷ"), "tŷ");
}

TEST(TextTest, OneLineStaysOneLineAndAddressesHoldNothingInvisible) {
  EXPECT_EQ(Normalised(Widget::kText, " a\tb\r\nc\x7F"), "a b c");
  EXPECT_EQ(Normalised(Widget::kText, "a\x01z"), "a z");
  EXPECT_EQ(Normalised(Widget::kLongText, " a\r\n\tb "), "a\n\tb");
  EXPECT_EQ(Normalised(Widget::kEmail, " ann @example.org\xE2\x80\x8B"), "ann@example.org");
}

TEST(TextTest, NumbersHaveTheirThousandsApart) {
  EXPECT_EQ(NumberText(0), "0");
  EXPECT_EQ(NumberText(999), "999");
  EXPECT_EQ(NumberText(4000), "4,000");
  EXPECT_EQ(NumberText(1234567), "1,234,567");
}

TEST(TextTest, OnlyAnOrdinaryCapitalIsMadeSmall) {
  EXPECT_EQ(WithLowerCaseStart("Full name"), "full name");
  EXPECT_EQ(WithLowerCaseStart("NHS number"), "NHS number");
}

TEST(HtmlTest, NothingTypedGetsOutOfItsPlace) {
  EXPECT_EQ(Escaped("<b a=\"1\" c='2'>&\n\x01"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\n\xEF\xBF\xBD");
}

TEST(Base64Test, BytesComeBackAndNonsenseIsEmpty) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "\xFF\xFE\xFD"}) {
    EXPECT_EQ(Base64Decode(Base64Encode(bytes)), bytes);
  }
  EXPECT_EQ(Base64Encode("foob"), "Zm9vYg==");
  EXPECT_EQ(Base64Decode("Zm9vYg"), "foob");
  EXPECT_EQ(Base64Decode("_-8="), Base64Decode("/+8"));
  EXPECT_EQ(Base64Decode("Zm 9v"), "");
}

}  // namespace
}  // namespace muster::form
