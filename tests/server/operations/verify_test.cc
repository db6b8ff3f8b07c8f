// Verify: each kind of damage is done to a store that is sound, and has to be named.
#include "server/operations/verify.h"

#include <fstream>

#include "gmock/gmock.h"
#include "server/operations/restore.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_copy.h"
#include "tests/server/services/world.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

using testing::Contains;
using testing::HasSubstr;

// A store with two submissions, three bookings and a call in its second revision.
class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    Submit(1);
    world_.SetTime(world_.now() + absl::Minutes(1));
    v1::Call call = services::SampleCall();
    call.set_title("Another title");
    call.mutable_consent_wording()->set_version("2027-01-20");
    for (v1::CallTranslation& translation : *call.mutable_translations()) {
      translation.mutable_consent_wording()->set_version("2027-01-20");
    }
    call.mutable_consent_wording()->set_publish_afterwards("You may publish it, with my name.");
    world_.Apply(call);
    v1::CreateSubmissionRequest second = services::GoodSubmission(2);
    second.mutable_content()->mutable_consents()->set_wording_version("2027-01-20");
    EXPECT_TRUE(world_.Create(second).ok());
    for (int number = 11; number <= 13; ++number) {
      EXPECT_TRUE(world_.Create(services::GoodBooking(number)).ok());
    }
  }

  void Submit(int number) {
    const auto created = world_.Create(services::GoodSubmission(number));
    EXPECT_TRUE(created.ok()) << created.status();
  }

  // Changes the file from outside, as nothing in the program would.
  void Damage(std::string_view sql) {
    const auto connection = store::SqliteConnection::Open(
        {.path = world_.data_file(), .busy_timeout = absl::Seconds(5), .cache_kib = 100});
    ASSERT_TRUE(connection.ok()) << connection.status();
    ASSERT_TRUE(
        (*connection)->Run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").ok());
    const absl::Status damaged = (*connection)->Run(sql);
    ASSERT_TRUE(damaged.ok()) << damaged;
  }

  VerifyReport Report() {
    absl::StatusOr<VerifyReport> report = Verify(world_.engine());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : VerifyReport();
  }

  services::World world_;
};

TEST_F(VerifyTest, ASoundStoreIsFoundSoundAndCounted) {
  const VerifyReport report = Report();
  EXPECT_EQ(InWords(report),
            "Checked 8 events, 1 calls, 1 conferences, 2 submissions, 3 bookings, 5 request ids: "
            "nothing is wrong");
}

struct DamageCase {
  const char* name;
  const char* sql;
  const char* fault;
};

class DamageTest : public VerifyTest, public testing::WithParamInterface<DamageCase> {};

TEST_P(DamageTest, IsNamed) {
  Damage(GetParam().sql);
  const VerifyReport report = Report();
  EXPECT_THAT(report.faults.kept(), Contains(HasSubstr(GetParam().fault)));
  EXPECT_FALSE(report.ok());
}

constexpr DamageCase kDamages[] = {
    {"PlacesTaken", "UPDATE conference_places SET places_taken = 2",
     "has 2 places taken and 3 bookings; the log says 3"},
    {"PlaceCount", "UPDATE conference_places SET place_count = place_count + 1",
     "other booking times or places"},
    {"BookingTime", "UPDATE conferences SET booking_close_time_us = 7", "other booking times"},
    {"BookingLost", "DELETE FROM bookings WHERE id = (SELECT min(id) FROM bookings)",
     "was created, and is not there"},
    {"BookingOfNoEvent", "DELETE FROM events WHERE sequence = 8", "the log does not tell of it"},
    {"SubmissionLost", "DELETE FROM submissions WHERE id = (SELECT min(id) FROM submissions)",
     "was created, and is not there"},
    {"SubmissionTwiceInTheLog",
     "INSERT INTO events (time_us, kind, resource_name, revision, content_sha256) SELECT time_us, "
     "kind, resource_name, revision, content_sha256 FROM events WHERE sequence = 3",
     "the log tells of it 2 times"},
    {"SubmissionContent", "UPDATE submissions SET content = substr(content, 2)",
     "does not have the digest"},
    {"SubmissionDigest", "UPDATE submissions SET content_sha256 = zeroblob(32)",
     "another digest than the log"},
    {"SubmissionState", "UPDATE submissions SET state = 2", "another state than the log says"},
    {"SubmissionRevision", "UPDATE submissions SET revision = 4", "has revision 4; the log says 1"},
    {"SubmissionTime", "UPDATE submissions SET create_time_us = create_time_us + 1",
     "other times than the log"},
    {"SubmissionReference", "UPDATE submissions SET reference = 'O' || substr(reference, 2)",
     "its reference is none"},
    {"ConsentStatements",
     "UPDATE submissions SET consents = (SELECT consents FROM submissions ORDER BY id LIMIT 1)",
     "its consent statements are not those of its call"},
    {"BookingState", "UPDATE bookings SET state = 2", "another state than the log says"},
    {"BookingContent", "UPDATE bookings SET content = x''", "breaks a rule of the contract"},
    {"CallMessage", "UPDATE calls SET message = substr(message, 2)", "what the log says last"},
    {"CallRevision", "UPDATE calls SET revision = 1", "what the log says last"},
    {"CallTimes", "UPDATE calls SET open_time_us = open_time_us - 1", "opens or closes at another"},
    {"CallOfNoEvent", "DELETE FROM events WHERE kind = 'call.applied'", "does not tell of it"},
    {"CallRevisionSkipped", "DELETE FROM events WHERE sequence = 1",
     "revision 2 follows revision 0"},
    {"ConferenceLost", "DELETE FROM conferences", "tells of one that is not there"},
    {"ConferenceMessage", "UPDATE conferences SET message = x''", "what the log says last"},
    {"EventMessage", "UPDATE events SET message = substr(message, 2) WHERE sequence = 1",
     "its message does not have the digest"},
    {"EventMessageLost", "UPDATE events SET message = NULL WHERE sequence = 1", "has no message"},
    {"EventKind", "UPDATE events SET kind = 'submission.made' WHERE sequence = 3",
     "of a kind that this program does not know"},
    {"EventName", "UPDATE events SET resource_name = 'x' WHERE sequence = 3", "is no name of"},
    {"RequestIdLost", "DELETE FROM request_ids WHERE kind = 'submissions'",
     "the list of request ids does not tell of it"},
    {"RequestIdOfNothing", "UPDATE request_ids SET resource_id = zeroblob(16)",
     "what it made is not there"},
    {"RequestIdDigest", "UPDATE request_ids SET content_sha256 = zeroblob(32)",
     "made something with another digest"},
    {"RequestIdKind", "UPDATE request_ids SET kind = 'calls'", "of a kind that this program"},
    {"Reference", "UPDATE bookings SET conference_name = 'conferences/none'",
     "refers to something in conferences that is not there"},
    {"Constraint", "UPDATE bookings SET revision = 0", "CHECK constraint failed in bookings"},
    {"Secret", "INSERT INTO secrets VALUES ('x', x'00', 0); UPDATE secrets SET value = x'00'",
     "is not 32 bytes long"},
};

INSTANTIATE_TEST_SUITE_P(All, DamageTest, testing::ValuesIn(kDamages),
                         [](const auto& damage) { return std::string(damage.param.name); });

TEST_F(VerifyTest, AContentThatBreaksARuleOfItsCallIsNamedWithoutWhatItSays) {
  v1::SubmissionContent content = services::GoodSubmission().content();
  content.mutable_evidence(0)->set_themes(0, "no-such-theme");
  std::string hex;
  for (const char byte : content.SerializeAsString()) {
    char digits[3];
    std::snprintf(digits, sizeof(digits), "%02x", static_cast<unsigned char>(byte));
    hex += digits;
  }
  Damage("UPDATE submissions SET content = x'" + hex +
         "' WHERE id = (SELECT min(id) FROM submissions)");
  const VerifyReport report = Report();
  EXPECT_THAT(report.faults.kept(),
              Contains(HasSubstr("does not suit its call as that was then: content.evidence[0]."
                                 "themes[0] context.choice_unknown")));
  for (const std::string& fault : report.faults.kept()) {
    EXPECT_THAT(fault, testing::Not(HasSubstr("no-such-theme")));
  }
}

TEST_F(VerifyTest, ManyFaultsAreCountedAndTheFirstOnesKept) {
  for (int number = 100; number < 220; ++number) {
    v1::CreateSubmissionRequest request = services::GoodSubmission(number);
    request.mutable_content()->mutable_consents()->set_wording_version("2027-01-20");
    ASSERT_TRUE(world_.Create(request).ok());
  }
  Damage("UPDATE submissions SET state = 2");
  const VerifyReport report = Report();
  EXPECT_EQ(report.faults.count(), 122);
  EXPECT_EQ(report.faults.kept().size(), FaultList::kKept);
  EXPECT_THAT(InWords(report), HasSubstr("and 22 more\n"));
  EXPECT_THAT(InWords(report), HasSubstr("122 things are wrong"));
}

TEST_F(VerifyTest, DamagedPagesOfACopyAreNamed) {
  store::TestFolder folder;
  const std::string copy = folder.File("copy.db");
  ASSERT_TRUE(world_.engine().CopyTo(copy, [] { return true; }).ok());
  std::int64_t page = 0;  // Of the submissions; from 1.
  {
    const auto sound = store::OpenSqliteToRead(copy);
    ASSERT_TRUE(sound.ok()) << sound.status();
    page = store::Count(**sound, "SELECT rootpage FROM sqlite_schema WHERE name = 'submissions'");
    ASSERT_GT(page, 1);
  }
  {
    // The second half of the page, where the rows are.
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((page - 1) * 4096 + 2048);
    file.write(std::string(2048, 'x').data(), 2048);
  }
  const auto engine = store::OpenSqliteToRead(copy);
  ASSERT_TRUE(engine.ok()) << engine.status();
  const absl::StatusOr<VerifyReport> report = Verify(**engine);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->ok());
}

}  // namespace
}  // namespace muster::operations
