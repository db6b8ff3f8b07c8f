#include "tests/server/program/load.h"

#include <grpcpp/create_channel.h>

#include <barrier>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "muster/v1/conference_service.grpc.pb.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/resource.h"
#include "server/store/sqlite_engine.h"

namespace muster {
namespace {

constexpr char kCall[] = "calls/load";
constexpr char kWordingVersion[] = "2027-01";
constexpr int kConnections = 8;

google::protobuf::Timestamp DaysFromNow(int days) {
  return store::TimestampOf(absl::ToUnixMicros(absl::Now() + days * absl::Hours(24)));
}

void AddContact(v1::Contact& contact) {
  contact.set_display_name("Ada");
  contact.set_email("ada@example.org");
}

v1::Call LoadCall() {
  v1::Call call;
  call.set_name(kCall);
  call.set_title("Load");
  call.set_summary("A call for load.");
  AddContact(*call.add_contacts());
  v1::Theme& theme = *call.add_themes();
  theme.set_id("theme");
  theme.set_title("Theme");
  *call.mutable_open_time() = DaysFromNow(-1);
  *call.mutable_close_time() = DaysFromNow(1);
  *call.mutable_edit_until_time() = DaysFromNow(1);
  call.set_time_zone("Europe/London");
  v1::ConsentWording& wording = *call.mutable_consent_wording();
  wording.set_version(kWordingVersion);
  wording.set_display_on_day("You may display it.");
  wording.set_contribute_to_session("You may ask me.");
  wording.set_publish_afterwards("You may publish it.");
  return call;
}

v1::Conference LoadConference(const std::string& name) {
  v1::Conference conference;
  conference.set_name(name);
  conference.set_title("Load");
  conference.set_summary("A conference for load.");
  AddContact(*conference.add_contacts());
  conference.mutable_venue()->set_display_name("Hall");
  conference.mutable_venue()->add_address_lines("1 Street");
  *conference.mutable_start_time() = DaysFromNow(2);
  *conference.mutable_end_time() = DaysFromNow(3);
  conference.set_place_count(kPlaces);
  conference.set_time_zone("Europe/London");
  *conference.mutable_booking_open_time() = DaysFromNow(-1);
  *conference.mutable_booking_close_time() = DaysFromNow(1);
  return conference;
}

void GiveUpAfter(grpc::ClientContext& context, absl::Duration patience) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
}

void Acknowledge(Sent& sent, const v1::Receipt& receipt) {
  sent.acknowledged = true;
  sent.name = receipt.name();
  sent.reference = receipt.reference();
}

}  // namespace

void MakeData(const std::string& folder, int rounds) {
  absl::StatusOr<std::unique_ptr<store::Engine>> engine =
      store::OpenSqlite({.path = folder + "/muster.db"});
  ASSERT_TRUE(engine.ok()) << engine.status();
  MakeData(**engine, folder, rounds);
}

void MakeData(store::Engine& engine, const std::string& folder, int rounds) {
  std::ofstream(folder + "/manifest.json") << "{}";
  ASSERT_TRUE(store::CallStore(&engine).Apply(LoadCall(), absl::Now()).ok());
  store::ConferenceStore conferences(&engine);
  for (int round = 0; round < rounds; ++round) {
    ASSERT_TRUE(conferences.Apply(LoadConference(ConferenceOfRound(round)), absl::Now()).ok());
  }
}

std::string ConferenceOfRound(int round) { return "conferences/round-" + std::to_string(round); }

Client::Client(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  bookings_ = v1::BookingService::NewStub(channel_);
  submissions_ = v1::SubmissionService::NewStub(channel_);
}

grpc::Status Client::Send(Sent& sent) { return sent.booking ? Book(sent) : Submit(sent); }

grpc::Status Client::Book(Sent& sent) {
  v1::CreateBookingRequest request;
  request.set_parent(sent.conference);
  request.set_request_id(sent.request_id);
  request.mutable_content()->set_full_name("Ada of " + sent.request_id);
  request.mutable_content()->set_email("ada@example.org");
  grpc::ClientContext context;
  GiveUpAfter(context, absl::Seconds(30));
  v1::CreateBookingResponse response;
  grpc::Status status = bookings_->CreateBooking(&context, request, &response);
  if (status.ok()) Acknowledge(sent, response.receipt());
  return status;
}

grpc::Status Client::Submit(Sent& sent) {
  v1::CreateSubmissionRequest request;
  request.set_parent(kCall);
  request.set_request_id(sent.request_id);
  v1::SubmissionContent& content = *request.mutable_content();
  content.mutable_submitter()->set_type(v1::SUBMITTER_TYPE_INDIVIDUAL);
  content.mutable_submitter()->set_full_name("Ada");
  content.mutable_submitter()->set_email("ada@example.org");
  content.set_information_outside_themes("What " + sent.request_id + " knows. " +
                                         std::string(500, 'x'));
  content.mutable_consents()->set_wording_version(kWordingVersion);
  grpc::ClientContext context;
  GiveUpAfter(context, absl::Seconds(30));
  v1::CreateSubmissionResponse response;
  grpc::Status status = submissions_->CreateSubmission(&context, request, &response);
  if (status.ok()) Acknowledge(sent, response.receipt());
  return status;
}

absl::StatusOr<int> Client::PlacesLeft(const std::string& conference) {
  v1::GetConferenceRequest request;
  request.set_name(conference);
  grpc::ClientContext context;
  GiveUpAfter(context, absl::Seconds(30));
  v1::GetConferenceResponse response;
  grpc::Status status =
      v1::ConferenceService::NewStub(channel_)->GetConference(&context, request, &response);
  if (!status.ok()) return absl::UnknownError(status.error_message());
  return response.conference().places_left();
}

std::vector<std::unique_ptr<Client>> Connect(const std::string& address) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kConnections; ++i) clients.push_back(std::make_unique<Client>(address));
  return clients;
}

void AtOnce(int threads, const std::function<void(int)>& work) {
  std::barrier start(threads);
  std::vector<std::thread> running;
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      start.arrive_and_wait();
      work(thread);
    });
  }
  for (std::thread& thread : running) thread.join();
}

bool IsFull(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         status.error_details().find("CONFERENCE_FULL") != std::string::npos;
}

}  // namespace muster
