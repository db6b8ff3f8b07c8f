// The tables of a header say of each field and rule what its options say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample.rules.h"
#include "tests/proto/plugin/plugin_run.h"

namespace muster::plugin {
namespace {

using testing::HasSubstr;
using testing::Not;

// The header of a message M with `fields`.
std::string HeaderOf(const std::string& fields) {
  PluginRun run = RunPlugin(SchemaOf(fields));
  EXPECT_EQ(run.error, "");
  std::string header = run.files["test.rules.h"];
  // Lines of a row are joined.
  for (size_t at; (at = header.find("\n      ")) != std::string::npos;) {
    header.replace(at, 7, " ");
  }
  return header;
}

std::string RowOf(const std::string& type, const std::string& rules) {
  const std::string header = HeaderOf(type + " f = 1 [(buf.validate.field)" + rules + "];");
  const size_t begin = header.find("{.number = 1, .name = \"f\"");
  if (begin == std::string::npos) return "";
  return header.substr(begin, header.find("},", begin) - begin);
}

TEST(MetadataTest, BoundsComeInTheUnitOfTheFieldsType) {
  EXPECT_THAT(RowOf("string", ".string = {min_len: 2, max_len: 5}"),
              HasSubstr(".minimum = 2, .maximum = 5, .unit = "
                        "::muster::rules::FieldMeta::Unit::kCodePoints"));
  EXPECT_THAT(RowOf("bytes", ".bytes.len = 4"),
              HasSubstr(".minimum = 4, .maximum = 4, .unit = "
                        "::muster::rules::FieldMeta::Unit::kBytes"));
  EXPECT_THAT(RowOf("repeated string", ".repeated = {max_items: 3, items: {string: {max_len: 9}}}"),
              HasSubstr(".maximum = 3, .unit = ::muster::rules::FieldMeta::Unit::kItems"));
  EXPECT_THAT(RowOf("int32", ".int32.gte = -7"),
              HasSubstr(".minimum = -7, .unit = ::muster::rules::FieldMeta::Unit::kNumber"));
}

TEST(MetadataTest, BoundsAreInclusiveHoweverTheyAreWritten) {
  EXPECT_THAT(RowOf("int64", ".int64 = {gt: 0, lt: 10}"), HasSubstr(".minimum = 1, .maximum = 9"));
  EXPECT_THAT(RowOf("uint32", ".uint32 = {gte: 0, lte: 10}"),
              HasSubstr(".minimum = 0, .maximum = 10"));
}

TEST(MetadataTest, BoundsThatMeanOutsideOfAreNone) {
  EXPECT_EQ(RowOf("int32", ".int32 = {gt: 5, lt: -5}"), "");
  EXPECT_EQ(RowOf("int32", ".int32 = {gte: 3, lte: 2}"), "");
}

TEST(MetadataTest, ABoundThatIsNoNumberIsNone) {
  EXPECT_EQ(RowOf("int64", ".int64.gt = 9223372036854775807"), "");
  EXPECT_EQ(RowOf("int64", ".int64.lt = -9223372036854775808"), "");
}

TEST(MetadataTest, ARequiredFieldSaysSo) {
  EXPECT_EQ(RowOf("bool", ".required = true"), "{.number = 1, .name = \"f\", .required = true");
}

TEST(MetadataTest, RulesThatAreIgnoredSayNothing) {
  EXPECT_EQ(RowOf("string", " = {ignore: IGNORE_ALWAYS, required: true, string: {min_len: 3}}"),
            "");
}

TEST(MetadataTest, FieldsWithoutRulesHaveNoRow) {
  EXPECT_THAT(HeaderOf("string f = 1;"), Not(HasSubstr("kMFields")));
  EXPECT_EQ(RowOf("string", ".string.email = true"), "");
}

// A message rule with that expression.
std::string RuleOf(const std::string& id, const std::string& expression) {
  return "option (buf.validate.message).cel = {id: \"" + id + "\" message: \"no\" expression: \"" +
         expression + "\"};\n";
}

TEST(MetadataTest, ARuleNamesTheFieldsThatItReadsOnce) {
  const std::string header =
      HeaderOf(RuleOf("a.b", "this.x > this.y || this.list.exists(i, i > this.x)") +
               "int32 x = 3; int32 y = 2; int32 z = 1; repeated int32 list = 4;");
  EXPECT_THAT(header, HasSubstr("kM_ABReads[] = {2, 3, 4};"));
  EXPECT_THAT(header, HasSubstr("{\"a.b\", kM_ABReads},"));
}

TEST(MetadataTest, RulesThatShareAnIdHaveListsOfTheirOwn) {
  const std::string header = HeaderOf(RuleOf("same", "this.x > 0") + RuleOf("same", "this.y > 0") +
                                      "int32 x = 1; int32 y = 2;");
  EXPECT_THAT(header, HasSubstr("kM_SameReads[] = {1};"));
  EXPECT_THAT(header, testing::ContainsRegex("kM_SameReads[0-9]+\\[\\] = \\{2\\};"));
}

TEST(MetadataTest, ARuleThatReadsNoFieldHasAnEmptyList) {
  EXPECT_THAT(HeaderOf(RuleOf("never", "now < timestamp('2000-01-01T00:00:00Z')")),
              HasSubstr("{\"never\", {}},"));
}

// The build compiled these.
TEST(MetadataTest, TablesAreConstants) {
  static_assert(golden::kSampleFields[0].maximum == 5);
  EXPECT_EQ(golden::kSampleRules[0].rule_id, "sample.order");
  ASSERT_EQ(golden::kSampleRules[0].field_numbers.size(), 2u);
  EXPECT_EQ(golden::kSampleRules[0].field_numbers[1], 6);
}

}  // namespace
}  // namespace muster::plugin
