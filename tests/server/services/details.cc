#include "tests/server/services/details.h"

#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace muster::services {
namespace {

using google::protobuf::Message;

// The schema of buf.validate, from the descriptor set that the build has of it.
class ViolationsSchema {
 public:
  ViolationsSchema() : pool_(google::protobuf::DescriptorPool::generated_pool()), factory_(&pool_) {
    std::ifstream stream("build/dependencies/validate.binpb", std::ios::binary);
    std::stringstream bytes;
    bytes << stream.rdbuf();
    google::protobuf::FileDescriptorSet set;
    EXPECT_TRUE(set.ParseFromString(bytes.str())) << "run server/setup/dependencies";
    for (const auto& file : set.file()) pool_.BuildFile(file);
  }

  std::unique_ptr<Message> New() {
    const auto* descriptor = pool_.FindMessageTypeByName("buf.validate.Violations");
    EXPECT_NE(descriptor, nullptr);
    return std::unique_ptr<Message>(factory_.GetPrototype(descriptor)->New());
  }

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
};

std::string StringField(const Message& message, const char* name) {
  return message.GetReflection()->GetString(message,
                                            message.GetDescriptor()->FindFieldByName(name));
}

std::string PathOf(const Message& violation) {
  const auto* reflection = violation.GetReflection();
  const Message& path =
      reflection->GetMessage(violation, violation.GetDescriptor()->FindFieldByName("field"));
  const auto* elements = path.GetDescriptor()->FindFieldByName("elements");
  std::string text;
  for (int i = 0; i < path.GetReflection()->FieldSize(path, elements); ++i) {
    const Message& element = path.GetReflection()->GetRepeatedMessage(path, elements, i);
    absl::StrAppend(&text, text.empty() ? "" : ".", StringField(element, "field_name"));
    const auto* index = element.GetDescriptor()->FindFieldByName("index");
    if (element.GetReflection()->HasField(element, index)) {
      absl::StrAppend(&text, "[", element.GetReflection()->GetUInt64(element, index), "]");
    }
  }
  return text;
}

}  // namespace

std::vector<SeenViolation> ReadViolations(const std::string& bytes) {
  static ViolationsSchema* const schema = new ViolationsSchema;
  const std::unique_ptr<Message> violations = schema->New();
  EXPECT_TRUE(violations->ParseFromString(bytes));
  EXPECT_TRUE(violations->GetReflection()->GetUnknownFields(*violations).empty());
  const auto* field = violations->GetDescriptor()->FindFieldByName("violations");
  std::vector<SeenViolation> seen;
  for (int i = 0; i < violations->GetReflection()->FieldSize(*violations, field); ++i) {
    const Message& violation =
        violations->GetReflection()->GetRepeatedMessage(*violations, field, i);
    seen.push_back(
        {PathOf(violation), StringField(violation, "rule_id"), StringField(violation, "message")});
  }
  return seen;
}

SeenDetails ReadDetails(const std::string& bytes) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(bytes));
  SeenDetails seen;
  seen.code = status.code();
  seen.message = status.message();
  for (const google::protobuf::Any& detail : status.details()) {
    seen.type_urls.push_back(detail.type_url());
    if (detail.Is<google::rpc::ErrorInfo>()) {
      EXPECT_TRUE(detail.UnpackTo(&seen.error_info));
    } else if (detail.Is<google::rpc::BadRequest>()) {
      EXPECT_TRUE(detail.UnpackTo(&seen.bad_request));
    } else if (detail.Is<google::rpc::RetryInfo>()) {
      EXPECT_TRUE(detail.UnpackTo(&seen.retry_info));
    } else if (detail.Is<google::rpc::RequestInfo>()) {
      EXPECT_TRUE(detail.UnpackTo(&seen.request_info));
    } else {
      EXPECT_EQ(detail.type_url(), "type.googleapis.com/buf.validate.Violations");
      seen.violations = ReadViolations(detail.value());
    }
  }
  return seen;
}

}  // namespace muster::services
