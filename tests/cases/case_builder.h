// Reads the shared cases and makes their requests.
#ifndef MUSTER_TESTS_CASES_CASE_BUILDER_H_
#define MUSTER_TESTS_CASES_CASE_BUILDER_H_

#include <string>
#include <vector>

#include "proto/rules/violations.h"
#include "tests/cases/case.pb.h"

namespace muster::tests {

// The files of cases, by their paths from the root of the repository.
std::vector<std::string> CaseFiles();

// False with `error` (file, line and what is wrong) if it can't be read.
bool ReadCaseFile(const std::string& path, CaseFile& file, std::string& error);

// The request of one case. False with `error` if a base or path is not there.
bool BuildRequest(const CaseFile& file, const Case& one, Request& request, std::string& error);

// What the rules say of it.
void ValidateRequest(const Request& request, rules::Violations& violations);

// The message of either kind that it holds.
const google::protobuf::Message& MessageOf(const Request& request);

}  // namespace muster::tests

#endif  // MUSTER_TESTS_CASES_CASE_BUILDER_H_
