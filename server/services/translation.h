// What an organiser wrote, in the language of a page.
#pragma once

#include <string>
#include <string_view>

#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"

namespace muster::services {

template <typename Message>
struct Translated {
  Message message;
  // Of its texts: the one asked for, or "en" if there is no translation.
  std::string language_code;
};

// The message with its texts in the language, where it has them. Ids, kinds, bounds and times are
// those of the message itself.
Translated<v1::Call> InLanguage(const v1::Call& call, std::string_view language_code);
Translated<v1::Conference> InLanguage(const v1::Conference& conference,
                                      std::string_view language_code);

}  // namespace muster::services
