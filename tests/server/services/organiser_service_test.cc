#include "server/services/organiser_service.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "server/error.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

class OrganiserServiceTest : public testing::Test {
 protected:
  absl::StatusOr<v1::ListSubmissionsResponse> List(int page_size, const std::string& token,
                                                   const std::string& parent = kCallName) {
    v1::ListSubmissionsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    store::SubmissionStore submissions(&world_.engine());
    absl::StatusOr<v1::ListSubmissionsResponse> page;
    OrganiserService(&submissions).HandleListSubmissions({}, request, [&page](auto answer) {
      page = std::move(answer);
    });
    return page;
  }

  World world_;
};

TEST_F(OrganiserServiceTest, PagesListEachSubmissionOnceInTheOrderInWhichTheyCame) {
  std::vector<std::string> expected;
  for (int number = 1; number <= 5; ++number) {
    world_.SetTime(world_.now() + absl::Seconds(1));
    expected.push_back(world_.Create(GoodSubmission(number))->receipt().name());
  }
  std::vector<std::string> seen;
  std::string token;
  do {
    const auto page = List(2, token);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->submissions_size(), 2);
    for (const v1::Submission& each : page->submissions()) seen.push_back(each.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, expected);
  EXPECT_EQ(List(0, "")->submissions_size(), 5);
}

TEST_F(OrganiserServiceTest, NoPortReachesIt) {
  v1::ListSubmissionsRequest request;
  request.set_parent(kCallName);
  for (const Origin origin : {Origin::kGrpc, Origin::kGrpcWeb, Origin::kPage}) {
    const Reply reply = world_.Dispatch("/muster.v1.OrganiserService/ListSubmissions",
                                        request.SerializeAsString(), {.origin = origin});
    EXPECT_EQ(reply.code, absl::StatusCode::kUnimplemented);
    EXPECT_EQ(reply.response, "");
  }
}

TEST_F(OrganiserServiceTest, WhatIsAskedIsChecked) {
  ASSERT_TRUE(world_.Create(GoodSubmission(1)).ok());
  ASSERT_TRUE(world_.Create(GoodSubmission(2)).ok());
  v1::Call other = SampleCall();
  other.set_name("calls/other");
  world_.Apply(other);
  const std::string token = List(1, "")->next_page_token();
  ASSERT_NE(token, "");
  EXPECT_EQ(ReasonOf(List(1, token, "calls/other").status()), v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
  EXPECT_EQ(ReasonOf(List(1, "2").status()), v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN);
  EXPECT_EQ(ReasonOf(List(-1, "").status()), v1::ERROR_REASON_RULES_FAILED);
  EXPECT_EQ(ReasonOf(List(101, "").status()), v1::ERROR_REASON_RULES_FAILED);
  EXPECT_EQ(ReasonOf(List(1, "", "calls/NO").status()), v1::ERROR_REASON_RULES_FAILED);
  EXPECT_EQ(ReasonOf(List(1, "", "calls/none").status()), v1::ERROR_REASON_CALL_NOT_FOUND);
}

}  // namespace
}  // namespace muster::services
