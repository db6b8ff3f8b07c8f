// Any bytes as a message: the compiled rules of the contract and of a schema with everything. The
// first two bytes choose the message.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "google/protobuf/stubs/logging.h"
#include "registry.h"
#include "tests/differential/verdict.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);  // It warns of each text that is not UTF-8.
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const auto all = muster::rules::AllMessageRules();
  const auto& chosen = all[(data[0] << 8 | data[1]) % all.size()];
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto verdict = muster::differential::Check(chosen.message_name, bytes, {1795341957, 0});
  if (verdict.kind == '?' || (verdict.kind == 'i') == verdict.violations.empty()) __builtin_trap();
  return 0;
}
