// The whole C ABI of the client and nothing else. The browser writes an event's arguments into
// `argument_buffer` (see packed.h) and calls the event's function with their size.
#include <emscripten/emscripten.h>

#include <memory>
#include <string>

#include "muster/v1/form_context.pb.h"
#include "proto/form/base64.h"
#include "proto/form/context_rules.h"
#include "proto/rules/violations.h"
#include "wasm-client/browser_host.h"
#include "wasm-client/form/form_session.h"
#include "wasm-client/forms.h"
#include "wasm-client/packed.h"

namespace {

using muster::client::DraftRecord;
using muster::client::SaveOutcome;
using muster::client::TypedAnswer;
using muster::client::Unpacker;

std::string arguments;
std::unique_ptr<muster::client::BrowserHost> host;
std::unique_ptr<muster::client::FormSession> session;

// A copy, so that what an event sets off may write the next event's arguments.
std::string Arguments(size_t size) { return arguments.substr(0, size); }

const muster::form::Form* FormNamed(std::string_view id) {
  for (const muster::form::Form* form : muster::client::ModuleForms()) {
    if (form->id == id) return form;
  }
  return nullptr;
}

TypedAnswer NextAnswer(Unpacker& unpacker) {
  TypedAnswer answer;
  answer.path = unpacker.NextText();
  answer.value = unpacker.NextText();
  const std::string_view ticked = unpacker.Next();
  if (ticked == "1") answer.kind = TypedAnswer::Kind::kTicked;
  if (ticked == "0") answer.kind = TypedAnswer::Kind::kUnticked;
  return answer;
}

DraftRecord NextRecord(Unpacker& unpacker) {
  DraftRecord record;
  record.revision = unpacker.NextNumber();
  record.page = unpacker.NextText();
  record.request = unpacker.NextText();
  return record;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* argument_buffer(size_t size) {
  arguments.resize(size);
  return arguments.data();
}

// 0: there is no form of that name, and the page goes on as a plain one.
EMSCRIPTEN_KEEPALIVE int on_start(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  muster::client::StartPage page;
  page.form = FormNamed(unpacker.Next());
  if (page.form == nullptr) return 0;
  page.context = muster::form::Base64Decode(unpacker.Next());
  page.address = unpacker.NextText();
  page.document_title = unpacker.NextText();
  page.posted_content = muster::form::Base64Decode(unpacker.Next());
  page.posted_request_id = unpacker.NextText();
  page.page = unpacker.NextText();
  page.history_request_id = unpacker.NextText();
  page.sent_note = unpacker.NextText();
  page.is_restored = unpacker.NextFlag();
  while (!unpacker.empty()) page.typed.push_back(NextAnswer(unpacker));
  host = std::make_unique<muster::client::BrowserHost>();
  session = std::make_unique<muster::client::FormSession>(host.get());
  session->Start(std::move(page));
  return 1;
}

EMSCRIPTEN_KEEPALIVE void on_answer(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  session->OnAnswer(NextAnswer(unpacker));
}

EMSCRIPTEN_KEEPALIVE void on_filled(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  session->OnFilled(NextAnswer(unpacker));
}

EMSCRIPTEN_KEEPALIVE void on_action(size_t size) {
  const std::string bytes = Arguments(size);
  session->OnAction(Unpacker(bytes).Next());
}

EMSCRIPTEN_KEEPALIVE void on_history(size_t size) {
  const std::string bytes = Arguments(size);
  session->OnHistory(Unpacker(bytes).Next());
}

EMSCRIPTEN_KEEPALIVE void on_reply(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  muster::client::HttpReply reply;
  reply.http_status = static_cast<int>(unpacker.NextNumber());
  reply.content_type = unpacker.NextText();
  reply.grpc_status = unpacker.NextText();
  reply.grpc_status_details = unpacker.NextText();
  reply.body = unpacker.NextText();
  session->OnReply(reply);
}

EMSCRIPTEN_KEEPALIVE void on_draft_loaded(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  muster::client::LoadedDraft loaded;
  loaded.is_storage_available = unpacker.NextFlag();
  loaded.stored = NextRecord(unpacker);
  loaded.tail = NextRecord(unpacker);
  loaded.tail_stored_revision = unpacker.NextNumber();
  loaded.tail_saving_revision = unpacker.NextNumber();
  session->OnDraftLoaded(loaded);
}

EMSCRIPTEN_KEEPALIVE void on_draft_saved(size_t size) {
  const std::string bytes = Arguments(size);
  const std::string_view outcome = Unpacker(bytes).Next();
  session->OnDraftSaved(outcome == "saved"      ? SaveOutcome::kSaved
                        : outcome == "conflict" ? SaveOutcome::kConflict
                                                : SaveOutcome::kFailed);
}

EMSCRIPTEN_KEEPALIVE void on_draft_deleted(size_t size) {
  const std::string bytes = Arguments(size);
  session->OnDraftDeleted(Unpacker(bytes).NextFlag());
}

EMSCRIPTEN_KEEPALIVE void on_tick(size_t) { session->OnTick(); }
EMSCRIPTEN_KEEPALIVE void on_hidden(size_t) { session->OnHidden(); }
EMSCRIPTEN_KEEPALIVE void on_shown(size_t) { session->OnShown(); }

// Checks the bytes of a form's request, with no page: the form's name, the request, and the bytes
// of the context or none for the contract's own rules only. Gives the size of the answer, which
// then lies in the buffer: "valid", "invalid" or "malformed"; how many rules failed; the bytes of
// buf.validate.Violations. 0: there is no form of that name.
EMSCRIPTEN_KEEPALIVE size_t check_request(size_t size) {
  const std::string bytes = Arguments(size);
  Unpacker unpacker(bytes);
  const muster::form::Form* form = FormNamed(unpacker.Next());
  if (form == nullptr) return 0;
  const std::string_view request = unpacker.Next();
  const std::string_view context_bytes = unpacker.Next();
  muster::v1::FormContext context;
  const bool has_context =
      !context_bytes.empty() &&
      context.ParseFromArray(context_bytes.data(), static_cast<int>(context_bytes.size()));
  muster::rules::Violations violations;
  const bool good = has_context ? muster::form::CheckRequest(*form, context, request, violations)
                                : form->validate(request, violations);
  muster::client::Packer answer;
  answer.Add(good ? "valid" : violations.ok() ? "malformed" : "invalid");
  answer.AddNumber(static_cast<int64_t>(violations.failed_rule_count()));
  answer.Add(violations.Serialize());
  arguments = answer.bytes();
  return arguments.size();
}

}  // extern "C"
