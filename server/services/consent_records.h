// The consent statements that are kept with a submission, word for word as they were shown.
#pragma once

#include <string_view>
#include <vector>

#include "muster/v1/call.pb.h"
#include "muster/v1/receipt.pb.h"
#include "muster/v1/submission.pb.h"

namespace muster::services {

// The three statements as the call has them in a language, or in English where it has no other, and
// the answers.
std::vector<v1::ConsentRecord> ConsentRecords(const v1::Call& call, std::string_view language_code,
                                              const v1::Consents& given);

}  // namespace muster::services
