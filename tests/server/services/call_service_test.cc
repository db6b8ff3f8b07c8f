#include "server/services/call_service.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/error.h"
#include "tests/server/services/details.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

class CallServiceTest : public testing::Test {
 protected:
  absl::StatusOr<v1::ListCallsResponse> List(int page_size, const std::string& token) {
    v1::ListCallsRequest request;
    request.set_page_size(page_size);
    request.set_page_token(token);
    absl::StatusOr<v1::ListCallsResponse> result;
    world_.calls().HandleListCalls(
        {}, request, [&](absl::StatusOr<v1::ListCallsResponse> given) { result = given; });
    return result;
  }

  absl::StatusOr<v1::GetCallResponse> Get(const std::string& name) {
    v1::GetCallRequest request;
    request.set_name(name);
    absl::StatusOr<v1::GetCallResponse> result;
    world_.calls().HandleGetCall(
        {}, request, [&](absl::StatusOr<v1::GetCallResponse> given) { result = given; });
    return result;
  }

  World world_;
};

TEST_F(CallServiceTest, PagesListEveryCallOnceInOrderOfName) {
  std::vector<std::string> expected = {kCallName};
  for (const char* name : {"calls/a", "calls/b", "calls/z-1", "calls/z-2"}) {
    v1::Call call = SampleCall();
    call.set_name(name);
    world_.Apply(call);
    expected.push_back(name);
  }
  std::sort(expected.begin(), expected.end());
  std::vector<std::string> seen;
  std::string token;
  do {
    const auto page = List(2, token);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->calls_size(), 2);
    for (const v1::Call& call : page->calls()) seen.push_back(call.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, expected);
}

TEST_F(CallServiceTest, LastPageThatIsFullHasNoNext) {
  const auto page = List(1, "");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->calls_size(), 1);
  EXPECT_TRUE(page->next_page_token().empty());
}

TEST_F(CallServiceTest, InventedPageTokenIsRefused) {
  EXPECT_EQ(ReasonOf(List(0, "2").status()), v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
  EXPECT_EQ(ReasonOf(List(0, "!!").status()), v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
}

TEST_F(CallServiceTest, PageSizeOutOfBoundsIsAViolation) {
  EXPECT_EQ(ReasonOf(List(-1, "").status()), v1::ERROR_REASON_RULES_FAILED);
  EXPECT_EQ(ReasonOf(List(101, "").status()), v1::ERROR_REASON_RULES_FAILED);
}

TEST_F(CallServiceTest, CallComesBackAsItWasApplied) {
  const auto response = Get(kCallName);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->call().SerializeAsString(), SampleCall().SerializeAsString());
}

TEST_F(CallServiceTest, UnknownCallIsNotFoundByName) {
  const absl::Status status = Get("calls/none").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_CALL_NOT_FOUND);
  EXPECT_EQ(MetadataOf(status)["name"], "calls/none");
}

TEST_F(CallServiceTest, ConferenceTellsThePlacesLeft) {
  ASSERT_TRUE(world_.Create(GoodBooking()).ok());
  v1::GetConferenceRequest request;
  request.set_name(kConferenceName);
  const Reply reply =
      world_.Dispatch("/muster.v1.ConferenceService/GetConference", request.SerializeAsString());
  v1::GetConferenceResponse response;
  ASSERT_TRUE(response.ParseFromString(reply.response)) << reply.message;
  EXPECT_EQ(response.conference().place_count(), 120);
  EXPECT_EQ(response.conference().places_left(), 119);
}

}  // namespace
}  // namespace muster::services
