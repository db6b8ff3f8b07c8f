#include "server/services/dispatcher.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "muster/v1/call_service.pb.h"
#include "server/error.h"
#include "server/services/rule_error.h"
#include "tests/server/services/details.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

constexpr char kCreate[] = "/muster.v1.SubmissionService/CreateSubmission";

int FromEnvironment(const char* name, int otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

// Groups of an unknown field, each in the one before.
std::string NestedGroups(int depth) {
  std::string bytes;
  for (int i = 0; i < depth; ++i) bytes += std::string("\xfb\x3f", 2);
  for (int i = 0; i < depth; ++i) bytes += std::string("\xfc\x3f", 2);
  return bytes;
}

class DispatcherTest : public testing::Test {
 protected:
  World world_;
};

TEST_F(DispatcherTest, ReachesEveryMethodOfTheContractAndNothingElse) {
  std::vector<std::string> expected;
  for (const char* file : {"booking", "call", "conference", "submission"}) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
        std::string("muster/v1/") + file + "_service.proto");
    ASSERT_NE(descriptor, nullptr) << file;
    for (int i = 0; i < descriptor->service_count(); ++i) {
      const auto* service = descriptor->service(i);
      for (int j = 0; j < service->method_count(); ++j) {
        expected.push_back("/" + service->full_name() + "/" + service->method(j)->name());
      }
    }
  }
  EXPECT_THAT(world_.dispatcher().MethodPaths(), testing::UnorderedElementsAreArray(expected));
  EXPECT_EQ(world_.Dispatch("/muster.v1.CallService/DeleteCall", "").code,
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(world_.Dispatch("", "").code, absl::StatusCode::kUnimplemented);
}

TEST_F(DispatcherTest, AnswersWithTheBytesOfTheResponse) {
  const Reply reply = world_.Dispatch(kCreate, GoodSubmission().SerializeAsString());
  ASSERT_TRUE(reply.ok()) << reply.message;
  EXPECT_TRUE(reply.details.empty());
  v1::CreateSubmissionResponse response;
  ASSERT_TRUE(response.ParseFromString(reply.response));
  EXPECT_FALSE(response.receipt().access_key().empty());
}

TEST_F(DispatcherTest, FailedRulesComeWithAllThreeDetailsAndTheirPaths) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->mutable_submitter()->set_email("nowhere");
  request.mutable_content()->mutable_evidence(0)->clear_title();
  const Reply reply = world_.Dispatch(kCreate, request.SerializeAsString());
  EXPECT_EQ(reply.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(reply.message, "2 rules failed");
  const SeenDetails details = ReadDetails(reply.details);
  EXPECT_EQ(details.code, 3);
  EXPECT_THAT(details.type_urls, testing::ElementsAre("type.googleapis.com/google.rpc.ErrorInfo",
                                                      "type.googleapis.com/buf.validate.Violations",
                                                      "type.googleapis.com/google.rpc.BadRequest"));
  EXPECT_EQ(details.error_info.reason(), "RULES_FAILED");
  EXPECT_EQ(details.error_info.domain(), "muster.v1");
  ASSERT_EQ(details.violations.size(), 2u);
  EXPECT_EQ(details.violations[0].path, "content.submitter.email");
  EXPECT_EQ(details.violations[0].rule_id, "string.email");
  EXPECT_EQ(details.violations[1].path, "content.evidence[0].title");
  EXPECT_EQ(details.violations[1].rule_id, "required");
  ASSERT_EQ(details.bad_request.field_violations_size(), 2);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "content.submitter.email");
  EXPECT_EQ(details.bad_request.field_violations(0).reason(), "STRING_EMAIL");
  EXPECT_EQ(details.bad_request.field_violations(0).description(), details.violations[0].message);
}

TEST_F(DispatcherTest, MalformedBytesAreRefusedWithWords) {
  const std::string whole = GoodSubmission().SerializeAsString();
  for (const std::string& bytes :
       {std::string("\xff\xff\xff"), whole.substr(0, whole.size() - 1),
        std::string("\x0a\x02\xc3\x28", 4) /* no UTF-8 */, std::string("{\"parent\": \"x\"}")}) {
    const Reply reply = world_.Dispatch(kCreate, bytes);
    EXPECT_EQ(reply.code, absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(reply.message, testing::HasSubstr("muster.v1.CreateSubmissionRequest"));
    EXPECT_EQ(ReadDetails(reply.details).error_info.reason(), "MESSAGE_MALFORMED");
  }
}

TEST_F(DispatcherTest, OversizedAndDeeplyNestedMessagesAreRefused) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->set_information_outside_themes(std::string(kMaxRequestBytes, 'a'));
  const Reply large = world_.Dispatch(kCreate, request.SerializeAsString());
  EXPECT_EQ(ReadDetails(large.details).error_info.reason(), "MESSAGE_MALFORMED");
  for (const int depth : {kMaxRequestDepth + 1, 10000}) {
    const Reply deep = world_.Dispatch(kCreate, NestedGroups(depth));
    EXPECT_EQ(ReadDetails(deep.details).error_info.reason(), "MESSAGE_MALFORMED") << depth;
  }
  const Reply shallow = world_.Dispatch(kCreate, NestedGroups(kMaxRequestDepth - 1));
  EXPECT_EQ(ReadDetails(shallow.details).error_info.reason(), "RULES_FAILED");
}

TEST_F(DispatcherTest, FieldsGivenTwiceAreMergedAsProtocolBuffersSay) {
  const std::string bytes = GoodSubmission().SerializeAsString();
  v1::CreateSubmissionRequest parent_only;
  parent_only.set_parent(kCallName);
  EXPECT_TRUE(world_.Dispatch(kCreate, bytes + parent_only.SerializeAsString()).ok());
}

TEST_F(DispatcherTest, PassedDeadlineStopsACallBeforeItsWork) {
  RequestContext late;
  late.deadline = std::chrono::steady_clock::now() - std::chrono::milliseconds(1);
  const Reply reply = world_.Dispatch(kCreate, GoodSubmission().SerializeAsString(), late);
  EXPECT_EQ(reply.code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(world_.SubmissionCount(), 0);
}

class SenderLimitTest : public DispatcherTest {
 protected:
  static constexpr char kBook[] = "/muster.v1.BookingService/CreateBooking";

  // Takes all that the sender may have stored now.
  void Empty(const std::string& network) {
    ASSERT_TRUE(world_.rates().Charge(network, std::size_t{1} << 30).ok());
  }
  static std::string ReasonOf(const Reply& reply) {
    return ReadDetails(reply.details).error_info.reason();
  }
  Reply Send(const google::protobuf::Message& request, const std::string& network,
             const char* method = kCreate) {
    return world_.Dispatch(method, request.SerializeAsString(),
                           {.origin = Origin::kGrpcWeb, .sender_network = network});
  }
};

TEST_F(SenderLimitTest, WhoIsTooFastStoresNothingAndHearsWhenToRepeat) {
  Empty("ward");
  for (const Reply& reply : {Send(GoodSubmission(), "ward"), Send(GoodBooking(), "ward", kBook)}) {
    EXPECT_EQ(reply.code, absl::StatusCode::kResourceExhausted);
    const SeenDetails details = ReadDetails(reply.details);
    EXPECT_EQ(details.error_info.reason(), "SENDER_TOO_FAST");
    EXPECT_EQ(details.retry_info.retry_delay().seconds(), 0);
    EXPECT_EQ(details.retry_info.retry_delay().nanos(), 200'000'000);
  }
  EXPECT_EQ(world_.SubmissionCount(), 0);
  EXPECT_EQ(world_.BookingCount(), 0);
  world_.SetTime(world_.now() + absl::Milliseconds(200));
  EXPECT_TRUE(Send(GoodSubmission(), "ward").ok());
  EXPECT_EQ(ReasonOf(Send(GoodBooking(), "ward", kBook)), "SENDER_TOO_FAST")
      << "one limit for both";
}

TEST_F(SenderLimitTest, OthersTrustedPeersReadsAndQuestionsGoOn) {
  Empty("ward");
  EXPECT_TRUE(Send(GoodSubmission(1), "clinic").ok());
  EXPECT_TRUE(world_.Dispatch(kCreate, GoodSubmission(2).SerializeAsString()).ok()) << "gRPC";
  EXPECT_EQ(world_.SubmissionCount(), 2);
  v1::CreateSubmissionRequest question = GoodSubmission(3);
  question.set_validate_only(true);
  EXPECT_TRUE(Send(question, "ward").ok());
  v1::CreateBookingRequest asked = GoodBooking(3);
  asked.set_validate_only(true);
  EXPECT_TRUE(Send(asked, "ward", kBook).ok());
  v1::GetCallRequest read;
  read.set_name(kCallName);
  EXPECT_TRUE(Send(read, "ward", "/muster.v1.CallService/GetCall").ok());
}

TEST_F(SenderLimitTest, EveryMethodThatStoresIsLimited) {
  Empty("ward");
  std::vector<std::string> limited;
  for (const std::string& path : world_.dispatcher().MethodPaths()) {
    const Reply reply = world_.Dispatch(path, "", {.sender_network = "ward"});
    if (ReasonOf(reply) == "SENDER_TOO_FAST") limited.push_back(path);
  }
  EXPECT_THAT(limited, testing::UnorderedElementsAre(kCreate, kBook));
}

TEST_F(SenderLimitTest, RepeatIsChargedAndCostsAsItsBytes) {
  ASSERT_TRUE(Send(GoodSubmission(), "ward").ok());
  ASSERT_TRUE(Send(GoodSubmission(), "ward").ok()) << "the first receipt";
  for (int i = 0; i < 297; ++i) ASSERT_TRUE(world_.rates().Charge("ward", 0).ok());
  // One is left.
  v1::CreateSubmissionRequest large = GoodSubmission(2);
  large.mutable_content()->set_information_outside_themes(std::string(40 * 1024, 'a'));
  const SeenDetails details = ReadDetails(Send(large, "ward").details);
  EXPECT_EQ(details.retry_info.retry_delay().nanos(), 400'000'000) << "three, where one is left";
  EXPECT_TRUE(Send(GoodSubmission(), "ward").ok());
  EXPECT_EQ(ReasonOf(Send(GoodSubmission(), "ward")), "SENDER_TOO_FAST");
}

TEST_F(DispatcherTest, RandomAndTruncatedBytesGetAnAnswerEach) {
  const int seed = FromEnvironment("SEED", 20261122);
  const int rounds = FromEnvironment("ROUNDS", 2000);
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << std::endl;
  std::mt19937 random(static_cast<unsigned>(seed));
  const std::string whole = GoodSubmission().SerializeAsString();
  const std::vector<std::string> paths = world_.dispatcher().MethodPaths();
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = whole;
    if (random() % 3 == 0) {
      bytes.assign(random() % 300, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
    } else {
      bytes.resize(random() % (whole.size() + 1));
      for (size_t i = random() % 4; i > 0 && !bytes.empty(); --i) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
    }
    const Reply reply = world_.Dispatch(paths[random() % paths.size()], bytes);
    if (reply.ok()) continue;
    const SeenDetails details = ReadDetails(reply.details);
    EXPECT_EQ(details.code, static_cast<int>(reply.code));
    EXPECT_FALSE(details.error_info.reason().empty()) << reply.message;
    EXPECT_LE(reply.details.size(), 6000u);
  }
}

TEST_F(DispatcherTest, ObserverHearsOfEveryCallAndNothingThatTheCallerWrote) {
  std::vector<CallRecord> records;
  const Dispatcher dispatcher(const_cast<CallService*>(&world_.calls()), nullptr, nullptr, nullptr,
                              &world_.rates(),
                              [&](const CallRecord& record) { records.push_back(record); });
  v1::GetCallRequest request;
  request.set_name(kCallName);
  dispatcher.Dispatch("/muster.v1.CallService/GetCall", request.SerializeAsString(),
                      {.origin = Origin::kGrpcWeb}, [](const Reply&) {});
  dispatcher.Dispatch("/ada@example.org", "", {}, [](const Reply&) {});
  request.set_name("calls/none");
  dispatcher.Dispatch("/muster.v1.CallService/GetCall", request.SerializeAsString(), {},
                      [](const Reply&) {});
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].method_path, "/muster.v1.CallService/GetCall");
  EXPECT_EQ(records[0].origin, Origin::kGrpcWeb);
  EXPECT_EQ(records[0].code, absl::StatusCode::kOk);
  EXPECT_EQ(records[1].method_path, "");
  EXPECT_EQ(records[1].code, absl::StatusCode::kUnimplemented);
  EXPECT_EQ(records[1].reason, "");
  EXPECT_EQ(records[2].reason, "CALL_NOT_FOUND");
}

// A database that is broken in a way that says a lot.
class BrokenEngine final : public store::Engine {
 public:
  void Write(WriteFunction, DoneFunction done) override { done(absl::InternalError(kSecretText)); }
  absl::Status Read(ReadFunction) override { return absl::InternalError(kSecretText); }
  static constexpr char kSecretText[] = "no column access_key in table secrets";
};

TEST_F(DispatcherTest, FaultOfOursGetsANumberForTheCallerAndItsTextForTheLog) {
  BrokenEngine engine;
  store::CallStore store(&engine);
  CallService calls(&store);
  std::vector<CallRecord> records;
  const Dispatcher dispatcher(&calls, nullptr, nullptr, nullptr, &world_.rates(),
                              [&](const CallRecord& record) { records.push_back(record); });
  v1::GetCallRequest request;
  request.set_name(kCallName);
  Reply reply;
  dispatcher.Dispatch("/muster.v1.CallService/GetCall", request.SerializeAsString(), {},
                      [&](Reply given) { reply = std::move(given); });
  EXPECT_EQ(reply.code, absl::StatusCode::kInternal);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_THAT(records[0].fault, testing::HasSubstr(BrokenEngine::kSecretText));
  EXPECT_EQ(reply.message, "an internal error, number " + records[0].fault_id);
  EXPECT_THAT(reply.details, testing::Not(testing::HasSubstr("secrets")));
  EXPECT_EQ(ReadDetails(reply.details).request_info.request_id(), records[0].fault_id);
}

TEST_F(DispatcherTest, ViolationsAreCappedAndTheRestIsCounted) {
  // Twelve failing rules in each of ten items, with paths as long as they come.
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->clear_evidence();
  for (int i = 0; i < 10; ++i) {
    v1::EvidenceItem* item = request.mutable_content()->add_evidence();
    for (int j = 0; j < 5; ++j) item->add_links("no address " + std::to_string(j));
  }
  const Reply reply = world_.Dispatch(kCreate, request.SerializeAsString());
  const SeenDetails details = ReadDetails(reply.details);
  EXPECT_LE(reply.details.size(), 6000u);
  ASSERT_GT(details.violations.size(), 10u);
  EXPECT_LE(details.violations.size(), 50u);
  EXPECT_EQ(details.bad_request.field_violations_size(), int(details.violations.size()));
  const int omitted = std::atoi(details.error_info.metadata().at("omitted_violations").c_str());
  // Each item lacks themes, title, setting and two texts, and each of its links is wrong.
  EXPECT_EQ(int(details.violations.size()) + omitted, 10 * (5 + 5));
}

}  // namespace
}  // namespace muster::services
