// A form is in both languages or the build stops.
#include "proto/plugin/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/proto/plugin/plugin_run.h"

namespace muster::plugin {
namespace {

using testing::HasSubstr;

constexpr char kSchema[] = R"(
syntax = "proto3";
package t;
import "muster/form/v1/annotations.proto";
service Things { rpc Create(Request) returns (Reply); }
message Reply { Receipt receipt = 1; }
message Receipt { Content content = 7; }
message Request {
  option (muster.form.v1.form) = {
    id: "thing" content_field: "content" receipt_copy_field_number: 7 method: "/t.Things/Create"
    subject: "your thing" check_title: "Check" send_label: "Send" receipt_title: "Sent"
    pages: {id: "one" title: "One" introduction: "First."}
  };
  string parent = 1;
  Content content = 2;
  string request_id = 3;
  bool validate_only = 4;
  string language_code = 5;
}
message Content {
  string name = 1 [(muster.form.v1.field) = {page: "one" label: "Your name" short_label: "Name"}];
}
)";

constexpr char kWords[] = R"(# A comment.
t.Request subject
  your thing
  eich peth

t.Request check_title
  Check
  Gwirio

t.Request send_label
  Send
  Anfon

t.Request receipt_title
  Sent
  Anfonwyd

t.Request pages one title
  One
  Un

t.Request pages one introduction 1
  First.
  Yn gyntaf.

t.Content.name label
  Your name
  Eich enw

t.Content.name short_label
  Name
  Enw
)";

PluginRun RunWith(const std::string& from, const std::string& to) {
  std::string words = kWords;
  const size_t at = words.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  words.replace(at, from.size(), to);
  const std::string file = testing::TempDir() + "welsh_words.txt";
  std::ofstream(file) << words;
  return RunPlugin(kSchema, "emit=forms,welsh=" + file);
}

TEST(TranslationTest, BothLanguagesHaveTablesOfTheSameForm) {
  PluginRun run = RunWith("", "");
  EXPECT_EQ(run.error, "");
  EXPECT_THAT(run.files["test.form.cc"], HasSubstr("\"Your name\""));
  EXPECT_THAT(run.files["test.form.cc"], HasSubstr(".texts = &form::kEnglishTexts"));
  EXPECT_THAT(run.files["test.form.welsh.cc"], HasSubstr("\"Eich enw\""));
  EXPECT_THAT(run.files["test.form.welsh.cc"], HasSubstr(".texts = &form::kWelshTexts"));
  EXPECT_EQ(run.files["test.form.welsh.cc"].find("Your name"), std::string::npos);
  EXPECT_THAT(run.files["muster/forms.welsh.cc"], HasSubstr("&::t::kRequestFormWelsh"));
}

TEST(TranslationTest, AMissingTextStopsTheBuildAtItsPlace) {
  const PluginRun run = RunWith("t.Content.name label\n  Your name\n  Eich enw\n", "");
  EXPECT_THAT(run.error, HasSubstr("test.proto:21:"));
  EXPECT_THAT(run.error, HasSubstr("has no words for \"Your name\": add them under"));
}

TEST(TranslationTest, EnglishThatHasChangedSinceStopsTheBuild) {
  EXPECT_THAT(RunWith("  Your name\n", "  Your names\n").error,
              HasSubstr("translates other words than \"Your name\""));
}

TEST(TranslationTest, WordsForNothingStopTheBuild) {
  EXPECT_THAT(RunWith("# A comment.", "t.Content.name hint\n  Help\n  Cymorth\n").error,
              HasSubstr("\"t.Content.name hint\" is no text of a form"));
}

TEST(TranslationTest, AHalfEntryStopsTheBuild) {
  EXPECT_THAT(RunWith("  Eich enw\n", "").error, HasSubstr("no words came before"));
}

// A catalogue of the form's own words that the compiler is given.
bool Compiles(const std::string& entries) {
  const std::string file = testing::TempDir() + "catalogue.cc";
  std::ofstream(file)
      << "#include \"proto/form/catalogue.h\"\n"
         "enum class Key { kOne, kTwo, kCount };\n"
         "constexpr muster::form::Words<Key> kWords[] = {"
      << entries
      << "};\n"
         "constexpr auto kTexts = muster::form::Catalogue<Key>::Of<kWords>(\"cy\");\n";
  const std::string command =
      std::string(MUSTER_COMPILER) + " -std=c++20 -I. -fsyntax-only " + file + " 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

TEST(CatalogueTest, OneThatMixesApostrophesDoesNotCompile) {
  EXPECT_TRUE(Compiles("{Key::kOne, \"I'r\"}, {Key::kTwo, \"O'r\"}"));
  EXPECT_FALSE(Compiles("{Key::kOne, \"I'r\"}, {Key::kTwo, \"O’r\"}"));
}

TEST(CatalogueTest, OneThatLacksATextDoesNotCompile) {
  EXPECT_TRUE(Compiles("{Key::kOne, \"Un\"}, {Key::kTwo, \"Dau\"}"));
  EXPECT_FALSE(Compiles("{Key::kOne, \"Un\"}"));
  EXPECT_FALSE(Compiles("{Key::kOne, \"Un\"}, {Key::kTwo, \"\"}"));
  EXPECT_FALSE(Compiles("{Key::kOne, \"Un\"}, {Key::kOne, \"Un\"}, {Key::kTwo, \"Dau\"}"));
}

}  // namespace
}  // namespace muster::plugin
