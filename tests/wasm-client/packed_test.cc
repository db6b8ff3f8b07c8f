#include "wasm-client/packed.h"

#include <gtest/gtest.h>

namespace muster::client {
namespace {

TEST(PackedTest, GivesBackWhatWasPacked) {
  Packer packer;
  packer.Add("text")
      .AddNumber(-1'795'000'000'000)
      .Add("")
      .Add(std::string_view("\0\xff", 2))
      .Add("1");
  Unpacker unpacker(packer.bytes());
  EXPECT_EQ(unpacker.NextText(), "text");
  EXPECT_EQ(unpacker.NextNumber(), -1'795'000'000'000);
  EXPECT_EQ(unpacker.Next(), "");
  EXPECT_EQ(unpacker.Next(), std::string_view("\0\xff", 2));
  EXPECT_FALSE(unpacker.empty());
  EXPECT_TRUE(unpacker.NextFlag());
  EXPECT_TRUE(unpacker.empty());
}

TEST(PackedTest, WhatIsCutShortReadsAsEmpty) {
  Packer packer;
  packer.Add("text");
  for (size_t size = 0; size < packer.bytes().size(); ++size) {
    Unpacker unpacker(std::string_view(packer.bytes()).substr(0, size));
    EXPECT_LE(unpacker.Next().size(), 3u);
    EXPECT_TRUE(unpacker.empty());
    EXPECT_EQ(unpacker.NextNumber(), 0);
  }
}

}  // namespace
}  // namespace muster::client
