#include "tests/server/store/store_life.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/sqlite_engine.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

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

v1::Call StoreLife::ChangingCall(std::int64_t revision) {
  v1::Call call = SampleCall(kChangingCall);
  call.set_title(absl::StrCat("Revision ", revision));
  return call;
}

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

}  // namespace muster::store
