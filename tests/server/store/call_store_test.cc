#include "server/store/call_store.h"

#include "server/error.h"
#include "server/store/resource.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

class CallStoreTest : public EngineTest {
 protected:
  CallStore calls_{&engine()};
};

TEST_P(CallStoreTest, ACallIsReadBackAsItWasApplied) {
  ASSERT_EQ(*calls_.Apply(SampleCall(), At("08:00")), 1);
  absl::StatusOr<StoredCall> stored = calls_.Get("calls/sample");
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(MessageBytes(stored->call), MessageBytes(SampleCall()));
  EXPECT_EQ(stored->revision, 1);
}

TEST_P(CallStoreTest, AMissingCallIsNotFound) {
  EXPECT_EQ(ReasonOf(calls_.Get("calls/none").status()), v1::ERROR_REASON_CALL_NOT_FOUND);
  EXPECT_EQ(ReasonOf(calls_.RevisionOf("calls/none").status()), v1::ERROR_REASON_CALL_NOT_FOUND);
}

TEST_P(CallStoreTest, ApplyingTheSameAgainChangesNothing) {
  ASSERT_EQ(*calls_.Apply(SampleCall(), At("08:00")), 1);
  EXPECT_EQ(*calls_.Apply(SampleCall(), At("08:30")), 1);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM events"), 1);
}

TEST_P(CallStoreTest, AChangeCountsTheRevisionAndIsLogged) {
  ASSERT_EQ(*calls_.Apply(SampleCall(), At("08:00")), 1);
  v1::Call changed = SampleCall();
  changed.set_title("Another");
  EXPECT_EQ(*calls_.Apply(changed, At("08:30")), 2);
  EXPECT_EQ(calls_.Get("calls/sample")->call.title(), "Another");
  EXPECT_EQ(*calls_.RevisionOf("calls/sample"), 2);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM events WHERE kind = 'call.applied'"), 2);
}

TEST_P(CallStoreTest, ConsentWordsDoNotChangeUnderTheirVersion) {
  ASSERT_TRUE(calls_.Apply(SampleCall(), At("08:00")).ok());
  v1::Call changed = SampleCall();
  changed.mutable_consent_wording()->set_publish_afterwards("You may sell it.");
  EXPECT_EQ(calls_.Apply(changed, At("08:30")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  changed.mutable_consent_wording()->set_version("2027-02");
  EXPECT_TRUE(calls_.Apply(changed, At("08:30")).ok());
}

TEST_P(CallStoreTest, ListsInOrderOfNameFromAfterTheGivenOne) {
  for (const char* name : {"calls/c", "calls/a", "calls/b"}) {
    ASSERT_TRUE(calls_.Apply(SampleCall(name), At("08:00")).ok());
  }
  const std::vector<v1::Call> first = *calls_.List("", 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].name(), "calls/a");
  EXPECT_EQ(first[1].name(), "calls/b");
  const std::vector<v1::Call> rest = *calls_.List("calls/b", 2);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].name(), "calls/c");
}

INSTANTIATE_TEST_SUITE_P(Engines, CallStoreTest, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
