#include "server/commands/preview.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/commands/apply.h"
#include "server/commands/store_location.h"
#include "server/store/call_store.h"

namespace muster::commands {
namespace {

constexpr char kFolderStart[] = "muster-preview-";

// Locks a folder of ours until what is returned is closed. -1: somebody else has it.
int LockFolder(const std::string& folder) {
  const int lock = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat found = {};
  if (lock >= 0 && fstat(lock, &found) == 0 && found.st_uid == geteuid() &&
      flock(lock, LOCK_EX | LOCK_NB) == 0) {
    return lock;
  }
  if (lock >= 0) close(lock);
  return -1;
}

// Who was killed holds no lock any more.
void RemoveLeftFolders(const std::filesystem::path& parent) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(parent, error), end; !error && at != end;
       at.increment(error)) {
    if (!at->path().filename().string().starts_with(kFolderStart)) continue;
    const int lock = LockFolder(at->path().string());
    if (lock < 0) continue;
    std::error_code ignored;
    std::filesystem::remove_all(at->path(), ignored);
    close(lock);
  }
}

absl::StatusOr<std::string> MakeTemporaryFolder() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::NotFoundError(absl::StrCat("no temporary folder: TMPDIR: ", error.message()));
  }
  RemoveLeftFolders(parent);
  std::string folder = (parent / absl::StrCat(kFolderStart, "XXXXXX")).string();
  if (mkdtemp(folder.data()) != nullptr) return folder;
  return absl::PermissionDeniedError(
      absl::StrCat("can't make a folder in ", parent.string(), ": ", std::strerror(errno)));
}

}  // namespace

Clock PreviewClock(const v1::Call& call, const Clock& clock) {
  const absl::Time start = clock();
  const absl::Time open = absl::FromUnixSeconds(call.open_time().seconds());
  const absl::Time close = absl::FromUnixSeconds(call.close_time().seconds());
  if (start >= open && start < close) return clock;
  return [clock, later = open - start] { return clock() + later; };
}

absl::StatusOr<std::unique_ptr<PreviewStore>> PreviewStore::Make(const std::string& file,
                                                                 const Clock& clock) {
  absl::StatusOr<v1::Call> call = ReadCallFile(file);
  if (!call.ok()) return call.status();
  call->clear_conference();
  absl::StatusOr<std::string> folder = MakeTemporaryFolder();
  if (!folder.ok()) return folder.status();
  std::unique_ptr<PreviewStore> preview(new PreviewStore(*std::move(call)));
  preview->folder_ = *std::move(folder);
  preview->lock_ = LockFolder(preview->folder_);
  // A preview that began in the same moment may have taken the folder for one that was left.
  if (preview->lock_ < 0) return absl::UnavailableError("another preview is starting; try again");
  auto engine = OpenStore(absl::StrCat("sqlite:", preview->folder_, "/muster.db"));
  if (!engine.ok()) return engine.status();
  preview->engine_ = *std::move(engine);
  const auto revision = store::CallStore(preview->engine()).Apply(preview->call_, clock());
  if (!revision.ok()) return revision.status();
  return preview;
}

PreviewStore::~PreviewStore() {
  engine_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (lock_ >= 0) close(lock_);
}

}  // namespace muster::commands
