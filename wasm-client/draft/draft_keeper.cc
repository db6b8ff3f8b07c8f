#include "wasm-client/draft/draft_keeper.h"

#include <algorithm>
#include <utility>

namespace muster::client {

DraftKeeper::DraftKeeper(Host* host, const DraftSource* source) : host_(host), source_(source) {}

void DraftKeeper::Start(std::string_view key, const DraftRecord& stored, bool is_storage_available,
                        bool has_tail) {
  key_ = key;
  is_available_ = is_storage_available;
  Adopt(stored);
  has_tail_ = has_tail;
}

void DraftKeeper::Changed() {
  const int64_t now = host_->NowMilliseconds();
  if (!has_change_) first_change_milliseconds_ = now;
  has_change_ = true;
  last_change_milliseconds_ = now;
}

void DraftKeeper::SaveNow(bool is_strict) {
  Changed();
  if (is_saving_) {
    wants_save_now_ = true;
    wants_strict_ = wants_strict_ || is_strict;
  } else {
    Save(is_strict);
  }
}

void DraftKeeper::Hidden() {
  if (!is_available_ || !has_unsaved()) return;
  // A save under way may not get through; the tail holds its changes as well as later ones.
  host_->KeepTail(NextRecord(), revision_, is_saving_ ? saving_.revision : revision_);
  has_tail_ = true;
  if (has_change_ && !is_conflict_) SaveNow(/*is_strict=*/true);
}

void DraftKeeper::OnSaved(SaveOutcome outcome) {
  if (!is_saving_) return;
  is_saving_ = false;
  const bool is_strict = wants_strict_;
  const bool is_now = wants_save_now_;
  wants_strict_ = wants_save_now_ = false;
  switch (outcome) {
    case SaveOutcome::kSaved:
      revision_ = saving_.revision;
      retry_delay_milliseconds_ = 0;
      if (has_tail_ && !has_change_) {
        host_->DropTail(key_);
        has_tail_ = false;
      }
      if (is_now && has_change_) Save(is_strict);
      return;
    case SaveOutcome::kConflict:
      Conflict();
      return;
    case SaveOutcome::kFailed:
      Changed();
      retry_delay_milliseconds_ =
          retry_delay_milliseconds_ == 0
              ? kFirstRetryMilliseconds
              : std::min(2 * retry_delay_milliseconds_, kLastRetryMilliseconds);
      retry_time_milliseconds_ = host_->NowMilliseconds() + retry_delay_milliseconds_;
      return;
  }
}

void DraftKeeper::OnTick() {
  if (!has_change_ || is_saving_ || !is_available_ || is_conflict_) return;
  if (host_->NowMilliseconds() >= DueMilliseconds()) Save(/*is_strict=*/false);
}

std::optional<int64_t> DraftKeeper::NextTick() const {
  if (!is_available_ || is_conflict_) return std::nullopt;
  const int64_t now = host_->NowMilliseconds();
  if (is_saving_) {
    const int64_t slow = save_start_milliseconds_ + kSlowMilliseconds;
    if (now >= slow) return std::nullopt;
    return slow - now;
  }
  if (!has_change_) return std::nullopt;
  return std::max<int64_t>(0, DueMilliseconds() - now);
}

void DraftKeeper::Conflict() {
  is_conflict_ = true;
  has_change_ = true;
}

void DraftKeeper::Keep(const DraftRecord& stored) {
  revision_ = stored.revision;
  is_conflict_ = false;
  SaveNow(/*is_strict=*/true);
}

void DraftKeeper::Adopt(const DraftRecord& stored) {
  if (std::exchange(has_tail_, false)) host_->DropTail(key_);
  revision_ = stored.revision;
  is_conflict_ = false;
  has_change_ = false;
  retry_delay_milliseconds_ = 0;
}

void DraftKeeper::Forget() {
  Adopt(DraftRecord());
  is_saving_ = false;
  wants_save_now_ = wants_strict_ = false;
}

DraftState DraftKeeper::state() const {
  if (!is_available_) return DraftState::kUnavailable;
  if (is_conflict_) return DraftState::kConflict;
  if (retry_delay_milliseconds_ != 0) return DraftState::kNotSaved;
  if (is_saving_ && host_->NowMilliseconds() >= save_start_milliseconds_ + kSlowMilliseconds) {
    return DraftState::kSaving;
  }
  if (has_unsaved()) return DraftState::kChanged;
  return revision_ == 0 ? DraftState::kNothing : DraftState::kSaved;
}

DraftRecord DraftKeeper::NextRecord() const {
  DraftRecord record = source_->CurrentDraft();
  const int64_t now = host_->NowMilliseconds();
  record.key = key_;
  // The clock keeps a revision from coming again after the draft was deleted and begun anew.
  record.revision = std::max(std::max(revision_, saving_.revision) + 1, now);
  return record;
}

void DraftKeeper::Save(bool is_strict) {
  if (!is_available_ || is_conflict_) return;
  saving_ = NextRecord();
  has_change_ = false;
  is_saving_ = true;
  save_start_milliseconds_ = host_->NowMilliseconds();
  host_->SaveDraft(saving_, revision_, is_strict);
}

int64_t DraftKeeper::DueMilliseconds() const {
  const int64_t due = std::min(last_change_milliseconds_ + kQuietMilliseconds,
                               first_change_milliseconds_ + kLongestMilliseconds);
  return retry_delay_milliseconds_ == 0 ? due : std::max(due, retry_time_milliseconds_);
}

}  // namespace muster::client
