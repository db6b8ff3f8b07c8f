#include <set>
#include <string>

#include "gmock/gmock.h"
#include "server/store/reference.h"
#include "server/store/secrets.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

TEST(Uuid, TextAndOctetsAreTheSameUuid) {
  const std::string text = "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17";
  const std::optional<std::string> octets = ParseUuid(text);
  ASSERT_TRUE(octets.has_value());
  EXPECT_EQ(octets->size(), 16u);
  EXPECT_EQ(UuidText(*octets), text);
  EXPECT_EQ(ParseUuid("01900D5C-7C4E-7A3B-9D41-5F0C2B8E6A17"), octets);
}

TEST(Uuid, OtherTextIsNone) {
  for (const char* text :
       {"", "-", "01900d5c", "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a1",
        "01900d5c7c4e7a3b9d415f0c2b8e6a17", "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a170",
        "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a1g", "01900d5c_7c4e_7a3b_9d41_5f0c2b8e6a17"}) {
    EXPECT_FALSE(ParseUuid(text).has_value()) << text;
  }
}

TEST(Uuid, NewOnesAreOfVersionSevenAndInOrderOfTime) {
  std::string last;
  for (int microseconds = 0; microseconds < 3000; ++microseconds) {
    const std::string next = NewUuid(At("10:00") + absl::Microseconds(microseconds));
    EXPECT_LT(last, next);
    EXPECT_EQ(UuidText(next)[14], '7');
    EXPECT_THAT(std::string("89ab"), testing::HasSubstr(UuidText(next).substr(19, 1)));
    last = next;
  }
  EXPECT_NE(NewUuid(At("10:00")), NewUuid(At("10:00")));
}

TEST(Reference, IsThreeGroupsOfFourCharactersThatAreNotConfused) {
  std::set<std::string> references;
  for (int i = 0; i < 1000; ++i) {
    const std::string reference = NewReference(At("10:00") + absl::Milliseconds(10 * i));
    EXPECT_THAT(reference, testing::MatchesRegex("[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}"));
    EXPECT_TRUE(IsReference(reference)) << reference;
    references.insert(reference);
  }
  EXPECT_EQ(references.size(), 1000u);
  for (const char* other : {"", "7K3M-QX9D-2WF", "7K3M-QX9D-2WFAA", "7K3M-QX9D--WFA",
                            "7K3MAQX9D-2WFA", "7k3m-qx9d-2wfa", "7K3M-QX9D-2WF0"}) {
    EXPECT_FALSE(IsReference(other)) << other;
  }
}

TEST(Reference, NewOnesAreInOrderOfTimeAndNotToBeToldBefore) {
  std::string last;
  for (int hundredths = 0; hundredths < 3000; ++hundredths) {
    const std::string next = NewReference(At("10:00") + absl::Milliseconds(10 * hundredths));
    EXPECT_LT(last, next);
    last = next;
  }
  const std::string one = NewReference(At("10:00"));
  const std::string other = NewReference(At("10:00") + absl::Milliseconds(9));
  EXPECT_EQ(one.substr(0, 8), other.substr(0, 8));
  EXPECT_NE(one, other);
}

class SecretsTest : public EngineTest {};

TEST_P(SecretsTest, TheSecretIsMadeOnceAndStays) {
  const std::string secret = *AccessKeySecret(engine(), At("08:00"));
  EXPECT_EQ(secret.size(), 32u);
  Reopen();
  EXPECT_EQ(*AccessKeySecret(engine(), At("09:00")), secret);
}

INSTANTIATE_TEST_SUITE_P(Engines, SecretsTest, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
