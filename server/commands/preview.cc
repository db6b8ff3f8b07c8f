#include "server/commands/preview.h"

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

absl::StatusOr<std::string> MakeTemporaryFolder() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::NotFoundError(absl::StrCat("no temporary folder: TMPDIR: ", error.message()));
  }
  std::string folder = (parent / "muster-preview-XXXXXX").string();
  if (mkdtemp(folder.data()) != nullptr) return folder;
  return absl::PermissionDeniedError(
      absl::StrCat("can't make a folder in ", parent.string(), ": ", std::strerror(errno)));
}

}  // namespace

services::Clock PreviewClock(const v1::Call& call, const services::Clock& clock) {
  const absl::Time start = clock();
  const absl::Time open = absl::FromUnixSeconds(call.open_time().seconds());
  const absl::Time close = absl::FromUnixSeconds(call.close_time().seconds());
  if (start >= open && start < close) return clock;
  return [clock, later = open - start] { return clock() + later; };
}

PreviewStore::PreviewStore(v1::Call call, std::string folder)
    : call_(std::move(call)), folder_(std::move(folder)) {}

absl::StatusOr<std::unique_ptr<PreviewStore>> PreviewStore::Make(const std::string& file,
                                                                 const services::Clock& clock) {
  absl::StatusOr<v1::Call> call = ReadCallFile(file);
  if (!call.ok()) return call.status();
  absl::StatusOr<std::string> folder = MakeTemporaryFolder();
  if (!folder.ok()) return folder.status();
  std::unique_ptr<PreviewStore> preview(new PreviewStore(*std::move(call), *std::move(folder)));
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
}

}  // namespace muster::commands
