#include "server/store/submission_store.h"

#include <cstdlib>
#include <deque>

#include "server/error.h"
#include "server/store/call_store.h"
#include "server/store/resource.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

class SubmissionStoreTest : public EngineTest {
 protected:
  SubmissionStoreTest() { EXPECT_TRUE(calls_.Apply(SampleCall(), At("08:00")).ok()); }

  absl::StatusOr<v1::Receipt> Send(const std::string& title, std::uint64_t request,
                                   std::string_view time) {
    return Create(submissions_, SampleSubmission(title, RequestId(request), At(time)));
  }
  std::int64_t Stored() { return Count(engine(), "SELECT count(*) FROM submissions"); }

  CallStore calls_{&engine()};
  SubmissionStore submissions_{&engine()};
};

TEST_P(SubmissionStoreTest, TheReceiptSaysWhatWasStored) {
  const absl::StatusOr<v1::Receipt> receipt = Send("Title", 1, "10:15");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_TRUE(receipt->name().starts_with("calls/sample/submissions/"));
  EXPECT_EQ(receipt->create_time().seconds(), absl::ToUnixSeconds(At("10:15")));
  EXPECT_EQ(receipt->content_sha256(), Sha256(MessageBytes(receipt->submission())));
  EXPECT_EQ(receipt->submission().evidence(0).title(), "Title");
  ASSERT_EQ(receipt->consents_size(), 1);
  EXPECT_EQ(receipt->consents(0).wording(), "You may publish it.");
  EXPECT_TRUE(receipt->consents(0).given());

  const absl::StatusOr<StoredSubmission> stored = submissions_.Get(receipt->name());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(MessageBytes(stored->receipt), MessageBytes(*receipt));
  EXPECT_EQ(stored->submission.name(), receipt->name());
  EXPECT_EQ(stored->submission.state(), v1::SUBMISSION_STATE_RECEIVED);
  EXPECT_EQ(stored->submission.etag(), "1");
  EXPECT_EQ(MessageBytes(stored->submission.content()), MessageBytes(receipt->submission()));
}

TEST_P(SubmissionStoreTest, ARepeatGivesTheFirstReceiptAndStoresNothing) {
  const v1::Receipt first = *Send("Title", 1, "10:15");
  EXPECT_EQ(MessageBytes(*Send("Title", 1, "11:00")), MessageBytes(first));
  EXPECT_EQ(Stored(), 1);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM events WHERE kind = 'submission.created'"), 1);
}

TEST_P(SubmissionStoreTest, ARepeatAfterReopeningGivesTheFirstReceipt) {
  const v1::Receipt first = *Send("Title", 1, "10:15");
  Reopen();
  SubmissionStore submissions(&engine());
  EXPECT_EQ(
      MessageBytes(*Create(submissions, SampleSubmission("Title", RequestId(1), At("11:00")))),
      MessageBytes(first));
}

TEST_P(SubmissionStoreTest, ARepeatAfterClosingGivesTheFirstReceipt) {
  const v1::Receipt first = *Send("Title", 1, "16:59");
  EXPECT_EQ(MessageBytes(*Send("Title", 1, "17:30")), MessageBytes(first));
}

TEST_P(SubmissionStoreTest, ARequestIdInCapitalsIsTheSame) {
  NewSubmission wanted =
      SampleSubmission("Title", "00000000-0000-7000-8000-0000000000ab", At("10:00"));
  const v1::Receipt first = *Create(submissions_, wanted);
  wanted.request_id = "00000000-0000-7000-8000-0000000000AB";
  EXPECT_EQ(Create(submissions_, wanted)->name(), first.name());
}

TEST_P(SubmissionStoreTest, ARequestIdWithOtherContentOrCallIsRefused) {
  ASSERT_TRUE(calls_.Apply(SampleCall("calls/other"), At("08:00")).ok());
  ASSERT_TRUE(Send("Title", 1, "10:15").ok());
  EXPECT_EQ(ReasonOf(Send("Another", 1, "10:20").status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
  NewSubmission elsewhere = SampleSubmission("Title", RequestId(1), At("10:20"));
  elsewhere.parent = "calls/other";
  EXPECT_EQ(ReasonOf(Create(submissions_, elsewhere).status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(Stored(), 1);
}

TEST_P(SubmissionStoreTest, ARefusedRequestIdMayComeAgainWithOtherContent) {
  EXPECT_FALSE(Send("Title", 1, "08:59").ok());
  EXPECT_TRUE(Send("Another", 1, "09:00").ok());
}

TEST_P(SubmissionStoreTest, ManyRepeatsAtOnceMakeOneSubmission) {
  std::vector<std::promise<absl::StatusOr<v1::Receipt>>> answers(50);
  for (auto& answer : answers) {
    submissions_.Create(
        SampleSubmission("Title", RequestId(1), At("10:00")),
        [&answer](absl::StatusOr<v1::Receipt> receipt) { answer.set_value(std::move(receipt)); });
  }
  std::string name;
  for (auto& answer : answers) {
    const absl::StatusOr<v1::Receipt> receipt = answer.get_future().get();
    ASSERT_TRUE(receipt.ok());
    if (name.empty()) name = receipt->name();
    EXPECT_EQ(receipt->name(), name);
  }
  EXPECT_EQ(Stored(), 1);
}

TEST_P(SubmissionStoreTest, TheCallIsOpenFromItsOpeningToBeforeItsClosing) {
  EXPECT_EQ(ReasonOf(Send("a", 1, "08:59").status()), v1::ERROR_REASON_CALL_NOT_OPEN);
  EXPECT_TRUE(Send("b", 2, "09:00").ok());
  EXPECT_TRUE(Send("c", 3, "16:59").ok());
  const absl::Status closed = Send("d", 4, "17:00").status();
  EXPECT_EQ(ReasonOf(closed), v1::ERROR_REASON_CALL_CLOSED);
  EXPECT_EQ(closed.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MetadataOf(closed).at("close_time"), "2027-01-01T17:00:00Z");
  EXPECT_EQ(Stored(), 2);
}

TEST_P(SubmissionStoreTest, AMissingCallIsNotFound) {
  NewSubmission wanted = SampleSubmission("Title", RequestId(1), At("10:00"));
  wanted.parent = "calls/none";
  EXPECT_EQ(ReasonOf(Create(submissions_, wanted).status()), v1::ERROR_REASON_CALL_NOT_FOUND);
}

TEST_P(SubmissionStoreTest, ACallThatChangedSinceTheCheckIsTold) {
  v1::Call changed = SampleCall();
  changed.set_title("Another");
  ASSERT_EQ(*calls_.Apply(changed, At("09:30")), 2);
  EXPECT_EQ(Send("Title", 1, "10:00").status().code(), absl::StatusCode::kAborted);
  NewSubmission wanted = SampleSubmission("Title", RequestId(1), At("10:00"));
  wanted.call_revision = 2;
  EXPECT_TRUE(Create(submissions_, wanted).ok());
}

TEST_P(SubmissionStoreTest, ACallThatChangedSinceIsCheckedAgainstBeforeAnythingIsStored) {
  v1::Call changed = SampleCall();
  changed.set_title("Another");
  ASSERT_EQ(*calls_.Apply(changed, At("09:30")), 2);
  NewSubmission wanted = SampleSubmission("Title", RequestId(1), At("10:00"));
  wanted.check_again = [](const StoredCall& call, NewSubmission& checked) {
    EXPECT_EQ(call.call.title(), "Another");
    checked.call_revision = call.revision;
    v1::Receipt kept;
    kept.add_consents()->set_wording("Other words.");
    checked.consent_bytes = MessageBytes(kept);
    return absl::OkStatus();
  };
  const v1::Receipt receipt = *Create(submissions_, wanted);
  ASSERT_EQ(receipt.consents_size(), 1);
  EXPECT_EQ(receipt.consents(0).wording(), "Other words.");
  EXPECT_EQ(MessageBytes(submissions_.Get(receipt.name())->receipt), MessageBytes(receipt));
  wanted.request_id = RequestId(2);
  wanted.check_again = [](const StoredCall&, NewSubmission&) { return absl::CancelledError("no"); };
  EXPECT_TRUE(absl::IsCancelled(Create(submissions_, wanted).status()));
  EXPECT_EQ(Stored(), 1);
}

TEST_P(SubmissionStoreTest, FindRepeatFindsTheFirstReceiptOrNothing) {
  const NewSubmission wanted = SampleSubmission("Title", RequestId(1), At("10:00"));
  EXPECT_FALSE(submissions_.FindRepeat(wanted.parent, wanted.request_id, wanted.content_sha256)
                   ->has_value());
  const v1::Receipt first = *Create(submissions_, wanted);
  EXPECT_EQ(MessageBytes(
                **submissions_.FindRepeat(wanted.parent, wanted.request_id, wanted.content_sha256)),
            MessageBytes(first));
  EXPECT_EQ(
      ReasonOf(
          submissions_.FindRepeat(wanted.parent, wanted.request_id, std::string(32, 'x')).status()),
      v1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_P(SubmissionStoreTest, NamesThatAreNoneAreNotFound) {
  const v1::Receipt receipt = *Send("Title", 1, "10:00");
  const std::string id = receipt.name().substr(receipt.name().rfind('/') + 1);
  for (const std::string& name :
       {std::string("calls/sample/submissions/00000000-0000-7000-8000-000000000001"),
        "calls/other/submissions/" + id, "calls/sample/bookings/" + id, "submissions/" + id,
        std::string("calls/sample/submissions/'; DROP TABLE submissions; --"), std::string(),
        receipt.name() + "0"}) {
    EXPECT_EQ(ReasonOf(submissions_.Get(name).status()), v1::ERROR_REASON_SUBMISSION_NOT_FOUND)
        << name;
  }
}

TEST_P(SubmissionStoreTest, ATakenReferenceIsMadeAnew) {
  int made = 0;
  SubmissionStore submissions(&engine(), [&made](absl::Time) {
    return ++made <= 3 ? std::string("AAAA-AAAA-AAAA") : "BBBB-BBBB-BBBB";
  });
  const v1::Receipt first = *Create(submissions, SampleSubmission("a", RequestId(1), At("10:00")));
  const v1::Receipt second = *Create(submissions, SampleSubmission("b", RequestId(2), At("10:00")));
  EXPECT_EQ(first.reference(), "AAAA-AAAA-AAAA");
  EXPECT_EQ(second.reference(), "BBBB-BBBB-BBBB");
  EXPECT_EQ(made, 4);
}

TEST_P(SubmissionStoreTest, WhenEveryReferenceIsTakenItGivesUpAndStoresNothing) {
  SubmissionStore submissions(&engine(), [](absl::Time) { return std::string("AAAA-AAAA-AAAA"); });
  ASSERT_TRUE(Create(submissions, SampleSubmission("a", RequestId(1), At("10:00"))).ok());
  EXPECT_FALSE(Create(submissions, SampleSubmission("b", RequestId(2), At("10:00"))).ok());
  EXPECT_EQ(Stored(), 1);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM request_ids"), 1);
}

TEST_P(SubmissionStoreTest, PagesListEachSubmissionOfACallOnceInOrderOfTime) {
  ASSERT_TRUE(calls_.Apply(SampleCall("calls/other"), At("08:00")).ok());
  std::vector<std::string> expected;
  for (std::uint64_t request = 1; request <= 7; ++request) {
    const std::string time = "10:0" + std::to_string(request);
    expected.push_back(Send("Title", request, time)->name());
    NewSubmission elsewhere = SampleSubmission("Title", RequestId(100 + request), At(time));
    elsewhere.parent = "calls/other";
    ASSERT_TRUE(Create(submissions_, elsewhere).ok());
  }
  for (const int limit : {1, 2, 3, 7, 8}) {
    std::vector<std::string> seen;
    bool more = true;
    while (more) {
      const auto page = submissions_.List("calls/sample", seen.empty() ? "" : seen.back(), limit);
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_LE(std::ssize(page->submissions), limit);
      for (const v1::Submission& submission : page->submissions) seen.push_back(submission.name());
      more = page->more;
      ASSERT_LE(seen.size(), expected.size());
    }
    EXPECT_EQ(seen, expected) << limit;
  }
}

TEST_P(SubmissionStoreTest, AListSaysOfEachWhatGetSays) {
  const v1::Receipt receipt = *Send("Title", 1, "10:00");
  const auto page = submissions_.List("calls/sample", "", 10);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->submissions.size(), 1U);
  EXPECT_EQ(MessageBytes(page->submissions[0]),
            MessageBytes(submissions_.Get(receipt.name())->submission));
}

TEST_P(SubmissionStoreTest, APageEndsOnceItHasAMebibyte) {
  for (std::uint64_t request = 1; request <= 4; ++request) {
    NewSubmission large = SampleSubmission("Title", RequestId(request), At("10:00"));
    v1::SubmissionContent content;
    content.set_information_outside_themes(std::string(400 << 10, 'x'));
    SetContent(large, content);
    ASSERT_TRUE(Create(submissions_, large).ok());
  }
  const auto page = submissions_.List("calls/sample", "", 100);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->submissions.size(), 3U);
  EXPECT_TRUE(page->more);
}

TEST_P(SubmissionStoreTest, AListAfterWhatIsNoneOfTheCallsNamesIsRefused) {
  const v1::Receipt receipt = *Send("Title", 1, "10:00");
  ASSERT_TRUE(calls_.Apply(SampleCall("calls/other"), At("08:00")).ok());
  EXPECT_EQ(ReasonOf(submissions_.List("calls/other", receipt.name(), 1).status()),
            v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
  EXPECT_EQ(ReasonOf(submissions_.List("calls/sample", "calls/sample", 1).status()),
            v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
  EXPECT_EQ(ReasonOf(submissions_.List("calls/none", "", 1).status()),
            v1::ERROR_REASON_CALL_NOT_FOUND);
}

// How SQLite would run each query of a read, instead of what it gives.
class Explained : public Engine, private Transaction {
 public:
  explicit Explained(Engine& engine) : engine_(engine) {}
  const std::vector<std::string>& steps() const { return steps_; }

  void Write(WriteFunction, DoneFunction) override { std::abort(); }
  absl::Status Read(ReadFunction read) override {
    return engine_.Read([&](Transaction& transaction) {
      transaction_ = &transaction;
      return read(*this);
    });
  }

 private:
  absl::StatusOr<std::int64_t> Change(std::string_view, std::initializer_list<Value>) override {
    std::abort();
  }
  absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                     absl::FunctionRef<absl::Status(const Row&)> each) override {
    // An engine keeps statements by their text, which so has to outlive it.
    static std::deque<std::string> texts;
    const std::string& explain = texts.emplace_back("EXPLAIN QUERY PLAN " + std::string(sql));
    const absl::Status explained = transaction_->Query(explain, values, [this](const Row& row) {
      steps_.emplace_back(row.Text(3));
      return absl::OkStatus();
    });
    return explained.ok() ? transaction_->Query(sql, values, each) : explained;
  }

  Engine& engine_;
  Transaction* transaction_ = nullptr;
  std::vector<std::string> steps_;
};

TEST(SubmissionListTest, SQLiteFindsAPageByItsIndexAndSortsNothing) {
  const TestFolder folder;
  const auto engine = OpenSqlite({.path = folder.File("muster.db")});
  ASSERT_TRUE(engine.ok()) << engine.status();
  ASSERT_TRUE(CallStore(engine->get()).Apply(SampleCall(), At("08:00")).ok());
  Explained explained(**engine);
  ASSERT_TRUE(SubmissionStore(&explained).List("calls/sample", "", 10).ok());
  ASSERT_EQ(explained.steps().size(), 2U);
  EXPECT_EQ(explained.steps()[1],
            "SEARCH submissions USING INDEX submissions_by_call (call_name=? AND id>?)");
}

INSTANTIATE_TEST_SUITE_P(Engines, SubmissionStoreTest, testing::ValuesIn(EngineKinds()),
                         EngineName);

}  // namespace
}  // namespace muster::store
