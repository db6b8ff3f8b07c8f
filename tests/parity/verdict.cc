#include "tests/parity/verdict.h"

#include <charconv>
#include <optional>

#include "muster/v1/form_context.pb.h"
#include "proto/form/context_rules.h"
#include "tests/parity/packed.h"

namespace muster::parity {
namespace {

Verdict VerdictOf(bool good, const rules::Violations& violations) {
  Verdict verdict;
  verdict.failed_rule_count = violations.failed_rule_count();
  verdict.violations = violations.Serialize();
  verdict.kind = good              ? Verdict::Kind::kValid
                 : violations.ok() ? Verdict::Kind::kMalformed
                                   : Verdict::Kind::kInvalid;
  return verdict;
}

bool ReadVerdict(std::string_view& packed, Verdict& verdict) {
  const std::optional<std::string_view> kind = TakePacked(packed);
  const std::optional<std::string_view> count = TakePacked(packed);
  const std::optional<std::string_view> violations = TakePacked(packed);
  if (!kind || !count || !violations) return false;
  if (*kind == "valid") {
    verdict.kind = Verdict::Kind::kValid;
  } else if (*kind == "invalid") {
    verdict.kind = Verdict::Kind::kInvalid;
  } else if (*kind != "malformed") {
    return false;
  }
  const char* end = count->data() + count->size();
  if (std::from_chars(count->data(), end, verdict.failed_rule_count).ptr != end) return false;
  verdict.violations = *violations;
  return true;
}

}  // namespace

NativeVerdicts CheckNatively(const Record& record) {
  NativeVerdicts native;
  const bool good = record.form->validate(record.request, native.rules);
  native.verdicts.rules = VerdictOf(good, native.rules);
  if (record.context == nullptr) {
    native.all = native.rules;
    native.verdicts.all = native.verdicts.rules;
    return native;
  }
  const bool all_good =
      form::CheckRequest(*record.form, *record.context, record.request, native.all);
  native.verdicts.all = VerdictOf(all_good, native.all);
  return native;
}

bool ReadVerdicts(std::string_view packed, std::vector<Verdicts>& verdicts) {
  while (!packed.empty()) {
    Verdicts& entry = verdicts.emplace_back();
    if (!ReadVerdict(packed, entry.rules) || !ReadVerdict(packed, entry.all)) return false;
  }
  return true;
}

}  // namespace muster::parity
