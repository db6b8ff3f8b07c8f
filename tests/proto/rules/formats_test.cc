#include "proto/rules/formats.h"

#include <gtest/gtest.h>

namespace muster::rules {
namespace {

struct Row {
  const char* text;
  bool wanted;
};

TEST(FormatsTest, Hostnames) {
  const std::string label(63, 'a');
  for (const auto& [text, wanted] : std::initializer_list<Row>{{"example.org", true},
                                                               {"example.org.", true},
                                                               {"a", true},
                                                               {"a-b.c", true},
                                                               {"1.2.3.x", true},
                                                               {"", false},
                                                               {".", false},
                                                               {"a..b", false},
                                                               {"-a.b", false},
                                                               {"a-.b", false},
                                                               {"a.1", false},
                                                               {"a_b.c", false},
                                                               {"\u0175.example", false},
                                                               {"a.b..", false}}) {
    EXPECT_EQ(IsHostname(text), wanted) << text;
  }
  EXPECT_TRUE(IsHostname(label + ".org"));
  EXPECT_FALSE(IsHostname(label + "a.org"));
}

TEST(FormatsTest, Addresses) {
  for (const auto& [text, wanted] : std::initializer_list<Row>{{"127.0.0.1", true},
                                                               {"255.255.255.255", true},
                                                               {"256.0.0.1", false},
                                                               {"01.2.3.4", false},
                                                               {"1.2.3", false},
                                                               {"1.2.3.4.5", false},
                                                               {"1.2.3.", false},
                                                               {"", false}}) {
    EXPECT_EQ(IsIp(text, 4), wanted) << text;
  }
  for (const auto& [text, wanted] : std::initializer_list<Row>{{"::", true},
                                                               {"::1", true},
                                                               {"1::", true},
                                                               {"1:2:3:4:5:6:7:8", true},
                                                               {"1:2:3:4:5:6:7", false},
                                                               {"1:2:3:4:5:6:7:8:9", false},
                                                               {"::ffff:1.2.3.4", true},
                                                               {"1.2.3.4::", false},
                                                               {"fe80::1%eth0", true},
                                                               {"fe80::1%", false},
                                                               {"1::2::3", false},
                                                               {":::", false},
                                                               {"12345::", false},
                                                               {":1", false},
                                                               {"1:", false},
                                                               {"g::", false},
                                                               {"1:2:3:4:5:6:7::", true}}) {
    EXPECT_EQ(IsIp(text, 6), wanted) << text;
  }
  EXPECT_TRUE(IsIp("::1") && IsIp("1.2.3.4"));
  EXPECT_FALSE(IsIp("1.2.3.4", 5));
}

TEST(FormatsTest, Prefixes) {
  EXPECT_TRUE(IsIpPrefix("10.0.0.0/8", 4, true));
  EXPECT_FALSE(IsIpPrefix("10.0.0.1/8", 4, true));
  EXPECT_TRUE(IsIpPrefix("10.0.0.1/8", 4));
  EXPECT_FALSE(IsIpPrefix("10.0.0.0/33"));
  EXPECT_FALSE(IsIpPrefix("10.0.0.0/08"));
  EXPECT_FALSE(IsIpPrefix("10.0.0.0"));
  EXPECT_TRUE(IsIpPrefix("2001:db8::/32", 6, true));
  EXPECT_FALSE(IsIpPrefix("2001:db8::1/32", 6, true));
  EXPECT_FALSE(IsIpPrefix("fe80::%eth0/10"));
}

TEST(FormatsTest, HostsWithPorts) {
  for (const auto& [text, wanted] : std::initializer_list<Row>{{"example.org:80", true},
                                                               {"[::1]:80", true},
                                                               {"1.2.3.4:0", true},
                                                               {"example.org", false},
                                                               {"example.org:", false},
                                                               {"example.org:65536", false},
                                                               {"example.org:080", false},
                                                               {"::1:80", false},
                                                               {"[::1]", false},
                                                               {"", false},
                                                               {"[::1:80", false}}) {
    EXPECT_EQ(IsHostAndPort(text, true), wanted) << text;
  }
  EXPECT_TRUE(IsHostAndPort("example.org", false) && IsHostAndPort("[::1]", false));
}

TEST(FormatsTest, Uris) {
  for (const auto& [text, wanted] :
       std::initializer_list<Row>{{"https://example.org/a?b=c#d", true},
                                  {"urn:isbn:1", true},
                                  {"mailto:a@b", true},
                                  {"ftp://u:p@[::1]:21/x;y", true},
                                  {"https://[fe80::1%25eth0]/", true},
                                  {"https://[v1.a:b]", true},
                                  {"a:", true},
                                  {"//example.org/a", false},
                                  {"/a", false},
                                  {"1a:b", false},
                                  {"https://a b", false},
                                  {"https://a/%zz", false},
                                  {"https://a/\u0175", false},
                                  {"https://[::1", false},
                                  {"https://a:b/", false},
                                  {"https://%ff/", false},
                                  {"", false}}) {
    EXPECT_EQ(IsUri(text), wanted) << text;
  }
  for (const auto& [text, wanted] : std::initializer_list<Row>{{"", true},
                                                               {"a/b", true},
                                                               {"./a:b", true},
                                                               {"?q", true},
                                                               {"#f", true},
                                                               {"//example.org", true},
                                                               {":a", false},
                                                               {"a b", false},
                                                               {"1:b", false}}) {
    EXPECT_EQ(IsUriRef(text), wanted) << text;
  }
}

}  // namespace
}  // namespace muster::rules
