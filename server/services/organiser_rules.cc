#include "server/services/organiser_rules.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace muster::services {
namespace {

void Add(const std::string& path, std::string rule_id, std::string message,
         rules::Violations& violations) {
  rules::Violation violation;
  rules::ParsePathText(path, violation.field);
  violation.rule_id = std::move(rule_id);
  violation.message = std::move(message);
  violations.Add(std::move(violation));
}

void CheckTimeZone(const std::string& name, rules::Violations& violations) {
  absl::TimeZone zone;
  if (name.empty() || absl::LoadTimeZone(name, &zone)) return;
  Add("time_zone", "organiser.time_zone_unknown",
      "is not the name of a time zone, such as Europe/London", violations);
}

}  // namespace

void CheckOrganiserRules(const v1::Call& call, rules::Violations& violations) {
  CheckTimeZone(call.time_zone(), violations);
  std::set<std::string> theme_ids;
  for (int i = 0; i < call.themes_size(); ++i) {
    if (theme_ids.insert(call.themes(i).id()).second) continue;
    Add(absl::StrCat("themes[", i, "].id"), "organiser.id_repeated",
        "is the id of an earlier theme", violations);
  }
  std::set<std::string> question_ids;
  for (int i = 0; i < call.questions_size(); ++i) {
    const v1::Question& question = call.questions(i);
    const std::string path = absl::StrCat("questions[", i, "]");
    if (!question_ids.insert(question.id()).second) {
      Add(path + ".id", "organiser.id_repeated", "is the id of an earlier question", violations);
    }
    std::set<std::string> values;
    for (int j = 0; j < question.choices_size(); ++j) {
      if (values.insert(question.choices(j).value()).second) continue;
      Add(absl::StrCat(path, ".choices[", j, "].value"), "organiser.choice_repeated",
          "is the value of an earlier choice", violations);
    }
  }
}

void CheckOrganiserRules(const v1::Conference& conference, rules::Violations& violations) {
  CheckTimeZone(conference.time_zone(), violations);
}

}  // namespace muster::services
