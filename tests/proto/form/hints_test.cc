// Hints that make no form stop the build, at the place where they stand.
#include <gmock/gmock.h>
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>

#include "proto/plugin/generator.h"

namespace muster::plugin {
namespace {

using google::protobuf::io::ZeroCopyInputStream;
using google::protobuf::io::ZeroCopyOutputStream;
using testing::ContainsRegex;
using testing::HasSubstr;

// A small form with a bit of everything.
constexpr char kSchema[] = R"(
syntax = "proto3";
package t;
import "buf/validate/validate.proto";
import "muster/form/v1/annotations.proto";
service Things { rpc Create(Request) returns (Reply); }
message Reply { Receipt receipt = 1; }
message Receipt { Content content = 7; }
message Request {
  option (muster.form.v1.form) = {
    id: "thing" content_field: "content" receipt_copy_field_number: 7 method: "/t.Things/Create"
    subject: "your thing" check_title: "Check" send_label: "Send" receipt_title: "Sent"
    pages: {id: "one" title: "One"}
    pages: {id: "two" title: "Two"}
  };
  string parent = 1;
  Content content = 2;
  string request_id = 3;
  bool validate_only = 4;
  string language_code = 5;
}
enum Kind {
  KIND_UNSPECIFIED = 0;
  KIND_A = 1 [(muster.form.v1.value) = {label: "A"}];
  KIND_B = 2 [(muster.form.v1.value) = {label: "B"}];
}
message Content {
  Kind kind = 1 [(muster.form.v1.field) = {page: "one" label: "Which kind?"}];
  string name = 2 [
    (buf.validate.field).string.max_len = 5,
    (muster.form.v1.field) = {
      page: "one" label: "Name"
      shown_when: {field: "kind" values: "KIND_A"}
      errors: {rule_id: "string.max_len" text: "Shorter"}
    }
  ];
  repeated Part parts = 3 [(muster.form.v1.field) = {page: "two" label: "Parts" item_noun: "part"}];
  string version = 4 [(muster.form.v1.field) = {
    page: "two" label: "Version" widget: WIDGET_HIDDEN value_from: "version"
  }];
  string left_out = 5;
}
message Part {
  repeated string colours = 1 [(muster.form.v1.field) = {
    label: "Colours" widget: WIDGET_CHECKBOXES choices_from: "colours"
  }];
}
)";

class Sources : public google::protobuf::compiler::SourceTree {
 public:
  explicit Sources(std::string schema) : schema_(std::move(schema)) {
    disk_.MapPath("", "proto");
    disk_.MapPath("", "/usr/include");
  }
  ZeroCopyInputStream* Open(const std::string& name) override {
    if (name != "t.proto") return disk_.Open(name);
    return new google::protobuf::io::ArrayInputStream(schema_.data(),
                                                      static_cast<int>(schema_.size()));
  }

 private:
  const std::string schema_;
  google::protobuf::compiler::DiskSourceTree disk_;
};

class Outputs : public google::protobuf::compiler::GeneratorContext {
 public:
  ZeroCopyOutputStream* Open(const std::string& name) override {
    return new google::protobuf::io::StringOutputStream(&files[name]);
  }
  std::map<std::string, std::string> files;
};

class Complaints : public google::protobuf::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int, const std::string& message) override {
    ADD_FAILURE() << file << ":" << line + 1 << ": " << message;
  }
};

// What the plugin says of the schema with `from` replaced by `to`, and what it writes.
std::string Generate(const std::string& from, const std::string& to, Outputs& outputs) {
  std::string schema = kSchema;
  const size_t at = schema.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  schema.replace(at, from.size(), to);
  Sources sources(schema);
  Complaints complaints;
  google::protobuf::compiler::SourceTreeDescriptorDatabase database(&sources);
  database.RecordErrorsTo(&complaints);
  google::protobuf::FileDescriptorSet rules;
  std::ifstream file("build/dependencies/validate.binpb", std::ios::binary);
  EXPECT_TRUE(rules.ParseFromIstream(&file));
  google::protobuf::SimpleDescriptorDatabase rules_database;
  for (const auto& rules_file : rules.file()) rules_database.Add(rules_file);
  google::protobuf::MergedDescriptorDatabase both(&rules_database, &database);
  google::protobuf::DescriptorPool pool(&both, database.GetValidationErrorCollector());
  const auto* found = pool.FindFileByName("t.proto");
  if (found == nullptr) return "no such file";
  std::string error;
  Generator().GenerateAll({found}, "emit=forms", &outputs, &error);
  return error;
}

TEST(HintsTest, AGoodFormIsWritten) {
  Outputs outputs;
  EXPECT_EQ(Generate("", "", outputs), "");
  EXPECT_THAT(outputs.files["t.form.cc"], HasSubstr("kRequestForm"));
  // The page is split where an answer decides what comes next.
  EXPECT_THAT(outputs.files["t.form.cc"], HasSubstr("{\"one-kind\", \"One\""));
  EXPECT_THAT(outputs.files["t.form.cc"], HasSubstr("{\"one\", \"One\""));
  EXPECT_EQ(outputs.files["t.form.cc"].find("left_out"), std::string::npos);
  EXPECT_THAT(outputs.files["muster/forms.cc"], HasSubstr("&::t::kRequestForm"));
}

TEST(HintsTest, AQuestionThatDecidesAnotherEndsItsStepWhateverComesBetween) {
  Outputs outputs;
  EXPECT_EQ(Generate("string name = 2 [",
                     "string who = 6 [(muster.form.v1.field) = {page: \"one\" label: \"Who?\"}];\n"
                     "  string name = 2 [",
                     outputs),
            "");
  // The first step asks for the kind alone, the second for the others.
  EXPECT_THAT(outputs.files["t.form.cc"],
              ContainsRegex("form::Ask [^\n]* = \\{\n    \\{\"kind\",[^\n]*\n\\};"));
  EXPECT_THAT(outputs.files["t.form.cc"], HasSubstr("{\"one-kind\", \"One\""));
}

TEST(HintsTest, AComplaintNamesFileLineAndColumn) {
  Outputs outputs;
  EXPECT_THAT(
      Generate("page: \"one\" label: \"Name\"", "page: \"three\" label: \"Name\"", outputs),
      HasSubstr("t.proto:31:5: error: form hints of t.Content.name: page \"three\" is none"));
}

struct Misuse {
  const char* name;
  const char* from;
  const char* to;
  const char* complaint;
};

const Misuse kMisuses[] = {
    {"NoLabel", "label: \"Name\"", "", "a question needs a label"},
    {"UnknownConditionField", "field: \"kind\"", "field: \"sort\"", "no question of this message"},
    {"UnknownConditionValue", "values: \"KIND_A\"", "values: \"KIND_C\"", "no choice of"},
    {"ConditionOnItself", "field: \"kind\"", "field: \"name\"", "comes after this one"},
    {"ConditionalButRequired", "(buf.validate.field).string.max_len = 5",
     "(buf.validate.field).required = true", "can't be required"},
    {"WordedRuleThatIsNotThere", "rule_id: \"string.max_len\"", "rule_id: \"string.email\"",
     "a rule that the field does not have"},
    {"ListWithoutNoun", "item_noun: \"part\"", "", "a list needs item_noun"},
    {"ChoicesFromNowhere", "choices_from: \"colours\"", "", "choices_from must name"},
    {"HiddenFromNowhere", "value_from: \"version\"", "", "value_from and WIDGET_HIDDEN"},
    {"WidgetOfAnotherType", "widget: WIDGET_CHECKBOXES choices_from: \"colours\"",
     "widget: WIDGET_CHECKBOX", "WIDGET_CHECKBOX does not suit"},
    {"TypeThatCannotBeAsked", "string left_out = 5;",
     "int32 left_out = 5 [(muster.form.v1.field) = {page: \"one\" label: \"X\"}];",
     "a field of type int32 can't be asked"},
    {"PageTwice", "id: \"two\" title: \"Two\"", "id: \"one\" title: \"Two\"",
     "two pages have the id"},
    {"TakenName", "string left_out = 5;", "string draft = 5;", "can't be named \"draft\""},
    {"TakenByTheServer", "string left_out = 5;", "string wording = 5;",
     "can't be named \"wording\""},
    {"TakenPage", "id: \"two\"", "id: \"check\"", "not \"check\""},
    {"NoParent", "string parent = 1;", "int32 parent = 1;", "must have string parent = 1"},
    {"NoSuchMethod", "\"/t.Things/Create\"", "\"/t.Things/Make\"", "method must be the path"},
    {"NoCopyInReceipt", "receipt_copy_field_number: 7", "receipt_copy_field_number: 8",
     "receipt_copy_field_number must be"},
    {"OneChoice", "[(muster.form.v1.value) = {label: \"B\"}]", "", "fewer than two values"},
    {"QuestionBeforeTheOneThatDecides", "Kind kind = 1 [",
     "string who = 6 [(muster.form.v1.field) = {page: \"one\" label: \"Who?\"}];\n  Kind kind = 1 "
     "[",
     "the questions before one that depends on them need a page of their own"},
    {"ConditionInAList", "label: \"Colours\"",
     "label: \"Colours\" shown_when: {field: \"colours\" values: \"x\"}",
     "can't be used in an entry of a list"},
    {"MessageInItself", "repeated string colours = 1 [",
     "repeated Part parts = 2 [(muster.form.v1.field) = {label: \"P\" item_noun: \"p\"}];\n"
     "  repeated string colours = 1 [",
     "a message that holds itself"},
};

class MisuseTest : public testing::TestWithParam<Misuse> {};

TEST_P(MisuseTest, StopsTheBuild) {
  Outputs outputs;
  EXPECT_THAT(Generate(GetParam().from, GetParam().to, outputs), HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(Hints, MisuseTest, testing::ValuesIn(kMisuses),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace muster::plugin
