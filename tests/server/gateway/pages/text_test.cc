// What goes into pages: escaping, Markdown, and the reading of posts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "server/gateway/pages/form_fields.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/markdown.h"

namespace muster::gateway {
namespace {

TEST(HtmlTest, EveryValueIsEscapedAndStandsForItself) {
  EXPECT_EQ(Html("<p title=\"{}\">{}</p>", {"\"'&<>", "{} <b>"}),
            "<p title=\"&quot;&#39;&amp;&lt;&gt;\">{} &lt;b&gt;</p>");
  EXPECT_EQ(Html("plain"), "plain");
}

TEST(HtmlTest, AQueryValueHasNothingThatEndsIt) {
  EXPECT_EQ(QueryEncoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(QueryEncoded("https://a/?b=c&d#e f\"\n"),
            "https%3A%2F%2Fa%2F%3Fb%3Dc%26d%23e%20f%22%0A");
}

TEST(FormFieldsTest, NamesAndValuesAreDecodedInTheirOrder) {
  const auto fields = ParseFormFields("a=1&b+c=%C3%A9%26&a=2&empty=&alone&&=x");
  ASSERT_TRUE(fields);
  const FormFields expected = {{"a", "1"},    {"b c", "\u00e9&"}, {"a", "2"},
                               {"empty", ""}, {"alone", ""},      {"", "x"}};
  EXPECT_EQ(*fields, expected);
  EXPECT_EQ(FieldValue(*fields, "a"), "1");
  EXPECT_EQ(FieldValue(*fields, "none"), "");
}

TEST(FormFieldsTest, APercentSignWithoutDigitsStandsForItself) {
  EXPECT_EQ(*ParseFormFields("a=100%&b=%4&c=%zz&%=%"),
            (FormFields{{"a", "100%"}, {"b", "%4"}, {"c", "%zz"}, {"%", "%"}}));
}

TEST(FormFieldsTest, ThereIsALimit) {
  std::string text;
  for (std::size_t i = 0; i < kMaxFormFields; ++i) text += "a=&";
  EXPECT_TRUE(ParseFormFields(text));
  EXPECT_FALSE(ParseFormFields(text + "a="));
}

TEST(MarkdownTest, HeadingsBeginBelowThePagesAndSkipNoLevel) {
  EXPECT_EQ(MarkdownToHtml("# a\n### b\n#### c\n### d\n# e"),
            "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h3>d</h3>\n<h2>e</h2>\n");
  EXPECT_EQ(MarkdownToHtml("### a\n# b\n## c"), "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n");
}

TEST(MarkdownTest, ListsAreTheDesignSystems) {
  EXPECT_NE(MarkdownToHtml("- a").find("<ul class=\"nhsuk-list nhsuk-list--bullet\">"),
            std::string::npos);
  EXPECT_NE(MarkdownToHtml("1. a").find("<ol class=\"nhsuk-list nhsuk-list--number\">"),
            std::string::npos);
}

TEST(MarkdownTest, NothingInItRunsOrIsFetched) {
  for (const char* hostile : {"<script>alert(1)</script>",
                              "<img src=x onerror=alert(1)>",
                              "a <b onclick='x'>b</b>",
                              "[a](javascript:alert(1))",
                              "[a](JaVaScRiPt:alert(1))",
                              "[a](data:text/html,x)",
                              "[a](vbscript:x)",
                              "![a](https://evil.test/x.png)",
                              "![a](javascript:alert(1))",
                              "![a ![b](c)](d)",
                              "<style>*{}</style>",
                              "<!-- <script> -->",
                              "<iframe src=x>",
                              "[a](<javascript:alert(1)>)",
                              "[a]: javascript:alert(1)\n\n[a]",
                              "<javascript:alert(1)>",
                              "[a](x \"\\\"><script>alert(1)</script>\")",
                              "[x](https://a.test/\"onmouseover=\"alert(1))",
                              "`<script>`",
                              "&lt;script&gt;"}) {
    const std::string html = MarkdownToHtml(hostile);
    for (const char* forbidden : {"<script", "<img", "<style", "<iframe", "<b ", "onclick='",
                                  "\"javascript:", "\"data:", "\"vbscript:", "\"onmouseover"}) {
      EXPECT_EQ(html.find(forbidden), std::string::npos) << hostile << " gave " << html;
    }
  }
  EXPECT_EQ(MarkdownToHtml("![the *words*](https://evil.test/x.png)"),
            "<p>the <em>words</em></p>\n");
}

TEST(MarkdownTest, RandomMarksNeverGiveATagThatIsNotTheRenderers) {
  const char* seed_text = std::getenv("SEED");
  const unsigned seed = seed_text ? std::strtoul(seed_text, nullptr, 10) : std::random_device{}();
  const char* rounds_text = std::getenv("ROUNDS");
  const int rounds = rounds_text ? std::atoi(rounds_text) : 3000;
  std::cout << "SEED=" << seed << "\n";
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"<script>", "](",   "[",    "!",    "javascript:", "\"",
                                           "'",        "\n",   "> ",   "# ",   "- ",          "`",
                                           "*",        "&",    "\\",   "<",    ">",           ")",
                                           "(",        "text", "\xff", "    ", "onload=",     "/>"};
  for (int round = 0; round < rounds; ++round) {
    std::string markdown;
    for (unsigned i = random() % 30; i > 0; --i) markdown += pieces[random() % pieces.size()];
    const std::string html = MarkdownToHtml(markdown);
    ASSERT_EQ(html.find("<script"), std::string::npos) << markdown;
    ASSERT_EQ(html.find("<img"), std::string::npos) << markdown;
    ASSERT_EQ(html.find("href=\"javascript:"), std::string::npos) << markdown;
  }
}

}  // namespace
}  // namespace muster::gateway
