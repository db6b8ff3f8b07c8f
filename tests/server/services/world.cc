#include "tests/server/services/world.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_format.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "server/store/secrets.h"
#include "server/store/sqlite_engine.h"

namespace muster::services {
namespace {

std::string TemporaryFolder() {
  std::string pattern = testing::TempDir() + "muster-services-XXXXXX";
  return mkdtemp(pattern.data());
}

template <typename M>
M FromTextFile(const char* path) {
  std::ifstream stream(path);
  std::stringstream text;
  text << stream.rdbuf();
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text.str(), &message)) << path;
  return message;
}

std::string RequestId(int number) {
  return absl::StrFormat("01936f4a-5b00-7000-8000-%012x", number);
}

// Calls a method and waits for what it gives, as a caller reads it.
template <typename Response, typename Service, typename Request>
absl::StatusOr<Response> Wait(const Service& service,
                              void (Service::*handle)(const RequestContext&, Request,
                                                      std::function<void(absl::StatusOr<Response>)>)
                                  const,
                              std::remove_cvref_t<Request> request) {
  std::promise<absl::StatusOr<Response>> promise;
  (service.*handle)({}, request, [&promise](absl::StatusOr<Response> result) {
    promise.set_value(std::move(result));
  });
  absl::StatusOr<Response> result = promise.get_future().get();
  EXPECT_TRUE(!result.ok() || result->ParseFromString(result->SerializeAsString()));
  return result;
}

}  // namespace

absl::Time London(const std::string& text) {
  absl::TimeZone zone;
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/London", &zone));
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%S", text, zone, &time, &error)) << error;
  return time;
}

v1::Call SampleCall() {
  return FromTextFile<v1::Call>("server/sample/assistant_practitioners.call.textproto");
}

v1::Conference SampleConference() {
  return FromTextFile<v1::Conference>("server/sample/assistant_practitioners.conference.textproto");
}

v1::CreateSubmissionRequest GoodSubmission(int number) {
  v1::CreateSubmissionRequest request;
  request.set_parent(kCallName);
  request.set_request_id(RequestId(number));
  v1::SubmissionContent& content = *request.mutable_content();
  content.mutable_submitter()->set_type(v1::SUBMITTER_TYPE_INDIVIDUAL);
  content.mutable_submitter()->set_full_name("Ada Example");
  content.mutable_submitter()->set_email("ada@example.org");
  v1::EvidenceItem& item = *content.add_evidence();
  item.add_themes("education");
  item.set_title("A shared first year");
  item.set_setting("Two community teams");
  item.set_what_was_done("Trainees of three professions learned together.");
  item.set_what_changed("All stayed; before, a third left.");
  v1::Answer& answer = *content.add_answers();
  answer.set_question_id("evaluated");
  answer.add_values("yes");
  content.mutable_consents()->set_wording_version("2026-11-01");
  content.mutable_consents()->set_display_on_day(true);
  return request;
}

v1::CreateBookingRequest GoodBooking(int number) {
  v1::CreateBookingRequest request;
  request.set_parent(kConferenceName);
  request.set_request_id(RequestId(number));
  request.mutable_content()->set_full_name("Grace Example");
  request.mutable_content()->set_email("grace@example.org");
  return request;
}

World::World(store::CommitObserver commit_observer)
    : folder_(TemporaryFolder()), now_nanos_(absl::ToUnixNanos(London("2027-01-12 10:00:00"))) {
  google::protobuf::SetLogHandler(nullptr);  // Malformed messages are sent on purpose.
  store::SqliteOptions options;
  options.path = folder_ + "/muster.db";
  options.commit_observer = std::move(commit_observer);
  absl::StatusOr<std::unique_ptr<store::Engine>> engine = store::OpenSqlite(options);
  EXPECT_TRUE(engine.ok()) << engine.status();
  engine_ = *std::move(engine);
  const absl::StatusOr<std::string> secret = store::AccessKeySecret(*engine_, now());
  EXPECT_TRUE(secret.ok()) << secret.status();
  core_ = std::make_unique<Core>(
      engine_.get(), *secret, [this] { return now(); }, &rates_);
  Apply(SampleCall());
  Apply(SampleConference());
}

World::~World() {
  engine_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void World::Apply(const v1::Call& call) {
  const auto applied = core_->call_store().Apply(call, now());
  EXPECT_TRUE(applied.ok()) << applied.status();
}

void World::Apply(const v1::Conference& conference) {
  const auto applied = core_->conference_store().Apply(conference, now());
  EXPECT_TRUE(applied.ok()) << applied.status();
}

absl::StatusOr<v1::CreateSubmissionResponse> World::Create(
    const v1::CreateSubmissionRequest& request) {
  return Wait(core_->submissions(), &SubmissionService::HandleCreateSubmission, request);
}

absl::StatusOr<v1::GetSubmissionResponse> World::Get(const v1::GetSubmissionRequest& request) {
  return Wait(core_->submissions(), &SubmissionService::HandleGetSubmission, request);
}

absl::StatusOr<v1::CreateBookingResponse> World::Create(const v1::CreateBookingRequest& request) {
  return Wait(core_->bookings(), &BookingService::HandleCreateBooking, request);
}

absl::StatusOr<v1::GetBookingResponse> World::Get(const v1::GetBookingRequest& request) {
  return Wait(core_->bookings(), &BookingService::HandleGetBooking, request);
}

Reply World::Dispatch(const std::string& method_path, const std::string& request_bytes,
                      const RequestContext& context) {
  std::promise<Reply> promise;
  core_->dispatcher().Dispatch(method_path, request_bytes, context,
                               [&promise](Reply reply) { promise.set_value(std::move(reply)); });
  return promise.get_future().get();
}

int World::CountOf(const char* count_query) {
  int count = -1;
  const absl::Status read = engine_->Read([&](store::Transaction& transaction) {
    return transaction.Query(count_query, {}, [&](const store::Row& row) {
      count = static_cast<int>(row.Integer(0));
      return absl::OkStatus();
    });
  });
  EXPECT_TRUE(read.ok()) << read;
  return count;
}

}  // namespace muster::services
