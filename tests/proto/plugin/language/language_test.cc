// Expressions of CEL give what the language says, when they are compiled and run.
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "rules.rules.h"
#include "sample.pb.h"

namespace muster::language {
namespace {

constexpr int64_t kNow = 1795341957;  // 2026-11-22T10:05:57Z

Sample MakeSample() {
  Sample sample;
  sample.set_flag(true);
  sample.set_small(-7);
  sample.set_big(INT64_MAX);
  sample.set_count(7);
  sample.set_huge(UINT64_MAX);
  sample.set_real(2.5);
  sample.set_single(0.5F);
  sample.set_text("na\u00efve");
  sample.set_data("ab");
  sample.set_kind(KIND_ONE);
  for (const int number : {3, 1, 2}) sample.add_numbers(number);
  for (const char* word : {"one", "two", "three"}) sample.add_words(word);
  (*sample.mutable_scores())["a"] = 1;
  (*sample.mutable_scores())["b"] = 2;
  (*sample.mutable_names())[1] = "one";
  sample.mutable_at()->set_seconds(kNow);
  sample.mutable_span()->set_seconds(5400);
  sample.mutable_wrapped()->set_value(5);
  Part* part = sample.add_parts();
  part->set_name("a");
  part->mutable_since()->set_seconds(kNow);
  part->set_right("r");
  part = sample.add_parts();
  part->set_name("b");
  part->set_size(2);
  sample.add_times()->set_seconds(kNow);
  sample.add_times();
  sample.add_wraps()->set_value(1);
  sample.add_wraps()->set_value(2);
  sample.add_kinds(KIND_ONE);
  sample.add_kinds(KIND_UNSPECIFIED);
  sample.set_maybe(0);
  (*sample.mutable_moments())["start"].set_seconds(kNow);
  sample.set_not_a_number(std::numeric_limits<double>::quiet_NaN());
  sample.add_flags(true);
  sample.add_flags(false);
  sample.set_int_("word");
  return sample;
}

struct Row {
  std::string wanted;
  std::string expression;
};

std::vector<Row> ReadTable() {
  std::vector<Row> out;
  std::ifstream in("tests/proto/plugin/language/expressions.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t gap = line.find(' ');
    out.push_back({line.substr(0, gap), line.substr(line.find_first_not_of(' ', gap))});
  }
  return out;
}

// The build made a rule of each row: that of field number N of the Nth.
TEST(LanguageTest, EveryExpressionGivesWhatTheTableSays) {
  const Sample sample = MakeSample();
  const std::vector<Row> table = ReadTable();
  const auto* descriptor = Rows::descriptor();
  ASSERT_GT(table.size(), 100U);
  ASSERT_EQ(table.size(), static_cast<size_t>(descriptor->field_count()));
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const Row& row = table[static_cast<size_t>(i)];
    Rows rows;
    rows.GetReflection()->MutableMessage(&rows, descriptor->field(i))->CopyFrom(sample);
    rules::Violations violations;
    violations.set_now({kNow, 0});
    ValidateField(rows, i + 1, violations);
    std::string found = violations.empty() ? "true" : "false";
    if (!violations.runtime_error().empty()) found = "error";
    EXPECT_EQ(found, row.wanted) << row.expression << "\n" << violations.runtime_error();
  }
}

}  // namespace
}  // namespace muster::language
