#include "server/services/consent_records.h"

#include "muster/v1/receipt.pb.h"
#include "server/store/resource.h"

namespace muster::services {

std::string ConsentBytes(const v1::Call& call, std::string_view language_code,
                         const v1::Consents& given) {
  const v1::ConsentWording* shown = &call.consent_wording();
  std::string shown_language;
  for (const v1::CallTranslation& translation : call.translations()) {
    if (translation.language_code() != language_code) continue;
    shown = &translation.consent_wording();
    shown_language = translation.language_code();
  }
  const v1::ConsentWording& wording = *shown;
  v1::Receipt records;
  const auto add = [&](const char* field, const std::string& text, bool ticked) {
    v1::ConsentRecord& record = *records.add_consents();
    record.set_field(field);
    record.set_wording(text);
    record.set_wording_version(wording.version());
    record.set_given(ticked);
    if (!shown_language.empty()) record.set_language_code(shown_language);
  };
  add("display_on_day", wording.display_on_day(), given.display_on_day());
  add("contribute_to_session", wording.contribute_to_session(), given.contribute_to_session());
  add("publish_afterwards", wording.publish_afterwards(), given.publish_afterwards());
  return store::MessageBytes(records);
}

}  // namespace muster::services
