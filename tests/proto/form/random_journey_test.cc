// Seeded journeys: whatever is done in whatever order, nothing typed is lost, there is no dead end,
// and what is sent passes the rules.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "muster/v1/submission_service.form.h"
#include "proto/form/context_rules.h"
#include "proto/form/journey.h"
#include "proto/form/path.h"
#include "proto/form/render.h"
#include "proto/form/text.h"
#include "proto/rules/violations.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

const Form& kEnglish = v1::kCreateSubmissionRequestForm;
const Form& kWelsh = v1::kCreateSubmissionRequestFormWelsh;
constexpr std::string_view kTranslated = "Yn Gymraeg: ";
constexpr char kRequestId[] = "0190b6a0-0000-7000-8000-000000000001";

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  const uint64_t value = text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
  printf("%s=%llu\n", name, static_cast<unsigned long long>(value));
  return value;
}

class Walker {
 public:
  explicit Walker(uint64_t seed) : random_(seed) {
    const uint64_t kind = random_() % 4;
    context_ = kind == 0   ? SampleCall()
               : kind == 1 ? SampleCallWithQuestions()
                           : SampleCallWithEveryKind();
    context_.set_language_code("en");
    turn_.place = FirstPlace(*form_);
  }

  void Step() {
    switch (random_() % 11) {
      case 0:
        return Do("continue");
      case 1:
        return Do("back");
      case 2:
        return Do(Pick({"add:evidence", "add:evidence[0].links", "add:evidence[1].links",
                        "add:answers[site]", "sections", "task:evidence", "task:consents"}));
      case 3:
        return random_() % 4 == 0 ? Remove() : Reload();
      case 4:
        return random_() % 3 == 0 ? Do("send") : Do("continue");
      case 5:
        return Do("change:" + std::string(form_->steps[random_() % form_->steps.size()].id));
      case 6:
        return ChooseSome();
      case 7:
        return SwitchLanguage();
      default:
        return Type();
    }
  }

  // From here to a sent form by answering what is asked.
  void Finish() {
    for (const auto& [path, value] : SubmissionPaths()) {
      turn_.answers.Clear(path);
      turn_.answers = With(std::move(turn_.answers), {{path, value}});
    }
    turn_.answers.Clear("evidence");
    turn_.answers.Clear("answers");
    turn_.answers.Set("answers[paid]", "no");
    turn_.answers.Choose("answers[agree]", "agreed", true);
    turn_.answers.Set("answers[why]", "Because");
    AnswerIfComplete(*form_, "evidence", kComplete, turn_.answers);
    turn_.answers.Set("information_outside_themes", "Something");
    typed_.clear();
    turn_.place = FirstPlace(*form_);
    for (int i = 0; i < 20 && turn_.place.page != kCheckPage; ++i) Do("continue");
    ASSERT_EQ(turn_.place.page, kCheckPage);
    Do("send");
    ASSERT_EQ(turn_.outcome, Outcome::kSend) << TextsOf(turn_.errors).front();
  }

  void Check() const {
    for (const auto& [path, value] : typed_) ASSERT_EQ(turn_.answers.Get(path), value) << path;
    PageView view;
    view.form = form_;
    view.context = &context_;
    view.answers = &turn_.answers;
    view.place = turn_.place;
    view.errors = turn_.errors;
    const Page page = RenderPage(view);
    CheckVerdict();
    ASSERT_NE(page.main.find("value=\"" + std::string(turn_.place.page) + "\""), std::string::npos);
    for (const FieldError& error : turn_.errors) {
      ASSERT_NE(page.main.find("id=\"" + error.element_id + "\""), std::string::npos)
          << turn_.place.page << ": " << error.path << ": " << error.text;
    }
  }

 private:
  // What would be sent passes the rules, or the form says why it can't be.
  void CheckVerdict() const {
    rules::Violations violations;
    const bool passes = CheckRequest(
        *form_, context_, RequestBytes(*form_, context_, turn_.answers, kRequestId), violations);
    const std::vector<FieldError> errors = CheckAll(*form_, context_, turn_.answers);
    ASSERT_EQ(passes, errors.empty());
    for (const FieldError& error : errors) ASSERT_FALSE(error.text.empty()) << error.path;
    ASSERT_TRUE(passes || turn_.outcome != Outcome::kSend);
  }

  static PathsAndValues SubmissionPaths() {
    return {{"submitter.type", "SUBMITTER_TYPE_INDIVIDUAL"},
            {"submitter.full_name", "Ann"},
            {"submitter.email", "ann@example.org"},
            {"submitter.profession", ""}};
  }

  std::string Pick(std::initializer_list<const char*> of) {
    return *(of.begin() + random_() % of.size());
  }

  void Do(const std::string& action) {
    turn_ = TakeTurn(*form_, context_, std::move(turn_.answers), turn_.place, action);
  }

  void Type() {
    // The page with the errors is not shown again after this.
    turn_.errors.clear();
    const std::string path = Pick({"submitter.type",
                                   "submitter.organisation_name",
                                   "submitter.organisation_role",
                                   "submitter.profession",
                                   "submitter.full_name",
                                   "submitter.email",
                                   "evidence[0].title",
                                   "evidence[0].setting",
                                   "evidence[0].what_was_done",
                                   "evidence[0].links[0]",
                                   "evidence[1].title",
                                   "evidence[1].what_changed",
                                   "evidence[1].links[2]",
                                   "information_outside_themes",
                                   "answers[team-size]",
                                   "answers[paid]",
                                   "answers[band]",
                                   "consents.display_on_day",
                                   "answers[age]",
                                   "answers[started].day",
                                   "answers[started].month",
                                   "answers[started].year",
                                   "answers[phone]",
                                   "answers[mail]",
                                   "answers[site][0]",
                                   "answers[site][2]",
                                   "answers[home].line_1",
                                   "answers[home].postcode",
                                   "answers[role]",
                                   "answers[why]",
                                   "answers[how]",
                                   "answers[taught]",
                                   "answers[old]"});
    std::string value = Pick({"",
                              "a",
                              "Ann Lee",
                              "ann@example.org",
                              "https://example.org",
                              "tŷ 👩‍⚕️",
                              "one\r\ntwo",
                              "  spaced  ",
                              "yes",
                              "3",
                              "<b>&\"'",
                              "\xFF\xFE",
                              "x\x01y",
                              "12x",
                              "31",
                              "feb",
                              "2026",
                              "-4.5",
                              "LS1 4AP",
                              "01632 960 001",
                              "nurse"});
    if (random_() % 16 == 0) value.assign(5000, 'z');
    if (path == "submitter.type") {
      value = Pick({"SUBMITTER_TYPE_INDIVIDUAL", "SUBMITTER_TYPE_ORGANISATION"});
    }
    if (path.starts_with("consents.")) value = Pick({"true", ""});
    if (!turn_.answers.Set(path, value)) return;
    typed_[path] = WithLineFeeds(Repaired(value));
    // Each part of a date or an address is one line.
    const bool part = path.starts_with("answers[") && path.find("].") != std::string::npos;
    if (part) typed_[path] = OneLine(typed_[path], /*keep_ends=*/true);
  }

  void ChooseSome() {
    turn_.errors.clear();
    const bool chosen = random_() % 3 != 0;
    switch (random_() % 4) {
      case 0:
        turn_.answers.Choose("evidence[0].themes", Pick({"education", "workforce", "gone"}),
                             chosen);
        break;
      case 1:
        turn_.answers.Choose("answers[agree]", "agreed", chosen);
        break;
      case 2:
        turn_.answers.Choose("answers[needs]", Pick({"loop", "ramp", "none"}), chosen);
        break;
      default:
        AnswerIfComplete(*form_, "evidence", Pick({"complete", "later"}), turn_.answers);
    }
  }

  void Remove() {
    const size_t count = turn_.answers.Count("evidence");
    if (count == 0) return;
    const size_t index = random_() % count;
    Do("remove:" + EntryPath("evidence", index));
    std::map<std::string, std::string> kept;
    for (const auto& [path, value] : typed_) {
      if (!path.starts_with("evidence[")) {
        kept[path] = value;
        continue;
      }
      const size_t at = static_cast<size_t>(path[9] - '0');
      if (at == index) continue;
      kept[EntryPath("evidence", at > index ? at - 1 : at) + path.substr(11)] = value;
    }
    typed_ = kept;
  }

  // The draft's bytes, read again.
  void Reload() { turn_.answers = Answers::Parse(*form_->content, turn_.answers.Serialize()); }

  // The draft's bytes at the same place of the form in the other language, with the organiser's
  // words translated: nothing is lost, nothing else is sent, and no question counts as changed.
  void SwitchLanguage() {
    const std::string sent = Payload(*form_, context_, turn_.answers);
    form_ = form_ == &kEnglish ? &kWelsh : &kEnglish;
    context_.set_language_code(form_ == &kWelsh ? "cy" : "en");
    for (v1::Question& question : *context_.mutable_questions()) {
      question.set_label(form_ == &kWelsh ? std::string(kTranslated) + question.label()
                                          : question.label().substr(kTranslated.size()));
    }
    Reload();
    Do("");
    EXPECT_TRUE(turn_.changes.empty()) << turn_.changes.front();
    EXPECT_EQ(Payload(*form_, context_, turn_.answers), sent);
  }

  std::mt19937_64 random_;
  const Form* form_ = &kEnglish;
  v1::FormContext context_;
  Turn turn_{.place = {}, .answers = Answers(*kEnglish.content), .errors = {}, .focus_id = {}};
  std::map<std::string, std::string> typed_;
};

TEST(RandomJourneyTest, NothingIsLostNoWayEndsAndWhatIsSentPasses) {
  const uint64_t seed = FromEnvironment("SEED", 20261122);
  const uint64_t rounds = FromEnvironment("ROUNDS", 1000);
  for (uint64_t round = 0; round < rounds; ++round) {
    SCOPED_TRACE("SEED=" + std::to_string(seed + round) + " ROUNDS=1");
    Walker walker(seed + round);
    for (int i = 0; i < 40; ++i) {
      walker.Step();
      ASSERT_NO_FATAL_FAILURE(walker.Check());
    }
    ASSERT_NO_FATAL_FAILURE(walker.Finish());
    ASSERT_NO_FATAL_FAILURE(walker.Check());
  }
}

}  // namespace
}  // namespace muster::form
