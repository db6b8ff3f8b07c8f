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

// A translation has every part of the call, by its id.
template <typename Parts, typename Key>
void CheckParts(const Parts& of_call, const Parts& of_translation, const std::string& path,
                std::string_view what, Key key, rules::Violations& violations) {
  std::set<std::string> wanted;
  for (const auto& part : of_call) wanted.insert(key(part));
  for (int i = 0; i < of_translation.size(); ++i) {
    if (wanted.erase(key(of_translation[i])) > 0) continue;
    Add(absl::StrCat(path, "[", i, "]"), "organiser.translation_unknown",
        absl::StrCat("translates no ", absl::string_view(what.data(), what.size()),
                     " of the call, or one a second time"),
        violations);
  }
  for (const std::string& missing : wanted) {
    Add(path, "organiser.translation_incomplete", absl::StrCat("lacks \"", missing, "\""),
        violations);
  }
}

void CheckTranslation(const v1::Call& call, const v1::CallTranslation& translation,
                      const std::string& path, rules::Violations& violations) {
  const auto id = [](const auto& part) { return part.id(); };
  const auto value = [](const v1::Choice& choice) { return choice.value(); };
  CheckParts(call.themes(), translation.themes(), path + ".themes", "theme", id, violations);
  CheckParts(call.questions(), translation.questions(), path + ".questions", "question", id,
             violations);
  for (int i = 0; i < translation.questions_size(); ++i) {
    for (const v1::Question& question : call.questions()) {
      if (question.id() != translation.questions(i).id()) continue;
      CheckParts(question.choices(), translation.questions(i).choices(),
                 absl::StrCat(path, ".questions[", i, "].choices"), "choice", value, violations);
    }
  }
  if (translation.consent_wording().version() != call.consent_wording().version()) {
    Add(path + ".consent_wording.version", "organiser.translation_version",
        "must be the version of the call's own wording", violations);
  }
  if (translation.guidance_markdown().empty() != call.guidance_markdown().empty()) {
    Add(path + ".guidance_markdown", "organiser.translation_incomplete",
        "must be there if the call has guidance, and only then", violations);
  }
}

template <typename Message>
void CheckLanguagesOnce(const Message& message, rules::Violations& violations) {
  std::set<std::string> languages;
  for (int i = 0; i < message.translations_size(); ++i) {
    if (languages.insert(message.translations(i).language_code()).second) continue;
    Add(absl::StrCat("translations[", i, "].language_code"), "organiser.id_repeated",
        "is the language of an earlier translation", violations);
  }
}

}  // namespace

void CheckOrganiserRules(const v1::Call& call, rules::Violations& violations) {
  CheckTimeZone(call.time_zone(), violations);
  CheckLanguagesOnce(call, violations);
  for (int i = 0; i < call.translations_size(); ++i) {
    CheckTranslation(call, call.translations(i), absl::StrCat("translations[", i, "]"), violations);
  }
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
  CheckLanguagesOnce(conference, violations);
}

}  // namespace muster::services
