#include "wasm-client/form/sent_receipt.h"

#include <gtest/gtest.h>

#include "muster/v1/receipt.pb.h"

namespace muster::client {
namespace {

TEST(SentReceiptTest, AddressLeadsToTheReceiptWithItsKey) {
  v1::Receipt receipt;
  receipt.set_name("calls/winter/submissions/x1");
  receipt.set_reference("AB12-CD34-EF56");
  receipt.set_access_key("a-b_c");
  const SentReceipt sent = ReadSentReceipt(receipt.SerializeAsString());
  EXPECT_EQ(sent.reference, "AB12-CD34-EF56");
  EXPECT_EQ(sent.Address(), "/calls/winter/submissions/x1?key=a-b_c");
}

TEST(SentReceiptTest, BytesThatAreNoReceiptHaveNoName) {
  EXPECT_EQ(ReadSentReceipt("").name, "");
  EXPECT_EQ(ReadSentReceipt("\x12\xff").name, "");
}

}  // namespace
}  // namespace muster::client
