// CallStore keeps calls for evidence; no other class writes their table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/call.pb.h"

namespace muster::store {

class Engine;
class Transaction;

// A call, and what it has come to.
struct StoredCall {
  v1::Call call;
  // Counts its changes from 1. NewSubmission needs it.
  std::int64_t revision = 0;
};

// As CallStore::Get inside a transaction; nothing where there is none of that name.
absl::StatusOr<std::optional<StoredCall>> FindCall(Transaction& transaction, std::string_view name);

// Thread-safe. What is passed in has been checked against its rules.
class CallStore {
 public:
  explicit CallStore(Engine* engine) : engine_(engine) {}

  // Makes the call, or replaces the one of that name; returns its revision when it is on disk.
  // Changes nothing, and gives the present revision, when it is already so. Errors:
  // * FAILED_PRECONDITION: the consent statements changed and their version did not.
  absl::StatusOr<std::int64_t> Apply(const v1::Call& call, absl::Time now);

  // NOT_FOUND (CALL_NOT_FOUND) if there is none of that name.
  absl::StatusOr<StoredCall> Get(std::string_view name);

  // The revision alone, which costs less. Errors as Get.
  absl::StatusOr<std::int64_t> RevisionOf(std::string_view name);

  // At most `limit` calls whose names come after `after_name` ("" for all), in order of name.
  absl::StatusOr<std::vector<v1::Call>> List(std::string_view after_name, int limit);

 private:
  Engine* const engine_;  // Not owned; outlives us.
};

}  // namespace muster::store
