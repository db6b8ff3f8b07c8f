#include "server/store/booking_store.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/engine.h"
#include "server/store/event_log.h"
#include "server/store/request_ids.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"

namespace muster::store {
namespace {

constexpr std::string_view kCollection = "bookings";
constexpr int kMaxReferences = 8;

// One Create on its way. Everything is made before the writer sees it, except what depends on the
// store.
struct Creation {
  NewBooking wanted;
  std::string request_id;
  std::string id;
  std::string name;
  std::int64_t now_us = 0;
  // Left by the transaction: the first receipt of a repeat, or else the reference given.
  std::optional<v1::Receipt> first;
  std::string reference;
};

absl::StatusOr<std::optional<StoredBooking>> Find(Transaction& transaction, const ChildName& name) {
  std::optional<StoredBooking> found;
  absl::Status status = transaction.Query(
      "SELECT reference, state, revision, create_time_us, update_time_us, content_sha256, content "
      "FROM bookings WHERE id = $1 AND conference_name = $2",
      {Bytes{name.id}, name.parent}, [&](const Row& row) {
        v1::Booking& booking = found.emplace().booking;
        booking.set_name(ChildNameText(name.parent, kCollection, name.id));
        booking.set_reference(std::string(row.Text(0)));
        booking.set_state(static_cast<v1::BookingState>(row.Integer(1)));
        booking.set_etag(absl::StrCat(row.Integer(2)));
        *booking.mutable_create_time() = TimestampOf(row.Integer(3));
        *booking.mutable_update_time() = TimestampOf(row.Integer(4));
        absl::Status parsed = ParseStored(row.Octets(6), *booking.mutable_content());
        v1::Receipt& receipt = found->receipt;
        receipt.set_name(booking.name());
        receipt.set_reference(booking.reference());
        *receipt.mutable_create_time() = booking.create_time();
        receipt.set_content_sha256(std::string(row.Octets(5)));
        *receipt.mutable_booking() = booking.content();
        return parsed;
      });
  if (!status.ok()) return status;
  return found;
}

absl::Status CheckConference(Transaction& transaction, const Creation& creation) {
  bool found = false;
  absl::Status status = transaction.Query(
      "SELECT booking_open_time_us, booking_close_time_us FROM conferences WHERE name = $1",
      {creation.wanted.parent}, [&](const Row& row) {
        found = true;
        return CheckBookingOpen(absl::FromUnixMicros(row.Integer(0)),
                                absl::FromUnixMicros(row.Integer(1)), creation.wanted.now);
      });
  if (!status.ok() || found) return status;
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_CONFERENCE_NOT_FOUND,
                   "there is no such conference", {{"name", creation.wanted.parent}});
}

// One conditional change: whoever asks, and however many at once, no place is taken that is not
// left.
absl::Status TakePlace(Transaction& transaction, const std::string& conference) {
  absl::StatusOr<std::int64_t> taken = transaction.Change(
      "UPDATE conference_places SET places_taken = places_taken + 1 "
      "WHERE conference_name = $1 AND places_taken < place_count",
      {conference});
  if (!taken.ok()) return taken.status();
  if (*taken == 1) return absl::OkStatus();
  std::int64_t place_count = 0;
  absl::Status read =
      transaction.Query("SELECT place_count FROM conference_places WHERE conference_name = $1",
                        {conference}, [&place_count](const Row& row) {
                          place_count = row.Integer(0);
                          return absl::OkStatus();
                        });
  if (!read.ok()) return read;
  return ConferenceFull(place_count);
}

absl::Status Insert(Transaction& transaction, Creation& creation,
                    const ReferenceSource& new_reference) {
  for (int i = 0; i < kMaxReferences; ++i) {
    creation.reference = new_reference(creation.wanted.now);
    absl::StatusOr<std::int64_t> inserted = transaction.Change(
        "INSERT INTO bookings (id, conference_name, reference, state, revision, create_time_us, "
        "update_time_us, content_sha256, content) "
        "VALUES ($1, $2, $3, $4, 1, $5, $5, $6, $7) ON CONFLICT (reference) DO NOTHING",
        {Bytes{creation.id}, creation.wanted.parent, creation.reference,
         static_cast<int>(v1::BOOKING_STATE_CONFIRMED), creation.now_us,
         Bytes{creation.wanted.content_sha256}, Bytes{creation.wanted.content_bytes}});
    if (!inserted.ok()) return inserted.status();
    if (*inserted == 1) return absl::OkStatus();
  }
  return absl::InternalError("every new reference is taken");
}

absl::Status Run(Transaction& transaction, Creation& creation,
                 const ReferenceSource& new_reference) {
  creation.first.reset();
  absl::StatusOr<std::optional<std::string>> repeated =
      ClaimRequestId(transaction,
                     {.request_id = creation.request_id,
                      .kind = kCollection,
                      .parent_name = creation.wanted.parent,
                      .content_sha256 = creation.wanted.content_sha256},
                     creation.id);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) {
    absl::StatusOr<std::optional<StoredBooking>> first =
        Find(transaction, {creation.wanted.parent, **repeated});
    if (!first.ok()) return first.status();
    if (!first->has_value()) return absl::DataLossError("a request id's booking is missing");
    creation.first = std::move((*first)->receipt);
    return absl::OkStatus();
  }
  absl::Status status = CheckConference(transaction, creation);
  if (status.ok()) status = TakePlace(transaction, creation.wanted.parent);
  if (status.ok()) status = Insert(transaction, creation, new_reference);
  if (!status.ok()) return status;
  return AppendEvent(transaction, {.time = creation.wanted.now,
                                   .kind = "booking.created",
                                   .resource_name = creation.name,
                                   .revision = 1,
                                   .content_sha256 = creation.wanted.content_sha256,
                                   .message = std::nullopt});
}

v1::Receipt ReceiptOf(Creation& creation) {
  if (creation.first.has_value()) return *std::move(creation.first);
  v1::Receipt receipt;
  receipt.set_name(creation.name);
  receipt.set_reference(creation.reference);
  *receipt.mutable_create_time() = TimestampOf(creation.now_us);
  receipt.set_content_sha256(creation.wanted.content_sha256);
  AddFieldBytes(receipt, v1::Receipt::kBookingFieldNumber,
                std::move(creation.wanted.content_bytes));
  return receipt;
}

}  // namespace

absl::Status CheckBookingOpen(absl::Time open, absl::Time close, absl::Time now) {
  if (now < open) {
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_NOT_OPEN,
                     "booking is not open yet", {{"booking_open_time", ErrorTime(open)}});
  }
  if (now >= close) {
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_CLOSED,
                     "booking has closed", {{"booking_close_time", ErrorTime(close)}});
  }
  return absl::OkStatus();
}

absl::Status ConferenceFull(std::int64_t place_count) {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_CONFERENCE_FULL,
                   "every place is taken", {{"place_count", absl::StrCat(place_count)}});
}

void BookingStore::Create(NewBooking wanted, CreateDone done) {
  const std::optional<std::string> request_id = ParseUuid(wanted.request_id);
  if (!request_id.has_value()) return done(absl::InvalidArgumentError("request_id is no UUID"));
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

absl::StatusOr<StoredBooking> BookingStore::Get(std::string_view name) {
  absl::StatusOr<std::optional<StoredBooking>> found;
  const std::optional<ChildName> parsed = ParseChildName(name, kCollection);
  if (parsed.has_value()) {
    absl::Status read = engine_->Read([&](Transaction& transaction) {
      found = Find(transaction, *parsed);
      return found.status();
    });
    if (!read.ok()) return read;
    if (found->has_value()) return **std::move(found);
  }
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                   "there is no such booking");
}

}  // namespace muster::store
