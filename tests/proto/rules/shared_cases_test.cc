// The shared cases of tests/cases, as this machine's C++ decides them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "tests/cases/case_builder.h"

namespace muster::tests {
namespace {

struct NamedCase {
  const CaseFile* file;
  const Case* one;
};

void PrintTo(const NamedCase& named, std::ostream* out) { *out << named.one->name(); }

// Files live as long as the program: parameters point into them.
const std::vector<NamedCase>& AllCases() {
  static const auto* const kCases = [] {
    auto* cases = new std::vector<NamedCase>;
    for (const std::string& path : CaseFiles()) {
      auto* file = new CaseFile;
      std::string error;
      if (!ReadCaseFile(path, *file, error)) ADD_FAILURE() << error;
      for (const Case& one : file->cases()) cases->push_back({file, &one});
    }
    return cases;
  }();
  return *kCases;
}

std::string Line(const std::string& path, const std::string& rule, const std::string& id,
                 const std::string& message) {
  return path + " | " + rule + " | " + id + " | " + message;
}

class SharedCaseTest : public testing::TestWithParam<NamedCase> {};

TEST_P(SharedCaseTest, GivesTheViolationsItNames) {
  Request request;
  std::string error;
  ASSERT_TRUE(BuildRequest(*GetParam().file, *GetParam().one, request, error)) << error;
  rules::Violations violations;
  ValidateRequest(request, violations);
  std::vector<std::string> wanted;
  for (const Expectation& violation : GetParam().one->violations()) {
    wanted.push_back(
        Line(violation.path(), violation.rule(), violation.rule_id(), violation.message()));
  }
  std::vector<std::string> found;
  for (const rules::Violation& violation : violations) {
    found.push_back(Line(rules::PathText(violation.field), rules::PathText(violation.rule),
                         violation.rule_id, violation.message));
  }
  EXPECT_THAT(found, testing::ElementsAreArray(wanted)) << GetParam().one->name();
  EXPECT_EQ(violations.runtime_error(), "");
}

INSTANTIATE_TEST_SUITE_P(All, SharedCaseTest, testing::ValuesIn(AllCases()));

TEST(SharedCasesTest, AreAtLeastTwoHundredWithNamesOfTheirOwn) {
  EXPECT_GE(AllCases().size(), 200u);
  std::set<std::pair<const CaseFile*, std::string>> names;
  for (const NamedCase& named : AllCases()) {
    EXPECT_TRUE(names.emplace(named.file, named.one->name()).second) << named.one->name();
  }
}

}  // namespace
}  // namespace muster::tests
