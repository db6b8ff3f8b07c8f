// Where the data lie, and opening them with errors for the person at the keyboard.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/store/engine.h"

namespace muster::commands {

// Opens the store in a file, or in muster.db of a folder; makes the folder and the file where they
// are missing. Errors are one line that names the file and says what to do.
absl::StatusOr<std::unique_ptr<store::Engine>> OpenData(const std::string& file_or_folder);

// Makes the folder of a file where it is missing.
absl::Status MakeFolderOf(const std::string& file);

// The file that OpenData opens.
std::string DataFile(const std::string& file_or_folder);

}  // namespace muster::commands
