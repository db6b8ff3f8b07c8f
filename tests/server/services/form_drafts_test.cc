#include "server/services/form_drafts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "server/error.h"
#include "server/services/form_draft_sweeper.h"
#include "server/services/sender_rates.h"
#include "tests/server/store/test_store.h"

namespace muster::services {
namespace {

using testing::HasSubstr;
using testing::Not;

class FormDraftsTest : public testing::Test {
 protected:
  absl::Status Keep(const std::string& key, const std::string& content,
                    const std::string& sender_network = "") {
    std::promise<absl::Status> kept;
    drafts_.Keep(key, "booking", "conferences/forum", {content, store::RequestId(1), false},
                 sender_network, [&](const absl::Status& status) { kept.set_value(status); });
    return kept.get_future().get();
  }
  std::string Find(const std::string& key) {
    const auto found = drafts_.Find(key, "booking", "conferences/forum");
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() && found->has_value() ? (*found)->content : "none";
  }

  const std::unique_ptr<store::TestDatabase> database_ = store::EngineKinds()[0].make();
  std::unique_ptr<store::Engine> engine_ = database_->Open();
  store::FormDraftStore store_{engine_.get()};
  absl::Time now_ = store::At("10:00");
  // Time stands still: a sender has 60 tokens and no more.
  SenderRates rates_{1, [] { return SenderRates::TimePoint(); }};
  const FormDrafts drafts_{&store_, &rates_, [this] { return now_; }};
};

TEST_F(FormDraftsTest, OnlyTheKeyFindsAndReadsThem) {
  const std::string key = FormDrafts::NewKey();
  ASSERT_TRUE(Keep(key, "what was typed").ok());
  EXPECT_EQ(Find(key), "what was typed");
  EXPECT_EQ(Find(FormDrafts::NewKey()), "none");
}

TEST_F(FormDraftsTest, OfASenderWhoIsTooFastAreNotWrittenOver) {
  const std::string key = FormDrafts::NewKey();
  // 53 tokens, and then 7.
  ASSERT_TRUE(Keep(key, std::string(52 * 16 * 1024, 'a'), "ward").ok());
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(Keep(key, "what was typed", "ward").ok()) << i;
  EXPECT_EQ(ReasonOf(Keep(key, "more", "ward")), v1::ERROR_REASON_SENDER_TOO_FAST);
  EXPECT_EQ(Find(key), "what was typed");
  EXPECT_TRUE(Keep(FormDrafts::NewKey(), "more", "clinic").ok());
}

TEST_F(FormDraftsTest, TheStoreHoldsNeitherTheKeyNorTheWords) {
  const std::string key = FormDrafts::NewKey();
  ASSERT_TRUE(Keep(key, "what was typed").ok());
  std::string stored;
  ASSERT_TRUE(engine_
                  ->Read([&](store::Transaction& transaction) {
                    return transaction.Query("SELECT key_sha256, content FROM form_drafts", {},
                                             [&](const store::Row& row) {
                                               stored += row.Octets(0);
                                               stored += row.Octets(1);
                                               return absl::OkStatus();
                                             });
                  })
                  .ok());
  EXPECT_THAT(stored, Not(HasSubstr("typed")));
  EXPECT_THAT(stored, Not(HasSubstr(key)));
}

TEST_F(FormDraftsTest, StayTwentyEightDaysAfterTheLastChange) {
  const std::string key = FormDrafts::NewKey();
  ASSERT_TRUE(Keep(key, "words").ok());
  now_ += absl::Hours(24 * 28) - absl::Seconds(1);
  EXPECT_EQ(Find(key), "words");
  ASSERT_TRUE(Keep(key, "other words").ok());
  now_ += absl::Hours(24 * 27);
  EXPECT_EQ(Find(key), "other words");
  now_ += absl::Hours(24);
  EXPECT_EQ(Find(key), "none");
}

TEST_F(FormDraftsTest, ExpiredOnesAreSweptAwayByTheClockOfTheServer) {
  // More than one transaction deletes.
  for (int i = 0; i <= store::FormDraftStore::kDeletedTogether; ++i) {
    ASSERT_TRUE(Keep(FormDrafts::NewKey(), "words").ok());
  }
  now_ += FormDrafts::kLifetime;
  ASSERT_TRUE(Keep(FormDrafts::NewKey(), "later").ok());
  const auto count = [this] { return store::Count(*engine_, "SELECT count(*) FROM form_drafts"); };
  const FormDraftSweeper sweeper(&store_, [now = now_] { return now; });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (count() > 1 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(count(), 1);
}

TEST(FormDraftKeyTest, IsLongAndNeverTheSame) {
  const std::string key = FormDrafts::NewKey();
  EXPECT_TRUE(FormDrafts::IsKey(key));
  EXPECT_NE(key, FormDrafts::NewKey());
  for (const std::string& other : {std::string(), key + "A", key.substr(1), "*" + key.substr(1)}) {
    EXPECT_FALSE(FormDrafts::IsKey(other)) << other;
  }
}

TEST(FormDraftKeyTest, ItsTokenIsItsOwnAndTellsNothingOfIt) {
  const std::string key = FormDrafts::NewKey();
  const std::string token = FormDrafts::TokenOf(key);
  EXPECT_TRUE(FormDrafts::IsTokenOf(key, token));
  EXPECT_FALSE(FormDrafts::IsTokenOf(FormDrafts::NewKey(), token));
  EXPECT_FALSE(FormDrafts::IsTokenOf(key, ""));
  EXPECT_FALSE(FormDrafts::IsTokenOf(key, key));
}

}  // namespace
}  // namespace muster::services
