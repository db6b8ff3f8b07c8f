// Generated code of every shape of rule is the one that was read and found good, and it works.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sample.rules.h"
#include "tests/proto/plugin/plugin_run.h"

namespace muster::plugin {
namespace {

constexpr char kFolder[] = "tests/proto/plugin/golden/";

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// With GOLDEN=write in the environment, writes the files anew; the plugin's README has the command.
TEST(GoldenTest, GeneratedRulesAreTheGoldenOnes) {
  const PluginRun run =
      RunPlugin(ReadFile(std::string(kFolder) + "sample.proto"), "emit=rules", "sample.proto");
  ASSERT_EQ(run.error, "");
  for (const std::string suffix : {".rules.h", ".rules.cc"}) {
    const std::string text = run.files.at("sample" + suffix);
    const std::string path = kFolder + ("sample" + suffix) + ".golden";
    if (std::getenv("GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(text, ReadFile(path)) << path;
  }
}

// The build compiles the same file for this.
TEST(GoldenTest, GeneratedRulesDecide) {
  golden::Sample sample;
  sample.set_name("abc");
  sample.set_count(6);
  sample.set_step(3);
  sample.set_kind(golden::KIND_ONE);
  rules::Violations violations;
  EXPECT_TRUE(golden::Validate(sample, violations)) << violations[0].rule_id;

  sample.set_step(4);
  sample.set_code("x");
  sample.add_tags("z");
  (*sample.mutable_parts())[""] = golden::Sample();
  EXPECT_FALSE(golden::Validate(sample, violations));
  std::string found;
  for (const auto& violation : violations) {
    found += rules::PathText(violation.field) + " " + violation.rule_id + "\n";
  }
  EXPECT_EQ(found,
            " sample.divides\n"
            " message.oneof\n"
            "code string.prefix\n"
            "tags[0] string.in\n"
            "parts[\"\"] string.min_len\n"
            "parts[\"\"] message.oneof\n"
            "parts[\"\"].choice required\n"
            "parts[\"\"].count int32.gt_lt\n");
  EXPECT_EQ(violations[0].message, "6 is no multiple of 4");
  // The part's step is zero.
  EXPECT_EQ(violations.runtime_error(), "modulus by zero");
}

TEST(GoldenTest, RulesOverWholeMessagesAndListsDecide) {
  golden::Visit visit;
  visit.mutable_nickname()->set_value("Al");
  visit.mutable_length()->set_seconds(60);
  visit.mutable_guest()->set_name("b");
  visit.add_guests()->set_name("b");
  visit.set_language("cy");
  visit.mutable_document()->set_type_url("example.org/a.B");
  rules::Violations violations;
  EXPECT_TRUE(golden::Validate(visit, violations)) << violations[0].rule_id;

  visit.mutable_guest()->set_name("c");
  visit.set_language("de");
  visit.mutable_length()->set_seconds(0);
  visit.mutable_document()->set_type_url("b");
  EXPECT_FALSE(golden::Validate(visit, violations));
  std::string found;
  for (const auto& violation : violations) {
    found += rules::PathText(violation.field) + " " + violation.rule_id + "\n";
  }
  EXPECT_EQ(found,
            " visit.guest_is_listed\n"
            " visit.greeting\n"
            "length duration.gt\n"
            "document any.in\n");
  EXPECT_EQ(violations[1].message, "no greeting in de: [cy, en]");
}

TEST(GoldenTest, TheTimeIsGivenFromOutside) {
  golden::Sample sample;
  sample.mutable_end()->set_seconds(100);
  rules::Violations without;
  golden::ValidateField(sample, 6, without);
  EXPECT_NE(without.runtime_error(), "");
  rules::Violations before;
  before.set_now({99, 0});
  EXPECT_TRUE(golden::ValidateField(sample, 6, before));
  rules::Violations after;
  after.set_now({101, 0});
  EXPECT_FALSE(golden::ValidateField(sample, 6, after));
  EXPECT_EQ(after[0].rule_id, "timestamp.gt_now");
}

}  // namespace
}  // namespace muster::plugin
