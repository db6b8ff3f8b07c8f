// A person at a form: types, presses buttons, waits, and looks at what is there.
#ifndef MUSTER_TESTS_WASM_CLIENT_FORM_SESSION_FIXTURE_H_
#define MUSTER_TESTS_WASM_CLIENT_FORM_SESSION_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "muster/v1/form_context.pb.h"
#include "muster/v1/submission_service.form.h"
#include "muster/v1/submission_service.pb.h"
#include "proto/form/base64.h"
#include "proto/form/text.h"
#include "proto/rules/violations.h"
#include "proto/rules/wire.h"
#include "tests/wasm-client/fake_host.h"
#include "wasm-client/form/form_session.h"
#include "wasm-client/transport/grpc_web.h"

namespace muster::client {

class FormSessionTest : public testing::Test {
 protected:
  static constexpr std::string_view kPath = "/calls/winter/submit";
  static constexpr std::string_view kKey = "submission calls/winter";

  FormSessionTest() {
    context_.set_parent("calls/winter");
    context_.set_title("Winter call");
    context_.set_home_path("/calls/winter");
    context_.set_contact_email("ask@example.org");
    v1::ChoiceList* const themes = context_.add_choice_lists();
    themes->set_name("themes");
    for (const char* theme : {"skills", "pay"}) {
      v1::Choice* const choice = themes->add_choices();
      choice->set_value(theme);
      choice->set_label(theme);
    }
    SetText("consent_wording.version", "1");
    SetText("consent_wording.display_on_day", "I agree to display");
    SetText("consent_wording.contribute_to_session", "I agree to contribute");
    SetText("consent_wording.publish_afterwards", "I agree to publication");
  }

  void SetText(std::string_view name, std::string_view text) {
    for (v1::NamedText& named : *context_.mutable_texts()) {
      if (named.name() == name) return named.set_text(std::string(text));
    }
    v1::NamedText* const named = context_.add_texts();
    named->set_name(std::string(name));
    named->set_text(std::string(text));
  }

  // The page as the server renders it at first.
  StartPage ServersPage() const {
    StartPage page;
    page.form = &v1::kCreateSubmissionRequestForm;
    page.context = context_.SerializeAsString();
    page.address = kPath;
    page.document_title = "Who \xE2\x80\x93 Winter call \xE2\x80\x93 Muster";
    page.page = form::FirstPlace(*page.form).page;
    return page;
  }
  // Opens the form in a new document; what was shown, saved and sent before is forgotten.
  void Open(StartPage page, const LoadedDraft& draft = {}) {
    const int64_t now = host_.now;
    const uint8_t random = host_.random;
    host_ = FakeHost();
    host_.now = now + 1000;
    host_.random = random;
    session_ = std::make_unique<FormSession>(&host_);
    session_->Start(std::move(page));
    session_->OnDraftLoaded(draft);
    // Who is told that nothing is kept asks again.
    if (host_.loads.size() > 1) session_->OnDraftLoaded(draft);
  }
  void Open() { Open(ServersPage()); }
  // Closes the tab and opens the form again with what was saved last.
  void Reopen() {
    LoadedDraft draft;
    if (!host_.saves.empty()) draft.stored = host_.saves.back().record;
    Open(ServersPage(), draft);
  }

  void Type(std::string_view path, std::string_view value) {
    session_->OnAnswer({std::string(path), std::string(value), TypedAnswer::Kind::kText});
  }
  void Tick(std::string_view path, std::string_view value) {
    session_->OnAnswer({std::string(path), std::string(value), TypedAnswer::Kind::kTicked});
  }
  void Press(std::string_view action) {
    session_->OnAction(action);
    FinishSave();
  }
  void FinishSave() {
    while (finished_saves_ < host_.saves.size()) {
      ++finished_saves_;
      session_->OnDraftSaved(SaveOutcome::kSaved);
    }
  }
  void Wait(int64_t milliseconds) {
    for (int64_t passed = 0; passed < milliseconds; passed += 10) {
      host_.now += 10;
      if (host_.wake_time && host_.now >= *host_.wake_time) {
        host_.wake_time.reset();
        session_->OnTick();
      }
    }
  }
  // From the first page to the check page, as an individual with something outside the themes.
  void FillIn() {
    finished_saves_ = host_.saves.size();
    Type("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
    Press("continue");
    Type("submitter.full_name", "Ann Bell");
    Type("submitter.email", "ann@example.org");
    Press("continue");
    Tick("section_complete", "complete");
    Press("continue");
    Type("information_outside_themes", "Something that helps.");
    Press("continue");
    Press("continue");
  }

  std::string Main() { return host_.regions[Region::kMain]; }
  v1::CreateSubmissionRequest SavedRequest() {
    v1::CreateSubmissionRequest request;
    EXPECT_FALSE(host_.saves.empty());
    EXPECT_TRUE(request.ParseFromString(host_.saves.back().record.request));
    return request;
  }
  v1::CreateSubmissionRequest SentRequest(size_t index) {
    v1::CreateSubmissionRequest request;
    EXPECT_LT(index, host_.requests.size());
    EXPECT_TRUE(request.ParseFromString(host_.requests.at(index).body.substr(5)));
    return request;
  }

  static HttpReply Trailers(std::string_view lines) {
    HttpReply reply;
    reply.http_status = 200;
    reply.content_type = "application/grpc-web+proto";
    reply.body = RequestBody(lines);
    reply.body[0] = static_cast<char>(0x80);
    return reply;
  }
  // A refusal with one detail: the message of that type.
  static HttpReply Refusal(int code, std::string_view type, std::string_view detail) {
    std::string any, status;
    rules::WriteBytesField(1, form::Joined("type.googleapis.com/", type), any);
    rules::WriteBytesField(2, detail, any);
    rules::WriteBytesField(3, any, status);
    return Trailers(form::Joined("grpc-status: ", std::to_string(code),
                                 "\r\ngrpc-status-details-bin: ", form::Base64Encode(status),
                                 "\r\n"));
  }
  // The server's rules found this wrong.
  static HttpReply ViolationReply(std::string_view path, std::string_view rule_id) {
    rules::Violations violations;
    rules::Violation violation;
    rules::ParsePathText(path, violation.field);
    violation.rule_id = rule_id;
    violations.Add(violation);
    return Refusal(3, "buf.validate.Violations", violations.Serialize());
  }
  static HttpReply ReceiptReply() {
    v1::CreateSubmissionResponse response;
    v1::Receipt& receipt = *response.mutable_receipt();
    receipt.set_name("calls/winter/submissions/s1");
    receipt.set_reference("AB12-CD34-EF56");
    receipt.set_access_key("secret");
    receipt.mutable_submission()->set_information_outside_themes("Something that helps.");
    HttpReply reply = Trailers("grpc-status: 0\r\n");
    reply.body = RequestBody(response.SerializeAsString()) + reply.body;
    return reply;
  }

  FakeHost host_;
  v1::FormContext context_;
  std::unique_ptr<FormSession> session_;
  size_t finished_saves_ = 0;
};

}  // namespace muster::client

#endif  // MUSTER_TESTS_WASM_CLIENT_FORM_SESSION_FIXTURE_H_
