#include "server/services/translation.h"

namespace muster::services {
namespace {

constexpr char kEnglish[] = "en";

template <typename Message>
auto TranslationOf(const Message& message, std::string_view language_code)
    -> decltype(&message.translations(0)) {
  for (const auto& translation : message.translations()) {
    if (translation.language_code() == language_code) return &translation;
  }
  return nullptr;
}

void TranslateContacts(const google::protobuf::RepeatedPtrField<v1::Contact>& translated,
                       google::protobuf::RepeatedPtrField<v1::Contact>& contacts) {
  for (v1::Contact& contact : contacts) {
    for (const v1::Contact& other : translated) {
      if (other.email() == contact.email()) contact.set_display_name(other.display_name());
    }
  }
}

void TranslateQuestion(const v1::Question& translated, v1::Question& question) {
  question.set_label(translated.label());
  question.set_hint(translated.hint());
  for (v1::Choice& choice : *question.mutable_choices()) {
    for (const v1::Choice& other : translated.choices()) {
      if (other.value() != choice.value()) continue;
      choice.set_label(other.label());
      choice.set_hint(other.hint());
    }
  }
}

}  // namespace

Translated<v1::Call> InLanguage(const v1::Call& call, std::string_view language_code) {
  Translated<v1::Call> result{call, kEnglish};
  const v1::CallTranslation* const translation = TranslationOf(call, language_code);
  if (translation == nullptr) return result;
  result.language_code = language_code;
  v1::Call& message = result.message;
  message.set_title(translation->title());
  message.set_summary(translation->summary());
  message.set_guidance_markdown(translation->guidance_markdown());
  for (v1::Theme& theme : *message.mutable_themes()) {
    for (const v1::Theme& other : translation->themes()) {
      if (other.id() == theme.id()) theme = other;
    }
  }
  *message.mutable_consent_wording() = translation->consent_wording();
  for (v1::Question& question : *message.mutable_questions()) {
    for (const v1::Question& other : translation->questions()) {
      if (other.id() == question.id()) TranslateQuestion(other, question);
    }
  }
  TranslateContacts(translation->contacts(), *message.mutable_contacts());
  return result;
}

Translated<v1::Conference> InLanguage(const v1::Conference& conference,
                                      std::string_view language_code) {
  Translated<v1::Conference> result{conference, kEnglish};
  const v1::ConferenceTranslation* const translation = TranslationOf(conference, language_code);
  if (translation == nullptr) return result;
  result.language_code = language_code;
  result.message.set_title(translation->title());
  result.message.set_summary(translation->summary());
  TranslateContacts(translation->contacts(), *result.message.mutable_contacts());
  return result;
}

}  // namespace muster::services
