// Filling in and keeping.
#include "wasm-client/form/form_session.h"

#include "tests/wasm-client/form/session_fixture.h"
#include "wasm-client/draft/draft_request.h"
#include "wasm-client/draft/request_id.h"

namespace muster::client {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(FormSessionTest, TakesOverTheServersPageAsItIs) {
  Open();
  EXPECT_EQ(host_.regions.count(Region::kMain), 0u);
  ASSERT_EQ(host_.addresses.size(), 1u);
  EXPECT_EQ(host_.addresses[0].address, kPath);
  EXPECT_FALSE(host_.addresses[0].is_new);
  EXPECT_TRUE(IsUuid(host_.addresses[0].request_id));
  EXPECT_EQ(host_.texts["saved-status"], "");
}

TEST_F(FormSessionTest, KeyStrokesChangeNoPageAndAreSavedIn250Milliseconds) {
  Open();
  const int shows = host_.show_count;
  Type("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
  Wait(240);
  EXPECT_TRUE(host_.saves.empty());
  Wait(10);
  ASSERT_EQ(host_.saves.size(), 1u);
  EXPECT_EQ(host_.saves[0].record.key, kKey);
  EXPECT_EQ(SavedRequest().content().submitter().type(), v1::SUBMITTER_TYPE_ORGANISATION);
  EXPECT_EQ(host_.show_count, shows);
  FinishSave();
  EXPECT_EQ(host_.texts["saved-status"], "Saved on this device");
}

TEST_F(FormSessionTest, AFailedCheckIsShownFirstAndSavedIn250Milliseconds) {
  Open();
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  Press("continue");
  const size_t saves = host_.saves.size();
  Type("submitter.full_name", "Ann Bell");
  session_->OnAction("continue");
  EXPECT_THAT(Main(), HasSubstr("There is a problem"));
  EXPECT_EQ(host_.saves.size(), saves);
  Wait(250);
  ASSERT_EQ(host_.saves.size(), saves + 1);
  EXPECT_EQ(SavedRequest().content().submitter().full_name(), "Ann Bell");
}

TEST_F(FormSessionTest, KeepsWhatWasTypedBeforeTheScriptCame) {
  StartPage page = ServersPage();
  page.typed = {{"submitter.type", "SUBMITTER_TYPE_INDIVIDUAL", TypedAnswer::Kind::kText}};
  Open(page);
  Wait(250);
  EXPECT_EQ(SavedRequest().content().submitter().type(), v1::SUBMITTER_TYPE_INDIVIDUAL);
}

TEST_F(FormSessionTest, KeepsWhatIsTypedAndPressedWhileTheDraftIsLoaded) {
  session_ = std::make_unique<FormSession>(&host_);
  session_->Start(ServersPage());
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  session_->OnAction("continue");
  session_->OnDraftLoaded({});
  EXPECT_THAT(Main(), HasSubstr("submitter.full_name"));
}

TEST_F(FormSessionTest, NothingIsKeptOfAVisitorWhoOnlyLooks) {
  Open();
  Press("continue");
  Wait(5000);
  session_->OnHidden();
  EXPECT_TRUE(host_.saves.empty());
}

TEST_F(FormSessionTest, StepIsSavedAtOnceAndGetsAnAddressOfItsOwn) {
  Open();
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  session_->OnAction("continue");
  ASSERT_EQ(host_.saves.size(), 1u);
  EXPECT_TRUE(host_.addresses.back().is_new);
  EXPECT_EQ(host_.addresses.back().address,
            std::string(kPath) + "?page=" + host_.saves[0].record.page);
  EXPECT_EQ(host_.focus, "#maincontent h1");
  EXPECT_THAT(host_.title, HasSubstr(" \xE2\x80\x93 Winter call \xE2\x80\x93 Muster"));
}

TEST_F(FormSessionTest, FailedStepShowsItsErrorsWithFocusAndStaysAtItsAddress) {
  Open();
  Press("continue");
  EXPECT_EQ(host_.focus, "#error-summary");
  EXPECT_THAT(host_.title, testing::StartsWith("Error: "));
  EXPECT_THAT(Main(), HasSubstr("There is a problem"));
  EXPECT_EQ(host_.addresses.size(), 1u);
}

TEST_F(FormSessionTest, DraftComesBackWithItsPageAndItsRequestId) {
  Open();
  FillIn();
  const std::string request_id = SavedRequest().request_id();
  Reopen();
  EXPECT_THAT(Main(), HasSubstr("ann@example.org"));
  EXPECT_EQ(host_.addresses.back().address, std::string(kPath) + "?page=check");
  EXPECT_EQ(host_.addresses.back().request_id, request_id);
  EXPECT_EQ(host_.texts["saved-status"], "Saved on this device");
  session_->OnAction("send");
  EXPECT_EQ(SentRequest(0).request_id(), request_id);
}

TEST_F(FormSessionTest, WhatChangedInTheFormIsToldOnceThoughNothingIsTyped) {
  Open();
  FillIn();
  v1::Question& question = *context_.add_questions();
  question.set_id("new-one");
  question.set_kind(v1::QUESTION_KIND_SHORT_TEXT);
  question.set_label("What is new?");
  Reopen();
  EXPECT_THAT(Main(), HasSubstr("New question: What is new?"));
  ASSERT_EQ(host_.saves.size(), 1u);
  Reopen();
  EXPECT_THAT(Main(), Not(HasSubstr("New question")));
}

TEST_F(FormSessionTest, AddressNamesThePageOverTheOneThatWasSaved) {
  Open();
  FillIn();
  StartPage page = ServersPage();
  page.address = std::string(kPath) + "?page=evidence";
  LoadedDraft draft;
  draft.stored = host_.saves.back().record;
  Open(page, draft);
  EXPECT_EQ(host_.addresses.back().address, page.address);
  EXPECT_THAT(Main(), Not(HasSubstr("ann@example.org")));
}

TEST_F(FormSessionTest, OldValuesThatTheBrowserPutBackDoNotOverwriteTheDraft) {
  Open();
  FillIn();
  StartPage page = ServersPage();
  page.is_restored = true;
  page.typed = {{"submitter.full_name", "Older name", TypedAnswer::Kind::kText}};
  LoadedDraft draft;
  draft.stored = host_.saves.back().record;
  Open(page, draft);
  EXPECT_THAT(Main(), HasSubstr("Ann Bell"));
}

TEST_F(FormSessionTest, TailIsReplayedOnTheRevisionsItWasMadeForAndElseOffered) {
  Open();
  FillIn();
  Type("information_outside_themes", "The very last words");
  session_->OnHidden();
  ASSERT_TRUE(host_.tail.has_value());
  LoadedDraft draft;
  draft.tail = host_.tail->record;
  draft.tail_stored_revision = host_.tail->stored_revision;
  draft.tail_saving_revision = host_.tail->saving_revision;
  draft.stored = host_.saves.at(host_.saves.size() - 2).record;
  ASSERT_EQ(draft.stored.revision, draft.tail_stored_revision);
  Open(ServersPage(), draft);
  EXPECT_THAT(Main(), HasSubstr("The very last words"));
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "The very last words");

  draft.stored.revision -= 1;  // Not the revision that the tail was made for.
  Open(ServersPage(), draft);
  EXPECT_THAT(Main(), HasSubstr("There are other answers to this form"));
  EXPECT_THAT(Main(), Not(HasSubstr("The very last words")));
  EXPECT_TRUE(host_.saves.empty());
  session_->OnAction("device:take-theirs");
  EXPECT_THAT(Main(), HasSubstr("The very last words"));
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "The very last words");
  EXPECT_EQ(host_.saves.back().expected_revision, draft.stored.revision);
}

TEST_F(FormSessionTest, TailOlderThanWhatIsStoredIsPassedOver) {
  Open();
  FillIn();
  LoadedDraft draft;
  draft.stored = host_.saves.back().record;
  draft.tail = host_.saves.front().record;
  Open(ServersPage(), draft);
  EXPECT_THAT(Main(), Not(HasSubstr("There is a problem")));
}

TEST_F(FormSessionTest, AnswersPostedWithoutScriptAreTakenOverAndSaved) {
  v1::SubmissionContent content;
  content.mutable_submitter()->set_full_name("Posted name");
  StartPage page = ServersPage();
  page.posted_content = content.SerializeAsString();
  page.posted_request_id = "01234567-89ab-7708-890a-0b0c0d0e0f10";
  page.page = "evidence";
  Open(page);
  EXPECT_EQ(host_.regions.count(Region::kMain), 0u);
  EXPECT_EQ(SavedRequest().content().submitter().full_name(), "Posted name");
  EXPECT_EQ(SavedRequest().request_id(), page.posted_request_id);
}

TEST_F(FormSessionTest, RequestIdOfAPageThatWasOnlyOpenedIsNotUsed) {
  // A page kept for use without network would give the same id to every draft begun on it.
  StartPage page = ServersPage();
  page.posted_request_id = "01234567-89ab-7708-890a-0b0c0d0e0f10";
  Open(page);
  EXPECT_NE(host_.addresses.back().request_id, page.posted_request_id);
}

TEST_F(FormSessionTest, RefusedStorageIsSaidBeforeTheFirstQuestion) {
  LoadedDraft draft;
  draft.is_storage_available = false;
  Open(ServersPage(), draft);
  EXPECT_THAT(Main(), HasSubstr("cannot be saved on this device"));
  FillIn();
  EXPECT_TRUE(host_.saves.empty());
  session_->OnAction("send");
  EXPECT_EQ(host_.requests.size(), 1u);
}

// The host says at first, without looking, that nothing is kept.
class FirstVisitTest : public FormSessionTest {
 protected:
  void OpenUnseen() {
    host_ = FakeHost();
    session_ = std::make_unique<FormSession>(&host_);
    session_->Start(ServersPage());
    session_->OnDraftLoaded({});
    ASSERT_EQ(host_.loads.size(), 2u);
  }
  // A draft and a tail of earlier visits.
  LoadedDraft Kept() {
    Open();
    FillIn();
    LoadedDraft kept;
    kept.stored = host_.saves.back().record;
    session_->OnHistory(std::string(kPath) + "?page=outside-themes");
    Type("information_outside_themes", "The very last words");
    session_->OnHidden();
    kept.tail = host_.tail->record;
    kept.tail_stored_revision = host_.tail->stored_revision;
    kept.tail_saving_revision = host_.tail->saving_revision;
    return kept;
  }
};

TEST_F(FirstVisitTest, FormIsUsedBeforeTheDeviceIsLookedAt) {
  OpenUnseen();
  session_->OnAction("continue");
  EXPECT_EQ(host_.focus, "#error-summary");
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  const int shows = host_.show_count;
  session_->OnDraftLoaded({});
  EXPECT_EQ(host_.show_count, shows);
  Wait(250);
  EXPECT_EQ(host_.saves.size(), 1u);
}

TEST_F(FirstVisitTest, StorageThatIsRefusedIsSaidWhenItIsKnownAndNothingTypedGoes) {
  OpenUnseen();
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  LoadedDraft refused;
  refused.is_storage_available = false;
  session_->OnDraftLoaded(refused);
  EXPECT_THAT(Main(), HasSubstr("cannot be saved on this device"));
  EXPECT_THAT(Main(), HasSubstr("checked"));
  Wait(5000);
  EXPECT_TRUE(host_.saves.empty());
}

TEST_F(FirstVisitTest, WhatIsKeptAfterAllComesBackWithItsPageAndItsLastWords) {
  const LoadedDraft kept = Kept();
  OpenUnseen();
  session_->OnDraftLoaded(kept);
  EXPECT_THAT(Main(), HasSubstr("Your answers are back"));
  EXPECT_THAT(Main(), HasSubstr("The very last words"));
  ASSERT_EQ(host_.saves.size(), 1u);
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "The very last words");
  EXPECT_EQ(host_.saves[0].expected_revision, kept.stored.revision);
}

TEST_F(FirstVisitTest, WhatThisTabSavedMeanwhileIsNotTakenForAnEarlierDraft) {
  v1::SubmissionContent content;
  content.mutable_submitter()->set_full_name("Posted name");
  StartPage page = ServersPage();
  page.posted_content = content.SerializeAsString();
  session_ = std::make_unique<FormSession>(&host_);
  session_->Start(page);
  session_->OnDraftLoaded({});
  ASSERT_EQ(host_.saves.size(), 1u);
  FinishSave();
  Type("submitter.full_name", "Another name");
  Wait(250);
  FinishSave();
  LoadedDraft own;
  own.stored = host_.saves.back().record;
  session_->OnDraftLoaded(own);
  EXPECT_EQ(host_.regions.count(Region::kMain), 0u);
}

TEST_F(FirstVisitTest, WhatIsKeptAfterAllIsNotOverwrittenByWhatWasTyped) {
  LoadedDraft kept = Kept();
  OpenUnseen();
  Type("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
  session_->OnDraftLoaded(kept);
  EXPECT_THAT(Main(), HasSubstr("There are other answers to this form"));
  Wait(5000);
  EXPECT_TRUE(host_.saves.empty());
  session_->OnAction("device:take-theirs");
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "The very last words");

  // Without a tail the next save finds out.
  kept.tail = DraftRecord();
  OpenUnseen();
  Type("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
  session_->OnDraftLoaded(kept);
  Wait(250);
  ASSERT_EQ(host_.saves.size(), 1u);
  EXPECT_EQ(host_.saves[0].expected_revision, 0);
}

TEST_F(FormSessionTest, FailedSavingIsSaidInWords) {
  Open();
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  Wait(250);
  session_->OnDraftSaved(SaveOutcome::kFailed);
  EXPECT_THAT(host_.texts["saved-status"], HasSubstr("not being saved on this device"));
}

// More than a draft can hold, with the answers that are there.
const std::string kTooMuch(size_t{1} << 20, 'x');

TEST_F(FormSessionTest, ATextThatThereIsNoRoomForStaysOnThePageWhichSaysSo) {
  Open();
  FillIn();
  session_->OnHistory(std::string(kPath) + "?page=outside-themes");
  FinishSave();
  const int shown = host_.show_count;
  Type("information_outside_themes", kTooMuch);
  EXPECT_EQ(host_.texts["saved-status"],
            "Your answers are too long to be saved or sent. Make this one shorter");
  EXPECT_EQ(host_.show_count, shown);
  for (const char* action : {"continue", "back", "send"}) {
    Press(action);
    EXPECT_EQ(host_.focus, "#error-summary");
    EXPECT_THAT(Main(), HasSubstr("<a href=\"#information_outside_themes\">Your answers are too"));
    EXPECT_THAT(Main(), HasSubstr(kTooMuch));
  }
  session_->OnHistory(std::string(kPath) + "?page=about-you");
  EXPECT_THAT(Main(), HasSubstr(kTooMuch));
  EXPECT_THAT(host_.addresses.back().address, HasSubstr("outside-themes"));
  EXPECT_TRUE(host_.requests.empty());
  Type("information_outside_themes", "Shorter");
  Press("continue");
  EXPECT_THAT(Main(), Not(HasSubstr("too long")));
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "Shorter");
}

TEST_F(FormSessionTest, WhatFindsRoomWhenAnotherAnswerIsShortenedIsTaken) {
  Open();
  FillIn();
  session_->OnHistory(std::string(kPath) + "?page=about-you");
  FinishSave();
  const std::string half = kTooMuch.substr(0, kTooMuch.size() / 2);
  Type("submitter.full_name", half);
  Type("submitter.email", half);
  EXPECT_THAT(host_.texts["saved-status"], HasSubstr("too long"));
  Type("submitter.full_name", "Ann");
  EXPECT_THAT(host_.texts["saved-status"], Not(HasSubstr("too long")));
  session_->OnHidden();
  EXPECT_TRUE(SavedRequest().content().submitter().email() == half);
}

TEST_F(FormSessionTest, CountFollowsEachKeyAndIsReadOutWhenTypingStops) {
  Open();
  Type("information_outside_themes", std::string(3999, 'x'));
  EXPECT_EQ(host_.texts["information_outside_themes-info"], "You have 1 character remaining");
  EXPECT_EQ(host_.texts.count("count-status"), 0u);
  Wait(FormSession::kCountQuietMilliseconds);
  EXPECT_EQ(host_.texts["count-status"], "You have 1 character remaining");
}

TEST_F(FormSessionTest, CountIsNotReadOutOnAnotherPage) {
  Open();
  Type("information_outside_themes", std::string(3999, 'x'));
  Press("back");
  Wait(FormSession::kCountQuietMilliseconds);
  EXPECT_EQ(host_.texts["count-status"], "");
  Type("information_outside_themes", std::string(3998, 'x'));
  Wait(FormSession::kCountQuietMilliseconds);
  EXPECT_EQ(host_.texts["count-status"], "You have 2 characters remaining");
  Press(kActionAskDelete);
  EXPECT_EQ(host_.texts["count-status"], "");
}

TEST_F(FormSessionTest, CountOfATextThatIsThereAlreadyIsShownAndNotReadOut) {
  Open();
  session_->OnFilled({"information_outside_themes", "four", TypedAnswer::Kind::kText});
  EXPECT_EQ(host_.texts["information_outside_themes-info"], "You have 3,996 characters remaining");
  Wait(5000);
  EXPECT_EQ(host_.texts.count("count-status"), 0u);
}

TEST_F(FormSessionTest, ConsentToAnotherWordingIsAskedAgain) {
  Open();
  FillIn();
  Press("change:consents");
  Tick("consents.display_on_day", "true");
  Press("continue");
  EXPECT_TRUE(SavedRequest().content().consents().display_on_day());
  LoadedDraft draft;
  draft.stored = host_.saves.back().record;
  SetText("consent_wording.version", "2");
  Open(ServersPage(), draft);
  EXPECT_THAT(Main(), HasSubstr("wording of what you can agree to has changed"));
  session_->OnAction("send");
  EXPECT_FALSE(SentRequest(0).content().consents().display_on_day());
  EXPECT_EQ(SentRequest(0).content().consents().wording_version(), "2");
}

TEST_F(FormSessionTest, DraftIsDeletedOnlyAfterItIsConfirmed) {
  Open();
  FillIn();
  session_->OnAction("device:ask-delete");
  EXPECT_TRUE(host_.deletions.empty());
  EXPECT_THAT(Main(), HasSubstr("Delete your answers from this device?"));
  session_->OnAction("device:keep");
  EXPECT_THAT(Main(), HasSubstr("ann@example.org"));
  session_->OnAction("device:ask-delete");
  session_->OnAction("device:delete");
  ASSERT_EQ(host_.deletions.size(), 1u);
  session_->OnDraftDeleted(true);
  EXPECT_THAT(Main(), Not(HasSubstr("ann@example.org")));
  session_->OnHistory(std::string(kPath) + "?page=check");
  EXPECT_THAT(Main(), Not(HasSubstr("ann@example.org")));
}

TEST_F(FormSessionTest, LinkInsideThePageShowsNothingAnew) {
  Open();
  FillIn();
  const int shows = host_.show_count;
  session_->OnHistory(host_.addresses.back().address);
  EXPECT_EQ(host_.show_count, shows);
}

TEST_F(FormSessionTest, BrowserBackShowsThePageWithItsAnswers) {
  Open();
  FillIn();
  session_->OnHistory(std::string(kPath) + "?page=outside-themes");
  EXPECT_THAT(Main(), HasSubstr("Something that helps."));
  session_->OnHistory(std::string(kPath));
  EXPECT_THAT(Main(), HasSubstr("checked"));
}

}  // namespace
}  // namespace muster::client
