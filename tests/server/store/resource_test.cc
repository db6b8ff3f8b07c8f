#include "server/store/resource.h"

#include "gtest/gtest.h"
#include "muster/v1/receipt.pb.h"

namespace muster::store {
namespace {

TEST(SetMessageBytes, WritesWhatTheMessageItselfWouldWrite) {
  v1::Receipt receipt;
  receipt.set_name("calls/sample/submissions/1");
  receipt.add_consents()->set_field("publish_afterwards");
  v1::Receipt by_octets = receipt;
  receipt.mutable_submission()->add_evidence()->set_title("Title");
  SetMessageBytes(by_octets, v1::Receipt::kSubmissionFieldNumber,
                  MessageBytes(receipt.submission()));
  EXPECT_EQ(by_octets.SerializeAsString(), MessageBytes(receipt));

  v1::Receipt read;
  ASSERT_TRUE(read.ParseFromString(by_octets.SerializeAsString()));
  EXPECT_EQ(read.submission().evidence(0).title(), "Title");
}

}  // namespace
}  // namespace muster::store
