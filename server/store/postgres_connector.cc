#include "server/store/postgres_connector.h"

#include <utility>

#include "server/error.h"

namespace muster::store {
namespace {

// After one that failed.
constexpr std::chrono::milliseconds kBetweenTries(300);

}  // namespace

absl::Status PostgresConnector::Connect(PostgresSlot& slot) {
  if (slot.connection_ != nullptr && slot.epoch_ == epoch_) return absl::OkStatus();
  slot.connection_.reset();
  if (absl::Status may = MayTry(); !may.ok()) return may;
  const std::uint64_t epoch = epoch_;
  absl::StatusOr<std::unique_ptr<PostgresConnection>> connection =
      PostgresConnection::Open(address_, session_);
  absl::Status status;
  if (!connection.ok()) {
    const absl::string_view why = connection.status().message();
    report_({why.data(), why.size()});
    status = MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                       "the store can't be reached");
  }
  Tried(status);
  if (!status.ok()) return status;
  slot.connection_ = *std::move(connection);
  slot.epoch_ = epoch;
  return absl::OkStatus();
}

bool PostgresConnector::HasHost() {
  MutexLock lock(&mutex_);
  return last_.ok();
}

void PostgresConnector::Drop(PostgresSlot& slot) {
  // Of those that were connected together, the first to notice renews all.
  std::uint64_t epoch = slot.epoch_;
  epoch_.compare_exchange_strong(epoch, epoch + 1);
  slot.connection_.reset();
}

absl::Status PostgresConnector::MayTry() {
  MutexLock lock(&mutex_);
  if (last_.ok()) return absl::OkStatus();
  if (is_trying_ || Clock::now() < next_try_) return last_;
  is_trying_ = true;
  return absl::OkStatus();
}

void PostgresConnector::Tried(const absl::Status& status) {
  MutexLock lock(&mutex_);
  last_ = status;
  is_trying_ = false;
  next_try_ = Clock::now() + kBetweenTries;
}

}  // namespace muster::store
