#include "tests/differential/schema.h"

#include <algorithm>

#include "google/protobuf/descriptor.pb.h"
#include "tests/read_file.h"

namespace muster::differential {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;

void Collect(const Descriptor* type, std::vector<const Descriptor*>& out) {
  if (type->options().map_entry()) return;
  out.push_back(type);
  for (int i = 0; i < type->nested_type_count(); ++i) Collect(type->nested_type(i), out);
}

void CollectPatterns(const Message& options, std::set<std::string>& out) {
  const google::protobuf::Reflection* reflection = options.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(options, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(options, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectPatterns(field->is_repeated() ? reflection->GetRepeatedMessage(options, field, i)
                                             : reflection->GetMessage(options, field),
                        out);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated()
                                     ? reflection->GetRepeatedString(options, field, i)
                                     : reflection->GetString(options, field);
        if (field->name() == "pattern") out.insert(text);
        const bool is_cel = field->name() == "expression" || field->name() == "cel_expression";
        if (!is_cel || text.find("matches(") == std::string::npos) continue;
        for (const std::string& literal : LiteralsOf(text)) out.insert(literal);
      }
    }
  }
}

}  // namespace

std::unique_ptr<Schema> Schema::Load(const std::vector<std::string>& files, std::string& error) {
  std::unique_ptr<Schema> schema(new Schema);
  for (const std::string& name : files) {
    google::protobuf::FileDescriptorSet set;
    if (!set.ParseFromString(ReadFile(name)) || set.file_size() == 0) {
      return error = "no descriptors in " + name, nullptr;
    }
    for (const google::protobuf::FileDescriptorProto& file : set.file()) {
      if (schema->pool_.FindFileByName(file.name()) != nullptr) continue;
      if (schema->pool_.BuildFile(file) == nullptr) {
        return error = file.name() + " of " + name + " can't be read", nullptr;
      }
      schema->files_.push_back(file.name());
    }
  }
  return schema;
}

std::vector<const Descriptor*> Schema::Messages() const {
  std::vector<const Descriptor*> out;
  for (const std::string& name : files_) {
    const FileDescriptor* file = pool_.FindFileByName(name);
    if (file->package().starts_with("google.") || file->package() == "buf.validate") continue;
    for (int i = 0; i < file->message_type_count(); ++i) Collect(file->message_type(i), out);
  }
  std::sort(out.begin(), out.end(), [](const Descriptor* left, const Descriptor* right) {
    return left->full_name() < right->full_name();
  });
  return out;
}

std::unique_ptr<Message> Schema::New(const Descriptor* type) const {
  return std::unique_ptr<Message>(factory_.GetPrototype(type)->New());
}

const Message* Schema::Known(const void* owner, const std::string& type, const Message& raw) const {
  std::unique_ptr<Message>& known = options_[owner];
  if (known == nullptr) {
    known = New(pool_.FindMessageTypeByName(type));
    known->ParseFromString(raw.SerializeAsString());
  }
  return known.get();
}

const Message* Schema::OptionsOf(const FieldDescriptor* field) const {
  return Known(field, "google.protobuf.FieldOptions", field->options());
}

const Message* Schema::OptionsOf(const Descriptor* type) const {
  return Known(type, "google.protobuf.MessageOptions", type->options());
}

std::set<std::string> Schema::Patterns() const {
  std::set<std::string> out;
  for (const Descriptor* type : Messages()) {
    CollectPatterns(*OptionsOf(type), out);
    for (int i = 0; i < type->field_count(); ++i) CollectPatterns(*OptionsOf(type->field(i)), out);
  }
  return out;
}

std::vector<std::string> LiteralsOf(const std::string& expression) {
  std::vector<std::string> out;
  for (size_t i = 0; i < expression.size(); ++i) {
    const char quote = expression[i];
    if (quote != '\'' && quote != '"') continue;
    const bool is_raw = i > 0 && expression[i - 1] == 'r';
    std::string text;
    for (++i; i < expression.size() && expression[i] != quote; ++i) {
      if (!is_raw && expression[i] == '\\' && i + 1 < expression.size()) {
        ++i;
        if (expression[i] != '\\' && expression[i] != quote) text += '\\';
      }
      text += expression[i];
    }
    out.push_back(text);
  }
  return out;
}

}  // namespace muster::differential
