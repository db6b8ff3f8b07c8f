// Reads the details of an error as another program would: with the published schemas.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"

namespace muster::services {

// One violation as its reader sees it.
struct SeenViolation {
  std::string path;
  std::string rule_id;
  std::string message;
  bool operator==(const SeenViolation&) const = default;
};

struct SeenDetails {
  int code = 0;
  std::string message;
  std::vector<std::string> type_urls;
  google::rpc::ErrorInfo error_info;
  google::rpc::BadRequest bad_request;
  google::rpc::RetryInfo retry_info;
  google::rpc::RequestInfo request_info;
  std::vector<SeenViolation> violations;
};

// `bytes` are those of a google.rpc.Status. Fails the test where something in it can't be read.
SeenDetails ReadDetails(const std::string& bytes);

// buf.validate.Violations, read with the published schema of buf.validate.
std::vector<SeenViolation> ReadViolations(const std::string& bytes);

}  // namespace muster::services
