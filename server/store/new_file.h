// A file that others see whole or not at all: written under a name of its own beside the final one,
// synced, renamed, and the folder synced.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster::store {

class NewFile {
 public:
  // Makes the file, mode 0600, under a name that begins with `path` and ".partial-".
  // ALREADY_EXISTS if there is a file at `path`; else what the system says.
  static absl::StatusOr<NewFile> Make(const std::string& path);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  // Removes what was not put in place.
  ~NewFile();

  // Where it lies until it is put in place. Others may write it, too.
  const std::string& partial_path() const { return partial_path_; }

  absl::Status Append(std::string_view bytes);

  // Syncs it and puts it in place. ALREADY_EXISTS if there is a file by now.
  absl::Status PutInPlace();

 private:
  NewFile(std::string path, std::string partial_path, int descriptor)
      : path_(std::move(path)), partial_path_(std::move(partial_path)), descriptor_(descriptor) {}

  std::string path_;
  std::string partial_path_;
  int descriptor_;
};

// Renames a file that is there to a name that none has: ALREADY_EXISTS otherwise.
absl::Status RenameToFreeName(const std::string& from, const std::string& to);

}  // namespace muster::store
