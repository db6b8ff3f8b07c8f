// A sender who has had as much stored as may be for now: no answer and no receipt is lost for it.
#include <gtest/gtest.h>

#include "tests/server/gateway/plain_browser.h"
#include "tests/server/gateway/real_site.h"

namespace muster::gateway {
namespace {

class TooFastTest : public testing::Test {
 protected:
  // Up to the check page, with no more to spend.
  void Check() {
    browser_.Open(kBook);
    browser_.Type("full_name", "Ann Other");
    browser_.Type("email", "ann@example.org");
    browser_.Press("continue");
    browser_.Press("continue");
    ASSERT_EQ(browser_.ValueOf("page"), "check") << browser_.Title();
    site_.PassTime(absl::Minutes(1));
    site_.SpendAll();
  }
  void ExpectToldToWait() {
    EXPECT_EQ(browser_.page().status, 429);
    EXPECT_EQ(browser_.page().At("retry-after"), "1");
    EXPECT_TRUE(browser_.Has("Wait a minute, and send again."));
    EXPECT_TRUE(browser_.Has("Ann Other"));
  }

  RealSite site_{/*creates_per_second=*/1};
  PlainBrowser browser_{site_.port()};
};

TEST_F(TooFastTest, ASendIsRefusedWithEveryAnswerAndTakenLater) {
  Check();
  const int places = site_.PlacesLeft();
  browser_.Press("send");
  ExpectToldToWait();
  EXPECT_EQ(site_.PlacesLeft(), places);
  site_.PassTime(absl::Seconds(2));
  browser_.Press("send");
  EXPECT_TRUE(browser_.Has("Place booked"));
  EXPECT_EQ(site_.PlacesLeft(), places - 1);
}

TEST_F(TooFastTest, ASendSaysSoAlsoWhereItsAnswersCouldStillBeKept) {
  Check();
  site_.PassTime(absl::Seconds(1));
  browser_.Press("send");
  ExpectToldToWait();
  browser_.Open(std::string(kBook) + "?page=check");
  EXPECT_TRUE(browser_.Has("Ann Other"));
}

TEST_F(TooFastTest, PagesCarryTheirAnswersThen) {
  Check();
  browser_.Press("back");
  EXPECT_EQ(browser_.page().status, 200);
  EXPECT_TRUE(browser_.HasControl("draft"));
  browser_.Press("back");
  EXPECT_EQ(browser_.ValueOf("full_name"), "Ann Other");
}

TEST_F(TooFastTest, AReceiptIsNeverLostForIt) {
  Check();
  // For the answers and the booking, and not for the receipt's address in their place.
  site_.PassTime(absl::Seconds(2));
  browser_.Press("send");
  EXPECT_TRUE(browser_.Has("Place booked"));
  browser_.Open(kBook);
  EXPECT_TRUE(browser_.Has("See what you sent"));
  EXPECT_FALSE(browser_.Has("If you were not shown its receipt"));
}

}  // namespace
}  // namespace muster::gateway
