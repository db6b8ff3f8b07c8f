// What --store says, and opening it with errors for the person at the keyboard.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "server/store/engine.h"

namespace muster::commands {

// Where a store is when nothing is said.
inline constexpr char kDefaultStore[] = "sqlite:data/muster.db";

// What the program wants of a store beside its place.
struct StoreSettings {
  // Told of each commit of a SQLite store; may be empty.
  store::CommitObserver commit_observer = {};
};

// Opens the store that `location` names: "sqlite:PATH", a file or a folder that holds muster.db;
// folder and file are made where they are missing. Errors are one line that names the store and
// says what to do.
absl::StatusOr<std::unique_ptr<store::Engine>> OpenStore(const std::string& location,
                                                         const StoreSettings& settings = {});

// Opens a store that is there, only to look into it: a file is not made, nor brought up to date.
absl::StatusOr<std::unique_ptr<store::Engine>> OpenStoreToRead(const std::string& location);

// The file of a store that is one; nothing for others.
std::optional<std::string> DataFile(const std::string& location);

// Makes the folder of a file where it is missing.
absl::Status MakeFolderOf(const std::string& file);

// The store for people to read: the path of its file.
std::string StoreText(const std::string& location);

}  // namespace muster::commands
