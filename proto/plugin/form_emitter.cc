#include "proto/plugin/form_emitter.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/form_model.h"
#include "proto/plugin/model/facts.h"
#include "proto/plugin/translation.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::compiler::GeneratorContext;

// A text as a C++ string literal. Bytes beyond ASCII are octal escapes, which end by themselves.
std::string Literal(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += '\\';
      for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + (byte >> shift & 7));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string Texts(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += "    " + Literal(text) + ",\n";
  return out;
}

// "WIDGET_LONG_TEXT" -> "kLongText".
std::string WidgetConstant(const std::string& widget) {
  std::string out = "k";
  bool start = true;
  for (const char c : widget.substr(std::string("WIDGET_").size())) {
    if (c == '_') {
      start = true;
      continue;
    }
    out += start ? c : static_cast<char>(c - 'A' + 'a');
    start = false;
  }
  return out;
}

const char* TypeConstant(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL:
      return "kBool";
    case FieldDescriptor::TYPE_ENUM:
      return "kEnum";
    case FieldDescriptor::TYPE_MESSAGE:
      return "kMessage";
    default:
      return "kString";
  }
}

// The tables of one file.
class TableWriter {
 public:
  // `translation` null: English.
  TableWriter(const Schema& schema, Translation* translation)
      : options_(schema.options),
        translation_(translation),
        without_receipts_(schema.without_receipts) {}

  // Everything written so far; valid inside an unnamed namespace.
  const std::string& text() const { return text_; }

  // The expression that initialises the form.
  std::string AddForm(const FormModel& form, const std::string& validate) {
    const FormHints& hints = form.hints;
    const std::string content = AddMessage(*form.content->message_type());
    std::string steps;
    for (size_t i = 0; i < form.steps.size(); ++i) {
      const bool last =
          i + 1 == form.steps.size() || form.steps[i + 1].page->id != form.steps[i].page->id;
      steps += AddStep(form.steps[i], last);
    }
    const std::string next =
        without_receipts_ ? "{}" : AddArray("std::string_view", Texts(hints.receipt_next_steps));
    const std::string declaration = AddArray("std::string_view", Texts(hints.declaration));
    const std::string step_array = AddArray("form::Step", steps);
    return "{\n    .texts = &form::" + std::string(translation_ ? "kWelshTexts" : "kEnglishTexts") +
           ",\n    .id = " + Literal(hints.id) + ",\n    .method = " + Literal(hints.method) +
           ",\n    .subject = " + Literal(hints.subject) +
           ",\n    .check_title = " + Literal(hints.check_title) +
           ",\n    .send_label = " + Literal(hints.send_label) +
           ",\n    .receipt_title = " + Literal(hints.receipt_title) +
           ",\n    .receipt_next_steps = " + next +
           ",\n    .task_list_title = " + Literal(hints.task_list_title) +
           ",\n    .declaration = " + declaration + ",\n    .receipt_copy_field_number = " +
           std::to_string(hints.receipt_copy_field_number) +
           ",\n    .content_name = " + Literal(form.content->name()) + ",\n    .content = &" +
           content + ",\n    .steps = " + step_array + ",\n    .validate = " + validate + ",\n}";
  }

 private:
  // Adds an array and returns its name; "{}" for one without entries.
  std::string AddArray(const std::string& type, const std::string& entries) {
    if (entries.empty()) return "{}";
    const std::string name = "kTable" + std::to_string(++arrays_);
    text_ += "constexpr " + type + " " + name + "[] = {\n" + entries + "};\n";
    return name;
  }

  std::string AddMessage(const Descriptor& message) {
    const auto known = messages_.find(&message);
    if (known != messages_.end()) return known->second;
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor* field = message.field(i);
      if (FieldHintsOf(*field, options_) || IsAnswerField(*field)) fields.push_back(field);
    }
    std::sort(fields.begin(), fields.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
      return a->number() < b->number();
    });
    std::string entries;
    for (size_t i = 0; i < fields.size(); ++i) {
      positions_[fields[i]] = i;
      entries += AddField(*fields[i]);
    }
    const std::string array = AddArray("form::Field", entries);
    arrays_of_[&message] = array;
    const std::string name = "kMessage" + std::to_string(messages_.size() + 1);
    text_ += "constexpr form::Message " + name + " = {" + array + "};\n";
    return messages_[&message] = name;
  }

  std::string AddField(const FieldDescriptor& field) {
    FieldHints hints;
    hints.widget = "WIDGET_UNSPECIFIED";
    if (auto own = FieldHintsOf(field, options_)) hints = *own;
    if (translation_) hints = translation_->Of(field, std::move(hints));
    const FieldFacts facts = FactsOf(field, options_);
    const std::string choices = AddChoices(field);
    std::string errors;
    for (const auto& [id, text] : hints.errors) {
      errors += "    {" + Literal(id) + ", " + Literal(text) + "},\n";
    }
    errors = AddArray("form::ErrorText", errors);
    std::string message = "nullptr";
    if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
      message = "&" + AddMessage(*field.message_type());
    }
    const auto number = [](uint64_t value) { return std::to_string(value) + ", "; };
    std::string out =
        "    {" + Literal(field.name()) + ", " + number(static_cast<uint64_t>(field.number())) +
        number(static_cast<uint64_t>(field.type())) + "form::Type::" + TypeConstant(field) +
        ", form::Widget::" + WidgetConstant(WidgetOf(field, hints)) + ", " +
        (field.is_repeated() ? "true, " : "false, ") + (facts.required ? "true, " : "false, ") +
        number(facts.min_items.value_or(0)) + number(facts.max_items.value_or(0)) +
        number(facts.max_len.value_or(0)) + "\n";
    for (const std::string& text :
         {hints.label, hints.short_label, hints.hint, hints.autocomplete, hints.choices_from,
          hints.value_from, hints.label_from, hints.item_noun}) {
      out += "     " + Literal(text) + ",\n";
    }
    return out + "     " + choices + ", " + errors + ", " + message + "},\n";
  }

  std::string AddChoices(const FieldDescriptor& field) {
    std::string choices;
    for (int i = 0;
         field.type() == FieldDescriptor::TYPE_ENUM && i < field.enum_type()->value_count(); ++i) {
      const auto* value = field.enum_type()->value(i);
      auto hints = ValueHintsOf(*value, options_);
      if (!hints) continue;
      if (translation_) hints = translation_->Of(*value, *std::move(hints));
      choices += "    {" + std::to_string(value->number()) + ", " + Literal(value->name()) + ", " +
                 Literal(hints->label) + ", " + Literal(hints->hint) + "},\n";
    }
    return AddArray("form::Choice", choices);
  }

  std::string FieldPointer(const FieldDescriptor* field) {
    if (field == nullptr) return "nullptr";
    AddMessage(*field->containing_type());
    return "&" + arrays_of_[field->containing_type()] + "[" + std::to_string(positions_[field]) +
           "]";
  }

  // `last`: of its page.
  std::string AddStep(const StepModel& step, bool last) {
    std::string asks;
    for (const AskModel& ask : step.asks) {
      const std::string values = AddArray("std::string_view", Texts(ask.shown_when_values));
      asks += "    {" + Literal(ask.path) + ", " + FieldPointer(ask.field) + ", " +
              FieldPointer(ask.group) + ", " + Literal(ask.shown_when_path) + ", " + values +
              "},\n";
    }
    const std::string introduction = AddArray("std::string_view", Texts(step.page->introduction));
    const std::string array = AddArray("form::Ask", asks);
    return "    {" + Literal(step.id) + ", " + Literal(step.page->title) + ", " + introduction +
           ", " + array + ", " + Literal(step.page->id) +
           (last && step.page->asks_if_complete ? ", true},\n" : ", false},\n");
  }

  const OptionReader& options_;
  Translation* const translation_;
  const bool without_receipts_;
  std::string text_;
  int arrays_ = 0;
  std::map<const Descriptor*, std::string> messages_;
  std::map<const Descriptor*, std::string> arrays_of_;
  std::map<const FieldDescriptor*, size_t> positions_;
};

// The forms of one file.
struct FormFile {
  std::string base;
  std::string scope;
  std::vector<std::string> constants;
};

std::string ValidateFunction(const std::string& request, const std::string& name) {
  return "bool " + name +
         "(std::string_view bytes, ::muster::rules::Violations& violations) {\n"
         "  if (bytes.size() > INT_MAX) return false;\n  " +
         request +
         " request;\n"
         "  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "
         "false;\n"
         "  return Validate(request, violations);\n}\n";
}

// Words of one language.
struct Language {
  // Null: English.
  Translation* translation = nullptr;
  // "x.form.welsh.cc", `kThingFormWelsh`, `AllWelshForms`.
  std::string file_suffix;
  std::string name;
};

FormFile WriteTables(const FileDescriptor& file, const Schema& schema, const Language& language,
                     GeneratorContext& context, Diagnostics& diagnostics) {
  FormFile forms{StripProtoSuffix(file.name()), GlobalScopeOf(file), {}};
  TableWriter tables(schema, language.translation);
  std::string functions;
  std::string constants;
  for (int i = 0; i < file.message_type_count(); ++i) {
    const Descriptor& request = *file.message_type(i);
    auto hints = FormHintsOf(request, schema.options);
    if (!hints) continue;
    if (language.translation) hints = language.translation->Of(request, *std::move(hints));
    const FormModel form = MakeFormModel(request, *hints, schema, diagnostics);
    if (!diagnostics.ok()) continue;
    const std::string constant = "k" + request.name() + "Form" + language.name;
    const std::string validate = "Validate" + request.name() + "Bytes";
    functions += ValidateFunction(request.name(), validate);
    constants += "\nconstexpr ::muster::form::Form " + constant + " = " +
                 tables.AddForm(form, validate) + ";\n";
    forms.constants.push_back(constant);
  }
  std::string source = "// Written by protoc-gen-muster from " + file.name() + ".\n#include \"" +
                       forms.base + ".form.h\"\n";
  if (!forms.constants.empty()) {
    source += "\n#include <climits>\n\n#include \"" + forms.base + ".pb.h\"\n#include \"" +
              forms.base + ".rules.h\"\n\n" +
              InNamespace(file, "namespace {\n\nnamespace form = ::muster::form;\n\n" + functions +
                                    tables.text() + "\n}  // namespace\n" + constants + "\n");
  }
  WriteFile(context, forms.base + ".form" + language.file_suffix + ".cc", source);
  return forms;
}

void WriteHeader(const FileDescriptor& file, const std::vector<std::string>& constants,
                 GeneratorContext& context) {
  std::string declarations;
  for (const std::string& constant : constants) {
    declarations += "extern const ::muster::form::Form " + constant + ";\n";
  }
  WriteFile(context, StripProtoSuffix(file.name()) + ".form.h",
            "// Written by protoc-gen-muster from " + file.name() +
                ".\n#pragma once\n\n#include \"proto/form/form_table.h\"\n\n" +
                InNamespace(file, declarations + "\n"));
}

// `forms`: of every file, in one language.
void WriteAllForms(const std::vector<FormFile>& forms, const Language& language,
                   GeneratorContext& context) {
  std::string includes;
  std::string entries;
  for (const FormFile& file : forms) {
    if (!file.constants.empty()) includes += "#include \"" + file.base + ".form.h\"\n";
    for (const std::string& constant : file.constants) {
      entries += "    &" + file.scope + constant + ",\n";
    }
  }
  const std::string body = entries.empty() ? "  return {};\n"
                                           : "  static constexpr const form::Form* kForms[] = {\n" +
                                                 entries + "  };\n  return kForms;\n";
  WriteFile(context, "muster/forms" + language.file_suffix + ".cc",
            "// Written by protoc-gen-muster.\n#include \"muster/forms.h\"\n\n" + includes +
                "\nnamespace muster {\n\nstd::span<const form::Form* const> All" + language.name +
                "Forms() {\n" + body + "}\n\n}  // namespace muster\n");
}

}  // namespace

void EmitForms(const Schema& schema, GeneratorContext& context, Diagnostics& diagnostics) {
  Translation translation(diagnostics);
  std::vector<Language> languages = {{}};
  std::string declarations =
      "// Every form of the contract, in the order of its files.\n"
      "std::span<const form::Form* const> AllForms();\n";
  if (!schema.welsh_file.empty()) {
    std::string error;
    if (!translation.Read(schema.welsh_file, &error)) {
      return diagnostics.Error({schema.files.front(), {}}, error);
    }
    languages.push_back({&translation, ".welsh", "Welsh"});
    declarations += "std::span<const form::Form* const> AllWelshForms();\n";
  }
  std::map<const FileDescriptor*, std::vector<std::string>> constants;
  for (const Language& language : languages) {
    std::vector<FormFile> forms;
    for (const FileDescriptor* file : schema.files) {
      forms.push_back(WriteTables(*file, schema, language, context, diagnostics));
      std::vector<std::string>& all = constants[file];
      all.insert(all.end(), forms.back().constants.begin(), forms.back().constants.end());
    }
    WriteAllForms(forms, language, context);
  }
  for (const FileDescriptor* file : schema.files) WriteHeader(*file, constants[file], context);
  if (languages.size() > 1) translation.CheckAllUsed(*schema.files.front());
  WriteFile(context, "muster/forms.h",
            "// Written by protoc-gen-muster.\n"
            "#pragma once\n\n#include <span>\n\n#include \"proto/form/form_table.h\"\n\n"
            "namespace muster {\n\n" +
                declarations + "\n}  // namespace muster\n");
}

}  // namespace muster::plugin
