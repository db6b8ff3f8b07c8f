// The rules and the page of the submission form in WebAssembly, for new_field.test.mjs.
#include <emscripten/emscripten.h>

#include <string>

#include "muster/v1/form_context.pb.h"
#include "muster/v1/submission_service.form.h"
#include "proto/form/context_rules.h"
#include "proto/form/render.h"
#include "proto/rules/violations.h"
#include "proto/rules/wire_reader.h"

namespace {

using muster::form::Answers;

const muster::form::Form& kForm = muster::v1::kCreateSubmissionRequestForm;
std::string context_bytes;
std::string request_bytes;
std::string result;

muster::v1::FormContext Context() {
  muster::v1::FormContext context;
  context.ParseFromArray(context_bytes.data(), static_cast<int>(context_bytes.size()));
  return context;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* context_buffer(size_t size) {
  context_bytes.resize(size);
  return context_bytes.data();
}

EMSCRIPTEN_KEEPALIVE char* request_buffer(size_t size) {
  request_bytes.resize(size);
  return request_bytes.data();
}

EMSCRIPTEN_KEEPALIVE const char* result_data() { return result.data(); }

// Puts the bytes of `buf.validate.Violations` in the result. 1: none.
EMSCRIPTEN_KEEPALIVE int check() {
  muster::rules::Violations violations;
  const bool good = muster::form::CheckRequest(kForm, Context(), request_bytes, violations);
  result = violations.Serialize();
  return good;
}

EMSCRIPTEN_KEEPALIVE size_t result_size() { return result.size(); }

// Puts the page "about-you" with the request's answers in the result.
EMSCRIPTEN_KEEPALIVE void render() {
  const muster::v1::FormContext context = Context();
  const Answers answers =
      Answers::Parse(*kForm.content, muster::rules::FindBytesField(request_bytes, 2));
  muster::form::PageView view;
  view.form = &kForm;
  view.context = &context;
  view.answers = &answers;
  view.place = {"about-you", false};
  result = muster::form::RenderPage(view).main;
}

}  // extern "C"
