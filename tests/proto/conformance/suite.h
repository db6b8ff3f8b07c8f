// The cases of protovalidate's conformance suite, and how what rules say is held against them.
#ifndef MUSTER_TESTS_PROTO_CONFORMANCE_SUITE_H_
#define MUSTER_TESTS_PROTO_CONFORMANCE_SUITE_H_

#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/proto/conformance/verdict.h"

namespace muster::conformance {

struct Case {
  std::string suite;
  std::string name;
  // Full name and bytes of the message.
  std::string type;
  std::string bytes;
  // `TestResult`.
  const google::protobuf::Message* wanted = nullptr;
};

std::string ReadFile(const std::string& path);

class Suite {
 public:
  // The data of `folder`; empty if it is not there.
  explicit Suite(const std::string& folder);

  const std::vector<Case>& cases() const { return cases_; }

  // Every case's message, in order, for a program elsewhere: type and bytes, each behind its length
  // of four bytes, little end first.
  std::string Records() const;
  // What that program says: of each message the kind, the length of its violations (as above) and
  // those. Empty unless there are as many as there are cases.
  std::vector<Verdict> ReadVerdicts(const std::string& bytes) const;

  // Whether `verdict` is what is wanted; `difference` says what is not. `refused` are the messages
  // whose rules were not compiled.
  bool Passes(const Case& one, const Verdict& verdict, const std::set<std::string>& refused,
              std::string& difference);

 private:
  std::unique_ptr<google::protobuf::Message> Make(const std::string& name);

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<google::protobuf::Message> results_;
  std::vector<Case> cases_;
};

}  // namespace muster::conformance

#endif  // MUSTER_TESTS_PROTO_CONFORMANCE_SUITE_H_
