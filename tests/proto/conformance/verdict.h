// What rules say of the bytes of a message, in the one form in which the native program and the
// wasm module hand it on.
#ifndef MUSTER_TESTS_PROTO_CONFORMANCE_VERDICT_H_
#define MUSTER_TESTS_PROTO_CONFORMANCE_VERDICT_H_

#include <string>
#include <string_view>

#include "registry.h"

namespace muster::conformance {

enum class Kind : char { kSuccess, kViolations, kRuntimeError, kUnknownMessage };

struct Verdict {
  Kind kind = Kind::kUnknownMessage;
  // Wire bytes of `buf.validate.Violations`.
  std::string violations;
};

// The clock of the recording, 2026-11-22T10:05:57Z.
inline constexpr rules::Instant kNow = {1795341957, 0};

inline Verdict VerdictOf(std::string_view type, std::string_view bytes) {
  // The well-known types are no part of the suite's schemas and have no rules.
  if (type.starts_with("google.protobuf.")) return {Kind::kSuccess, ""};
  for (const rules::MessageRules& message : rules::AllMessageRules()) {
    if (message.message_name != type) continue;
    rules::Violations violations(1000);
    violations.set_now(kNow);
    message.validate(bytes, violations);
    if (!violations.runtime_error().empty()) return {Kind::kRuntimeError, ""};
    if (violations.empty()) return {Kind::kSuccess, ""};
    return {Kind::kViolations, violations.Serialize()};
  }
  return {};
}

}  // namespace muster::conformance

#endif  // MUSTER_TESTS_PROTO_CONFORMANCE_VERDICT_H_
