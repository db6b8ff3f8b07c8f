#include "tests/differential/verdict.h"

#include <map>

#include "registry.h"

namespace muster::differential {
namespace {

// More than any message here fails.
constexpr size_t kLimit = 10'000;

using Validate = bool (*)(std::string_view, rules::Violations&);

Validate RulesOf(std::string_view message_name) {
  static const auto* const known = [] {
    auto* const all = new std::map<std::string_view, Validate>;
    for (const rules::MessageRules& one : rules::AllMessageRules()) {
      all->emplace(one.message_name, one.validate);
    }
    return all;
  }();
  const auto found = known->find(message_name);
  return found == known->end() ? nullptr : found->second;
}

}  // namespace

bool HasRules(std::string_view message_name) { return RulesOf(message_name) != nullptr; }

Verdict Check(std::string_view message_name, std::string_view bytes, rules::Instant now) {
  const Validate validate = RulesOf(message_name);
  if (validate == nullptr) return {};
  rules::Violations violations(kLimit);
  violations.set_now(now);
  validate(bytes, violations);
  if (!violations.runtime_error().empty()) return {'e', ""};
  return {violations.empty() ? 'v' : 'i', violations.Serialize()};
}

}  // namespace muster::differential
