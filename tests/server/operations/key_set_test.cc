#include "server/operations/key_set.h"

#include <vector>

#include "gmock/gmock.h"

namespace muster::operations {
namespace {

using Keys = std::vector<std::string>;

KeySum SumOf(const Keys& keys) {
  KeySum sum;
  for (const std::string& key : keys) sum.Add(key);
  return sum;
}

Keys Differences(const Keys& expected, const Keys& found) {
  Keys told;
  const auto each = [](const Keys& keys) {
    return [&keys](absl::FunctionRef<void(std::string_view)> tell) {
      for (const std::string& key : keys) tell(key);
      return absl::OkStatus();
    };
  };
  const auto expected_source = each(expected);
  const auto found_source = each(found);
  EXPECT_TRUE(CompareKeys(expected_source, found_source, [&](std::string_view key, int count) {
                told.push_back(std::string(key) + ":" + std::to_string(count));
              }).ok());
  return told;
}

TEST(KeySumTest, OrderPlaysNoPartAndEveryKeyDoes) {
  EXPECT_EQ(SumOf({"a", "b", "c"}), SumOf({"c", "a", "b"}));
  EXPECT_NE(SumOf({"a", "b"}), SumOf({"a", "c"}));
  EXPECT_NE(SumOf({"a"}), SumOf({"a", "a"}));
  EXPECT_NE(SumOf({}), SumOf({""}));
}

TEST(CompareKeysTest, TellsWhatIsMissingOrThereTwice) {
  EXPECT_THAT(Differences({"a", "b"}, {"b", "a"}), testing::IsEmpty());
  EXPECT_THAT(Differences({"a", "b", "c"}, {"c", "a", "c", "d"}),
              testing::UnorderedElementsAre("b:0", "c:2"));
}

TEST(CompareKeysTest, TakesMoreKeysThanItHoldsAtOnce) {
  Keys many;
  for (int number = 0; number < 250000; ++number) many.push_back(std::to_string(number));
  Keys fewer = many;
  fewer.pop_back();
  EXPECT_THAT(Differences(many, fewer), testing::ElementsAre("249999:0"));
}

}  // namespace
}  // namespace muster::operations
