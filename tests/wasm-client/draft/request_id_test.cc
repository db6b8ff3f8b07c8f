#include "wasm-client/draft/request_id.h"

#include <gtest/gtest.h>

#include "tests/wasm-client/fake_host.h"

namespace muster::client {
namespace {

TEST(RequestIdTest, IsAUuidOfVersion7WithTheTimeInFront) {
  FakeHost host;
  host.now = 0x0123456789ab;
  const std::string id = MakeRequestId(host);
  EXPECT_EQ(id, "01234567-89ab-7708-890a-0b0c0d0e0f10");
  EXPECT_TRUE(IsUuid(id));
}

TEST(RequestIdTest, TellsUuidsFromOtherTexts) {
  EXPECT_TRUE(IsUuid("01234567-89AB-7708-890a-0b0c0d0e0f10"));
  EXPECT_FALSE(IsUuid(""));
  EXPECT_FALSE(IsUuid("0123456789ab-7708-890a-0b0c0d0e0f10-"));
  EXPECT_FALSE(IsUuid("g1234567-89ab-7708-890a-0b0c0d0e0f10"));
}

}  // namespace
}  // namespace muster::client
