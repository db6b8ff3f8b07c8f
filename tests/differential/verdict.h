// What compiled rules say of bytes; the same code natively and as WebAssembly.
#pragma once

#include <string>
#include <string_view>

#include "proto/rules/time.h"

namespace muster::differential {

struct Verdict {
  // 'v' valid, 'i' invalid, 'e' a rule could not be decided, '?' no rules for such a message.
  char kind = '?';
  // Wire bytes of buf.validate.Violations.
  std::string violations;
};

bool HasRules(std::string_view message_name);

Verdict Check(std::string_view message_name, std::string_view bytes, rules::Instant now);

}  // namespace muster::differential
