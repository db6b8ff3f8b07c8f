#include "wasm-client/draft/draft_request.h"

#include <gtest/gtest.h>

#include "muster/v1/submission_service.pb.h"

namespace muster::client {
namespace {

TEST(DraftRequestTest, IsTheContractsRequestMessage) {
  v1::SubmissionContent content;
  content.set_information_outside_themes("words");
  const std::string bytes =
      WriteDraftRequest({"calls/winter", content.SerializeAsString(), "some-id"});
  v1::CreateSubmissionRequest request;
  ASSERT_TRUE(request.ParseFromString(bytes));
  EXPECT_EQ(request.parent(), "calls/winter");
  EXPECT_EQ(request.content().information_outside_themes(), "words");
  EXPECT_EQ(request.request_id(), "some-id");
  const DraftRequest draft = ReadDraftRequest(request.SerializeAsString());
  EXPECT_EQ(draft.parent, "calls/winter");
  EXPECT_EQ(draft.content, content.SerializeAsString());
  EXPECT_EQ(draft.request_id, "some-id");
}

TEST(DraftRequestTest, BytesThatAreNoMessageGiveAnEmptyDraft) {
  EXPECT_EQ(ReadDraftRequest("\xff\xff").content, "");
  EXPECT_EQ(ReadDraftRequest("").content, "");
}

}  // namespace
}  // namespace muster::client
