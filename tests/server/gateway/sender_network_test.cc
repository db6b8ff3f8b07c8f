#include "server/gateway/sender_network.h"

#include <gtest/gtest.h>

namespace muster::gateway {
namespace {

// The keys of two addresses; nothing is said of how they look.
bool AreOne(std::string_view one, std::string_view other) {
  return NetworkOf(one).has_value() && NetworkOf(one) == NetworkOf(other);
}

TEST(NetworkOfTest, AnIpv4AddressIsASenderAndAnIpv6NetworkOf64BitsIsOne) {
  EXPECT_TRUE(AreOne("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(AreOne("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(AreOne("192.0.2.1", "::ffff:192.0.2.1")) << "IPv4 written as IPv6";
  EXPECT_FALSE(AreOne("::ffff:192.0.2.1", "::ffff:192.0.2.2"));
  EXPECT_TRUE(AreOne("2001:db8:0:1::1", "2001:0DB8:0:1:ffff:ffff:ffff:ffff"));
  EXPECT_FALSE(AreOne("2001:db8:0:1::1", "2001:db8:0:2::1"));
}

TEST(NetworkOfTest, WhatIsNoAddressIsNoNetwork) {
  for (const char* text : {"", " ", "unknown", "192.0.2", "192.0.2.256", "192.0.2.1:80",
                           "192.0.2.1 ", "[2001:db8::1]", "2001:db8::1::2", "1", "_hidden"}) {
    EXPECT_EQ(NetworkOf(text), std::nullopt) << text;
  }
}

class SenderNetworksTest : public testing::Test {
 protected:
  // Whether a request that comes from a peer with these headers is counted under an address; under
  // nobody, where that is empty.
  void ExpectSender(const std::string& address, const std::string& peer,
                    const std::vector<std::string>& forwarded_for) {
    HttpRequest request;
    request.peer_address = peer;
    for (const std::string& value : forwarded_for) {
      request.headers.push_back({"x-forwarded-for", value});
      request.headers.push_back({"forwarded", "for=192.0.2.99"});
      request.headers.push_back({"x-real-ip", "192.0.2.99"});
    }
    const std::string expected = address.empty() ? "" : NetworkOf(address).value();
    EXPECT_EQ(senders_.Of(request), expected)
        << peer << " for " << (forwarded_for.empty() ? "nobody" : forwarded_for.back());
  }

  const SenderNetworks senders_ =
      *SenderNetworks::Make({"10.0.0.1", "127.0.0.1", "2001:DB8:0:0::0001"});
};

TEST_F(SenderNetworksTest, APeerThatIsNoTrustedProxyIsTheSenderWhateverItSays) {
  ExpectSender("192.0.2.1", "192.0.2.1", {});
  ExpectSender("192.0.2.1", "192.0.2.1", {"198.51.100.7"});
  ExpectSender("10.0.0.2", "10.0.0.2", {"198.51.100.7"});
  ExpectSender("2001:db8::2", "2001:db8::2", {"198.51.100.7"});
}

TEST_F(SenderNetworksTest, OfATrustedProxyTheLastAddressIsTheSender) {
  for (const char* proxy : {"10.0.0.1", "127.0.0.1", "2001:db8::1", "::ffff:10.0.0.1"}) {
    ExpectSender("198.51.100.7", proxy, {"198.51.100.7"});
    ExpectSender("198.51.100.7", proxy, {"192.0.2.1, 192.0.2.2 ,  198.51.100.7 "});
    ExpectSender("198.51.100.7", proxy, {"192.0.2.1,198.51.100.7"});
    ExpectSender("198.51.100.7", proxy, {"192.0.2.1, 192.0.2.2", "198.51.100.7"});
    ExpectSender("2001:db8:5::7", proxy, {"192.0.2.1", "192.0.2.2, 2001:db8:5::8"});
    ExpectSender("127.0.0.5", proxy, {"127.0.0.5"});
  }
}

TEST_F(SenderNetworksTest, OfATrustedProxyThatNamesNobodyItselfIsTheSender) {
  ExpectSender("10.0.0.1", "10.0.0.1", {});
  for (const char* value : {"", "unknown", "192.0.2.1, unknown", "192.0.2.1,", "192.0.2.1:443",
                            "192.0.2.1 192.0.2.2", "\"192.0.2.1\""}) {
    ExpectSender("10.0.0.1", "10.0.0.1", {"192.0.2.1", value});
  }
  ExpectSender("127.0.0.1", "127.0.0.1", {});
}

TEST_F(SenderNetworksTest, ThisMachineIsNobodyUnlessItIsATrustedProxy) {
  for (const char* peer : {"127.0.0.2", "127.255.255.254", "::1", "::ffff:127.0.0.2"}) {
    ExpectSender("", peer, {});
    ExpectSender("", peer, {"198.51.100.7"});
  }
}

TEST_F(SenderNetworksTest, BehindSeveralTrustedProxiesTheLastOneThatIsNoneIsTheSender) {
  ExpectSender("198.51.100.7", "10.0.0.1", {"192.0.2.1, 198.51.100.7, 2001:db8::1"});
  ExpectSender("198.51.100.7", "10.0.0.1", {"192.0.2.1, 198.51.100.7", "127.0.0.1, 2001:db8::1"});
  ExpectSender("2001:db8::1", "10.0.0.1", {"2001:db8::1"});
  ExpectSender("2001:db8::1", "10.0.0.1", {"198.51.100.7, unknown, 2001:db8::1"});
}

TEST(SenderNetworksOfNetworksTest, EachAddressOfATrustedNetworkIsAProxy) {
  const SenderNetworks senders = *SenderNetworks::Make({"10.1.0.0/16", "2001:db8:1::/48"});
  const auto sender_of = [&senders](const std::string& peer) {
    HttpRequest request;
    request.peer_address = peer;
    request.headers = {{"x-forwarded-for", "198.51.100.7"}};
    return senders.Of(request);
  };
  for (const char* proxy : {"10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "2001:db8:1:ffff::1"}) {
    EXPECT_EQ(sender_of(proxy), NetworkOf("198.51.100.7")) << proxy;
  }
  for (const char* other : {"10.0.255.255", "10.2.0.0", "2001:db8:2::1"}) {
    EXPECT_EQ(sender_of(other), NetworkOf(other)) << other;
  }
}

TEST(SenderNetworksMakeTest, WhatIsNoAddressIsNamed) {
  for (const char* text : {"", "proxy.example.org", "10.0.0.1:80", "10.0.0.0/33", "10.0.0.0/-1",
                           "10.0.0.0/", "::/129", "/8"}) {
    const absl::Status refused = SenderNetworks::Make({"10.0.0.1", text}).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(refused.message().find(std::string("\"") + text + "\" is no address of a proxy"),
              absl::string_view::npos);
  }
}

}  // namespace
}  // namespace muster::gateway
