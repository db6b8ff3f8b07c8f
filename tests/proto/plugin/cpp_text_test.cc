// Source code is broken and indented as one would write it.
#include "proto/plugin/emit/cpp_text.h"

#include <gtest/gtest.h>

namespace muster::plugin {
namespace {

TEST(SourceTest, IndentsByBracesButNotInNamespaces) {
  Source source;
  for (const char* line :
       {"namespace a {", "if (x) {", "y();", "} else {", "z();", "}", "}  // namespace a"}) {
    source.Line(line);
  }
  EXPECT_EQ(source.text(),
            "namespace a {\nif (x) {\n  y();\n} else {\n  z();\n}\n}  // namespace a\n");
}

TEST(SourceTest, TemplatesReadAsTheCodeTheyMake) {
  Source source;
  source.Print(R"(
      bool $name$() {

        return $value$;
      }
      )",
               {{"name", "IsGood"}, {"value", "\"a$b$\" == c"}});
  EXPECT_EQ(source.text(), "bool IsGood() {\n\n  return \"a$b$\" == c;\n}\n");
}

TEST(SourceTest, BreaksLongLinesOutsideOfBracketsAndNeverInsideLiterals) {
  const std::string text(70, 'x');
  Source source;
  source.Line("Report(here, \"" + text + ", a, b\", violations, f(first, second));");
  EXPECT_EQ(source.text(),
            "Report(here, \"" + text + ", a, b\",\n    violations, f(first, second));\n");
  Source whole;
  whole.Line("Report(\"" + text + text + "\");");
  EXPECT_EQ(whole.text(), "Report(\"" + text + text + "\");\n");
}

TEST(SourceTest, LiteralsHaveEverythingButPlainAsciiEscaped) {
  EXPECT_EQ(Quoted("a\"\\\n\x01\xff?"
                   "?="),
            "\"a\\\"\\\\\\n\\001\\377?\\?=\"");
  EXPECT_EQ(IntLiteral(INT64_MIN), "(-9223372036854775807 - 1)");
  EXPECT_EQ(DoubleLiteral(1e300), "1e+300");
  EXPECT_EQ(DoubleLiteral(2), "2.0");
}

TEST(SourceTest, TextsKeepTheirZeros) {
  EXPECT_EQ(TextArgument("ab"), "\"ab\"");
  EXPECT_EQ(TextArgument(std::string_view("a\0b", 3)), "std::string_view(\"a\\000b\", 3)");
}

TEST(SourceTest, LongTextsArePutTogetherOfWhatCompilersTake) {
  const std::string half(60000, 'a');
  EXPECT_EQ(TextArgument(half + "b"), "rules::Concat(\"" + half + "\"sv, \"b\"sv)");
}

TEST(SourceTest, ANamespaceIsRenamedOutsideOfLiteralsAndOtherNames) {
  EXPECT_EQ(RenamedNamespace("rules::A(\"rules::\\\"\", ::x::rules::B, my_rules::C, rules::D)",
                             "rules", "other"),
            "other::A(\"rules::\\\"\", ::x::rules::B, my_rules::C, other::D)");
}

TEST(SourceTest, UsesLooksOutsideOfLiterals) {
  EXPECT_TRUE(Uses("f(a, fault)", "fault"));
  EXPECT_FALSE(Uses("f(\"fault \\\" fault\")", "fault"));
  EXPECT_FALSE(Uses("f(its_fault, x.default_(), faults)", "fault"));
}

}  // namespace
}  // namespace muster::plugin
