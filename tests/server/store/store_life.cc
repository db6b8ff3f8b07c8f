#include "tests/server/store/store_life.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/resource.h"
#include "server/store/sqlite_engine.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr int kPlaces = 25;
constexpr char kChangingCall[] = "calls/changing";

// A call that says which revision it is.
v1::Call ChangingCall(std::int64_t revision) {
  v1::Call call = SampleCall(kChangingCall);
  call.set_title(absl::StrCat("Revision ", revision));
  return call;
}

// Mostly small, at times over many pages.
std::string Title(SimulatedRandom& random) {
  const std::size_t size = random() % 16 == 0 ? 1 + random() % 20000 : 1 + random() % 600;
  return std::string(size, static_cast<char>('a' + random() % 26));
}

NewSubmission SubmissionOf(std::uint64_t request, const std::string& title) {
  return SampleSubmission(title, RequestId(request), At("10:00"));
}

NewBooking BookingOf(std::uint64_t request, const std::string& title) {
  return SampleBooking(title, RequestId(request), At("10:00"));
}

}  // namespace

void Account::Add(const Account& other) {
  ends += other.ends;
  power_cuts += other.power_cuts;
  failed_syncs += other.failed_syncs;
  sent += other.sent;
  acknowledged += other.acknowledged;
  refused += other.refused;
  lost += other.lost;
  torn += other.torn;
  damaged += other.damaged;
  unclear += other.unclear;
  if (first.empty()) first = other.first;
}

void Account::Wrong(std::int64_t& kind, const std::string& what) {
  ++kind;
  if (first.empty()) first = what;
}

// Everything in the tables, as it is.
struct StoreLife::Found {
  struct Resource {
    Kind kind;
    std::string content_sha256;
    std::string reference;
    bool whole = false;
  };
  struct Event {
    std::string kind;
    std::int64_t revision = 0;
    std::string content_sha256;
  };
  std::map<std::string, std::pair<std::string, std::string>> requests;  // To id and digest.
  std::map<std::string, Resource> resources;                            // By id.
  std::map<std::string, std::vector<Event>> events;                     // By resource name.
  std::int64_t event_count = 0;
  std::int64_t last_sequence = 0;
  std::int64_t places_taken = 0;
  std::int64_t call_revision = 0;
  v1::Call call;
};

StoreLife::StoreLife(std::uint64_t seed) : random_(seed), disk_(seed + 1) {}

void StoreLife::Expect(bool holds, std::int64_t& kind, const std::string& what) {
  if (!holds) account_.Wrong(kind, what);
}

std::unique_ptr<StoreLife::Process> StoreLife::Open() {
  // Small, so that checkpoints and new beginnings of the log come often.
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenSqlite({.path = disk_.path(),
                                                               .batch_capacity = 8,
                                                               .reader_count = 1,
                                                               .checkpoint_bytes = 64 << 10,
                                                               .log_limit_bytes = 192 << 10,
                                                               .vfs = SimulatedDisk::kVfs,
                                                               .disk = &disk_});
  if (engine.ok()) return std::make_unique<Process>(*std::move(engine));
  Expect(HasFailed(), account_.damaged,
         absl::StrCat("it does not open: ", engine.status().ToString()));
  return nullptr;
}

bool StoreLife::IsToFail() const {
  return disk_.IsToFail() || (other_faults_.has_value() && other_faults_->are_set());
}

bool StoreLife::HasFailed() const {
  return disk_.HasFailed() || (other_faults_.has_value() && other_faults_->have_happened());
}

void StoreLife::StopFailing() {
  disk_.FailNothing();
  if (other_faults_.has_value()) other_faults_->stop();
}

void StoreLife::Live(int writes) {
  std::unique_ptr<Process> process = Open();
  if (process == nullptr) return StopFailing();
  if (!IsToFail()) Check(*process);
  Prepare(*process);
  Work(*process, writes);
  StopFailing();
  if (!HasFailed()) return;
  Expect(Works(*process), account_.unclear, "it does not work again after a fault");
}

void StoreLife::Restart(End end) {
  const End ended = disk_.ended().value_or(end);
  ++account_.ends;
  if (ended == End::kPowerCut) ++account_.power_cuts;
  if (ended == End::kFailedSync) ++account_.failed_syncs;
  disk_.Restart(end);
}

// What requests need is made where it is missing.
void StoreLife::Prepare(Process& process) {
  if (!process.calls.Get("calls/sample").ok()) {
    process.calls.Apply(SampleCall(), At("08:00")).IgnoreError();
  }
  if (!process.conferences.Get("conferences/forum").ok()) {
    process.conferences.Apply(SampleConference(kPlaces), At("08:00")).IgnoreError();
  }
}

void StoreLife::Work(Process& process, int writes) {
  for (int i = 0; i < writes; ++i) {
    if (random_() % 16 == 0) ApplyCall(process);
    if (random_() % 16 == 0) RepeatOne(process);
    Send(process, sent_.size(), random_() % 4 == 0 ? Kind::kBooking : Kind::kSubmission);
    std::unique_lock<std::mutex> lock(mutex_);
    const int most = static_cast<int>(random_() % 24);
    answered_.wait(lock, [&] { return unanswered_ <= most; });
  }
  std::unique_lock<std::mutex> lock(mutex_);
  answered_.wait(lock, [&] { return unanswered_ == 0; });
}

bool StoreLife::Works(Process& process) {
  Prepare(process);
  const std::uint64_t request = sent_.size();
  Send(process, request, Kind::kSubmission);
  std::unique_lock<std::mutex> lock(mutex_);
  answered_.wait(lock, [this] { return unanswered_ == 0; });
  return sent_[request].acknowledged || disk_.HasEnded();
}

void StoreLife::Send(Process& process, std::uint64_t request, Kind kind) {
  const std::string title = Title(random_);
  NewBooking booking = BookingOf(request, title);
  NewSubmission submission = SubmissionOf(request, title);
  const bool is_booking = kind == Kind::kBooking;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Sent& sent = sent_[request];
    sent.kind = kind;
    sent.title = title;
    sent.content_sha256 = is_booking ? booking.content_sha256 : submission.content_sha256;
    ++unanswered_;
    ++account_.sent;
  }
  const auto done = [this, request](const absl::StatusOr<v1::Receipt>& receipt) {
    Answer(request, receipt);
  };
  if (is_booking) {
    process.bookings.Create(std::move(booking), done);
  } else {
    process.submissions.Create(std::move(submission), done);
  }
}

bool StoreLife::IsRefusal(const absl::Status& status) const {
  switch (ReasonOf(status)) {
    case v1::ERROR_REASON_STORE_UNAVAILABLE:
      return status.code() == absl::StatusCode::kUnavailable;
    case v1::ERROR_REASON_STORE_BUSY:
    case v1::ERROR_REASON_STORE_FULL:
      return status.code() == absl::StatusCode::kResourceExhausted;
    case v1::ERROR_REASON_CALL_NOT_FOUND:
    case v1::ERROR_REASON_CONFERENCE_NOT_FOUND:
      return true;  // Prepare was refused.
    default:
      return false;
  }
}

void StoreLife::Answer(std::uint64_t request, const absl::StatusOr<v1::Receipt>& receipt) {
  // Before the lock: what is answered after the end was never heard.
  const bool is_heard = !disk_.HasEnded();
  std::lock_guard<std::mutex> lock(mutex_);
  Sent& sent = sent_[request];
  if (receipt.ok() && is_heard) {
    sent.acknowledged = true;
    sent.name = receipt->name();
    sent.reference = receipt->reference();
    ++account_.acknowledged;
  }
  if (!receipt.ok() && ReasonOf(receipt.status()) != v1::ERROR_REASON_CONFERENCE_FULL) {
    ++account_.refused;
    Expect(HasFailed() && IsRefusal(receipt.status()), account_.unclear,
           absl::StrCat("an answer: ", receipt.status().ToString()));
  }
  --unanswered_;
  answered_.notify_all();
}

void StoreLife::ApplyCall(Process& process) {
  const absl::StatusOr<StoredCall> present = process.calls.Get(kChangingCall);
  if (!present.ok() && !absl::IsNotFound(present.status())) return;
  const std::int64_t next = present.ok() ? present->revision + 1 : 1;
  const absl::StatusOr<std::int64_t> applied = process.calls.Apply(ChangingCall(next), At("08:00"));
  if (applied.ok() && !disk_.HasEnded()) call_revision_ = *applied;
}

// A repeat gets the first answer.
void StoreLife::RepeatOne(Process& process) {
  std::uint64_t request = 0;
  Sent sent;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (sent_.empty()) return;
    request = random_() % sent_.size();
    sent = sent_[request];
  }
  if (!sent.acknowledged) return;
  const absl::StatusOr<v1::Receipt> receipt =
      sent.kind == Kind::kBooking ? Create(process.bookings, BookingOf(request, sent.title))
                                  : Create(process.submissions, SubmissionOf(request, sent.title));
  std::lock_guard<std::mutex> lock(mutex_);
  if (!receipt.ok() && HasFailed() && IsRefusal(receipt.status())) return;
  Expect(receipt.ok() && receipt->name() == sent.name && receipt->reference() == sent.reference,
         account_.torn, "a repeat got another answer");
}

absl::Status StoreLife::ReadAll(Transaction& transaction, Found& found) {
  const auto read_resources = [&](Kind kind, std::string_view sql) {
    return transaction.Query(sql, {}, [&](const Row& row) {
      found.resources[std::string(row.Octets(0))] = {kind, std::string(row.Octets(1)),
                                                     std::string(row.Text(3)),
                                                     Sha256(row.Octets(2)) == row.Octets(1)};
      return absl::OkStatus();
    });
  };
  absl::Status status = read_resources(
      Kind::kSubmission, "SELECT id, content_sha256, content, reference FROM submissions");
  if (status.ok()) {
    status = read_resources(Kind::kBooking,
                            "SELECT id, content_sha256, content, reference FROM bookings");
  }
  if (status.ok()) {
    status = transaction.Query("SELECT request_id, resource_id, content_sha256 FROM request_ids",
                               {}, [&found](const Row& row) {
                                 found.requests[std::string(row.Octets(0))] = {
                                     std::string(row.Octets(1)), std::string(row.Octets(2))};
                                 return absl::OkStatus();
                               });
  }
  if (status.ok()) {
    status = transaction.Query(
        "SELECT sequence, kind, resource_name, revision, content_sha256 FROM events "
        "ORDER BY sequence",
        {}, [&found](const Row& row) {
          ++found.event_count;
          found.last_sequence = row.Integer(0);
          found.events[std::string(row.Text(2))].push_back(
              {std::string(row.Text(1)), row.Integer(3), std::string(row.Octets(4))});
          return absl::OkStatus();
        });
  }
  if (status.ok()) {
    status = transaction.Query("SELECT places_taken FROM conference_places", {},
                               [&found](const Row& row) {
                                 found.places_taken += row.Integer(0);
                                 return absl::OkStatus();
                               });
  }
  if (!status.ok()) return status;
  return transaction.Query("SELECT revision, message FROM calls WHERE name = $1", {kChangingCall},
                           [&found](const Row& row) {
                             found.call_revision = row.Integer(0);
                             return ParseStored(row.Octets(1), found.call);
                           });
}

// What SQLite itself says of the file.
void StoreLife::CheckFile(Transaction& transaction) {
  std::string integrity;
  absl::Status asked = transaction.Query("PRAGMA integrity_check", {}, [&](const Row& row) {
    absl::StrAppend(&integrity, std::string(row.Text(0)));
    return absl::OkStatus();
  });
  Expect(asked.ok() && integrity == "ok", account_.damaged,
         absl::StrCat("integrity_check: ", integrity, asked.ToString()));
  asked = transaction.Query("PRAGMA foreign_key_check", {}, [this](const Row& row) {
    account_.Wrong(account_.damaged, absl::StrCat("a reference of ", std::string(row.Text(0))));
    return absl::OkStatus();
  });
  Expect(asked.ok(), account_.damaged, asked.ToString());
}

void StoreLife::Check(Process& process) {
  Found found;
  absl::Status read = process.engine->Read([&](Transaction& transaction) {
    CheckFile(transaction);
    return ReadAll(transaction, found);
  });
  Expect(read.ok(), account_.damaged, absl::StrCat("it can't be read: ", read.ToString()));
  if (!read.ok()) return;
  CheckRequests(found);
  CheckEvents(found);
}

// Everything acknowledged is there, everything there was sent, and is whole. What is served now has
// been seen, so it must stay: as good as acknowledged.
void StoreLife::CheckRequests(const Found& found) {
  const bool is_seen = !disk_.HasEnded();
  std::size_t known = 0;
  std::int64_t bookings = 0;
  for (auto& [number, sent] : sent_) {
    const auto request = found.requests.find(*ParseUuid(RequestId(number)));
    if (request == found.requests.end()) {
      Expect(!sent.acknowledged, account_.lost, absl::StrCat("request ", number, " is lost"));
      continue;
    }
    ++known;
    const auto& [id, digest] = request->second;
    const auto resource = found.resources.find(id);
    if (resource == found.resources.end()) {
      account_.Wrong(account_.torn, absl::StrCat("request ", number, " made nothing"));
      continue;
    }
    if (sent.kind == Kind::kBooking) ++bookings;
    const std::string name = sent.kind == Kind::kBooking
                                 ? ChildNameText("conferences/forum", "bookings", id)
                                 : ChildNameText("calls/sample", "submissions", id);
    const bool is_same =
        !sent.acknowledged || (sent.name == name && sent.reference == resource->second.reference);
    Expect(is_same && resource->second.whole && resource->second.kind == sent.kind &&
               digest == sent.content_sha256 &&
               resource->second.content_sha256 == sent.content_sha256,
           account_.torn, absl::StrCat("request ", number, " is not what was sent"));
    if (is_seen && !sent.acknowledged) {
      sent.acknowledged = true;
      sent.name = name;
      sent.reference = resource->second.reference;
    }
  }
  Expect(known == found.requests.size() && known == found.resources.size(), account_.torn,
         "there is what was never sent");
  Expect(bookings == found.places_taken && bookings <= kPlaces, account_.torn,
         absl::StrCat(bookings, " bookings and ", found.places_taken, " places taken"));
}

// The log has every change once, in order, without a gap.
void StoreLife::CheckEvents(const Found& found) {
  Expect(found.event_count == found.last_sequence, account_.torn, "the event log has a gap");
  std::size_t created = 0;
  for (const auto& [name, events] : found.events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      Expect(events[i].revision == static_cast<std::int64_t>(i) + 1, account_.torn,
             absl::StrCat("revisions of ", name));
    }
    const bool is_creation = events.front().kind.ends_with(".created");
    if (!is_creation) continue;
    ++created;
    const std::optional<ChildName> child =
        ParseChildName(name, events.front().kind == "booking.created" ? "bookings" : "submissions");
    const auto resource =
        child.has_value() ? found.resources.find(child->id) : found.resources.end();
    Expect(events.size() == 1 && resource != found.resources.end() &&
               resource->second.content_sha256 == events.front().content_sha256,
           account_.torn, absl::StrCat("the event of ", name));
  }
  Expect(created == found.resources.size(), account_.torn, "events and what they made differ");
  Expect(found.call_revision >= call_revision_, account_.lost, "a call's revision is lost");
  if (found.call_revision > 0) {
    const auto events = found.events.find(kChangingCall);
    Expect(MessageBytes(found.call) == MessageBytes(ChangingCall(found.call_revision)) &&
               events != found.events.end() &&
               static_cast<std::int64_t>(events->second.size()) == found.call_revision,
           account_.torn, "a call is not what was applied");
    if (!disk_.HasEnded()) call_revision_ = found.call_revision;
  }
}

}  // namespace muster::store
