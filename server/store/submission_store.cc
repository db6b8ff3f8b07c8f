#include "server/store/submission_store.h"

#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/call_store.h"
#include "server/store/engine.h"
#include "server/store/event_log.h"
#include "server/store/request_ids.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"

namespace muster::store {
namespace {

constexpr std::string_view kCollection = "submissions";
constexpr int kMaxReferences = 8;
constexpr std::size_t kMaxPageBytes = std::size_t{1} << 20;

// One Create on its way. Everything is made before the writer sees it, except what depends on the
// store.
struct Creation {
  NewSubmission wanted;
  std::string request_id;
  std::string id;
  std::string name;
  std::int64_t now_us = 0;
  // Left by the transaction: the first receipt of a repeat, or else the reference given.
  std::optional<v1::Receipt> first;
  std::string reference;
};

MakingRequest RequestOf(std::string_view parent, std::string_view request_id,
                        std::string_view content_sha256) {
  return {.request_id = request_id,
          .kind = kCollection,
          .parent_name = parent,
          .content_sha256 = content_sha256};
}

absl::Status UnknownRequestId() { return absl::InvalidArgumentError("request_id is no UUID"); }

// Of a row that begins with id, reference, state, revision, create_time_us, update_time_us,
// content.
absl::Status ReadSubmission(const Row& row, std::string_view parent, v1::Submission& submission) {
  submission.set_name(ChildNameText(parent, kCollection, row.Octets(0)));
  submission.set_reference(std::string(row.Text(1)));
  submission.set_state(static_cast<v1::SubmissionState>(row.Integer(2)));
  submission.set_etag(absl::StrCat(row.Integer(3)));
  *submission.mutable_create_time() = TimestampOf(row.Integer(4));
  *submission.mutable_update_time() = TimestampOf(row.Integer(5));
  return ParseStored(row.Octets(6), *submission.mutable_content());
}

absl::StatusOr<std::optional<StoredSubmission>> Find(Transaction& transaction,
                                                     const ChildName& name) {
  std::optional<StoredSubmission> found;
  absl::Status status = transaction.Query(
      "SELECT id, reference, state, revision, create_time_us, update_time_us, content, "
      "content_sha256, consents FROM submissions WHERE id = $1 AND call_name = $2",
      {Bytes{name.id}, name.parent}, [&](const Row& row) {
        v1::Submission& submission = found.emplace().submission;
        absl::Status parsed = ReadSubmission(row, name.parent, submission);
        v1::Receipt& receipt = found->receipt;
        if (parsed.ok()) parsed = ParseStored(row.Octets(8), receipt);
        receipt.set_name(submission.name());
        receipt.set_reference(submission.reference());
        *receipt.mutable_create_time() = submission.create_time();
        receipt.set_content_sha256(std::string(row.Octets(7)));
        *receipt.mutable_submission() = submission.content();
        return parsed;
      });
  if (!status.ok()) return status;
  return found;
}

// The receipt of what a request id made.
absl::StatusOr<v1::Receipt> FirstReceipt(Transaction& transaction, std::string_view parent,
                                         std::string id) {
  absl::StatusOr<std::optional<StoredSubmission>> first =
      Find(transaction, {std::string(parent), std::move(id)});
  if (!first.ok()) return first.status();
  if (!first->has_value()) return absl::DataLossError("a request id's submission is missing");
  return (*first)->receipt;
}

absl::Status CallNotFound(std::string_view name) {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_CALL_NOT_FOUND,
                   "there is no such call", {{"name", std::string(name)}});
}

// The call was replaced after the submission was checked against it.
absl::Status CheckAgain(Transaction& transaction, Creation& creation) {
  NewSubmission& wanted = creation.wanted;
  if (wanted.check_again == nullptr) {
    return absl::AbortedError("the call changed after it was checked against");
  }
  const absl::StatusOr<std::optional<StoredCall>> call = FindCall(transaction, wanted.parent);
  if (!call.ok()) return call.status();
  if (!call->has_value()) return CallNotFound(wanted.parent);
  return wanted.check_again(**call, wanted);
}

absl::Status CheckCall(Transaction& transaction, Creation& creation) {
  bool found = false;
  bool changed = false;
  const NewSubmission& wanted = creation.wanted;
  absl::Status status =
      transaction.Query("SELECT revision, open_time_us, close_time_us FROM calls WHERE name = $1",
                        {wanted.parent}, [&](const Row& row) {
                          found = true;
                          changed = row.Integer(0) != wanted.call_revision;
                          return CheckCallOpen(absl::FromUnixMicros(row.Integer(1)),
                                               absl::FromUnixMicros(row.Integer(2)), wanted.now);
                        });
  if (!status.ok()) return status;
  if (!found) return CallNotFound(wanted.parent);
  return changed ? CheckAgain(transaction, creation) : absl::OkStatus();
}

absl::Status Insert(Transaction& transaction, Creation& creation,
                    const ReferenceSource& new_reference) {
  for (int i = 0; i < kMaxReferences; ++i) {
    creation.reference = new_reference(creation.wanted.now);
    absl::StatusOr<std::int64_t> inserted = transaction.Change(
        "INSERT INTO submissions (id, call_name, reference, state, revision, create_time_us, "
        "update_time_us, content_sha256, content, consents) "
        "VALUES ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8) ON CONFLICT (reference) DO NOTHING",
        {Bytes{creation.id}, creation.wanted.parent, creation.reference,
         static_cast<int>(v1::SUBMISSION_STATE_RECEIVED), creation.now_us,
         Bytes{creation.wanted.content_sha256}, Bytes{creation.wanted.content_bytes},
         Bytes{creation.wanted.consent_bytes}});
    if (!inserted.ok()) return inserted.status();
    if (*inserted == 1) return absl::OkStatus();
  }
  return absl::InternalError("every new reference is taken");
}

absl::Status Run(Transaction& transaction, Creation& creation,
                 const ReferenceSource& new_reference) {
  creation.first.reset();
  const MakingRequest request =
      RequestOf(creation.wanted.parent, creation.request_id, creation.wanted.content_sha256);
  absl::StatusOr<std::optional<std::string>> repeated =
      ClaimRequestId(transaction, request, creation.id);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) {
    absl::StatusOr<v1::Receipt> first =
        FirstReceipt(transaction, creation.wanted.parent, **repeated);
    if (!first.ok()) return first.status();
    creation.first = *std::move(first);
    return absl::OkStatus();
  }
  absl::Status status = CheckCall(transaction, creation);
  if (status.ok()) status = Insert(transaction, creation, new_reference);
  if (!status.ok()) return status;
  return AppendEvent(transaction, {.time = creation.wanted.now,
                                   .kind = "submission.created",
                                   .resource_name = creation.name,
                                   .revision = 1,
                                   .content_sha256 = creation.wanted.content_sha256,
                                   .message = std::nullopt});
}

v1::Receipt ReceiptOf(Creation& creation) {
  if (creation.first.has_value()) return *std::move(creation.first);
  v1::Receipt receipt;
  receipt.set_name(std::move(creation.name));
  receipt.set_reference(std::move(creation.reference));
  *receipt.mutable_create_time() = TimestampOf(creation.now_us);
  receipt.set_content_sha256(std::move(creation.wanted.content_sha256));
  AddFieldBytes(receipt, creation.wanted.consent_bytes);
  AddFieldBytes(receipt, v1::Receipt::kSubmissionFieldNumber,
                std::move(creation.wanted.content_bytes));
  return receipt;
}

}  // namespace

absl::Status CheckCallOpen(absl::Time open, absl::Time close, absl::Time now) {
  if (now < open) {
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CALL_NOT_OPEN,
                     "the call is not open yet", {{"open_time", ErrorTime(open)}});
  }
  if (now >= close) {
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CALL_CLOSED,
                     "the call has closed", {{"close_time", ErrorTime(close)}});
  }
  return absl::OkStatus();
}

void SubmissionStore::Create(NewSubmission wanted, CreateDone done) {
  const std::optional<std::string> request_id = ParseUuid(wanted.request_id);
  if (!request_id.has_value()) return done(UnknownRequestId());
  auto creation = std::make_shared<Creation>();
  creation->request_id = *request_id;
  creation->id = NewUuid(wanted.now);
  creation->name = ChildNameText(wanted.parent, kCollection, creation->id);
  creation->now_us = absl::ToUnixMicros(wanted.now);
  creation->wanted = std::move(wanted);
  engine_->Write(
      [this, creation](Transaction& transaction) {
        return Run(transaction, *creation, new_reference_);
      },
      [creation, done = std::move(done)](absl::Status status) mutable {
        if (!status.ok()) return done(std::move(status));
        done(ReceiptOf(*creation));
      });
}

absl::StatusOr<std::optional<v1::Receipt>> SubmissionStore::FindRepeat(
    std::string_view parent, std::string_view request_id, std::string_view content_sha256) {
  const std::optional<std::string> octets = ParseUuid(request_id);
  if (!octets.has_value()) return UnknownRequestId();
  std::optional<v1::Receipt> receipt;
  const auto find = [&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<std::optional<std::string>> id =
        FindRequestId(transaction, RequestOf(parent, *octets, content_sha256));
    if (!id.ok() || !id->has_value()) return id.status();
    absl::StatusOr<v1::Receipt> first = FirstReceipt(transaction, parent, **id);
    if (!first.ok()) return first.status();
    receipt = *std::move(first);
    return absl::OkStatus();
  };
  absl::Status found = engine_->Read(find);
  // A receipt acknowledges, and a read may see what is not yet wherever it has to be.
  if (found.ok() && receipt.has_value()) found = engine_->WriteAndWait(find);
  if (!found.ok()) return found;
  return receipt;
}

absl::StatusOr<StoredSubmission> SubmissionStore::Get(std::string_view name) {
  absl::StatusOr<std::optional<StoredSubmission>> found;
  const std::optional<ChildName> parsed = ParseChildName(name, kCollection);
  if (parsed.has_value()) {
    absl::Status read = engine_->Read([&](Transaction& transaction) {
      found = Find(transaction, *parsed);
      return found.status();
    });
    if (!read.ok()) return read;
    if (found->has_value()) return **std::move(found);
  }
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_SUBMISSION_NOT_FOUND,
                   "there is no such submission");
}

absl::StatusOr<SubmissionPage> SubmissionStore::List(std::string_view parent,
                                                     std::string_view after, int limit) {
  std::string after_id(16, '\0');  // Before every id.
  if (!after.empty()) {
    std::optional<ChildName> last = ParseChildName(after, kCollection);
    if (!last.has_value() || last->parent != parent) {
      return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN,
                       "page_token is none that this method gave for this call");
    }
    after_id = std::move(last->id);
  }
  SubmissionPage page;
  std::size_t bytes = 0;
  absl::Status read = engine_->Read([&](Transaction& transaction) -> absl::Status {
    bool found = false;
    absl::Status status =
        transaction.Query("SELECT 1 FROM calls WHERE name = $1", {parent}, [&found](const Row&) {
          found = true;
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    if (!found) return CallNotFound(parent);
    // One more than asked for tells whether others come after.
    return transaction.Query(
        "SELECT id, reference, state, revision, create_time_us, update_time_us, content "
        "FROM submissions WHERE call_name = $1 AND id > $2 ORDER BY id LIMIT $3",
        {parent, Bytes{after_id}, limit + 1}, [&](const Row& row) {
          page.more = page.more || std::ssize(page.submissions) == limit || bytes >= kMaxPageBytes;
          if (page.more) return absl::OkStatus();
          bytes += row.Octets(6).size();
          return ReadSubmission(row, parent, page.submissions.emplace_back());
        });
  });
  if (!read.ok()) return read;
  return page;
}

}  // namespace muster::store
