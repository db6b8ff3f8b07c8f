#include "server/store/form_draft_store.h"

#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "server/store/conference_store.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

const FormDraftName kName = {std::string(32, 'k'), "booking", "conferences/forum"};

class FormDraftStoreTest : public EngineTest {
 protected:
  absl::Status Keep(const FormDraftName& name, const std::string& content,
                    absl::Time expire_time = At("18:00"), std::uint64_t request = 1) {
    std::promise<absl::Status> kept;
    drafts().Keep(name, {content, RequestId(request), false}, At("10:00"),
                  expire_time - At("10:00"),
                  [&](absl::Status status) { kept.set_value(std::move(status)); });
    return kept.get_future().get();
  }
  std::optional<FormDraft> Find(const FormDraftName& name, absl::Time now = At("10:00")) {
    const auto found = drafts().Find(name, now);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(std::nullopt);
  }
  // Waits for what `write` is answered.
  static absl::Status Wait(const std::function<void(FormDraftStore::Done)>& write) {
    std::promise<absl::Status> answered;
    write([&](absl::Status status) { answered.set_value(std::move(status)); });
    return answered.get_future().get();
  }
  // So many others, until `expire_time`.
  void Fill(std::int64_t count, absl::Time expire_time) {
    const absl::Status filled = engine().WriteAndWait([&](Transaction& transaction) {
      return transaction
          .Change(
              "INSERT INTO form_drafts "
              "(key_sha256, form_id, parent_name, request_id, expire_time_us, content) "
              "WITH RECURSIVE numbers (n) AS "
              "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1) "
              "SELECT $2, 'form-' || n, 'calls/x', $3, $4, $2 FROM numbers",
              {count, Bytes{kName.key_sha256}, Bytes{std::string(16, 'r')},
               absl::ToUnixMicros(expire_time)})
          .status();
    });
    ASSERT_TRUE(filled.ok()) << filled;
  }
  FormDraftStore& drafts() {
    store_.emplace(&engine());
    return *store_;
  }

 private:
  std::optional<FormDraftStore> store_;
};

TEST_P(FormDraftStoreTest, KeepsTheLastOneUnderEachName) {
  ASSERT_TRUE(Keep(kName, "first").ok());
  ASSERT_TRUE(Keep(kName, "second", At("18:00"), 2).ok());
  FormDraftName other = kName;
  other.parent = "conferences/other";
  EXPECT_FALSE(Find(other));
  Reopen();
  const auto found = Find(kName);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->content, "second");
  EXPECT_EQ(found->request_id, RequestId(2));
  EXPECT_FALSE(found->is_sent);
}

TEST_P(FormDraftStoreTest, NobodyFindsOneThatHasExpired) {
  ASSERT_TRUE(Keep(kName, "words", At("18:00")).ok());
  EXPECT_TRUE(Find(kName, At("17:59")));
  EXPECT_FALSE(Find(kName, At("18:00")));
}

TEST_P(FormDraftStoreTest, ExpiredOnesAreDeletedAndNoOthers) {
  FormDraftName other = kName;
  other.form_id = "submission";
  ASSERT_TRUE(Keep(kName, "words", At("18:00")).ok());
  ASSERT_TRUE(Keep(other, "words", At("19:00")).ok());
  const auto deleted = drafts().DeleteExpired(At("18:00"));
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  EXPECT_EQ(*deleted, 1);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM form_drafts"), 1);
  EXPECT_TRUE(Find(other));
}

TEST_P(FormDraftStoreTest, OneWhoseRequestWasStoredIsSent) {
  ASSERT_TRUE(Keep(kName, "words").ok());
  ConferenceStore conferences(&engine());
  ASSERT_TRUE(conferences.Apply(SampleConference(3), At("09:00")).ok());
  BookingStore bookings(&engine());
  ASSERT_TRUE(Create(bookings, SampleBooking("Ann", RequestId(1), At("10:00"))).ok());
  EXPECT_TRUE(Find(kName)->is_sent);
  ASSERT_TRUE(
      Wait([&](FormDraftStore::Done done) { drafts().Delete(kName, std::move(done)); }).ok());
  EXPECT_FALSE(Find(kName));
}

TEST_P(FormDraftStoreTest, TooLargeOnesAreRefused) {
  EXPECT_TRUE(Keep(kName, std::string(FormDraftStore::kMaxContentBytes, 'x')).ok());
  EXPECT_EQ(Keep(kName, std::string(FormDraftStore::kMaxContentBytes + 1, 'x')).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(FormDraftStoreTest, ThereAreNoMoreThanThereMayBe) {
  Fill(FormDraftStore::kMaxDrafts - 1, At("12:00"));
  FormDraftName other = kName;
  other.parent = "conferences/other";
  EXPECT_TRUE(Keep(kName, "the last").ok());
  EXPECT_EQ(Keep(other, "one too many").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(Find(other));
  EXPECT_TRUE(Keep(kName, "the last, changed").ok());
  EXPECT_EQ(Find(kName)->content, "the last, changed");
  // One has expired, though it is not deleted yet.
  ASSERT_TRUE(Keep(kName, "the last, for a while", At("10:00")).ok());
  EXPECT_TRUE(Keep(other, "one more").ok());
}

TEST_P(FormDraftStoreTest, ManyExpiredOnesAreDeletedInManyTransactions) {
  constexpr std::int64_t kTogether = FormDraftStore::kDeletedTogether;
  Fill(2 * kTogether + 7, At("12:00"));
  ASSERT_TRUE(Keep(kName, "a later one").ok());
  for (const std::int64_t expected : {kTogether, kTogether, std::int64_t{7}, std::int64_t{0}}) {
    const auto deleted = drafts().DeleteExpired(At("12:00"));
    ASSERT_TRUE(deleted.ok()) << deleted.status();
    EXPECT_EQ(*deleted, expected);
  }
  EXPECT_TRUE(Find(kName));
}

INSTANTIATE_TEST_SUITE_P(Engines, FormDraftStoreTest, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
