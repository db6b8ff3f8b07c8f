#include "wasm-client/form/address.h"

#include <gtest/gtest.h>

namespace muster::client {
namespace {

TEST(AddressTest, ReadsWhatItWrites) {
  for (const form::Place& place :
       {form::Place{"evidence", false}, form::Place{"about-you", true}}) {
    const std::string address = AddressOf("/calls/winter/submit", place);
    EXPECT_EQ(PlaceOf(address), place) << address;
    EXPECT_EQ(PathOf(address), "/calls/winter/submit");
  }
}

TEST(AddressTest, AnAddressWithoutAPageNamesNone) {
  EXPECT_EQ(PlaceOf("/calls/winter/submit"), form::Place());
  EXPECT_EQ(PlaceOf("/calls/winter/submit?other=1&pages=x#page=y"), form::Place());
  EXPECT_EQ(PlaceOf("/submit?a=b&page=x#top").page, "x");
}

}  // namespace
}  // namespace muster::client
