#include "server/operations/restore.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/store/disk.h"
#include "server/store/engine.h"
#include "server/store/file_system.h"
#include "server/store/new_file.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_engine.h"

namespace muster::operations {
namespace {

// What is of a store there, the data file first; nothing where there is nothing. A log that was
// left without its data file counts: SQLite would play it into any file of that name.
std::optional<std::string> WhatIsThere(const std::string& data_file) {
  for (const char* suffix : {"", "-wal"}) {
    std::string path = absl::StrCat(data_file, suffix);
    if (store::IsThere(path)) return path;
  }
  return std::nullopt;
}

// A data file on its way, with what SQLite keeps beside it; removed unless it is put in place.
class Scratch {
 public:
  explicit Scratch(std::string path) : path_(std::move(path)) { Remove(); }
  ~Scratch() { Remove(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

  // Whole and on disk: nothing that is there has to go for it before.
  absl::Status Sync() {
    if (store::IsThere(absl::StrCat(path_, "-wal"))) {
      return absl::UnavailableError("the restored copy could not be closed");
    }
    const int descriptor = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
    const absl::Status status =
        synced ? absl::OkStatus() : absl::ErrnoToStatus(errno, absl::StrCat("can't sync ", path_));
    if (descriptor >= 0) close(descriptor);
    return status;
  }

  absl::Status PutInPlace(const std::string& data_file) {
    absl::Status renamed = store::RenameToFreeName(path_, data_file);
    return renamed.ok() ? store::MachineDisk().SyncFolder(store::FolderOf(data_file)) : renamed;
  }

 private:
  void Remove() {
    for (const char* suffix : {"", "-wal", "-shm"}) unlink(absl::StrCat(path_, suffix).c_str());
  }

  const std::string path_;
};

// Brings the copy up to date and looks at all of it.
absl::StatusOr<VerifyReport> Prepare(const std::string& path) {
  absl::StatusOr<std::unique_ptr<store::Engine>> engine = store::OpenSqlite({.path = path});
  if (!engine.ok()) return engine.status();
  return Verify(**engine);
}

// What is put aside to make room, and put back where that was for nothing.
class Aside {
 public:
  Aside(std::string data_file, std::string aside)
      : data_file_(std::move(data_file)), aside_(std::move(aside)) {}

  // The log first: a data file without its log is an earlier state of the same store, a log beside
  // another data file would be taken for its own.
  absl::Status Put() {
    for (const char* suffix : {"-wal", ""}) {
      const std::string from = absl::StrCat(data_file_, suffix);
      if (!store::IsThere(from)) continue;
      absl::Status renamed = store::RenameToFreeName(from, absl::StrCat(aside_, suffix));
      if (!renamed.ok()) return renamed;
      suffixes_.insert(suffixes_.begin(), suffix);
    }
    unlink(absl::StrCat(data_file_, "-shm").c_str());
    return store::MachineDisk().SyncFolder(store::FolderOf(data_file_));
  }

  // Gives the fault for which it is put back; where it can't be, with where it lies.
  absl::Status PutBack(const absl::Status& fault) {
    for (const std::string& suffix : suffixes_) {
      const std::string from = absl::StrCat(aside_, suffix);
      if (store::RenameToFreeName(from, absl::StrCat(data_file_, suffix)).ok()) continue;
      return absl::Status(fault.code(),
                          absl::StrCat(fault.message(), "; what was there is now ", from));
    }
    return fault;
  }

 private:
  const std::string data_file_;
  const std::string aside_;
  // Of what was put aside, the data file first.
  std::vector<std::string> suffixes_;
};

}  // namespace

absl::StatusOr<Restored> Restore(const RestoreOptions& options, absl::Time now) {
  const std::string& data_file = options.data_file;
  absl::StatusOr<std::unique_ptr<store::Engine>> from =
      store::OpenSqliteToRead(options.from, store::ReadableSchema::kPresentOrPast);
  if (!from.ok()) return from.status();
  const std::optional<std::string> there = WhatIsThere(data_file);
  if (there && !options.replace) {
    return absl::AlreadyExistsError(
        absl::StrCat(*there, " exists; with --replace it is put aside first, and kept"));
  }
  std::unique_ptr<store::Disk::Hold> hold;  // So that nobody serves it meanwhile.
  if (there == data_file) {
    auto taken = store::MachineDisk().Take(data_file);
    if (!taken.ok()) return taken.status();
    hold = *std::move(taken);
  }
  Scratch scratch(absl::StrCat(data_file, ".restoring"));
  absl::Status copied = (*from)->CopyTo(scratch.path(), [] { return true; });
  if (!copied.ok()) return copied;
  from->reset();
  absl::StatusOr<VerifyReport> report = Prepare(scratch.path());
  if (!report.ok()) return report.status();
  if (!report->ok()) {
    return absl::DataLossError(
        absl::StrCat(InWords(*report), " in ", options.from, "; nothing was changed"));
  }
  if (absl::Status synced = scratch.Sync(); !synced.ok()) return synced;
  const std::string name = absl::StrCat(
      data_file, absl::FormatTime(".before-restore-%Y%m%dT%H%M%SZ", now, absl::UTCTimeZone()));
  Aside aside(data_file, name);
  absl::Status placed = there ? aside.Put() : absl::OkStatus();
  if (placed.ok()) placed = scratch.PutInPlace(data_file);
  if (!placed.ok()) return aside.PutBack(placed);
  Restored restored = {*std::move(report), ""};
  if (there) restored.aside = absl::StrCat(name, there->substr(data_file.size()));
  return restored;
}

}  // namespace muster::operations
