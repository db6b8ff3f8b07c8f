// Which requests are compared: the shared cases and random messages.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "muster/v1/form_context.pb.h"
#include "tests/parity/contract.h"
#include "tests/parity/verdict.h"

namespace muster::parity {

// A shared case and what its file says of it.
struct SharedCase {
  Record record;
  // "content.evidence[0].title | string.max_len | string.max_len | must be at most ..." for each.
  std::vector<std::string> expected;
};

// The contexts of each form, by the id of the form.
using Contexts = std::map<std::string, std::vector<v1::FormContext>>;

// The form of that id; null: none.
const form::Form* FormNamed(const std::string& id);

// Why the run can't be made, or empty: a form without a context, a pattern without samples.
std::string Obstacle(const Contract& contract, const Contexts& contexts);

// `contexts` outlives what is given back. False with `error`: a case file can't be read.
bool ReadSharedCases(const Contract& contract, const Contexts& contexts,
                     std::vector<SharedCase>& cases, std::string& error);

// `count` messages of all forms. Message n of a seed is the same whatever the count.
std::vector<Record> MakeRandomRecords(const Contract& contract, const Contexts& contexts,
                                      uint64_t seed, size_t count);

// One line of a case's expectation.
std::string LineOf(const rules::Violation& violation);

// The records as core.mjs reads them: form, request, context.
std::string PackRecords(const std::vector<Record>& records);

}  // namespace muster::parity
