#include "wasm-client/transport/error_details.h"

#include <utility>

#include "proto/rules/wire_reader.h"

namespace muster::client {
namespace {

using rules::WireField;
using rules::WireReader;
using Subscript = rules::FieldPathElement::Subscript;

constexpr std::string_view kDomain = "muster.v1";

rules::FieldPathElement ReadElement(std::string_view bytes) {
  rules::FieldPathElement element;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 2) element.field_name = field.bytes;
    if (field.number == 6) {
      element.subscript = Subscript::kIndex;
      element.index = field.value;
    }
    if (field.number == 10) {
      element.subscript = Subscript::kStringKey;
      element.string_key = field.bytes;
    }
  }
  return element;
}

rules::FieldPath ReadPath(std::string_view bytes) {
  rules::FieldPath path;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) path.elements.push_back(ReadElement(field.bytes));
  }
  return path;
}

rules::Violation ReadViolation(std::string_view bytes) {
  rules::Violation violation;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 2) violation.rule_id = field.bytes;
    if (field.number == 3) violation.message = field.bytes;
    if (field.number == 5) violation.field = ReadPath(field.bytes);
  }
  return violation;
}

std::string ReadReason(std::string_view bytes) {
  std::string reason, domain;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) reason = field.bytes;
    if (field.number == 2) domain = field.bytes;
  }
  return domain == kDomain ? reason : std::string();
}

// One google.protobuf.Any of the details.
void ReadDetail(std::string_view bytes, ErrorDetails& details) {
  std::string_view type, value;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) type = field.bytes;
    if (field.number == 2) value = field.bytes;
  }
  const size_t slash = type.rfind('/');
  if (slash == std::string_view::npos) return;
  type.remove_prefix(slash + 1);
  if (type == "google.rpc.ErrorInfo") {
    if (std::string reason = ReadReason(value); !reason.empty()) details.reason = std::move(reason);
  } else if (type == "buf.validate.Violations") {
    details.violations = ReadViolations(value);
  }
}

}  // namespace

ErrorDetails ReadErrorDetails(std::string_view status_bytes) {
  ErrorDetails details;
  WireReader reader(status_bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 3) ReadDetail(field.bytes, details);
  }
  return details;
}

rules::Violations ReadViolations(std::string_view bytes) {
  rules::Violations violations;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (field.number == 1) violations.Add(ReadViolation(field.bytes));
  }
  return violations;
}

}  // namespace muster::client
