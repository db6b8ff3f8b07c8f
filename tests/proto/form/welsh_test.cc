// The form in Welsh: the same journey, and not a word of English in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "muster/forms.h"
#include "muster/v1/receipt.pb.h"
#include "muster/v1/submission_service.form.h"
#include "proto/form/text.h"
#include "proto/form/wording.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::HasSubstr;
using testing::Not;

const Form& kEnglish = v1::kCreateSubmissionRequestForm;
const Form& kWelsh = v1::kCreateSubmissionRequestFormWelsh;

// The page with everything out of it that is no word of ours: what was typed, what the call says.
v1::FormContext WithoutWords(v1::FormContext context) {
  for (v1::ChoiceList& list : *context.mutable_choice_lists()) {
    for (v1::Choice& choice : *list.mutable_choices()) {
      choice.set_label("0");
      choice.clear_hint();
    }
  }
  for (v1::NamedText& text : *context.mutable_texts()) text.set_text("0");
  for (v1::Question& question : *context.mutable_questions()) {
    question.set_label("0");
    question.clear_hint();
    for (v1::Choice& choice : *question.mutable_choices()) choice.set_label("0");
  }
  return context;
}

// The words of a page, without its markup.
std::string WordsOf(std::string_view html) {
  std::string words;
  bool is_markup = false;
  for (const char c : html) {
    if (c == '<') is_markup = true;
    if (!is_markup) words += c;
    if (c == '>') is_markup = false, words += ' ';
  }
  return words;
}

// English words that no Welsh has.
void ExpectWelsh(std::string_view html, std::string_view where) {
  const std::string words = " " + WordsOf(html) + " ";
  for (const char* english : {" the ", " your ", " Your ", " you ", " Enter ", " Select ", " and ",
                              " of ", " Error: ", " Continue ", " Change ", " Back ", "characters",
                              " Add ", " Remove ", "optional"}) {
    EXPECT_EQ(words.find(english), std::string::npos) << where << ": \"" << english << "\" in\n"
                                                      << words;
  }
}

PageView ViewOf(const v1::FormContext& context, const Answers& answers, const std::string& page) {
  PageView view;
  view.form = &kWelsh;
  view.context = &context;
  view.answers = &answers;
  view.place = {page, false};
  return view;
}

TEST(WelshTest, EveryPageAndEveryErrorIsInWelsh) {
  const v1::FormContext context = WithoutWords(SampleCallWithQuestions());
  Answers answers(*kWelsh.content);
  answers.Set("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
  for (const Step& step : kWelsh.steps) Prepare(kWelsh, step.id, answers);
  std::vector<std::string> pages = {std::string(kCheckPage)};
  for (const Step& step : kWelsh.steps) pages.emplace_back(step.id);
  for (const std::string& id : pages) {
    const Turn turn = TakeTurn(kWelsh, context, answers, {id, false}, "continue");
    PageView view = ViewOf(context, answers, id);
    view.errors = turn.errors;
    const Page page = RenderPage(view);
    ExpectWelsh(page.main, id);
    ExpectWelsh(page.before_main, id);
    ExpectWelsh(page.title, id);
    if (!turn.errors.empty()) {
      EXPECT_THAT(page.title, testing::StartsWith("Gwall: "));
      EXPECT_THAT(page.main, HasSubstr(">Mae problem wedi codi</h2>"));
      EXPECT_THAT(page.main, HasSubstr("Gwall: </span>"));
    }
  }
  PageView check = ViewOf(context, answers, std::string(kCheckPage));
  check.errors = CheckAll(kWelsh, context, answers);
  EXPECT_FALSE(check.errors.empty());
  ExpectWelsh(RenderPage(check).main, "check page with errors");
}

TEST(WelshTest, EveryWordingThatIsMadeIsInWelsh) {
  const Field& title = kWelsh.content->fields[1].message->fields[1];
  for (const char* rule :
       {"required", "string.max_len", "repeated.min_items", "repeated.max_items", "repeated.unique",
        "string.pattern", "enum.defined_only", "context.value_outdated", "something.else"}) {
    rules::Violation violation;
    violation.rule_id = rule;
    violation.message = "must be of the kind and your choice";
    ExpectWelsh(Wording(*kWelsh.texts, title, violation), rule);
  }
}

TEST(WelshTest, AReceiptAndItsTextAreInWelsh) {
  const v1::FormContext context = WithoutWords(SampleCall());
  v1::Receipt receipt;
  receipt.set_reference("AB12-CD34-EF56");
  receipt.mutable_submission()->ParseFromString(Payload(kWelsh, context, SubmissionAnswers()));
  v1::ConsentRecord* record = receipt.add_consents();
  record->set_wording("0");
  record->set_language_code("cy");
  record->set_given(true);
  const std::string bytes = receipt.SerializeAsString();
  const Page page = RenderReceipt(kWelsh, context, bytes, "1:05pm ar 21 Tachwedd 2026",
                                  "https://x/y", "/y?format=text");
  EXPECT_EQ(page.title, "Tystiolaeth wedi'i hanfon");
  EXPECT_THAT(page.main, HasSubstr("1:05pm ar 21 Tachwedd 2026"));
  ExpectWelsh(page.main, "receipt");
  ExpectWelsh(
      RenderReceiptText(kWelsh, context, bytes, "1:05pm ar 21 Tachwedd 2026", "https://x/y"),
      "text");
}

// `html` without the elements that say they are in English.
std::string WithoutEnglish(std::string html) {
  constexpr std::string_view kMark = " lang=\"en\"";
  for (size_t mark = html.find(kMark); mark != std::string::npos; mark = html.find(kMark)) {
    const size_t start = html.rfind('<', mark);
    const std::string name = html.substr(start + 1, html.find_first_of(" >", start) - start - 1);
    const std::string end = "</" + name + ">";
    html.erase(start, html.find(end, start) + end.size() - start);
  }
  return html;
}

// What an organiser wrote begins with "Their" here.
TEST(WelshTest, WordsOfACallWithoutTranslationSayThatTheyAreEnglish) {
  v1::FormContext context = SampleCallWithQuestions();
  context.set_language_code("en");
  context.set_title("Their call");
  for (v1::ChoiceList& list : *context.mutable_choice_lists()) {
    for (v1::Choice& choice : *list.mutable_choices()) choice.set_label("Their choice");
  }
  for (v1::NamedText& text : *context.mutable_texts()) text.set_text("Their statement");
  for (v1::Question& question : *context.mutable_questions()) {
    question.set_label("Their question");
    for (v1::Choice& choice : *question.mutable_choices()) choice.set_label("Their answer");
  }
  const Answers answers =
      With(SubmissionAnswers(), {{"answers[paid]", "yes"}, {"answers[band]", "4"}});
  const Page check = RenderPage(ViewOf(context, answers, std::string(kCheckPage)));
  v1::Receipt receipt;
  receipt.mutable_submission()->ParseFromString(Payload(kWelsh, context, answers));
  receipt.add_consents()->set_wording("Their statement");
  const std::string sent =
      RenderReceipt(kWelsh, context, receipt.SerializeAsString(), "hanner dydd", "https://x/y", "")
          .main;
  EXPECT_THAT(sent, HasSubstr("lang=\"en\">Their call<"));
  for (const std::string& html : {check.main, sent}) {
    EXPECT_THAT(html, HasSubstr("lang=\"en\">Their question<"));
    EXPECT_THAT(html, HasSubstr("lang=\"en\">Their choice<"));
    EXPECT_THAT(html, HasSubstr("lang=\"en\">Their statement<"));
    EXPECT_THAT(html, HasSubstr("lang=\"en\">Their answer<"));
    EXPECT_THAT(WithoutEnglish(html), Not(HasSubstr("Their")));
    // Ours stay Welsh.
    ExpectWelsh(WithoutEnglish(html), "around their words");
    EXPECT_THAT(WithoutEnglish(html), HasSubstr("Heb ei ddarparu"));
  }
  context.set_language_code("cy");
  EXPECT_THAT(RenderPage(ViewOf(context, answers, std::string(kCheckPage))).main,
              Not(HasSubstr("lang=")));
}

TEST(WelshTest, AStatementOnAReceiptSaysInWhichLanguageItWasAgreedTo) {
  v1::FormContext context = SampleCall();
  v1::Receipt receipt;
  for (const char* language : {"", "en", "cy"}) {
    v1::ConsentRecord& record = *receipt.add_consents();
    record.set_wording(std::string("Statement in ") + language);
    record.set_language_code(language);
  }
  const std::string bytes = receipt.SerializeAsString();
  context.set_language_code("en");
  const std::string english = RenderReceipt(kForm, context, bytes, "", "/r", "").main;
  EXPECT_THAT(english, HasSubstr("key\">Statement in <"));
  EXPECT_THAT(english, HasSubstr("key\">Statement in en<"));
  EXPECT_THAT(english, HasSubstr("key\" lang=\"cy\">Statement in cy<"));
  for (const char* translation : {"cy", "en"}) {
    context.set_language_code(translation);
    const std::string welsh = RenderReceipt(kWelsh, context, bytes, "", "/r", "").main;
    EXPECT_THAT(welsh, HasSubstr("key\" lang=\"en\">Statement in <"));
    EXPECT_THAT(welsh, HasSubstr("key\" lang=\"en\">Statement in en<"));
    EXPECT_THAT(welsh, HasSubstr("key\">Statement in cy<"));
  }
}

TEST(WelshTest, CountsAreInWelshAndCountTheSame) {
  const v1::FormContext context = SampleCall();
  const std::string path = "information_outside_themes";
  EXPECT_EQ(CharacterCount(kWelsh, context, path, "ŵyn").text, "Mae gennych 3,997 nod ar ôl");
  EXPECT_EQ(CharacterCount(kWelsh, context, path, std::string(4001, 'a')).text,
            "Mae gennych 1 nod yn ormod");
  EXPECT_TRUE(CharacterCount(kWelsh, context, path, std::string(4001, 'a')).too_long);
}

TEST(WelshTest, BothLanguagesSendTheSame) {
  const v1::FormContext context = SampleCall();
  EXPECT_EQ(Payload(kWelsh, context, SubmissionAnswers()),
            Payload(kEnglish, context, SubmissionAnswers()));
  ASSERT_EQ(AllForms().size(), AllWelshForms().size());
  for (size_t i = 0; i < AllForms().size(); ++i) {
    EXPECT_EQ(AllForms()[i]->id, AllWelshForms()[i]->id);
    ASSERT_EQ(AllForms()[i]->steps.size(), AllWelshForms()[i]->steps.size());
    for (size_t k = 0; k < AllForms()[i]->steps.size(); ++k) {
      EXPECT_EQ(AllForms()[i]->steps[k].id, AllWelshForms()[i]->steps[k].id);
    }
  }
}

TEST(WelshTest, TextsOfAnUntranslatedCallAreMarkedAsEnglish) {
  v1::FormContext context = SampleCallWithQuestions();
  const Answers answers = SubmissionAnswers();
  const auto page = [&](const char* id) { return RenderPage(ViewOf(context, answers, id)).main; };
  context.set_language_code("en");
  // The words around theirs are the page's.
  EXPECT_THAT(page("outside-themes"),
              HasSubstr("\"><span lang=\"en\">Which band?</span> (dewisol)</legend>"));
  EXPECT_THAT(page("evidence"), HasSubstr(" lang=\"en\">Education"));
  EXPECT_THAT(page("consents"), HasSubstr(" lang=\"en\">"));
  context.set_language_code("cy");
  for (const char* id : {"outside-themes", "evidence", "consents"}) {
    EXPECT_THAT(page(id), Not(HasSubstr("lang="))) << id;
  }
}

TEST(WelshTest, EnglishPagesHoldNoWelsh) {
  const v1::FormContext context = SampleCallWithQuestions();
  for (const Step& step : kEnglish.steps) {
    const Page page = RenderSubmission(context, SubmissionAnswers(), {std::string(step.id), false});
    EXPECT_THAT(page.main, Not(HasSubstr("Parhau")));
  }
}

}  // namespace
}  // namespace muster::form
