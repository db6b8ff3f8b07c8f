// The parser of the browser's messages against protobuf's own, on a class written as the plugin
// writes them.
#include "proto/plain/message.h"

#include <gtest/gtest.h>

#include <random>

#include "muster/v1/question.pb.h"

namespace muster::plain {
namespace {

class PlainChoice final : public Message {
 public:
  PlainChoice();
  const std::string& value() const { return TextAt(0); }
  bool exclusive() const { return NumberAt(3) != 0; }
};
constexpr FieldSchema kChoiceSchema[] = {{1, Kind::kText, false, nullptr},
                                         {2, Kind::kText, false, nullptr},
                                         {3, Kind::kText, false, nullptr},
                                         {4, Kind::kNumber, false, nullptr}};
PlainChoice::PlainChoice() : Message(kChoiceSchema) {}

class PlainCondition final : public Message {
 public:
  PlainCondition();
};
constexpr FieldSchema kConditionSchema[] = {{1, Kind::kText, false, nullptr},
                                            {2, Kind::kText, true, nullptr}};
PlainCondition::PlainCondition() : Message(kConditionSchema) {}

class PlainTimestamp final : public Message {
 public:
  PlainTimestamp();
};
constexpr FieldSchema kTimestampSchema[] = {{1, Kind::kNumber, false, nullptr},
                                            {2, Kind::kNumber, false, nullptr}};
PlainTimestamp::PlainTimestamp() : Message(kTimestampSchema) {}

// muster.v1.Question.
class PlainQuestion final : public Message {
 public:
  PlainQuestion();
  const std::string& id() const { return TextAt(0); }
  int32_t kind() const { return static_cast<int32_t>(NumberAt(1)); }
  List<PlainChoice> choices() const { return List<PlainChoice>(MessagesAt(2)); }
  const std::vector<std::string>& themes() const { return TextsAt(3); }
};
constexpr FieldSchema kQuestionSchema[] = {{1, Kind::kText, false, nullptr},
                                           {4, Kind::kNumber, false, nullptr},
                                           {7, Kind::kMessage, true, Make<PlainChoice>},
                                           {13, Kind::kText, true, nullptr},
                                           {2, Kind::kText, false, nullptr},
                                           {3, Kind::kText, false, nullptr},
                                           {9, Kind::kText, false, nullptr},
                                           {10, Kind::kText, false, nullptr},
                                           {12, Kind::kMessage, false, Make<PlainCondition>},
                                           {14, Kind::kMessage, false, Make<PlainTimestamp>}};
PlainQuestion::PlainQuestion() : Message(kQuestionSchema) {}

v1::Question Sample() {
  v1::Question question;
  question.set_id("team");
  question.set_kind(v1::QUESTION_KIND_SOME_OF);
  question.add_choices()->set_value("a");
  v1::Choice& none = *question.add_choices();
  none.set_value("none");
  none.set_exclusive(true);
  question.add_themes("education");
  question.add_themes("t\xC5\xB7");
  return question;
}

TEST(PlainMessageTest, WhatWasWrittenIsRead) {
  PlainQuestion question;
  EXPECT_EQ(question.id(), "");
  ASSERT_TRUE(question.ParseFromString(Sample().SerializeAsString()));
  EXPECT_EQ(question.id(), "team");
  EXPECT_EQ(question.kind(), 5);
  ASSERT_EQ(question.choices().size(), 2U);
  EXPECT_EQ(question.choices()[1].value(), "none");
  EXPECT_TRUE(question.choices()[1].exclusive());
  EXPECT_FALSE(question.choices()[0].exclusive());
  EXPECT_EQ(question.themes().size(), 2U);
  ASSERT_TRUE(question.ParseFromString(""));
  EXPECT_EQ(question.id(), "");
}

// What each makes of the bytes: the same, or both refuse them.
void ExpectSame(const std::string& bytes) {
  v1::Question theirs;
  PlainQuestion ours;
  const bool good = theirs.ParseFromString(bytes);
  ASSERT_EQ(ours.ParseFromString(bytes), good);
  if (!good) return;
  EXPECT_EQ(ours.id(), theirs.id());
  EXPECT_EQ(ours.kind(), static_cast<int32_t>(theirs.kind()));
  ASSERT_EQ(ours.choices().size(), static_cast<size_t>(theirs.choices_size()));
  for (int i = 0; i < theirs.choices_size(); ++i) {
    EXPECT_EQ(ours.choices()[static_cast<size_t>(i)].value(), theirs.choices(i).value());
  }
  EXPECT_EQ(ours.themes(),
            std::vector<std::string>(theirs.themes().begin(), theirs.themes().end()));
}

TEST(PlainMessageTest, GroupsUnknownFieldsAndBrokenEndsAreTakenAsProtobufTakesThem) {
  const std::string sample = Sample().SerializeAsString();
  for (const std::string& more :
       {std::string("\x9B\x06\x08\x01\x9C\x06", 6), std::string("\x9B\x06\x08\x01", 4),
        std::string("\x9B\x06\x94\x06", 4), std::string("\x0C", 1), std::string("\x00", 1),
        std::string("\x07", 1), std::string("\x20\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11),
        std::string("\x20\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 12),
        std::string("\x0A\x02\xC3\x28", 4),
        std::string("\x0A\x05"
                    "ab",
                    4),
        std::string("\x21"
                    "12345678",
                    9),
        std::string("\x25"
                    "1234",
                    5),
        std::string("\x08\x01", 2)}) {
    ExpectSame(sample + more);
    ExpectSame(more + sample);
  }
}

TEST(PlainMessageTest, DisturbedBytesAreTakenAsProtobufTakesThem) {
  const std::string sample = Sample().SerializeAsString();
  std::mt19937 random(20261122);
  for (int round = 0; round < 50000; ++round) {
    std::string bytes = sample;
    for (unsigned i = 0; i < 1 + random() % 3; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    bytes.resize(random() % 4 == 0 ? random() % bytes.size() : bytes.size());
    ExpectSame(bytes);
    if (testing::Test::HasFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace muster::plain
