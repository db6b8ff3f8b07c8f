// Schemas whose names are those of generated things, and files that need each other, compile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a/b.rules.h"
#include "a_b.rules.h"
#include "names.rules.h"
#include "no_package.rules.h"
#include "other.rules.h"
#include "tests/proto/plugin/plugin_run.h"

namespace muster::names {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "path rule" of each violation.
std::vector<std::string> Found(const ::muster::rules::Violations& violations) {
  std::vector<std::string> out;
  for (const auto& violation : violations) {
    out.push_back(::muster::rules::PathText(violation.field) + " " + violation.rule_id);
  }
  return out;
}

TEST(NamesTest, RulesOfMessagesNamedLikeGeneratedThingsDecide) {
  All all;
  all.mutable_check()->set_kind(Check_Kind_KIND_UNSPECIFIED);
  all.mutable_validate()->mutable_first()->set_x(7);
  all.mutable_validate()->mutable_second()->set_x(7);
  all.mutable_rules()->set_name("lower");
  all.mutable_part();
  ::muster::rules::Violations violations;
  EXPECT_FALSE(Validate(all, violations));
  EXPECT_THAT(Found(violations), ElementsAre("check.x int32.gt", "validate validate.same",
                                             "rules.name string.upper", "part.x int32.gt"));
}

TEST(NamesTest, TablesAndStepsOfOneNameStandBesideEachOther) {
  ::muster::rules::Violations violations;
  EXPECT_FALSE(Validate(Oneof(), violations));
  EXPECT_FALSE(Validate(Field(), violations));
  EXPECT_THAT(Found(violations), ElementsAre("fields required", "fields repeated.min_items"));
  EXPECT_EQ(kOneofFields[0].maximum, 5);
  EXPECT_EQ(kFieldFields[0].minimum, 1);
}

TEST(NamesTest, RulesReachFilesOfOtherPackagesAndOfNone) {
  All all;
  all.mutable_unpacked();
  all.add_more()->set_size(1);
  all.add_more()->set_state(static_cast<State>(7));
  all.mutable_one();
  all.mutable_two();
  ::muster::rules::Violations violations;
  EXPECT_FALSE(Validate(all, violations));
  EXPECT_THAT(Found(violations), ElementsAre("unpacked.size int32.gt", "more[1].size int32.gt",
                                             "more[1].state enum.defined_only", "one.size int32.gt",
                                             "two.size int32.gt"));
}

TEST(NamesTest, TypesOfAFileThatDefinesOptionsStay) {
  All all;
  all.mutable_price()->set_units(-1);
  all.mutable_price()->set_a_b("x");
  all.mutable_price()->set_a__b("");
  all.set_tier(static_cast<Step>(3));
  ::muster::rules::Violations violations;
  EXPECT_FALSE(Validate(all, violations));
  EXPECT_THAT(Found(violations), ElementsAre("price money.amount", "price.a__b string.min_len",
                                             "tier enum.defined_only"));
}

TEST(NamesTest, APackageNamedRulesHidesNothing) {
  other::Whole whole;
  whole.add_parts();
  whole.add_parts()->set_name("x");
  ::muster::rules::Violations violations;
  EXPECT_FALSE(other::Validate(whole, violations));
  EXPECT_THAT(Found(violations), ElementsAre(" rules::Size", "parts[0].name string.min_len"));
  EXPECT_EQ(violations[0].message, "rules::Size is not one");
}

TEST(NamesTest, WhatCannotStandBesideAFunctionIsRefused) {
  const std::string schema =
      "syntax = \"proto2\";\npackage test;\nenum Step {\n  Validate = 0;\n}\n"
      "message M {\n  extensions 100 to 200;\n}\nextend M {\n  optional string Check = 100;\n}\n";
  const std::string error = plugin::RunPlugin(schema).error;
  EXPECT_THAT(error, HasSubstr("test.proto:4:3: error: 'Validate' is the name of a function"));
  EXPECT_THAT(error, HasSubstr("test.proto:10:3: error: 'Check' is the name of a function"));
}

}  // namespace
}  // namespace muster::names
