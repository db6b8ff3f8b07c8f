#include "wasm-client/transport/error_details.h"

#include <gtest/gtest.h>

#include "proto/rules/wire.h"

namespace muster::client {
namespace {

using rules::WriteBytesField;
using rules::WriteVarintField;

std::string Any(std::string_view type, std::string_view value) {
  std::string any;
  WriteBytesField(1, "type.googleapis.com/" + std::string(type), any);
  WriteBytesField(2, value, any);
  return any;
}

std::string Status(std::initializer_list<std::string> details) {
  std::string status;
  WriteVarintField(1, 3, status);
  WriteBytesField(2, "message", status);
  for (const std::string& detail : details) WriteBytesField(3, detail, status);
  return status;
}

rules::Violation SomeViolation() {
  rules::Violation violation;
  rules::ParsePathText("content.evidence[3].labels[\"en\"]", violation.field);
  violation.rule_id = "string.max_len";
  violation.message = "must be at most 200 characters";
  return violation;
}

// The same with what a form does not look at.
rules::Violation WithMore(rules::Violation violation) {
  violation.field.elements[1].field_number = 2;
  violation.field.elements[1].field_type = 11;
  rules::ParsePathText("string.max_len", violation.rule);
  violation.for_key = true;
  return violation;
}

TEST(ErrorDetailsTest, ReadsReasonAndViolations) {
  rules::Violations violations;
  violations.Add(SomeViolation());
  std::string info;
  WriteBytesField(1, "STORE_BUSY", info);
  WriteBytesField(2, "muster.v1", info);
  const ErrorDetails details = ReadErrorDetails(Status(
      {Any("google.rpc.ErrorInfo", info), Any("buf.validate.Violations", violations.Serialize()),
       Any("google.rpc.Help", "\xff\xff")}));
  EXPECT_EQ(details.reason, "STORE_BUSY");
  ASSERT_EQ(details.violations.size(), 1u);
  EXPECT_EQ(details.violations[0], SomeViolation());
}

TEST(ErrorDetailsTest, ReadViolationsUndoesSerializeAsFarAsAFormGoes) {
  rules::Violations sent, wanted;
  sent.Add(WithMore(SomeViolation()));
  wanted.Add(SomeViolation());
  EXPECT_EQ(ReadViolations(sent.Serialize()).Serialize(), wanted.Serialize());
}

TEST(ErrorDetailsTest, ReasonOfAnotherDomainIsNotOurs) {
  std::string info;
  WriteBytesField(1, "CALL_CLOSED", info);
  WriteBytesField(2, "googleapis.com", info);
  EXPECT_EQ(ReadErrorDetails(Status({Any("google.rpc.ErrorInfo", info)})).reason, "");
}

TEST(ErrorDetailsTest, BytesCutShortGiveWhatCameBefore) {
  rules::Violations violations;
  violations.Add(SomeViolation());
  const std::string bytes = violations.Serialize();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_LE(ReadViolations(bytes.substr(0, size)).size(), 1u);
  }
}

}  // namespace
}  // namespace muster::client
