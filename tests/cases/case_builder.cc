#include "tests/cases/case_builder.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "muster/v1/booking_service.rules.h"
#include "muster/v1/submission_service.rules.h"

namespace muster::tests {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class LineCollector : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    text += ":" + std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message;
  }
  std::string text;
};

// What a path leads to: a field of a message, or one entry of it.
struct Target {
  Message* message = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;
};

bool Follow(Message* message, const std::string& path, Target& target) {
  rules::FieldPath steps;
  if (!rules::ParsePathText(path, steps) || steps.elements.empty()) return false;
  for (size_t i = 0; i < steps.elements.size(); ++i) {
    const rules::FieldPathElement& step = steps.elements[i];
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(step.field_name);
    if (field == nullptr) return false;
    const bool indexed = step.subscript == rules::FieldPathElement::Subscript::kIndex;
    target = {message, field, indexed ? static_cast<int>(step.index) : -1};
    if (i + 1 == steps.elements.size()) return true;
    if (field->message_type() == nullptr || indexed != field->is_repeated()) return false;
    const auto* reflection = message->GetReflection();
    if (indexed && target.index >= reflection->FieldSize(*message, field)) return false;
    message = indexed ? reflection->MutableRepeatedMessage(message, field, target.index)
                      : reflection->MutableMessage(message, field);
  }
  return false;
}

bool Clear(const Target& target) {
  const auto* reflection = target.message->GetReflection();
  if (target.index < 0) {
    reflection->ClearField(target.message, target.field);
    return true;
  }
  const int size = reflection->FieldSize(*target.message, target.field);
  if (target.index >= size) return false;
  for (int i = target.index; i + 1 < size; ++i) {
    reflection->SwapElements(target.message, target.field, i, i + 1);
  }
  reflection->RemoveLast(target.message, target.field);
  return true;
}

bool AppendCopies(const Target& target, int times) {
  const auto* reflection = target.message->GetReflection();
  if (target.index < 0 || target.field->message_type() == nullptr ||
      target.index >= reflection->FieldSize(*target.message, target.field)) {
    return false;
  }
  for (int i = 0; i < times; ++i) {
    Message* added = reflection->AddMessage(target.message, target.field);
    added->CopyFrom(reflection->GetRepeatedMessage(*target.message, target.field, target.index));
  }
  return true;
}

bool SetText(const Target& target, const Text& text) {
  std::string value;
  for (int i = 0; i < std::max(1, text.times()); ++i) value += text.text();
  value += text.end();
  const auto* reflection = target.message->GetReflection();
  if (target.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  if (!target.field->is_repeated()) {
    reflection->SetString(target.message, target.field, value);
    return target.index < 0;
  }
  const int size = reflection->FieldSize(*target.message, target.field);
  if (target.index < 0 || target.index > size) return false;
  if (target.index == size) {
    reflection->AddString(target.message, target.field, value);
  } else {
    reflection->SetRepeatedString(target.message, target.field, target.index, value);
  }
  return true;
}

Message* MutableMessageOf(Request& request) {
  if (request.has_booking()) return request.mutable_booking();
  return request.mutable_submission();
}

}  // namespace

std::vector<std::string> CaseFiles() {
  return {"tests/cases/submission.textproto", "tests/cases/booking.textproto"};
}

bool ReadCaseFile(const std::string& path, CaseFile& file, std::string& error) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  google::protobuf::TextFormat::Parser parser;
  LineCollector lines;
  parser.RecordErrorsTo(&lines);
  if (in && parser.ParseFromString(text.str(), &file)) return true;
  error = path + (lines.text.empty() ? ": cannot be read" : lines.text);
  return false;
}

bool BuildRequest(const CaseFile& file, const Case& one, Request& request, std::string& error) {
  bool found = false;
  for (const Base& base : file.bases()) {
    if (base.name() != one.base()) continue;
    request = base.request();
    found = true;
  }
  error = one.name() + ": ";
  if (!found) return error += "no base " + one.base(), false;
  Target target;
  for (const std::string& path : one.clear()) {
    Message* message = MutableMessageOf(request);
    if (!Follow(message, path, target) || !Clear(target)) return error += path, false;
  }
  request.MergeFrom(one.merge());
  Message* message = MutableMessageOf(request);
  for (const Copy& copy : one.copies()) {
    const bool done = Follow(message, copy.path(), target) && AppendCopies(target, copy.times());
    if (!done) return error += copy.path(), false;
  }
  for (const Text& text : one.texts()) {
    const bool done = Follow(message, text.path(), target) && SetText(target, text);
    if (!done) return error += text.path(), false;
  }
  error.clear();
  return true;
}

void ValidateRequest(const Request& request, rules::Violations& violations) {
  if (request.has_booking()) {
    v1::Validate(request.booking(), violations);
  } else {
    v1::Validate(request.submission(), violations);
  }
}

const Message& MessageOf(const Request& request) {
  if (request.has_booking()) return request.booking();
  return request.submission();
}

}  // namespace muster::tests
