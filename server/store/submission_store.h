// SubmissionStore keeps submissions; no other class writes their table.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/receipt.pb.h"
#include "muster/v1/submission.pb.h"
#include "server/store/reference.h"

namespace muster::store {

class Engine;
struct StoredCall;

// What is to be stored, checked against its rules and against the call.
struct NewSubmission {
  // "calls/{call}".
  std::string parent;
  // StoredCall::revision of the call that it was checked against.
  std::int64_t call_revision = 0;
  // MessageBytes of a SubmissionContent without unknown fields.
  std::string content_bytes;
  // Receipt.content_sha256: 32 bytes.
  std::string content_sha256;
  // The consent statements as they were shown, kept word for word with the submission: MessageBytes
  // of a Receipt that has its consents alone.
  std::string consent_bytes;
  // The sender's UUID.
  std::string request_id;
  // When it came; decides whether the call is open.
  absl::Time now;
  // Checks it again, against a call that has changed since: inside the transaction, so it may run
  // more than once. OK: it suits that call, and `call_revision` and `consent_bytes` are now as that
  // says. An error, with which both stay as they were, is the answer. Empty: that is ABORTED.
  std::function<absl::Status(const StoredCall& call, NewSubmission& wanted)> check_again = {};
};

// A submission as it stands, and the receipt of what was first sent.
struct StoredSubmission {
  v1::Submission submission;
  // Everything but `access_key`, which the services derive.
  v1::Receipt receipt;
};

// Some of a call's submissions.
struct SubmissionPage {
  std::vector<v1::Submission> submissions;
  // Whether others come after them.
  bool more = false;
};

// Whether a call with these times takes submissions: FAILED_PRECONDITION (CALL_NOT_OPEN,
// CALL_CLOSED) with the time in question, if not.
absl::Status CheckCallOpen(absl::Time open, absl::Time close, absl::Time now);

// Thread-safe. Each write is one transaction: done and on disk, or never happened.
class SubmissionStore {
 public:
  // Called exactly once, on a thread of the engine (or before Create returns, when the queue is
  // full). The receipt lacks `access_key`, and its consents and its copy may be there as
  // octets: AddFieldBytes.
  using CreateDone = absl::AnyInvocable<void(absl::StatusOr<v1::Receipt>)>;

  // The engine outlives the store.
  explicit SubmissionStore(Engine* engine, ReferenceSource new_reference = NewReference)
      : engine_(engine), new_reference_(std::move(new_reference)) {}

  // Stores a submission. A repeat of `request_id` with the same parent and content gives the first
  // receipt, whatever has become of the call since. Errors:
  // * ALREADY_EXISTS (REQUEST_ID_REUSED): the id came before with other content.
  // * NOT_FOUND (CALL_NOT_FOUND); FAILED_PRECONDITION (CALL_NOT_OPEN, CALL_CLOSED).
  // * ABORTED: the call has another revision than `call_revision`, and there is no `check_again`.
  // * RESOURCE_EXHAUSTED (STORE_BUSY), UNAVAILABLE (STORE_UNAVAILABLE): as Engine::Write.
  void Create(NewSubmission wanted, CreateDone done);

  // The first receipt if this is a repeat, or nothing. For a content that fails its check against
  // the call as it is now: it may have been right, and stored, before. Waits for a commit before it
  // gives a receipt. Errors:
  // * ALREADY_EXISTS (REQUEST_ID_REUSED), as Create.
  absl::StatusOr<std::optional<v1::Receipt>> FindRepeat(std::string_view parent,
                                                        std::string_view request_id,
                                                        std::string_view content_sha256);

  // NOT_FOUND (SUBMISSION_NOT_FOUND) if there is none of that name.
  absl::StatusOr<StoredSubmission> Get(std::string_view name);

  // Submissions of a call in order of name, which is that of time: those after the one whose name
  // is `after`, or the first ones where it is empty; `limit` at most, and no more once they have a
  // mebibyte. What is created meanwhile may come before what was read. Errors:
  // * INVALID_ARGUMENT (PAGE_TOKEN_UNKNOWN): `after` is no name of a submission of this call.
  // * NOT_FOUND (CALL_NOT_FOUND).
  absl::StatusOr<SubmissionPage> List(std::string_view parent, std::string_view after, int limit);

 private:
  Engine* const engine_;  // Not owned.
  const ReferenceSource new_reference_;
};

}  // namespace muster::store
