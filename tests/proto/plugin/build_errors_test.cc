// What stops a build says where and what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/proto/plugin/plugin_run.h"

namespace muster::plugin {
namespace {

using testing::HasSubstr;

struct BadRule {
  const char* name;
  const char* fields;
  // Line 6 is the first of the fields.
  const char* position;
  const char* text;
};

void PrintTo(const BadRule& rule, std::ostream* out) { *out << rule.name; }

class BuildErrorTest : public testing::TestWithParam<BadRule> {};

TEST_P(BuildErrorTest, NamesFileLineAndColumn) {
  const PluginRun run = RunPlugin(SchemaOf(GetParam().fields));
  EXPECT_THAT(run.error, HasSubstr(std::string("test.proto:") + GetParam().position + ": error: "));
  EXPECT_THAT(run.error, HasSubstr(GetParam().text));
  // One thing is wrong, and it is said once.
  EXPECT_EQ(std::count(run.error.begin(), run.error.end(), '\n'), 1) << run.error;
}

constexpr BadRule kBadRules[] = {
    {"WrongKind", "string a = 1 [(buf.validate.field).int32.gt = 0];", "6:15",
     "int32 rules do not go with field 'a': use string rules"},
    {"WrongKindOnList", "repeated string a = 1 [(buf.validate.field).string.min_len = 1];", "6:24",
     "use repeated rules"},
    {"WrongKindOfItems",
     "repeated string a = 1 [\n  (buf.validate.field).repeated.items.int32.gt = 0\n];", "7:3",
     "use string rules"},
    {"UnknownField",
     "option (buf.validate.message).cel = {id: \"x\", message: \"m\", expression: \"this.b > "
     "0\"};\n"
     "int32 a = 1;",
     "6:1", "test.M has no field 'b', at character 6 of"},
    {"WrongType",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"this.startsWith('a')\"}];",
     "6:14", "'startsWith' does not go with int, string"},
    {"NoBoolOrString",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"this + 1\"}];", "6:14",
     "a rule is of type bool or string, not int"},
    {"Syntax", "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"this >\"}];",
     "6:14", "expression ends too early, at character 7"},
    {"CharactersAreCounted",
     "string a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"'\303\251' == that\"}];",
     "6:15", "'that' is not known here, at character 8 of"},
    {"UnknownFunction",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"isPrime(this)\"}];", "6:14",
     "function 'isPrime' is not compiled"},
    {"UnknownName",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"that > 1\"}];", "6:14",
     "'that' is not known here"},
    {"BadPattern", "string a = 1 [(buf.validate.field).string.pattern = \"(\"];", "6:15",
     "missing )"},
    {"HugePattern", "string a = 1 [(buf.validate.field).string.pattern = \"^(a|b)*a(a|b){12}$\"];",
     "6:15", "takes more than 512 states: anchor it"},
    {"PatternFromField",
     "option (buf.validate.message).cel = {id: \"x\", expression: \"this.a.matches(this.b)\"};\n"
     "string a = 1;\nstring b = 2;",
     "6:1", "the pattern of matches() must be a constant"},
    {"SecondExpressionThatIsNoCpp",
     "string a = 1 [\n  (buf.validate.field).required = true,\n  (buf.validate.field).cel = {id: "
     "\"x\", expression: \"this.matches(this)\"}\n];",
     "8:3", "rule x: the pattern of matches() must be a constant"},
    {"PatternOfItems",
     "repeated string a = 1 [\n  (buf.validate.field).repeated.max_items = 3,\n"
     "  (buf.validate.field).repeated.items.string.pattern = \"(\"\n];",
     "8:3", "missing )"},
    {"UniqueMessages", "repeated M a = 1 [(buf.validate.field).repeated.unique = true];", "6:19",
     "unique() does not compare messages"},
    {"SecondOfTwoOptions",
     "string a = 1 [\n  (buf.validate.field).required = true,\n  (buf.validate.field).int32.gt = "
     "0\n];",
     "8:3", "use string rules"},
    {"SecondExpressionOfAField",
     "int32 a = 1 [\n  (buf.validate.field).cel = {id: \"x\", expression: \"this > 0\"},\n"
     "  (buf.validate.field).cel = {id: \"y\", expression: \"this.b\"}\n];",
     "8:3", "rule y: a value of type int has no field 'b'"},
    {"ExpressionWithoutId",
     "option (buf.validate.message).cel_expression = \"this.a\";\nint32 a = 1;", "6:1",
     "a rule is of type bool or string, not int"},
    {"ItemsExpression",
     "repeated int32 a = 1 [(buf.validate.field).repeated.items.cel = {id: \"x\", expression: "
     "\"this.size() > 0\"}];",
     "6:23", "'size' does not go with int"},
    {"MapKeys", "map<string, int32> a = 1 [(buf.validate.field).map.keys.int32.gt = 0];", "6:27",
     "int32 rules do not go with the keys of field 'a': use string rules"},
    {"MapValues", "map<string, int32> a = 1 [(buf.validate.field).map.values.string.len = 1];",
     "6:27", "string rules do not go with the values of field 'a': use int32 rules"},
    {"RulesOfAMessage", "M a = 1 [(buf.validate.field).string.len = 1];", "6:10",
     "rules for its fields belong to the message itself"},
    {"MessageNotWrapper",
     "google.protobuf.Timestamp a = 1 [(buf.validate.field).duration.gt = {}];", "6:34",
     "duration rules do not go with field 'a': use timestamp rules"},
    {"NamedZone",
     "google.protobuf.Timestamp a = 1 [(buf.validate.field).cel = {id: \"x\", expression: "
     "\"this.getHours('Europe/London') > 8\"}];",
     "6:34", "use 'UTC' or an offset, '+01:00'"},
    {"MixedTypes",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"[this, 'a'].exists(x, x == "
     "1)\"}];",
     "6:14", "values of several types in one list"},
    {"MixedTypesThatFail",
     "int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"this in [1, 'a', this / "
     "0]\"}];",
     "6:14", "compare with each of them, at character 6"},
    {"WrongFormat",
     "string a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"'%d'.format([this])\"}];",
     "6:15", "%d of format() does not go with string, at character 14"},
    {"ReservedWord",
     "string a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"this == package\"}];",
     "6:15", "'package' is a reserved word of CEL"},
    {"UnknownMessage",
     "string a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"N{} == N{}\"}];", "6:15",
     "'N' is no message that is known"},
    {"UnknownLabel",
     "string a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"test.M{b: 1} == "
     "test.M{}\"}];",
     "6:15", "test.M has no field 'b'"},
    {"UnknownZeroGroup", "option (buf.validate.message).oneof = {};\nint32 a = 1;", "6:1",
     "oneof rule names no field"},
    {"GroupOfUnknown",
     "option (buf.validate.message).oneof = {fields: [\"a\", \"z\"]};\nint32 a = 1;", "6:1",
     "has no field 'z'"},
    {"GroupNamesTwice",
     "option (buf.validate.message).oneof = {fields: [\"a\", \"a\"]};\nint32 a = 1;", "6:1",
     "names 'a' twice"},
};

INSTANTIATE_TEST_SUITE_P(All, BuildErrorTest, testing::ValuesIn(kBadRules),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(PluginTest, ReportsEveryBadRuleOfARun) {
  const PluginRun run =
      RunPlugin(SchemaOf("string a = 1 [(buf.validate.field).int32.gt = 0];\n"
                         "int32 b = 2 [(buf.validate.field).string.min_len = 1];"));
  EXPECT_THAT(run.error, HasSubstr("test.proto:6:15: error"));
  EXPECT_THAT(run.error, HasSubstr("test.proto:7:14: error"));
}

// Of an int32 field `a`.
std::string WithExpression(const std::string& expression) {
  return SchemaOf("int32 a = 1 [(buf.validate.field).cel = {id: \"x\", expression: \"" +
                  expression + "\"}];");
}

TEST(PluginTest, EndsWithMacrosAroundLongConditions) {
  std::string expression = "true";
  for (int i = 0; i < 20; ++i) {
    std::string body = expression;
    for (int j = 0; j < 480; ++j) body += " && true";
    expression = "[0].all(x, " + body + ")";
  }
  const std::string error = RunPlugin(WithExpression(expression)).error;
  EXPECT_THAT(error, HasSubstr("test.proto:6:14: error: "));
  EXPECT_THAT(error, HasSubstr("too many operators in a row or inside each other: use two rules"));
}

TEST(PluginTest, EndsWithGroupsAndRepetitionsInsideEachOther) {
  std::string repetitions = "a";
  for (int i = 0; i < 30000; ++i) repetitions += "(?i)*";
  for (const std::string& pattern :
       {std::string(30000, '(') + "a" + std::string(30000, ')'), repetitions}) {
    const std::string error =
        RunPlugin(
            SchemaOf("string a = 1 [(buf.validate.field).string.pattern = \"" + pattern + "\"];"))
            .error;
    EXPECT_THAT(error, HasSubstr("test.proto:6:15: error: "));
    EXPECT_THAT(error, HasSubstr("more than 1000 deep inside each other"));
  }
}

// A wrapper is asked whether it is there and what it holds: its target must not be written twice.
TEST(PluginTest, CodeOfWrappersInsideEachOtherGrowsWithThem) {
  std::string index = "0";
  for (int i = 0; i < 30; ++i) index = "this.m[" + index + "].w";
  for (const std::string& expression :
       {index + " > 0", index + " == 1", index + " == this.m[0].w", index + " in [1, 2]"}) {
    const PluginRun run = RunPlugin(
        "syntax = \"proto3\";\npackage test;\nimport \"buf/validate/validate.proto\";\n"
        "import \"google/protobuf/wrappers.proto\";\nmessage M {\n"
        "option (buf.validate.message).cel = {id: \"x\", expression: \"" +
        expression + "\"};\nrepeated M m = 1;\ngoogle.protobuf.Int32Value w = 2;\n}\n");
    EXPECT_EQ(run.error, "");
    EXPECT_LT(run.files.at("test.rules.cc").size(), 20000u);
  }
}

TEST(PluginTest, AListOfManyValuesIsNamedInItsMessage) {
  std::string values;
  for (int i = 0; i < 12000; ++i) {
    values += (i == 0 ? "\"value-" : ", \"value-") + std::to_string(100000 + i) + "\"";
  }
  const PluginRun run =
      RunPlugin(SchemaOf("string a = 1 [(buf.validate.field).string = {in: [" + values + "]}];"));
  EXPECT_EQ(run.error, "");
  EXPECT_THAT(run.files.at("test.rules.cc"), HasSubstr("\"[value-100000, value-100001, "));
}

TEST(PluginTest, TextsAndIdsKeepTheirZeros) {
  const PluginRun run = RunPlugin(
      SchemaOf("string a = 1 [(buf.validate.field).cel = {id: \"i\\000d\", message: \"no \\000\", "
               "expression: \"this == 'x'\"}];"));
  EXPECT_EQ(run.error, "");
  EXPECT_THAT(run.files.at("test.rules.cc"), HasSubstr("std::string_view(\"i\\000d\", 3)"));
  EXPECT_THAT(run.files.at("test.rules.cc"), HasSubstr("std::string_view(\"no \\000\", 4)"));
}

TEST(PluginTest, RulesOfExtensionsAreRefused) {
  const PluginRun run = RunPlugin(
      "syntax = \"proto2\";\npackage test;\nimport \"buf/validate/validate.proto\";\n"
      "message M {\n  extensions 100 to 200;\n  extend M {\n"
      "    optional int32 size = 101 [(buf.validate.field).int32.gt = 0];\n  }\n}\n"
      "extend M {\n  optional string tag = 100 [(buf.validate.field).string.min_len = 3];\n}\n");
  EXPECT_THAT(run.error, HasSubstr("test.proto:7:32: error: rules of extension 'test.M.size' are "
                                   "not compiled: make it a field of test.M"));
  EXPECT_THAT(run.error, HasSubstr("test.proto:11:30: error: rules of extension 'test.tag'"));
}

TEST(PluginTest, LeavesOutRefusedMessagesAndListsThem) {
  const PluginRun run = RunPlugin(
      SchemaOf("string a = 1 [(buf.validate.field).int32.gt = 0];") + "message N { M m = 1; }\n",
      "emit=rules,refuse=messages");
  EXPECT_EQ(run.error, "");
  EXPECT_THAT(run.files.at("refused.txt"), HasSubstr("test.M\n"));
  EXPECT_THAT(run.files.at("test.rules.h"), testing::Not(HasSubstr("Validate(const M&")));
  EXPECT_THAT(run.files.at("test.rules.h"), HasSubstr("Validate(const N&"));
}

TEST(PluginTest, MessagesCarryNoOptionsAndNoImportOfThem) {
  const PluginRun run = RunPlugin(SchemaOf("string a = 1 [(buf.validate.field).required = true];"),
                                  "emit=messages,runtime=lite");
  EXPECT_EQ(run.error, "");
  EXPECT_THAT(run.files.at("test.pb.h"), HasSubstr("MessageLite"));
  EXPECT_THAT(run.files.at("test.pb.h"), testing::Not(HasSubstr("buf/validate")));
}

// The import goes with the options it is there for, not with what messages are made of.
TEST(PluginTest, TypesOfAFileThatDefinesOptionsStay) {
  const std::string head =
      "syntax = \"proto3\";\npackage test;\nimport \"muster/form/v1/annotations.proto\";\n";
  const PluginRun used =
      RunPlugin(head + "message M { muster.form.v1.ErrorText text = 1; }\n", "emit=messages");
  EXPECT_EQ(used.error, "");
  EXPECT_THAT(used.files.at("test.pb.h"), HasSubstr("muster/form/v1/annotations.pb.h"));
  const PluginRun unused = RunPlugin(head + "message M { int32 a = 1; }\n", "emit=messages");
  EXPECT_THAT(unused.files.at("test.pb.h"), testing::Not(HasSubstr("annotations.pb.h")));
}

TEST(PluginTest, RefusesAParameterItDoesNotKnow) {
  EXPECT_THAT(RunPlugin(SchemaOf(""), "runtime=tiny").error, HasSubstr("runtime=tiny"));
  EXPECT_THAT(RunPlugin(SchemaOf(""), "emit=poems").error, HasSubstr("poems"));
}

}  // namespace
}  // namespace muster::plugin
