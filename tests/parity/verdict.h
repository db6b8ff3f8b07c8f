// What each side says of the same request.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/form_table.h"
#include "proto/rules/violations.h"

namespace muster::v1 {
class FormContext;
}

namespace muster::parity {

// A request and where it comes from.
struct Record {
  // "message 17", "case: an empty request misses ...".
  std::string name;
  const form::Form* form = nullptr;
  std::string request;
  // The context of the call or conference that the request names; null where there is none such.
  const v1::FormContext* context = nullptr;
};

// What C++ says, natively or as WebAssembly, in a form that can be compared byte for byte.
struct Verdict {
  enum class Kind { kValid, kInvalid, kMalformed };
  Kind kind = Kind::kMalformed;
  // Failed rules, those that are not told included.
  size_t failed_rule_count = 0;
  // Wire bytes of buf.validate.Violations.
  std::string violations;

  bool operator==(const Verdict&) const = default;
};

// The rules of the contract alone, and with those of the context. With a context that there is none
// of, the same twice.
struct Verdicts {
  Verdict rules;
  Verdict all;

  bool operator==(const Verdicts&) const = default;
};

// The same, natively, with the violations as values.
struct NativeVerdicts {
  Verdicts verdicts;
  rules::Violations rules;
  rules::Violations all;
};

NativeVerdicts CheckNatively(const Record& record);

// Reads what core.mjs wrote: one entry of six parts for each record. False: it is not that.
bool ReadVerdicts(std::string_view packed, std::vector<Verdicts>& verdicts);

// What the server answered.
struct ServerReply {
  int code = -1;
  std::string message;
  // Serialized google.rpc.Status.
  std::string details;
};

// Sends every record to the server at `address`, some at a time, and waits for all replies.
std::vector<ServerReply> AskServer(const std::string& address, const std::vector<Record>& records);

// Holds the server's reply against what was found natively. Empty: it says the same. Otherwise what
// differs.
std::string DifferenceFromServer(const NativeVerdicts& native, bool has_context,
                                 const ServerReply& reply);

}  // namespace muster::parity
