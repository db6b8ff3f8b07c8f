// A disk in memory under both SQLite and the store, on which a process can end in any way at any
// change: by a power cut, by SIGKILL, or by a sync that fails. What runs when it ends goes on as if
// it had not, on files of its own, and no longer counts; the next process finds what was left.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/store/disk.h"
#include "tests/server/store/simulated_files.h"

struct sqlite3_file;

namespace muster::store {

// How a process ends.
enum class End {
  kPowerCut,
  kKill,
  // At the first sync after the change; afterwards its changes are as SimulatedFile::FailSync says.
  kFailedSync,
};

// What can be made to fail.
enum class DiskOperation { kOpen, kRead, kWrite, kTruncate, kSync, kRemove, kRename, kShare };

// From the `first` operation of its kind on (from 1, counted since it was given), `count` fail.
struct DiskFault {
  DiskOperation operation = DiskOperation::kWrite;
  std::int64_t first = 1;
  std::int64_t count = 1;
  // SQLITE_IOERR_WRITE, SQLITE_FULL...
  int code = 0;
  // A write is done up to its middle before it fails.
  bool halfway = false;
};

class SimulatedDisk final : public Disk {
 public:
  // What SqliteOptions::vfs must be. The disk is found by the path.
  static const char kVfs[];

  explicit SimulatedDisk(std::uint64_t seed);
  ~SimulatedDisk() override;
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  // Of a data file on this disk.
  std::string path() const { return folder_ + "/muster.db"; }

  // The process ends at this change of the disk, counted from 1 since the last Restart.
  void EndAt(std::int64_t change, End end);
  // Whether it has: what is answered from now on was never answered.
  bool HasEnded() const;
  // How it did.
  std::optional<End> ended() const;
  // Ends it so where it has not, and gives the disk to the next process. Nothing may be open.
  void Restart(End end);
  // Changes since the last Restart.
  std::int64_t changes() const;

  // Until FailNothing or Restart. Replaces what was given before.
  void Fail(const DiskFault& fault);
  void FailNothing();
  // Whether a fault is set; and whether one has happened since the last Restart.
  bool IsToFail() const;
  bool HasFailed() const;
  // Writes that would need more than this in all are refused as on a full disk.
  void SetCapacity(std::int64_t bytes);

  // For controls. A disk whose syncs do nothing; and one on which the log is not written anew.
  void LieAboutSyncs() { lies_ = true; }
  void SkipMending() { skips_mending_ = true; }

  absl::StatusOr<std::unique_ptr<Hold>> Take(const std::string& path) override;
  std::int64_t SizeOf(const std::string& path) const override;
  absl::Status CopyAndSync(const std::string& from, const std::string& to) override;
  absl::Status Rename(const std::string& from, const std::string& to) override;
  absl::Status SyncFolder(const std::string& folder) override;
  absl::Status Allocate(const std::string& path, std::int64_t bytes) override;
  absl::Status Remove(const std::string& path) override;
  absl::StatusOr<std::int64_t> FreeBytes(const std::string& folder) const override;

 private:
  friend class SimulatedVfs;

  // What the connections of one file share: locks, and the memory of the write-ahead log's index.
  struct Sharing;

  // All with the mutex held. Zero, or the code with which an operation fails.
  int Step(DiskOperation operation);
  void EndHere(End end);
  int Put(SimulatedFile& file, std::size_t offset, std::string_view octets);
  int Cut(SimulatedFile& file, std::size_t size);
  int Sync(SimulatedFile* file, bool with_names);
  bool IsRoomFor(const SimulatedFile& file, std::size_t size) const;

  const std::string folder_;
  bool lies_ = false;
  bool skips_mending_ = false;

  mutable std::mutex mutex_;
  SimulatedRandom random_;
  SimulatedFiles files_;
  std::map<const SimulatedFile*, std::unique_ptr<Sharing>> sharing_;
  int open_files_ = 0;
  std::int64_t changes_ = 0;
  std::int64_t end_at_ = std::numeric_limits<std::int64_t>::max();
  End end_ = End::kPowerCut;
  // As the next process finds them, once this one has ended.
  std::optional<SimulatedFiles> left_;
  std::optional<End> ended_;
  std::optional<DiskFault> fault_;
  std::int64_t faulted_ = 0;
  std::int64_t seen_ = 0;
  bool has_failed_ = false;
  std::int64_t capacity_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace muster::store
