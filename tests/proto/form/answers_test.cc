#include "proto/form/answers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "muster/v1/submission_service.form.h"
#include "muster/v1/submission_service.pb.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

const Message& kContent = *v1::kCreateSubmissionRequestForm.content;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  const uint64_t value = text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
  printf("%s=%llu\n", name, static_cast<unsigned long long>(value));
  return value;
}

Answers Blank() { return Answers(kContent); }

TEST(AnswersTest, ADraftIsTheMessagesOwnBytes) {
  const Answers answers = With(Blank(), {{"submitter.type", "SUBMITTER_TYPE_ORGANISATION"},
                                         {"submitter.full_name", " Ann "},
                                         {"evidence[1].links[1]", "https://example.org"},
                                         {"evidence[1].themes", "education"},
                                         {"consents.publish_afterwards", "true"},
                                         {"answers[team-size]", "12"}});
  v1::SubmissionContent content;
  ASSERT_TRUE(content.ParseFromString(answers.Serialize()));
  EXPECT_EQ(content.submitter().type(), v1::SUBMITTER_TYPE_ORGANISATION);
  EXPECT_EQ(content.submitter().full_name(), " Ann ");
  ASSERT_EQ(content.evidence_size(), 2);
  EXPECT_EQ(content.evidence(1).links(1), "https://example.org");
  EXPECT_EQ(content.evidence(1).themes(0), "education");
  EXPECT_TRUE(content.consents().publish_afterwards());
  ASSERT_EQ(content.answers_size(), 1);
  EXPECT_EQ(content.answers(0).question_id(), "team-size");
  EXPECT_EQ(content.SerializeAsString(), answers.Serialize());
}

TEST(AnswersTest, UnknownFieldsAreDroppedAndMalformedBytesGiveBlankAnswers) {
  const std::string good = SubmissionAnswers().Serialize();
  bool complete = false;
  // Field 1000, a varint, and field 1001, eight bytes.
  const std::string unknown = std::string("\xC0\x3E\x01\xC9\x3E") + "12345678";
  EXPECT_EQ(Answers::Parse(kContent, good + unknown, &complete).Serialize(), good);
  EXPECT_TRUE(complete);
  EXPECT_EQ(Answers::Parse(kContent, good.substr(0, good.size() - 1), &complete).Serialize(), "");
  EXPECT_FALSE(complete);
  EXPECT_EQ(Answers::Parse(kContent, "\xFF\xFF\xFF", &complete).Serialize(), "");
}

TEST(AnswersTest, ForAContextTheTextsAreKeptOnWhichOneDecides) {
  const Answers all = With(Blank(), {{"submitter.full_name", "Ann"},
                                     {"evidence[1].title", "A title"},
                                     {"evidence[1].links[1]", "https://example.org"},
                                     {"evidence[1].themes", "education"},
                                     {"consents.wording_version", "2026-11"},
                                     {"answers[team-size]", "12"}});
  const auto parsed = [](const std::string& bytes, bool* complete) {
    return Answers::Parse(kContent, bytes, complete, Answers::Keep::kOfContext);
  };
  bool complete = false;
  const Answers kept = parsed(all.Serialize(), &complete);
  EXPECT_TRUE(complete);
  for (const char* path :
       {"evidence[1].themes", "consents.wording_version", "answers[team-size]"}) {
    EXPECT_EQ(kept.Get(path), all.Get(path)) << path;
  }
  EXPECT_EQ(kept.Get("submitter.full_name"), "");
  EXPECT_EQ(kept.Get("evidence[1].title"), "");
  EXPECT_EQ(kept.Count("evidence"), 2U);
  EXPECT_EQ(kept.Count("evidence[1].links"), 2U);
  // Nor is more taken up than otherwise.
  v1::SubmissionContent content;
  v1::EvidenceItem& item = *content.add_evidence();
  for (int i = 0; i < 300; ++i) item.add_links("https://example.org");
  parsed(content.SerializeAsString(), &complete);
  EXPECT_FALSE(complete);
  content.Clear();
  content.set_information_outside_themes(std::string(Answers::kMaxBytes, 'a'));
  parsed(content.SerializeAsString(), &complete);
  EXPECT_FALSE(complete);
}

TEST(AnswersTest, WhatNoControlCouldHaveTypedIsRefused) {
  Answers answers = Blank();
  EXPECT_FALSE(answers.Set("submitter.type", "SUBMITTER_TYPE_UNSPECIFIED"));
  EXPECT_FALSE(answers.Set("submitter.nothing", "x"));
  EXPECT_FALSE(answers.Set("submitter", "x"));
  EXPECT_FALSE(answers.Set("evidence[999999999999].title", "x"));
  EXPECT_FALSE(answers.Set("evidence[-1].title", "x"));
  EXPECT_FALSE(answers.Set("evidence[0", "x"));
  EXPECT_FALSE(answers.Set("evidence[0].links", "x"));
  EXPECT_FALSE(answers.Set("", "x"));
  EXPECT_FALSE(answers.Set("submitter.full_name[0]", "x"));
  EXPECT_EQ(answers.Serialize(), "");
}

TEST(AnswersTest, ATextLongerThanItsRuleIsKeptAndOneBeyondTheBoundIsRefused) {
  Answers answers = Blank();
  EXPECT_TRUE(answers.Set("submitter.full_name", std::string(5000, 'a')));
  EXPECT_EQ(answers.Get("submitter.full_name").size(), 5000U);
  EXPECT_FALSE(answers.Set("submitter.email", std::string(Answers::kMaxBytes, 'a')));
  EXPECT_EQ(answers.Get("submitter.email"), "");
  const std::string bytes = "\x1A" + std::string("\x80\x80\x80\x01") + std::string(1 << 21, 'a');
  bool complete = true;
  EXPECT_EQ(Answers::Parse(kContent, bytes, &complete).Get("information_outside_themes"), "");
  EXPECT_FALSE(complete);
}

TEST(AnswersTest, OnlyWhatIsAddedNeedsRoom) {
  Answers answers = Blank();
  const std::string text(Answers::kMaxBytes / 3 * 2, 'a');
  ASSERT_TRUE(answers.Set("information_outside_themes", text));
  // More than a third of the room is not there twice; the same text, longer or shorter, is.
  EXPECT_TRUE(answers.Set("information_outside_themes", text + "b"));
  EXPECT_TRUE(answers.Set("information_outside_themes", text.substr(1)));
  EXPECT_FALSE(answers.Set("submitter.full_name", text));
  EXPECT_FALSE(answers.Set("information_outside_themes", text + text));
  EXPECT_EQ(answers.Get("information_outside_themes"), text.substr(1));
  EXPECT_TRUE(answers.Set("submitter.full_name", std::string(1000, 'b')));
  // For a page that shows it and keeps it nowhere.
  EXPECT_TRUE(answers.Set("submitter.full_name", text, std::string::npos));
}

TEST(AnswersTest, NotesTakeOfTheSameRoom) {
  Answers answers = Blank();
  const std::string text(Answers::kMaxBytes - 10'000, 'a');
  ASSERT_TRUE(answers.Set("information_outside_themes", text));
  for (int i = 0; i < 10; ++i) answers.SetNote("note" + std::to_string(i), std::string(1000, 'n'));
  EXPECT_FALSE(answers.Set("submitter.full_name", std::string(1000, 'b')));
  answers.SetNote("note0", "");
  answers.SetNote("note1", "");
  EXPECT_TRUE(answers.Set("submitter.full_name", std::string(1000, 'b')));
}

TEST(AnswersTest, ManyFieldsInAPostAreCountedOnceAndBounded) {
  Answers answers = Blank();
  const std::string text(1000, 'a');
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string at = "answers[q" + std::to_string(i) + "]";
    taken += answers.Set(at, text);
  }
  // Twice what the rule of the list allows.
  EXPECT_EQ(taken, 100);
  for (int i = 0; i < 2000; ++i) {
    answers.Set("evidence[" + std::to_string(i % 25) + "].what_was_done", std::string(60000, 'b'));
  }
  EXPECT_EQ(answers.Count("evidence"), 15U);
  bool complete = false;
  Answers::Parse(kContent, answers.Serialize(), &complete);
  EXPECT_TRUE(complete);
}

TEST(AnswersTest, ListsAreAsLongAsTheirRuleAllows) {
  Answers answers = Blank();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(answers.AddEntry("evidence"));
  EXPECT_FALSE(answers.AddEntry("evidence"));
  EXPECT_FALSE(answers.AddEntry("submitter"));
  EXPECT_TRUE(answers.Set("evidence[9].title", "last"));
  EXPECT_TRUE(answers.RemoveEntry("evidence[0]"));
  EXPECT_EQ(answers.Get("evidence[8].title"), "last");
  EXPECT_FALSE(answers.RemoveEntry("evidence[9]"));
}

TEST(AnswersTest, BrokenUtf8IsRepairedSoThatThePayloadCanAlwaysBeRead) {
  Answers answers = With(Blank(), {{"information_outside_themes", "a\xFF\xC3z\xED\xA0\x80"}});
  v1::SubmissionContent content;
  EXPECT_TRUE(content.ParseFromString(answers.Serialize()));
  EXPECT_EQ(content.information_outside_themes(),
            "a\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(AnswersTest, ElementIdsAreUniqueAndGoodInSelectors) {
  EXPECT_EQ(ElementId("submitter.full_name"), "submitter-full_name");
  EXPECT_EQ(ElementId("evidence[0].links[1]"), "evidence-0-links-1");
  EXPECT_EQ(ElementId("answers[team-size]"), "answers-team_size");
  EXPECT_NE(ElementId("answers[team-size]"), ElementId("answers[team].size"));
}

// Seeded: random bytes, and random damage to good ones, never crash, and what was read is read
// back.
TEST(AnswersTest, AnyBytesAreReadAndWhatWasReadIsStable) {
  std::mt19937_64 random(FromEnvironment("SEED", 20261122));
  const uint64_t rounds = FromEnvironment("ROUNDS", 20000);
  const std::string good = SubmissionAnswers().Serialize();
  for (uint64_t round = 0; round < rounds; ++round) {
    std::string bytes = round % 2 == 0 ? good : std::string(random() % 64, '\0');
    for (uint64_t i = 0, changes = random() % 8; i < changes && !bytes.empty(); ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    if (round % 3 == 0) bytes.resize(random() % (bytes.size() + 1));
    const std::string once = Answers::Parse(kContent, bytes).Serialize();
    ASSERT_EQ(Answers::Parse(kContent, once).Serialize(), once) << "round " << round;
    v1::SubmissionContent content;
    ASSERT_TRUE(content.ParseFromString(once)) << "round " << round;
  }
}

}  // namespace
}  // namespace muster::form
