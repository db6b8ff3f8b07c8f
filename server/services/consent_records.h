// The consent statements that are kept with a submission, word for word as they were shown.
#pragma once

#include <string>
#include <string_view>

#include "muster/v1/call.pb.h"
#include "muster/v1/submission.pb.h"

namespace muster::services {

// The three statements as the call has them in a language, or in English where it has no other, and
// the answers: MessageBytes of a Receipt that has these consents alone.
std::string ConsentBytes(const v1::Call& call, std::string_view language_code,
                         const v1::Consents& given);

}  // namespace muster::services
