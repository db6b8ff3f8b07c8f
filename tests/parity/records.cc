#include "tests/parity/records.h"

#include <utility>

#include "muster/forms.h"
#include "tests/cases/case_builder.h"
#include "tests/parity/message_generator.h"
#include "tests/parity/packed.h"
#include "tests/parity/text_samples.h"

namespace muster::parity {
namespace {

// Of a form's requests, those whose bytes are disturbed.
constexpr double kDisturbedShare = 0.05;

// The context that the request names as its parent, if its bytes can be read.
const v1::FormContext* ContextOf(const Contract& contract, const Contexts& contexts,
                                 const form::Form& form, const std::string& bytes) {
  const google::protobuf::Descriptor* type = contract.RequestOf(std::string(form.method));
  const auto request = contract.NewMessage(type);
  if (!request->ParseFromString(bytes)) return nullptr;
  const std::string parent =
      request->GetReflection()->GetString(*request, type->FindFieldByName("parent"));
  for (const v1::FormContext& context : contexts.at(std::string(form.id))) {
    if (context.parent() == parent) return &context;
  }
  return nullptr;
}

const form::Form* FormOfRequest(const Contract& contract, const std::string& type) {
  for (const form::Form* form : AllForms()) {
    if (contract.RequestOf(std::string(form->method))->full_name() == type) return form;
  }
  return nullptr;
}

std::string UnknownPattern(const Contract& contract, const google::protobuf::Descriptor* type) {
  for (int i = 0; i < type->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = type->field(i);
    const FieldFacts& facts = contract.FactsOf(field);
    for (const FieldFacts* each : {&facts, static_cast<const FieldFacts*>(facts.items.get())}) {
      if (each != nullptr && !HasSamplesFor(each->pattern)) return each->pattern;
    }
    if (field->message_type() == nullptr) continue;
    if (std::string found = UnknownPattern(contract, field->message_type()); !found.empty()) {
      return found;
    }
  }
  return "";
}

}  // namespace

const form::Form* FormNamed(const std::string& id) {
  for (const form::Form* form : AllForms()) {
    if (form->id == id) return form;
  }
  return nullptr;
}

std::string Obstacle(const Contract& contract, const Contexts& contexts) {
  for (const form::Form* form : AllForms()) {
    const std::string id(form->id);
    const google::protobuf::Descriptor* type = contract.RequestOf(std::string(form->method));
    if (type == nullptr) return "no method " + std::string(form->method);
    if (contexts.count(id) == 0) return "no context of the form " + id;
    const std::string pattern = UnknownPattern(contract, type);
    if (!pattern.empty()) return "text_samples.cc has no samples for the pattern " + pattern;
  }
  return "";
}

std::string LineOf(const rules::Violation& violation) {
  return rules::PathText(violation.field) + " | " + rules::PathText(violation.rule) + " | " +
         violation.rule_id + " | " + violation.message;
}

bool ReadSharedCases(const Contract& contract, const Contexts& contexts,
                     std::vector<SharedCase>& cases, std::string& error) {
  for (const std::string& path : tests::CaseFiles()) {
    tests::CaseFile file;
    if (!tests::ReadCaseFile(path, file, error)) return false;
    for (const tests::Case& one : file.cases()) {
      tests::Request request;
      if (!tests::BuildRequest(file, one, request, error)) return false;
      SharedCase& made = cases.emplace_back();
      const google::protobuf::Message& message = tests::MessageOf(request);
      made.record.name = "case: " + one.name();
      made.record.form = FormOfRequest(contract, message.GetDescriptor()->full_name());
      // `validate_only`, so that the server stores none.
      made.record.request = message.SerializeAsString() + "\x20\x01";
      made.record.context = ContextOf(contract, contexts, *made.record.form, made.record.request);
      for (const tests::Expectation& expected : one.violations()) {
        made.expected.push_back(expected.path() + " | " + expected.rule() + " | " +
                                expected.rule_id() + " | " + expected.message());
      }
    }
  }
  return true;
}

std::vector<Record> MakeRandomRecords(const Contract& contract, const Contexts& contexts,
                                      uint64_t seed, size_t count) {
  std::vector<std::pair<const form::Form*, MessageGenerator>> generators;
  for (const form::Form* form : AllForms()) {
    generators.emplace_back(
        form, MessageGenerator(&contract, contract.RequestOf(std::string(form->method)),
                               &contexts.at(std::string(form->id))));
  }
  std::vector<Record> records;
  for (size_t i = 0; i < count; ++i) {
    Random random(seed, i);
    // The largest form has the most rules.
    const auto& [form, generator] =
        random.Chance(0.5) ? generators.back() : generators[random.Below(generators.size())];
    Record& record = records.emplace_back();
    record.name = "message " + std::to_string(i);
    record.form = form;
    record.request = generator.Make(random);
    if (random.Chance(kDisturbedShare)) record.request = Disturbed(random, record.request);
    record.context = ContextOf(contract, contexts, *form, record.request);
  }
  return records;
}

std::string PackRecords(const std::vector<Record>& records) {
  std::string packed;
  for (const Record& record : records) {
    AppendPacked(record.form->id, packed);
    AppendPacked(record.request, packed);
    AppendPacked(record.context == nullptr ? "" : record.context->SerializeAsString(), packed);
  }
  return packed;
}

}  // namespace muster::parity
