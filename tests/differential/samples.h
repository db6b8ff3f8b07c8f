// What the rules of a field or message speak of: the values on whose edges they turn.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/parity/random.h"
#include "tests/regex/pattern_sampler.h"

namespace muster::differential {

struct Time {
  int64_t seconds = 0;
  int32_t nanos = 0;
};

struct Samples {
  // Bounds, constants, members of lists; of lengths and counts as well as of values.
  std::vector<double> reals;
  std::vector<int64_t> integers;
  std::vector<std::string> texts;
  std::vector<Time> times;
  // Names of flags that are set: "email", "unique", "required".
  std::vector<std::string> flags;
  std::vector<std::shared_ptr<regex::PatternSampler>> patterns;

  // From the options of a field or message, rules in rules and CEL expressions included.
  void AddFrom(const google::protobuf::Message& options);
  // From a message that a rule was tried on before.
  void AddValuesOf(const google::protobuf::Message& message);
  void AddAll(const Samples& more);

 private:
  void AddExpression(const std::string& expression);
  void AddNumber(double value, int64_t integer);
};

// Texts that the format `flag` ("hostname", "ipv4_prefix") lets through or only just does not.
// None: it names no format.
const std::vector<std::string>& TextsOfFormat(const std::string& flag);

}  // namespace muster::differential
