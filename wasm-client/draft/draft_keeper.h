// Keeps the draft on the device while it is typed: when to save, and what came of it.
#ifndef MUSTER_WASM_CLIENT_DRAFT_DRAFT_KEEPER_H_
#define MUSTER_WASM_CLIENT_DRAFT_DRAFT_KEEPER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wasm-client/host.h"

namespace muster::client {

// Where the draft of the moment comes from.
class DraftSource {
 public:
  virtual ~DraftSource() = default;
  // `page` and `request` of the record; the keeper fills in the rest.
  virtual DraftRecord CurrentDraft() const = 0;
};

// How the answers stand on this device.
enum class DraftState {
  // Nothing was changed, nothing is stored.
  kNothing,
  kSaved,
  // Changed, and about to be saved.
  kChanged,
  // A save takes long.
  kSaving,
  // The last save failed; another is tried by and by.
  kNotSaved,
  // The device stores nothing (private browsing, storage refused).
  kUnavailable,
  // Another tab saved in between, or deleted: somebody must say which answers to keep.
  kConflict,
};

// DraftKeeper saves 250 ms after the last change and at least every 2 s while changes go on; one
// save at a time. Each save names the revision it builds on; when the device holds another, nothing
// is written and the keeper stops until `Keep` or `Adopt`. A save that failed is tried again, at
// longer and longer times, for as long as there is something unsaved.
class DraftKeeper {
 public:
  static constexpr int64_t kQuietMilliseconds = 250;
  static constexpr int64_t kLongestMilliseconds = 2000;
  static constexpr int64_t kSlowMilliseconds = 3000;
  static constexpr int64_t kFirstRetryMilliseconds = 2000;
  static constexpr int64_t kLastRetryMilliseconds = 60'000;

  // Neither is owned; both outlive the keeper.
  DraftKeeper(Host* host, const DraftSource* source);

  // `stored`: what the device holds, revision 0 for nothing. `has_tail`: there is a tail to be
  // dropped when something is saved.
  void Start(std::string_view key, const DraftRecord& stored, bool is_storage_available,
             bool has_tail);

  // Something was typed.
  void Changed();
  // A step was changed: save now. `is_strict`: on disk.
  void SaveNow(bool is_strict);
  // The page is hidden, maybe for ever: save now, and keep what is not saved yet in the tail; in a
  // conflict too.
  void Hidden();

  void OnSaved(SaveOutcome outcome);
  // Saves and looks at slow ones when it is time.
  void OnTick();
  // Milliseconds until OnTick has something to do; nullopt: nothing.
  std::optional<int64_t> NextTick() const;

  // There is something else on the device than what this tab builds on.
  void Conflict();
  // In a conflict: this tab's answers are to be kept over those of `stored`.
  void Keep(const DraftRecord& stored);
  // The answers of `stored` are shown now; build on them.
  void Adopt(const DraftRecord& stored);
  // The device is to hold nothing any more, and nothing is saved until something changes.
  void Forget();

  DraftState state() const;
  // What the device holds, a save under way included.
  int64_t revision() const { return is_saving_ ? saving_.revision : revision_; }
  bool has_unsaved() const { return has_change_ || is_saving_; }

 private:
  DraftRecord NextRecord() const;
  void Save(bool is_strict);
  int64_t DueMilliseconds() const;

  Host* const host_;
  const DraftSource* const source_;
  std::string key_;
  bool is_available_ = false;
  bool is_conflict_ = false;

  // The revision the device holds, as far as we know.
  int64_t revision_ = 0;

  bool has_change_ = false;
  int64_t first_change_milliseconds_ = 0;
  int64_t last_change_milliseconds_ = 0;

  bool is_saving_ = false;
  // The save under way is `saving_`; a strict one is wanted after it.
  DraftRecord saving_;
  int64_t save_start_milliseconds_ = 0;
  bool wants_strict_ = false;
  bool wants_save_now_ = false;

  bool has_tail_ = false;
  // Not zero: the last save failed.
  int64_t retry_delay_milliseconds_ = 0;
  int64_t retry_time_milliseconds_ = 0;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_DRAFT_DRAFT_KEEPER_H_
