// Sending, and two tabs.
#include "tests/wasm-client/form/session_fixture.h"
#include "wasm-client/form/form_session.h"

namespace muster::client {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(FormSessionTest, WhatIsIncompleteIsNotSent) {
  Open();
  Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  Press("send");
  EXPECT_TRUE(host_.requests.empty());
  EXPECT_EQ(host_.focus, "#error-summary");
  EXPECT_THAT(Main(), HasSubstr("Enter your full name"));
}

TEST_F(FormSessionTest, DoubleClickSendsOnce) {
  Open();
  FillIn();
  session_->OnAction("send");
  session_->OnAction("send");
  ASSERT_EQ(host_.requests.size(), 1u);
  EXPECT_EQ(host_.requests[0].path, "/muster.v1.SubmissionService/CreateSubmission");
  EXPECT_EQ(SentRequest(0).parent(), "calls/winter");
  EXPECT_EQ(SentRequest(0).content().submitter().full_name(), "Ann Bell");
  EXPECT_EQ(host_.texts["saved-status"], "Sending your evidence");
}

TEST_F(FormSessionTest, DraftIsOnDiskBeforeItIsSent) {
  Open();
  FillIn();
  session_->OnAction("send");
  EXPECT_TRUE(host_.saves.back().is_strict);
}

TEST_F(FormSessionTest, FailedSendKeepsEveryAnswerAndTriesAgainUnderTheSameId) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(HttpReply());
  EXPECT_EQ(host_.focus, "#problem");
  EXPECT_THAT(host_.title, testing::StartsWith("Error: "));
  EXPECT_THAT(Main(), HasSubstr("We could not send your evidence"));
  EXPECT_THAT(Main(), HasSubstr("value=\"send\">Try again<"));
  EXPECT_THAT(Main(), HasSubstr("ann@example.org"));
  EXPECT_TRUE(host_.deletions.empty());
  Press("send");
  ASSERT_EQ(host_.requests.size(), 2u);
  EXPECT_EQ(host_.requests[1].body, host_.requests[0].body);
}

TEST_F(FormSessionTest, SecondTryAfterAReloadHasTheSameBytesToo) {
  Open();
  FillIn();
  Press("send");
  const std::string first = host_.requests[0].body;
  Reopen();
  session_->OnAction("send");
  EXPECT_EQ(host_.requests.at(0).body, first);
}

TEST_F(FormSessionTest, ProblemWithSendingGoesWithTheNextTurn) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(HttpReply());
  Press("back");
  EXPECT_THAT(Main(), Not(HasSubstr("There is a problem")));
}

TEST_F(FormSessionTest, ServersViolationsStandAtTheirAnswers) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(ViolationReply("content.submitter.email", "string.email"));
  EXPECT_EQ(host_.focus, "#error-summary");
  EXPECT_THAT(Main(), HasSubstr("Enter an email address in the correct format"));
}

TEST_F(FormSessionTest, ViolationOfWhatThePageDoesNotHaveIsSaidWithAWayOn) {
  const std::pair<const char*, const char*> unknown[] = {
      {"content.answers[\"new\"]", "context.answer_required"},
      {"content.consents.wording_version", "context.value_outdated"}};
  for (const auto& [path, rule_id] : unknown) {
    Open();
    FillIn();
    Press("send");
    session_->OnReply(ViolationReply(path, rule_id));
    EXPECT_EQ(host_.focus, "#problem");
    EXPECT_THAT(Main(), HasSubstr("<li>This form has changed"));
    EXPECT_THAT(Main(), Not(HasSubstr("<a href=\"#change-")));
    EXPECT_THAT(Main(), HasSubstr("value=\"device:reload\">Load the page again<"));
  }
}

TEST_F(FormSessionTest, WhereNothingIsStoredThePageThatIsLeftForNewWordingCarriesTheAnswers) {
  std::string info;
  rules::WriteBytesField(1, "CONSENT_WORDING_CHANGED", info);
  rules::WriteBytesField(2, "muster.v1", info);
  for (const bool is_storage_available : {true, false}) {
    LoadedDraft draft;
    draft.is_storage_available = is_storage_available;
    Open(ServersPage(), draft);
    FillIn();
    Press("send");
    session_->OnReply(Refusal(9, "google.rpc.ErrorInfo", info));
    EXPECT_THAT(Main(), HasSubstr("The wording of what you can agree to has changed"));
    Press("device:reload");
    EXPECT_EQ(host_.left_for, "/calls/winter/submit?page=consents&from=check");
    const std::string_view name = "name=\"draft\" value=\"";
    const size_t at = Main().find(name);
    ASSERT_EQ(at == std::string::npos, is_storage_available);
    if (is_storage_available) continue;
    const std::string value = Main().substr(at + name.size());
    v1::SubmissionContent content;
    ASSERT_TRUE(content.ParseFromString(form::Base64Decode(value.substr(0, value.find('"')))));
    EXPECT_EQ(content.submitter().full_name(), "Ann Bell");
    EXPECT_THAT(Main(), HasSubstr("name=\"page\" value=\"consents\""));
  }
}

TEST_F(FormSessionTest, AcceptedSaysSoDeletesTheDraftAndLoadsTheReceiptAtItsAddress) {
  Open();
  FillIn();
  Press("send");
  const int64_t revision = host_.saves.back().record.revision;
  session_->OnReply(ReceiptReply());
  EXPECT_THAT(Main(), HasSubstr("AB12-CD34-EF56"));
  EXPECT_EQ(host_.addresses.back().address, "/calls/winter/submissions/s1?key=secret");
  EXPECT_FALSE(host_.addresses.back().is_new);
  ASSERT_EQ(host_.deletions.size(), 1u);
  EXPECT_EQ(host_.deletions[0].key, kKey);
  EXPECT_EQ(host_.deletions[0].revision, revision);
  EXPECT_EQ(host_.texts["saved-status"], "");
  EXPECT_EQ(host_.sent_notes.size(), 1u);
  EXPECT_EQ(host_.reload_count, 0);
  session_->OnDraftDeleted(true);
  EXPECT_EQ(host_.reload_count, 1);
}

TEST_F(FormSessionTest, ReceiptThatDoesNotComeLeavesTheDraft) {
  Open();
  FillIn();
  Press("send");
  HttpReply empty = Trailers("grpc-status: 0\r\n");
  empty.body = RequestBody("") + empty.body;
  session_->OnReply(empty);
  EXPECT_TRUE(host_.deletions.empty());
  EXPECT_THAT(Main(), HasSubstr("Try again"));
}

TEST_F(FormSessionTest, BackAfterSendingSaysAlreadySentAndForwardShowsTheReceipt) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(ReceiptReply());
  session_->OnHistory(std::string(kPath) + "?page=check");
  EXPECT_THAT(Main(), HasSubstr("You have already sent your evidence"));
  EXPECT_THAT(Main(), HasSubstr("/calls/winter/submissions/s1?key=secret"));
  EXPECT_THAT(Main(), Not(HasSubstr("<form")));
  session_->OnAction("send");
  EXPECT_EQ(host_.requests.size(), 1u);
  session_->OnHistory("/calls/winter/submissions/s1?key=secret");
  EXPECT_EQ(host_.reload_count, 1);
}

TEST_F(FormSessionTest, BackFromAReloadedReceiptSaysAlreadySentToo) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(ReceiptReply());
  StartPage page = ServersPage();
  page.history_request_id = host_.sent_notes.begin()->first;
  page.sent_note = host_.sent_notes.begin()->second;
  Open(page);
  EXPECT_THAT(Main(), HasSubstr("You have already sent your evidence"));
}

TEST_F(FormSessionTest, ForwardToAReceiptOfAnEarlierDocumentLoadsIt) {
  Open();
  session_->OnHistory("/calls/winter/submissions/s1?key=secret");
  EXPECT_EQ(host_.reload_count, 1);
}

TEST_F(FormSessionTest, ChangedAnswersOfASentDraftGoUnderANewIdWhenAskedFor) {
  Open();
  FillIn();
  Press("send");
  session_->OnReply(HttpReply());
  Press("device:new-request");
  ASSERT_EQ(host_.requests.size(), 2u);
  EXPECT_NE(SentRequest(1).request_id(), SentRequest(0).request_id());
  EXPECT_EQ(SavedRequest().request_id(), SentRequest(1).request_id());
}

class TwoTabsTest : public FormSessionTest {
 protected:
  TwoTabsTest() {
    Open();
    FillIn();
    theirs_ = host_.saves.back().record;
    theirs_.revision += 7;
    v1::CreateSubmissionRequest request;
    request.ParseFromString(theirs_.request);
    request.mutable_content()->set_information_outside_themes("Words of the other tab");
    theirs_.request = request.SerializeAsString();
    session_->OnHistory(std::string(kPath) + "?page=outside-themes");
    FinishSave();
  }
  // This tab saves on a revision that is not there any more.
  void RunIntoConflict() {
    Type("information_outside_themes", "Words of this tab");
    Wait(300);
    session_->OnDraftSaved(SaveOutcome::kConflict);
    LoadedDraft draft;
    draft.stored = theirs_;
    session_->OnDraftLoaded(draft);
    finished_saves_ = host_.saves.size();
  }

  DraftRecord theirs_;
};

TEST_F(TwoTabsTest, ConflictIsSaidAndNeitherTabsWordsAreLost) {
  RunIntoConflict();
  EXPECT_THAT(Main(), HasSubstr("changed in another tab"));
  EXPECT_THAT(Main(), HasSubstr("Words of this tab"));
  const size_t saves = host_.saves.size();
  Type("information_outside_themes", "Words of this tab, and more");
  Wait(5000);
  EXPECT_EQ(host_.saves.size(), saves);
}

TEST_F(TwoTabsTest, ThisTabsAnswersAreKeptIfThatIsChosen) {
  RunIntoConflict();
  session_->OnAction("device:keep-mine");
  EXPECT_EQ(host_.saves.back().expected_revision, theirs_.revision);
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "Words of this tab");
  EXPECT_THAT(Main(), Not(HasSubstr("another tab")));
}

TEST_F(TwoTabsTest, OtherTabsAnswersAreTakenIfThatIsChosen) {
  RunIntoConflict();
  session_->OnAction("device:take-theirs");
  EXPECT_THAT(Main(), HasSubstr("Words of the other tab"));
  Type("information_outside_themes", "Words of the other tab, and more");
  Wait(300);
  EXPECT_EQ(host_.saves.back().expected_revision, theirs_.revision);
}

TEST_F(TwoTabsTest, ConflictIsSaidAgainAfterSendingFailed) {
  RunIntoConflict();
  Press("send");
  session_->OnReply(HttpReply());
  EXPECT_THAT(Main(), Not(HasSubstr("changed in another tab")));
  Press("back");
  EXPECT_THAT(Main(), HasSubstr("changed in another tab"));
  session_->OnAction("device:keep-mine");
  EXPECT_EQ(host_.saves.back().expected_revision, theirs_.revision);
}

TEST_F(TwoTabsTest, ConflictThatIsSeenWhileDeletionIsAskedForIsSaidAfterIt) {
  Type("information_outside_themes", "Words of this tab");
  Wait(300);
  session_->OnAction("device:ask-delete");
  session_->OnDraftSaved(SaveOutcome::kConflict);
  ASSERT_EQ(host_.loads.size(), 3u);
  LoadedDraft draft;
  draft.stored = theirs_;
  session_->OnDraftLoaded(draft);
  EXPECT_THAT(Main(), Not(HasSubstr("changed in another tab")));
  session_->OnAction("device:keep");
  EXPECT_THAT(Main(), HasSubstr("changed in another tab"));
}

TEST_F(TwoTabsTest, ConflictOfADraftThatIsDeletedMeanwhileIsNotSaid) {
  Type("information_outside_themes", "Words of this tab");
  Wait(300);
  session_->OnDraftSaved(SaveOutcome::kConflict);
  session_->OnAction("device:ask-delete");
  session_->OnAction("device:delete");
  session_->OnDraftDeleted(true);
  session_->OnDraftLoaded({});
  session_->OnHistory(std::string(kPath) + "?page=about-you");
  EXPECT_THAT(Main(), Not(HasSubstr("another tab")));
}

TEST_F(TwoTabsTest, TabThatIsLookedAtAgainShowsWhatTheOtherSaved) {
  session_->OnShown();
  ASSERT_EQ(host_.loads.size(), 3u);
  LoadedDraft draft;
  draft.stored = theirs_;
  session_->OnDraftLoaded(draft);
  EXPECT_THAT(Main(), HasSubstr("Words of the other tab"));
}

TEST_F(TwoTabsTest, StorageThatCannotBeReadIsNoDraftThatIsGone) {
  LoadedDraft unread;
  unread.is_storage_available = false;
  session_->OnShown();
  session_->OnDraftLoaded(unread);
  EXPECT_THAT(Main(), Not(HasSubstr("another tab")));
  Type("information_outside_themes", "Words of this tab");
  Wait(300);
  EXPECT_EQ(SavedRequest().content().information_outside_themes(), "Words of this tab");
  session_->OnDraftSaved(SaveOutcome::kConflict);
  session_->OnDraftLoaded(unread);
  EXPECT_THAT(Main(), Not(HasSubstr("sent or deleted in another tab")));
}

TEST_F(TwoTabsTest, DraftThatTheOtherTabSentIsNotQuietlySavedAgain) {
  session_->OnShown();
  session_->OnDraftLoaded({});
  EXPECT_THAT(Main(), HasSubstr("sent or deleted in another tab"));
  Type("information_outside_themes", "more");
  const size_t saves = host_.saves.size();
  Wait(5000);
  EXPECT_EQ(host_.saves.size(), saves);
}

}  // namespace
}  // namespace muster::client
