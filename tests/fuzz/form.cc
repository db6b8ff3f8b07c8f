// What browsers send and keep: drafts as wire bytes and base64, posted fields, paths.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/stubs/logging.h"
#include "muster/forms.h"
#include "muster/v1/form_context.pb.h"
#include "proto/form/answers.h"
#include "proto/form/base64.h"
#include "proto/form/journey.h"
#include "proto/form/path.h"
#include "proto/rules/wire_reader.h"
#include "server/gateway/pages/form_fields.h"

namespace {

using muster::form::Answers;
using muster::form::Form;

void TryDraft(const Form& form, std::string_view bytes) {
  const std::string once = Answers::Parse(*form.content, bytes).Serialize();
  // What was written is read whole.
  if (Answers::Parse(*form.content, once).Serialize() != once) __builtin_trap();
  if (once.size() > Answers::kMaxBytes) __builtin_trap();
}

void TryPaths(const Form& form, std::string_view path) {
  muster::form::Describe(*form.content, path);
  muster::form::FieldAt(*form.content, path);
  Answers answers(*form.content);
  answers.AddEntry(path);
  answers.Set(path, path);
  answers.Choose(path, "x", true);
  answers.RemoveEntry(path);
  answers.Get(path);
  if (answers.Serialize().size() > Answers::kMaxBytes) __builtin_trap();
}

void TryPost(const Form& form, std::string_view body) {
  const auto fields = muster::gateway::ParseFormFields(body);
  if (!fields.has_value()) return;
  static const muster::v1::FormContext context;
  const muster::form::Post post = muster::form::ReadPost(form, context, *fields);
  if (post.answers.Serialize().size() > Answers::kMaxBytes) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view whole(reinterpret_cast<const char*>(data), size);
  if (muster::form::Base64Decode(muster::form::Base64Encode(whole)) != whole) __builtin_trap();
  muster::rules::WireReader reader(whole);
  for (muster::rules::WireField field; reader.Next(field);) {
    muster::rules::MergedBytesField(whole, field.number);
  }
  for (const Form* form : muster::AllForms()) {
    TryDraft(*form, whole);
    TryDraft(*form, muster::form::Base64Decode(whole));
    TryPaths(*form, whole);
    TryPost(*form, whole);
  }
  return 0;
}
