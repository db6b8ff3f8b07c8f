#include "server/store/resource.h"

#include "gtest/gtest.h"
#include "muster/v1/receipt.pb.h"

namespace muster::store {
namespace {

TEST(AddFieldBytes, WritesWhatTheMessagesThemselvesWouldWrite) {
  v1::Receipt consents;
  consents.add_consents()->set_field("display_on_day");
  consents.add_consents()->set_given(true);
  v1::SubmissionContent content;
  content.add_evidence()->set_title("Title");
  v1::Receipt by_octets;
  by_octets.set_name("calls/sample/submissions/1");
  v1::Receipt receipt = by_octets;
  *receipt.mutable_consents() = consents.consents();
  *receipt.mutable_submission() = content;
  AddFieldBytes(by_octets, MessageBytes(consents));
  AddFieldBytes(by_octets, v1::Receipt::kSubmissionFieldNumber, MessageBytes(content));
  EXPECT_EQ(by_octets.SerializeAsString(), MessageBytes(receipt));
}

}  // namespace
}  // namespace muster::store
